import type { Locale } from '@perigon/contracts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** A day of a year; `column` is where the first of a month stands, 1 for Monday. */
export type DayOfYear = { readonly date: string; readonly worksByWeek: boolean; readonly column: number | null }

/** The twelve months of a year under a pattern of free weekdays. */
export function monthsOf(year: number, weekend: readonly string[]): readonly (readonly DayOfYear[])[] {
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return Array.from({ length }, (_day, index): DayOfYear => {
      const at = new Date(Date.UTC(year, month, index + 1))
      const weekday = (at.getUTCDay() + 6) % 7
      return {
        date: at.toISOString().slice(0, 10),
        worksByWeek: !weekend.includes(WEEKDAYS[weekday] ?? ''),
        column: index === 0 ? weekday + 1 : null,
      }
    })
  })
}

/** One letter for each weekday, Monday first. */
export function initials(locale: Locale): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' })
  // The first of January 2024 was a Monday.
  return WEEKDAYS.map((_, index) => format.format(new Date(Date.UTC(2024, 0, index + 1))))
}
