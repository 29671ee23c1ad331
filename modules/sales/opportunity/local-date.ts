const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day (`YYYY-MM-DD`) that an instant falls on in a time zone. */
export function localDate(instant: Date, timeZone: string): string {
  return formatFor(timeZone).format(instant)
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** Building a format is slow and an import asks a hundred thousand times. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, format)
  return format
}
