import type { Condition, Measure } from '@perigon/contracts'
import { Failure, useAggregate } from '@perigon/record-ui'
import { formatNumber, formatPercent, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import type { ReactNode } from 'react'
import { FunnelNumber } from './funnel-number.tsx'
import { type FunnelPart, inState, joined } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

const OPEN = inState('open')
const WON = inState('won')
const LOST = inState('lost')
const SUSPENDED = inState('suspended')
const CANCELLED = inState('cancelled')

const MEASURES: readonly Measure[] = [
  { fn: 'count' },
  { fn: 'count', where: OPEN },
  { fn: 'count', where: WON },
  { fn: 'count', where: LOST },
  { fn: 'sum', field: 'amount', where: WON },
  { fn: 'sum', field: 'amount', where: OPEN },
  { fn: 'avg', field: 'days_to_close', where: WON },
  { fn: 'median', field: 'days_to_close', where: WON },
  { fn: 'count', where: SUSPENDED },
  { fn: 'count', where: CANCELLED },
]

/** The head figures: how many, won, lost, win rate, value, days to win. */
export function FunnelFigures({ object, conditions }: Pick<FunnelPart, 'object' | 'conditions'>) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const filter = joined(conditions)
  const figures = useAggregate(object, { measures: MEASURES, ...(filter === null ? {} : { filter }) })
  if (figures.error !== null && figures.data === undefined) return <Failure error={figures.error} onRetry={() => void figures.refetch()} />
  if (figures.data === undefined) return <Skeleton shape="lines" rows={2} />
  const [total = 0, open = 0, won = 0, lost = 0, wonAmount = 0, openAmount = 0, mean = null, median = null, ...rest] =
    figures.data.rows[0]?.values ?? []
  const [suspended = 0, cancelled = 0] = rest
  const closed = Number(won ?? 0) + Number(lost ?? 0)
  const number = (name: string, value: number | string | null, how: { readonly kind: 'count' | 'amount'; readonly where?: Condition }) => (
    <FunnelNumber
      object={object}
      name={name}
      value={value}
      kind={how.kind}
      isFull
      conditions={how.where === undefined ? conditions : [...conditions, how.where]}
    />
  )
  return (
    <div className="pg-figures pg-card">
      <dl>
        <Figure name={t('total')}>{number(t('total'), total, { kind: 'count' })}</Figure>
        <Figure name={t('open')}>{number(t('open'), open, { kind: 'count', where: OPEN })}</Figure>
        <Figure name={t('won')}>{number(t('won'), won, { kind: 'count', where: WON })}</Figure>
        <Figure name={t('lost')}>{number(t('lost'), lost, { kind: 'count', where: LOST })}</Figure>
        {Number(suspended) > 0 && (
          <Figure name={t('suspended')}>{number(t('suspended'), suspended, { kind: 'count', where: SUSPENDED })}</Figure>
        )}
        {Number(cancelled) > 0 && (
          <Figure name={t('cancelled')}>{number(t('cancelled'), cancelled, { kind: 'count', where: CANCELLED })}</Figure>
        )}
      </dl>
      <dl>
        <Figure name={t('win_rate')} hint={t('win_rate_hint')}>
          <b className="pg-number">{closed === 0 ? '–' : formatPercent((Number(won) / closed) * 100, locale, 3)}</b>
        </Figure>
        <Figure name={t('won_amount')}>{number(t('won_amount'), wonAmount, { kind: 'amount', where: WON })}</Figure>
        <Figure name={t('open_amount')}>{number(t('open_amount'), openAmount, { kind: 'amount', where: OPEN })}</Figure>
        <Figure name={t('mean_days')} hint={median === null ? undefined : t('mean_days_hint', { median: formatNumber(median, locale, 1) })}>
          <b className="pg-number">{mean === null ? '–' : t('days', { n: formatNumber(mean, locale, 3) })}</b>
        </Figure>
      </dl>
    </div>
  )
}

function Figure({ name, hint, children }: { readonly name: string; readonly hint?: string | undefined; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {hint !== undefined && <dd className="pg-figures__hint">{hint}</dd>}
    </div>
  )
}
