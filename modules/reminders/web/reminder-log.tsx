import type { ObjectMeta } from '@perigon/contracts'
import { Failure, GoLink, usePage, useRecordUi } from '@perigon/record-ui'
import {
  EmptyState,
  formatMoment,
  formatNear,
  LinkSelect,
  type LinkValue,
  Skeleton,
  Tag,
  textOf,
  useFieldContext,
  useLabel,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { TELLS } from '../reminder-rule/steps.options.ts'
import { type LogChoice, type LogLine, useLog } from './reminder.queries.ts'
import { reminderLogPhrases } from './reminder-phrases.ts'

const NOTHING: LogChoice = { rule: '', tell: '', person: '', from: '', to: '' }
const COLOURS = { owner: 'blue', manager: 'gold', person: 'purple', role: 'cyan', pool: 'red' } as const

/** What the rules did: who was told of what, when and why. */
export function ReminderLog({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(reminderLogPhrases)
  const [choice, setChoice] = useState(NOTHING)
  const [person, setPerson] = useState<LinkValue | null>(null)
  const log = useLog(choice)
  const rows = log.data?.pages.flatMap(({ data }) => data) ?? []
  const isNarrowed = Object.values(choice).some((value) => value !== '')
  const clear = () => {
    setChoice(NOTHING)
    setPerson(null)
  }
  return (
    <section className="pg-stack" aria-label={t('list')}>
      <LogFilters
        object={object}
        choice={choice}
        person={person}
        onChange={(part) => setChoice({ ...choice, ...part })}
        onPerson={setPerson}
      />
      {log.error !== null && <Failure error={log.error} onRetry={() => void log.refetch()} />}
      {log.isPending && <Skeleton shape="list" rows={6} />}
      {log.data !== undefined && rows.length === 0 && !log.hasNextPage && (
        <EmptyState
          kind={isNarrowed ? 'result' : 'first'}
          title={t(isNarrowed ? 'no_match' : 'empty')}
          {...(isNarrowed ? { actions: <Button onClick={clear}>{t('clear')}</Button> } : { hint: t('empty_hint') })}
        />
      )}
      {rows.length > 0 && (
        <ol className="pg-card pg-reminder-log">
          {rows.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}

type FilterProps = {
  readonly object: ObjectMeta
  readonly choice: LogChoice
  readonly person: LinkValue | null
  readonly onChange: (part: Partial<LogChoice>) => void
  readonly onPerson: (person: LinkValue | null) => void
}

function LogFilters({ object, choice, person, onChange, onPerson }: FilterProps) {
  const t = usePhrases(reminderLogPhrases)
  const locale = useLocale()
  const rules = usePage(object, { sort: ['name'], limit: 200 })
  const kinds = TELLS.map((value) => ({ value, label: t(value === 'person' ? 'people' : value) }))
  const names = (rules.data?.data ?? []).map((rule) => ({
    value: rule.id,
    label: locale === 'zh-CN' ? textOf(rule['name']) : textOf(rule['name_en'] ?? rule['name']),
  }))
  return (
    <div className="pg-reminder-log__filters">
      <Select
        aria-label={t('rule')}
        value={choice.rule}
        options={[{ value: '', label: t('all_rules') }, ...names]}
        onChange={(rule) => onChange({ rule })}
      />
      <Select
        aria-label={t('kind')}
        value={choice.tell}
        options={[{ value: '', label: t('all_kinds') }, ...kinds]}
        onChange={(tell) => onChange({ tell })}
      />
      <LinkSelect
        control={{ 'aria-label': t('person') }}
        target="employee"
        value={person}
        clearable
        placeholder={t('person')}
        onPick={(link) => {
          onPerson(link)
          onChange({ person: link?.id ?? '' })
        }}
      />
      {(['from', 'to'] as const).map((edge) => (
        <Input
          key={edge}
          type="date"
          aria-label={t(edge)}
          prefix={t(edge)}
          value={choice[edge]}
          onChange={({ target }) => onChange({ [edge]: target.value })}
        />
      ))}
    </div>
  )
}

function Line({ line }: { readonly line: LogLine }) {
  const t = usePhrases(reminderLogPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const object = useRecordUi().meta.object(line.object)
  const field = object?.fields.find(({ key }) => key === line.counted)
  const inWords = locale === 'zh-CN'
  const told = line.told ?? []
  const what =
    line.tell === 'pool'
      ? t('pooled', { pool: (inWords ? line.pool : (line.pool_en ?? line.pool)) ?? '' })
      : told.length === 0
        ? t('told_nobody')
        : t('told', { names: told.join(inWords ? '、' : ', ') })
  const rule = inWords ? line.rule_name : (line.rule_name_en ?? line.rule_name)
  const why =
    line.base === undefined || field === undefined
      ? t('because', { rule })
      : t(line.counting === 'working' ? 'why_working' : 'why_calendar', {
          rule,
          field: label(field.label),
          base: line.base,
          days: line.after,
        })
  return (
    <li className="pg-reminder-log__line">
      <span className="pg-reminder-log__kind">
        <Tag color={COLOURS[line.tell]}>{t(line.tell === 'person' ? 'people' : line.tell)}</Tag>
      </span>
      <span className="pg-reminder-log__what">
        <GoLink href={`/${object?.path ?? line.object}/${line.record}`}>{line.title}</GoLink>
        <span>
          {what}
          {line.owner !== null && <span className="pg-muted"> · {t('whose', { name: line.owner })}</span>}
        </span>
        <small className="pg-muted">{why}</small>
      </span>
      <time className="pg-muted" dateTime={line.at} title={formatMoment(line.at, locale, timeZone)}>
        {formatNear(line.at, locale, { timeZone, now: now() })}
      </time>
    </li>
  )
}
