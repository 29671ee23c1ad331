import { useLocale } from '../../i18n/i18n.ts'
import { formatDay } from '../../format/date-format.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A calendar day with its weekday. */
export function DateCell({ value }: FieldCellProps) {
  const locale = useLocale()
  const text = textOf(value)
  return text === '' ? null : <span className="pg-number">{formatDay(text, locale)}</span>
}
