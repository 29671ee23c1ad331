import { useLocale } from '../../i18n/i18n.ts'
import { formatDuration } from '../../format/number-format.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { numberOf } from '../values.ts'

/** A length of time. */
export function DurationCell({ value }: FieldCellProps) {
  const locale = useLocale()
  const seconds = numberOf(value)
  return seconds === null ? null : <span className="pg-number">{formatDuration(seconds, locale)}</span>
}
