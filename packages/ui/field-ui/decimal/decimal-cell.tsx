import { useLocale } from '../../i18n/i18n.ts'
import { formatNumber } from '../../format/number-format.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A number with digits after the point. */
export function DecimalCell({ field, value }: FieldCellProps) {
  const locale = useLocale()
  const text = textOf(value)
  return text === '' ? null : <span className="pg-number">{formatNumber(text, locale, field.scale ?? 2)}</span>
}
