import { useLocale } from '../../i18n/i18n.ts'
import { formatMoment, nearWords } from '../../format/date-format.ts'
import { usePrinting } from '../../keyboard/media.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A moment: in words within seven days, in full on hover, beyond, and on paper. */
export function DatetimeCell({ value }: FieldCellProps) {
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const isPrinting = usePrinting()
  const text = textOf(value)
  if (text === '') return null
  const full = formatMoment(text, locale, timeZone)
  return (
    <time className="pg-number" dateTime={text} title={full}>
      {isPrinting ? full : (nearWords(text, locale, now()) ?? full)}
    </time>
  )
}
