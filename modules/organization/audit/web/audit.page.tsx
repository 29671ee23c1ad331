import { AUDIT_KINDS, type AuditKind } from '@perigon/contracts'
import { Failure, useTitle } from '@perigon/record-ui'
import {
  addDays,
  EmptyState,
  formatMoment,
  LinkSelect,
  momentAt,
  Skeleton,
  useFieldContext,
  useLabel,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { Button, DatePicker, Dropdown, Input, Select, Spin } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import '../../sign-in/web/account.css'
import { AuditEntries } from './audit-entries.tsx'
import './audit.css'
import { auditPhrases } from './audit-phrases.ts'
import { type AuditFilter, auditParameters, useAudit } from './audit.queries.ts'

const EVERYTHING: AuditFilter = { kind: '', q: '', actor: null, from: null, to: null }

/** Who did what, newest first, by kind, words, person and time; for administrators. */
export function AuditPage() {
  const t = usePhrases(auditPhrases)
  useTitle(t('title'))
  const [filter, setFilter] = useState(EVERYTHING)
  const log = useAudit(filter)
  const entries = (log.data?.pages ?? []).flatMap((page) => page.data)
  const searchedTo = log.data?.pages.at(-1)?.searched_to ?? null
  return (
    <div className="pg-page pg-stack">
      <div className="pg-actions">
        <h1 className="pg-grow">{t('title')}</h1>
        <ExportMenu filter={filter} />
      </div>
      <p className="pg-muted">{t('hint')}</p>
      <Filters filter={filter} onFilter={setFilter} />
      {log.error !== null && <Failure error={log.error} onRetry={() => void log.refetch()} />}
      {log.data === undefined && log.error === null && <Skeleton shape="lines" rows={8} />}
      {log.data !== undefined && entries.length === 0 && !log.hasNextPage && (
        <EmptyState kind="result" title={t('none')} hint={t('none_hint')} />
      )}
      {entries.length > 0 && <AuditEntries entries={entries} />}
      {searchedTo !== null && <Further key={JSON.stringify(filter)} log={log} searchedTo={searchedTo} />}
      {log.hasNextPage && searchedTo === null && (
        <div>
          <Button onClick={() => void log.fetchNextPage()} loading={log.isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** How far back words were looked for; goes on by itself until something is found, or somebody stops it. */
function Further({ log, searchedTo }: { readonly log: ReturnType<typeof useAudit>; readonly searchedTo: string }) {
  const t = usePhrases(auditPhrases)
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  const [isStopped, setStopped] = useState(false)
  const { fetchNextPage, isFetchingNextPage, error } = log
  const isGoingOn = !isStopped && error === null && log.data?.pages.at(-1)?.data.length === 0
  useEffect(() => {
    if (isGoingOn && !isFetchingNextPage) void fetchNextPage()
  }, [isGoingOn, isFetchingNextPage, fetchNextPage])
  return (
    <div className="pg-actions" role="status">
      {isGoingOn && <Spin size="small" />}
      <span className="pg-muted">{t('searched_to', { at: formatMoment(searchedTo, locale, timeZone) })}</span>
      {isGoingOn ? (
        <Button onClick={() => setStopped(true)}>{t('stop')}</Button>
      ) : (
        <Button
          loading={isFetchingNextPage}
          onClick={() => {
            setStopped(false)
            void fetchNextPage()
          }}
        >
          {t('further')}
        </Button>
      )}
    </div>
  )
}

function ExportMenu({ filter }: { readonly filter: AuditFilter }) {
  const t = usePhrases(auditPhrases)
  const href = (format: string): string => {
    const parameters = auditParameters(filter)
    parameters.set('format', format)
    return `/api/v1/audit/export?${parameters.toString()}`
  }
  const items = (['csv', 'xlsx'] as const).map((format) => ({
    key: format,
    label: (
      <a href={href(format)} download>
        {t(`export_${format}`)}
      </a>
    ),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button>{t('export')}</Button>
    </Dropdown>
  )
}

type FiltersProps = { readonly filter: AuditFilter; readonly onFilter: (filter: AuditFilter) => void }

function Filters({ filter, onFilter }: FiltersProps) {
  const t = usePhrases(auditPhrases)
  const label = useLabel()
  const kinds = Object.entries(AUDIT_KINDS).map(([value, name]) => ({ value, label: label(name) }))
  const pick = (value: string): void => {
    const isKind = (key: string): key is AuditKind => Object.hasOwn(AUDIT_KINDS, key)
    onFilter({ ...filter, kind: isKind(value) ? value : '' })
  }
  return (
    <div className="pg-audit__filters">
      <Select
        aria-label={t('kind')}
        value={filter.kind}
        onChange={pick}
        popupMatchSelectWidth={false}
        options={[{ value: '', label: t('all') }, ...kinds]}
      />
      <Words filter={filter} onFilter={onFilter} />
      <LinkSelect
        control={{ 'aria-label': t('who') }}
        target="user"
        placeholder={t('who')}
        value={filter.actor}
        clearable
        onPick={(actor) => onFilter({ ...filter, actor })}
      />
      <Period filter={filter} onFilter={onFilter} />
    </div>
  )
}

// Asked for a moment after the last key.
function Words({ filter, onFilter }: FiltersProps) {
  const t = usePhrases(auditPhrases)
  const [text, setText] = useState(filter.q)
  useEffect(() => {
    if (text === filter.q) return
    const timer = setTimeout(() => onFilter({ ...filter, q: text }), 300)
    return () => clearTimeout(timer)
  }, [text, filter, onFilter])
  return (
    <Input allowClear aria-label={t('search')} placeholder={t('search')} value={text} onChange={(event) => setText(event.target.value)} />
  )
}

function Period({ filter, onFilter }: FiltersProps) {
  const t = usePhrases(auditPhrases)
  const { timeZone } = useFieldContext()
  const [days, setDays] = useState<readonly [string, string] | null>(null)
  return (
    <DatePicker.RangePicker
      aria-label={t('period')}
      placeholder={[t('from'), t('to')]}
      value={days === null ? null : [dayjs(days[0]), dayjs(days[1])]}
      onChange={(range) => {
        const [from, to] = [range?.[0]?.format('YYYY-MM-DD'), range?.[1]?.format('YYYY-MM-DD')]
        setDays(from === undefined || to === undefined ? null : [from, to])
        const start = from === undefined ? null : momentAt(from, '00:00', timeZone)
        // Up to the end of the last day.
        onFilter({ ...filter, from: start, to: to === undefined ? null : momentAt(addDays(to, 1), '00:00', timeZone) })
      }}
    />
  )
}
