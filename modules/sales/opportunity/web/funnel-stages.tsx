import type { WireRecord } from '@perigon/contracts'
import { Failure, useAggregate } from '@perigon/record-ui'
import { formatPercent, linkOf, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import { FunnelNumber } from './funnel-number.tsx'
import { type FunnelPart, joined } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

/** How many opportunities stand in each stage now, as bars with their numbers. */
export function FunnelStages({ object, conditions, measure, stages }: FunnelPart) {
  const t = usePhrases(salesPhrases)
  const filter = joined(conditions)
  const totals = useAggregate(object, {
    measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }],
    group: [{ field: 'stage' }],
    ...(filter === null ? {} : { filter }),
  })
  if (totals.error !== null && totals.data === undefined) return <Failure error={totals.error} onRetry={() => void totals.refetch()} />
  if (totals.data === undefined) return <Skeleton shape="lines" rows={6} />
  const rows = stages.map((stage) => {
    const values = totals.data.rows.find((row) => linkOf(row.keys[0])?.id === stage.id)?.values ?? []
    return { stage, count: Number(values[0] ?? 0), amount: Number(values[1] ?? 0) }
  })
  const size = (row: (typeof rows)[number]) => (measure === 'count' ? row.count : row.amount)
  const most = Math.max(1, ...rows.map(size))
  const sum = rows.reduce((all, row) => all + size(row), 0)
  return (
    <section className="pg-card pg-funnel__part" aria-label={t('stages_title')}>
      <h2>{t('stages_title')}</h2>
      <div className="pg-table-wrap">
        <table className="pg-table pg-bars">
          <thead>
            <tr>
              <th scope="col">{t('stage')}</th>
              <th scope="col">
                <span className="pg-sr">{t('share')}</span>
              </th>
              <th scope="col" className="pg-table__end">
                {t('count')}
              </th>
              <th scope="col" className="pg-table__end">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <StageLine key={row.stage.id} object={object} conditions={conditions} row={row} size={size(row)} most={most} sum={sum} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

type Row = { readonly stage: WireRecord; readonly count: number; readonly amount: number }
type LineProps = Pick<FunnelPart, 'object' | 'conditions'> & {
  readonly row: Row
  readonly size: number
  readonly most: number
  readonly sum: number
}

function StageLine({ object, conditions, row, size, most, sum }: LineProps) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const name = textOf(row.stage['name'])
  const own = [...conditions, { field: 'stage', op: 'eq' as const, value: row.stage.id }]
  const width = `${row.count === 0 ? 0 : Math.max(1, (size / most) * 100)}%`
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="pg-bars__cell">
        <span className={`pg-bar pg-bar--${textOf(row.stage['kind'])}`} style={{ width }} />
        <span className="pg-bars__share pg-number">{sum === 0 ? '' : formatPercent((size / sum) * 100, locale, 1)}</span>
      </td>
      <td className="pg-table__end">
        <FunnelNumber object={object} conditions={own} name={`${name} · ${t('count')}`} value={row.count} kind="count" />
      </td>
      <td className="pg-table__end">
        <FunnelNumber object={object} conditions={own} name={`${name} · ${t('amount')}`} value={row.amount} kind="amount" />
      </td>
    </tr>
  )
}
