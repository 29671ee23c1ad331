import type { Condition, ObjectMeta } from '@perigon/contracts'
import { Failure, useAggregate } from '@perigon/record-ui'
import { formatNumber, formatPercent, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import { Alert } from 'antd'
import type { StageGroup } from './funnel-groups.ts'
import { type StageMoves, useMoves } from './funnel-moves.ts'
import { FunnelNumber } from './funnel-number.tsx'
import type { FunnelPart } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

type ConversionProps = FunnelPart & { readonly groups: readonly StageGroup[] }

/** How many of those that left a stage went forward, from the history of stage changes; says so where there is none. */
export function FunnelConversion({ object, conditions, groups }: ConversionProps) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const { history, base, moves, count, known, query } = useMoves(conditions, groups)
  const total = useAggregate(object, { measures: [{ fn: 'count' }], ...(conditions.length === 0 ? {} : { filter: { and: conditions } }) })
  if (history === undefined) return null
  if (query.error !== null && query.data === undefined) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Skeleton shape="lines" rows={6} />
  const without = Number(total.data?.rows[0]?.values[0] ?? 0) - known
  return (
    <section className="pg-card pg-funnel__part" aria-label={t('conversion_title')}>
      <h2>
        {t('conversion_title')}
        {count > 0 && <small className="pg-muted">{t('conversion_base', { n: formatNumber(count, locale) })}</small>}
      </h2>
      {count === 0 && <Alert type="info" showIcon title={t('conversion_none')} />}
      {count > 0 && without > 0 && <Alert type="info" showIcon title={t('conversion_partly', { n: formatNumber(without, locale) })} />}
      {count > 0 && (
        <div className="pg-table-wrap">
          <table className="pg-table">
            <Head />
            {groups.map((group) => (
              <tbody key={group.process.id}>
                {groups.length > 1 && (
                  <tr>
                    <th scope="rowgroup" colSpan={5} className="pg-funnel__group">
                      {textOf(group.process['name'])}
                    </th>
                  </tr>
                )}
                {moves
                  .filter((each) => group.stages.includes(each.stage))
                  .map((each) => (
                    <Line key={each.stage.id} history={history} base={base} moves={each} />
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </section>
  )
}

function Head() {
  const t = usePhrases(salesPhrases)
  return (
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
  )
}

function Line({ history, base, moves }: { readonly history: ObjectMeta; readonly base: readonly Condition[]; readonly moves: StageMoves }) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const { stage, left, forward, dwell } = moves
  const name = textOf(stage['name'])
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="pg-table__end">
        <FunnelNumber object={history} conditions={[...base, moves.leftWhere]} name={`${name} · ${t('left')}`} value={left} kind="count" />
      </td>
      <td className="pg-table__end">
        <FunnelNumber
          object={history}
          conditions={[...base, moves.forwardWhere]}
          name={`${name} · ${t('advanced')}`}
          value={forward}
          kind="count"
        />
      </td>
      <td className="pg-table__end pg-number">{left === 0 ? '–' : formatPercent((forward / left) * 100, locale, 1)}</td>
      <td className="pg-table__end pg-number">{dwell === null ? '–' : t('days', { n: formatNumber(dwell, locale, 1) })}</td>
    </tr>
  )
}
