import { useLocale } from '../../i18n/i18n.ts'
import { formatMoney } from '../../format/number-format.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldCellProps } from '../field-ui.ts'
import { moneyOf } from '../values.ts'

/** An amount with its currency; the base amount as a tooltip when it differs. */
export function MoneyCell({ value }: FieldCellProps) {
  const locale = useLocale()
  const context = useFieldContext()
  const money = moneyOf(value)
  if (money === null) return null
  const currency = money.currency || context.currency
  const isForeign = currency !== context.currency && money.base !== null
  return (
    <span className="pg-number" title={isForeign ? formatMoney(money.base ?? '', context.currency, locale) : undefined}>
      {formatMoney(money.amount, currency, locale)}
    </span>
  )
}
