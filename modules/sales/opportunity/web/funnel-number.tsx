import type { Condition, ObjectMeta } from '@perigon/contracts'
import { GoLink, listHref } from '@perigon/record-ui'
import { formatMoney, formatMoneyShort, formatNumber, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { joined } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

/** A number that opens the list it counts. */
export function FunnelNumber(props: {
  readonly object: ObjectMeta
  readonly conditions: readonly Condition[]
  readonly name: string
  readonly value: number | string | null
  readonly kind: 'count' | 'amount'
  readonly isFull?: boolean
}) {
  const t = usePhrases(salesPhrases)
  const locale = useLocale()
  const { currency } = useFieldContext()
  const value = Number(props.value ?? 0)
  const full = props.kind === 'count' ? formatNumber(value, locale) : formatMoney(value, currency, locale)
  const text = props.kind === 'count' || props.isFull === true ? full : formatMoneyShort(value, currency, locale)
  return (
    <GoLink
      className="pg-number"
      href={listHref(props.object, joined(props.conditions))}
      title={full}
      aria-label={t('open_list', { name: props.name, value: text })}
    >
      {text}
    </GoLink>
  )
}
