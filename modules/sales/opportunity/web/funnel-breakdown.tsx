import type { AggregateResult, Condition, Json } from '@perigon/contracts'
import { equals, Failure, useAggregate } from '@perigon/record-ui'
import { formatPercent, general, linkOf, Skeleton, textOf, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Segmented, Select } from 'antd'
import { FunnelNumber } from './funnel-number.tsx'
import { type FunnelPart, GROUP_CHOICES, type GroupChoice, inState, joined } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

const LIMIT = 100
const OPEN = inState('open')
const WON = inState('won')
const LOST = inState('lost')

/** The same figures side by side: per owner, team, product, or region. */
export function FunnelBreakdown({
  object,
  conditions,
  by,
  onBy,
}: Pick<FunnelPart, 'object' | 'conditions'> & { readonly by: GroupChoice; readonly onBy: (by: GroupChoice) => void }) {
  const t = usePhrases(salesPhrases)
  const isPhone = usePhone()
  const filter = joined(conditions)
  const groups = useAggregate(object, {
    measures: [
      { fn: 'count' },
      { fn: 'count', where: OPEN },
      { fn: 'count', where: WON },
      { fn: 'count', where: LOST },
      { fn: 'sum', field: 'amount', where: WON },
    ],
    group: [{ field: by }],
    sort: ['-m4'],
    limit: LIMIT,
    ...(filter === null ? {} : { filter }),
  })
  const names = { owner: t('by_owner'), department: t('by_team'), product: t('by_product'), 'customer.region': t('by_region') }
  const choice = {
    'aria-label': t('breakdown_title'),
    value: by,
    options: GROUP_CHOICES.map((each) => ({ value: each, label: names[each] })),
  }
  return (
    <section className="pg-card pg-funnel__part" aria-label={t('breakdown_title')}>
      <h2>
        {t('breakdown_title')}
        <span className="pg-grow" />
        {isPhone ? <Select {...choice} onChange={onBy} /> : <Segmented {...choice} onChange={onBy} />}
      </h2>
      {groups.error !== null && <Failure error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data === undefined && groups.error === null && <Skeleton shape="lines" rows={6} />}
      {groups.data !== undefined && groups.error === null && (
        <Groups object={object} conditions={conditions} by={by} name={names[by]} rows={groups.data.rows} />
      )}
      {groups.data?.truncated === true && <p className="pg-muted pg-funnel__note">{t('truncated', { n: LIMIT })}</p>}
    </section>
  )
}

type GroupsProps = Pick<FunnelPart, 'object' | 'conditions'> & {
  readonly by: GroupChoice
  readonly name: string
  readonly rows: AggregateResult['rows']
}

function Groups({ object, conditions, by, name, rows }: GroupsProps) {
  const t = usePhrases(salesPhrases)
  return (
    <div className="pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {(['total', 'open', 'won', 'lost', 'win_rate', 'won_amount'] as const).map((each) => (
              <th key={each} scope="col" className="pg-table__end">
                {t(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <GroupLine
              key={JSON.stringify(row.keys)}
              object={object}
              conditions={conditions}
              by={by}
              group={row.keys[0] ?? null}
              values={row.values}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type LineProps = Pick<FunnelPart, 'object' | 'conditions'> & {
  readonly by: GroupChoice
  readonly group: Json
  readonly values: readonly (number | string | null)[]
}

function GroupLine({ object, conditions, by, group, values }: LineProps) {
  const t = usePhrases(salesPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const link = linkOf(group)
  const name = link?.title ?? (textOf(group) || words('none'))
  const own: readonly Condition[] = [...conditions, equals(by, link?.id ?? group)]
  const [total = 0, open = 0, won = 0, lost = 0, amount = 0] = values
  const closed = Number(won) + Number(lost)
  const cell = (
    value: number | string | null,
    how: { readonly key: 'total' | 'open' | 'won' | 'lost' | 'won_amount'; readonly where?: Condition },
  ) => (
    <td className="pg-table__end">
      <FunnelNumber
        object={object}
        conditions={how.where === undefined ? own : [...own, how.where]}
        name={`${name} · ${t(how.key)}`}
        value={value}
        kind={how.key === 'won_amount' ? 'amount' : 'count'}
        isFull
      />
    </td>
  )
  return (
    <tr>
      <th scope="row">{name}</th>
      {cell(total, { key: 'total' })}
      {cell(open, { key: 'open', where: OPEN })}
      {cell(won, { key: 'won', where: WON })}
      {cell(lost, { key: 'lost', where: LOST })}
      <td className="pg-table__end pg-number">{closed === 0 ? '–' : formatPercent((Number(won) / closed) * 100, locale, 1)}</td>
      {cell(amount, { key: 'won_amount', where: WON })}
    </tr>
  )
}
