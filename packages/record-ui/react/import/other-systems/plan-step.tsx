import type { BringOverPlan, BringOverRun, ObjectMeta, PlannedPart } from '@perigon/contracts'
import { EmptyState, formatNumber, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { fieldOf } from '../../../core/meta-index.ts'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { failureText } from '../../frame/failure.tsx'
import { useGo, useRecordUi } from '../../frame/record-ui-context.tsx'
import { useBegin, useRunActions, useSystems } from './bring-over-api.ts'

/** Files that are left out by choice, as the run has them. */
function leftOut(run: BringOverRun): readonly string[] {
  const { leave } = run.settings
  return Array.isArray(leave) ? leave.map(String) : []
}

/** What bringing it over would do, before anything is written. */
export function PlanStep({ run, onBack }: { readonly run: BringOverRun; readonly onBack: () => void }) {
  const t = usePhrases(bringOverPhrases)
  const locale = useLocale()
  const actions = useRunActions(run.id)
  const [leave, setLeave] = useState<readonly string[]>(leftOut(run))
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { plan } = run
  if (plan === null) return null
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFailure(null)
    await work().catch((error: unknown) => setFailure(failureText(error)))
    setBusy(false)
  }
  const isChanged = leave.toSorted().join('/') !== leftOut(run).toSorted().join('/')
  const rows = plan.parts.filter((part) => !part.ties).reduce((sum, part) => sum + part.rows - outOf(part), 0)
  return (
    <div className="pg-stack">
      {failure !== null && <Alert type="error" showIcon role="alert" title={failure} />}
      {plan.parts.length === 0 && leave.length === 0 && <NothingKnown plan={plan} />}
      <Missing plan={plan} />
      <p className="pg-muted">{t('nothing_written')}</p>
      <Parts run={run} plan={plan} leave={leave} onLeave={setLeave} />
      <Left plan={plan} leave={leave} />
      {isChanged && (
        <div className="pg-import__again" role="status">
          <span>{t('changed')}</span>
          <Button type="primary" loading={isBusy} onClick={() => void attempt(() => actions.plan({ ...run.settings, leave: [...leave] }))}>
            {t('plan_again')}
          </Button>
        </div>
      )}
      <div className="pg-actions">
        <Button size="large" onClick={onBack}>
          {t('back')}
        </Button>
        <Button
          type="primary"
          size="large"
          loading={isBusy}
          disabled={isChanged || plan.parts.length === 0 || plan.missing.length > 0}
          onClick={() => void attempt(() => actions.act('run'))}
        >
          {t('start_n', { n: formatNumber(rows, locale) })}
        </Button>
      </div>
    </div>
  )
}

function outOf(part: PlannedPart): number {
  return part.out.reduce((sum, { rows }) => sum + rows, 0)
}

function NothingKnown({ plan }: { readonly plan: BringOverPlan }) {
  const t = usePhrases(bringOverPhrases)
  const go = useGo()
  const begin = useBegin()
  const systems = useSystems().data?.data ?? []
  const rather = systems.find(({ source }) => source === plan.rather)
  if (rather === undefined) return <EmptyState kind="result" small title={t('nothing_known')} hint={t('nothing_known_hint')} />
  const change = async (): Promise<void> => {
    try {
      go(`/imports/from/${await begin(rather.source)}`)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return (
    <EmptyState
      kind="result"
      small
      title={t('rather', { name: rather.name })}
      actions={<Button onClick={() => void change()}>{t('rather_go', { name: rather.name })}</Button>}
    />
  )
}

function Missing({ plan }: { readonly plan: BringOverPlan }) {
  const t = usePhrases(bringOverPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  if (plan.missing.length === 0) return null
  const [comma, open, close] = locale === 'zh-CN' ? ['、', '（', '）'] : [', ', ' (', ')']
  const list = plan.missing.map(({ object, rights }) => {
    const found = meta.object(object)
    return `${found === undefined ? object : label(found.label.many)}${open}${rights.map((right) => t(`right_${right}`)).join(comma)}${close}`
  })
  return <Alert type="warning" showIcon role="alert" title={t('missing', { list: list.join(comma) })} description={t('missing_hint')} />
}

type PartsProps = {
  readonly run: BringOverRun
  readonly plan: BringOverPlan
  readonly leave: readonly string[]
  readonly onLeave: (leave: readonly string[]) => void
}

/** A card for each file, with what it becomes. */
function Parts({ run, plan, leave, onLeave }: PartsProps) {
  const files = [...Map.groupBy(plan.parts, (part) => part.file)]
  const others = leftOut(run).filter((name) => files.every(([file]) => file !== name))
  const toggle = (file: string): void => onLeave(leave.includes(file) ? leave.filter((name) => name !== file) : [...leave, file])
  return (
    <ul className="pg-bring__parts">
      {files.map(([file, parts]) => (
        <FileCard key={file} file={file} parts={parts} isTaken={!leave.includes(file)} onToggle={() => toggle(file)} />
      ))}
      {others.map((file) => (
        <FileCard key={file} file={file} parts={[]} isTaken={!leave.includes(file)} onToggle={() => toggle(file)} />
      ))}
    </ul>
  )
}

function FileCard(props: {
  readonly file: string
  readonly parts: readonly PlannedPart[]
  readonly isTaken: boolean
  readonly onToggle: () => void
}) {
  const { file, parts, isTaken } = props
  const t = usePhrases(bringOverPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const [first] = parts
  const object = first === undefined ? undefined : meta.object(first.object)
  const ties = parts.find((part) => part.ties)
  return (
    <li className={`pg-card pg-bring__part${isTaken ? '' : ' pg-bring__part--left'}`}>
      <div className="pg-bring__line">
        <Checkbox checked={isTaken} aria-label={t('takes', { file })} onChange={props.onToggle} />
        <b className="pg-bring__file">{file}</b>
        {first !== undefined && (
          <span className="pg-bring__becomes">
            {t(outOf(first) === 0 ? 'becomes' : 'becomes_some', {
              n: formatNumber(first.rows - outOf(first), locale),
              all: formatNumber(first.rows, locale),
              name: object === undefined ? first.object : label(object.label.many),
            })}
          </span>
        )}
      </div>
      {first !== undefined && <Details part={first} object={object} />}
      {ties !== undefined && ties !== first && (
        <p className="pg-muted pg-bring__below">{t('ties', { n: formatNumber(ties.rows, locale) })}</p>
      )}
    </li>
  )
}

function Details({ part, object }: { readonly part: PlannedPart; readonly object: ObjectMeta | undefined }) {
  const t = usePhrases(bringOverPhrases)
  const label = useLabel()
  const locale = useLocale()
  const n = (value: number): string => formatNumber(value, locale)
  const nameOf = (key: string): string => {
    if (key === 'id') return t('id_there')
    const field = object === undefined ? undefined : fieldOf(object, key)
    return field === undefined ? key : label(field.label)
  }
  return (
    <div className="pg-bring__below">
      {part.out.map(({ rows, why }) => (
        <p key={why.en} className="pg-muted">
          {t('out', { n: n(rows), why: label(why) })}
        </p>
      ))}
      {part.links.map(({ field, asked, inFiles, here }) => {
        const lost = asked - inFiles - here
        const words = { field: nameOf(field), asked: n(asked), files: n(inFiles), here: n(here), lost: n(lost) }
        return (
          <p key={field} className={lost > 0 ? 'pg-bring__lost' : 'pg-muted'}>
            {t(lost > 0 ? 'link_some' : 'link_all', words)}
          </p>
        )
      })}
      <details className="pg-bring__columns">
        <summary>
          {t('columns_n', { n: part.columns.length })}
          {part.unknown.length > 0 && ` · ${t('unknown_n', { n: part.unknown.length })}`}
        </summary>
        <dl>
          {part.columns.map(({ header, fields }) => (
            <div key={header}>
              <dt>{header}</dt>
              <dd>{fields.map(nameOf).join(locale === 'zh-CN' ? '、' : ', ')}</dd>
            </div>
          ))}
        </dl>
        {part.unknown.length > 0 && (
          <p className="pg-muted">{t('unknown_list', { list: part.unknown.join(locale === 'zh-CN' ? '、' : ', ') })}</p>
        )}
      </details>
    </div>
  )
}

function Left({ plan, leave }: { readonly plan: BringOverPlan; readonly leave: readonly string[] }) {
  const t = usePhrases(bringOverPhrases)
  const label = useLabel()
  const left = plan.left.filter(({ file }) => !leave.includes(file))
  if (left.length === 0) return null
  return (
    <details className="pg-card pg-bring__left">
      <summary>{t('left_n', { n: left.length })}</summary>
      <ul>
        {left.map(({ file, why }) => (
          <li key={file}>
            <span className="pg-bring__file">{file}</span>
            <span className="pg-muted">{label(why)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
