import { useLocale } from '../../i18n/i18n.ts'
import { formatMoment, formatNear } from '../../format/date-format.ts'
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
  return (
    <time className="pg-number" dateTime={text} title={formatMoment(text, locale, timeZone)}>
      {isPrinting ? formatMoment(text, locale, timeZone) : formatNear(text, locale, { timeZone, now: now() })}
    </time>
  )
}
