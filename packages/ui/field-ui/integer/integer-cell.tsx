import { useLocale } from '../../i18n/i18n.ts'
import { formatNumber } from '../../format/number-format.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { numberOf } from '../values.ts'

/** A whole number. */
export function IntegerCell({ value }: FieldCellProps) {
  const locale = useLocale()
  const number = numberOf(value)
  return number === null ? null : <span className="pg-number">{formatNumber(number, locale)}</span>
}
