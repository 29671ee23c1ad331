import type { Condition, Measure, ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, useAggregate, useRecordUi } from '@perigon/record-ui'
import { formatNumber, formatPercent, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import { Alert } from 'antd'
import { FunnelNumber } from './funnel-number.tsx'
import { type FunnelPart, joined, through } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

const MOVED: Condition = { field: 'from_stage', op: 'not_empty' }

/** How many of those that left a stage went forward, from the history of stage changes; says so where there is none. */
export function FunnelConversion({ object, conditions, stages }: FunnelPart) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const { meta } = useRecordUi()
  const history = meta.object('stage_history')
  const open = stages.filter((each) => textOf(each['kind']) === 'open')
  const measures: readonly Measure[] = open.flatMap((stage): Measure[] => [
    { fn: 'count_distinct', field: 'opportunity', where: leftOf(stage) },
    { fn: 'count_distinct', field: 'opportunity', where: forwardOf(stage, stages) },
    { fn: 'avg', field: 'dwell_days', where: leftOf(stage) },
  ])
  const base: readonly Condition[] = [...through('opportunity', conditions), MOVED]
  const filter = joined(base)
  const moves = useAggregate(
    history,
    { measures: [{ fn: 'count' }, { fn: 'count_distinct', field: 'opportunity' }, ...measures], ...(filter === null ? {} : { filter }) },
    open.length > 0,
  )
  const total = useAggregate(object, { measures: [{ fn: 'count' }], ...(conditions.length === 0 ? {} : { filter: { and: conditions } }) })
  if (history === undefined) return null
  if (moves.error !== null && moves.data === undefined) return <Failure error={moves.error} onRetry={() => void moves.refetch()} />
  if (moves.data === undefined) return <Skeleton shape="lines" rows={6} />
  const [count = 0, known = 0, ...values] = moves.data.rows[0]?.values ?? []
  const without = Number(total.data?.rows[0]?.values[0] ?? 0) - Number(known ?? 0)
  return (
    <section className="pg-card pg-funnel__part" aria-label={t('conversion_title')}>
      <h2>
        {t('conversion_title')}
        {Number(count) > 0 && <small className="pg-muted">{t('conversion_base', { n: formatNumber(count ?? 0, locale) })}</small>}
      </h2>
      {Number(count) === 0 && <Alert type="info" showIcon title={t('conversion_none')} />}
      {Number(count) > 0 && without > 0 && (
        <Alert type="info" showIcon title={t('conversion_partly', { n: formatNumber(without, locale) })} />
      )}
      {Number(count) > 0 && <Table history={history} base={base} stages={stages} open={open} values={values} />}
    </section>
  )
}

type TableProps = {
  readonly history: ObjectMeta
  readonly base: readonly Condition[]
  readonly stages: readonly WireRecord[]
  readonly open: readonly WireRecord[]
  readonly values: readonly (number | string | null)[]
}

function Table({ history, base, stages, open, values }: TableProps) {
  const t = usePhrases(salesPhrases)
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            <th scope="col">{t('stage')}</th>
            {(['left', 'advanced', 'conversion', 'dwell'] as const).map((each) => (
              <th key={each} scope="col" className="pg-table__end">
                {t(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {open.map((stage, index) => (
            <Line
              key={stage.id}
              history={history}
              base={base}
              stages={stages}
              stage={stage}
              values={values.slice(index * 3, index * 3 + 3)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ history, base, stages, stage, values }: Omit<TableProps, 'open'> & { readonly stage: WireRecord }) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const [left = 0, forward = 0, dwell = null] = values
  const name = textOf(stage['name'])
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="pg-table__end">
        <FunnelNumber object={history} conditions={[...base, leftOf(stage)]} name={`${name} · ${t('left')}`} value={left} kind="count" />
      </td>
      <td className="pg-table__end">
        <FunnelNumber
          object={history}
          conditions={[...base, forwardOf(stage, stages)]}
          name={`${name} · ${t('advanced')}`}
          value={forward}
          kind="count"
        />
      </td>
      <td className="pg-table__end pg-number">
        {Number(left) === 0 ? '–' : formatPercent((Number(forward) / Number(left)) * 100, locale, 1)}
      </td>
      <td className="pg-table__end pg-number">{dwell === null ? '–' : t('days', { n: formatNumber(dwell, locale, 1) })}</td>
    </tr>
  )
}

function leftOf(stage: WireRecord): Condition {
  return { field: 'from_stage', op: 'eq', value: stage.id }
}

function forwardOf(stage: WireRecord, stages: readonly WireRecord[]): Condition {
  const later = stages.slice(stages.indexOf(stage) + 1).filter((each) => textOf(each['kind']) !== 'lost')
  return { and: [leftOf(stage), { field: 'to_stage', op: 'in', value: later.map((each) => each.id) }] }
}
