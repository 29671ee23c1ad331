import { useLocale } from '../../i18n/i18n.ts'
import { formatPercent } from '../../format/number-format.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A percentage, 0–100. */
export function PercentCell({ field, value }: FieldCellProps) {
  const locale = useLocale()
  const text = textOf(value)
  return text === '' ? null : <span className="pg-number">{formatPercent(text, locale, field.scale ?? 2)}</span>
}
