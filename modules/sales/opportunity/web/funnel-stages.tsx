import { Failure } from '@perigon/record-ui'
import { formatPercent, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import type { StageGroup } from './funnel-groups.ts'
import { FunnelNumber } from './funnel-number.tsx'
import type { FunnelPart } from './funnel-scope.ts'
import { type FunnelTotal, useTotals } from './funnel-totals.ts'
import { salesPhrases } from './sales-phrases.ts'

type StagesProps = FunnelPart & { readonly groups: readonly StageGroup[] }

/** Where opportunities stand now: every stage, what is put off or given up, and the sum. */
export function FunnelStages(props: StagesProps) {
  const t = usePhrases(salesPhrases)
  const totals = useTotals(props)
  const { query } = totals
  if (query.error !== null && query.data === undefined) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Skeleton shape="lines" rows={6} />
  const line = { object: props.object, measure: props.measure, all: totals.all }
  return (
    <section className="pg-card pg-funnel__part" aria-label={t('stages_title')}>
      <h2>{t('stages_title')}</h2>
      <div className="pg-table-wrap">
        <table className="pg-table">
          <Head />
          {totals.groups.map(({ process, stages }) => (
            <tbody key={process.id}>
              {totals.groups.length > 1 && (
                <tr>
                  <th scope="rowgroup" colSpan={4} className="pg-funnel__group">
                    {textOf(process['name'])}
                  </th>
                </tr>
              )}
              {stages.map((each) => (
                <Line key={each.stage.id} {...line} name={textOf(each.stage['name'])} total={each} />
              ))}
            </tbody>
          ))}
          <tbody className="pg-funnel__rest">
            {totals.suspended.count > 0 && <Line {...line} name={t('suspended')} total={totals.suspended} />}
            {totals.cancelled.count > 0 && <Line {...line} name={t('cancelled')} total={totals.cancelled} />}
          </tbody>
          <tfoot>
            <Line {...line} name={t('sum')} total={totals.all} />
          </tfoot>
        </table>
      </div>
    </section>
  )
}

function Head() {
  const t = usePhrases(salesPhrases)
  return (
    <thead>
      <tr>
        <th scope="col">{t('stage')}</th>
        {(['count', 'amount', 'share'] as const).map((each) => (
          <th key={each} scope="col" className="pg-table__end">
            {t(each)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

type LineProps = Pick<FunnelPart, 'object' | 'measure'> & {
  readonly name: string
  readonly total: FunnelTotal
  readonly all: FunnelTotal
}

function Line({ object, measure, name, total, all }: LineProps) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const whole = all[measure]
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="pg-table__end">
        <FunnelNumber object={object} conditions={total.conditions} name={`${name} · ${t('count')}`} value={total.count} kind="count" />
      </td>
      <td className="pg-table__end">
        <FunnelNumber object={object} conditions={total.conditions} name={`${name} · ${t('amount')}`} value={total.amount} kind="amount" />
      </td>
      <td className="pg-table__end pg-number">{whole === 0 ? '–' : formatPercent((total[measure] / whole) * 100, locale, 1)}</td>
    </tr>
  )
}
