import { PERIODS, type RelativePeriod } from '@perigon/contracts'
import { zonedInstant, zoneOffset } from '@perigon/fields'

const DAY = 86_400_000

type Span = { readonly from: string; readonly to: string }

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)
const monthStart = (year: number, month: number): number => Date.UTC(year, month, 1)

function spans(day: number, n: number): { readonly [period in RelativePeriod['period']]: readonly [number, number] } {
  const date = new Date(day)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const quarter = month - (month % 3)
  const monday = day - ((date.getUTCDay() + 6) % 7) * DAY
  return {
    today: [day, day + DAY],
    yesterday: [day - DAY, day],
    tomorrow: [day + DAY, day + 2 * DAY],
    this_week: [monday, monday + 7 * DAY],
    last_week: [monday - 7 * DAY, monday],
    next_week: [monday + 7 * DAY, monday + 14 * DAY],
    this_month: [monthStart(year, month), monthStart(year, month + 1)],
    last_month: [monthStart(year, month - 1), monthStart(year, month)],
    next_month: [monthStart(year, month + 1), monthStart(year, month + 2)],
    this_quarter: [monthStart(year, quarter), monthStart(year, quarter + 3)],
    last_quarter: [monthStart(year, quarter - 3), monthStart(year, quarter)],
    next_quarter: [monthStart(year, quarter + 3), monthStart(year, quarter + 6)],
    this_year: [monthStart(year, 0), monthStart(year + 1, 0)],
    last_year: [monthStart(year - 1, 0), monthStart(year, 0)],
    next_year: [monthStart(year + 1, 0), monthStart(year + 2, 0)],
    last_n_days: [day - (n - 1) * DAY, day + DAY],
    next_n_days: [day, day + n * DAY],
    last_n_months: [monthStart(year, month - n + 1), monthStart(year, month + 1)],
    next_n_months: [monthStart(year, month), monthStart(year, month + n)],
  }
}

/** The day it is in the reader's time zone, as the moment of its midnight in UTC. All that is relative begins with it. */
export function today(now: Date, timeZone: string): number {
  const local = now.getTime() + zoneOffset(now, timeZone) * 60_000
  return local - (((local % DAY) + DAY) % DAY)
}

/** First day of a period and the first day after it, as dates of the reader's time zone. Weeks start on Monday. */
export function periodDates(period: RelativePeriod, now: Date, timeZone: string): Span {
  const [from, to] = spans(today(now, timeZone), period.n ?? 1)[period.period]
  return { from: iso(from), to: iso(to) }
}

/** The same as instants: midnight in the reader's zone. */
export function periodInstants(period: RelativePeriod, now: Date, timeZone: string): Span {
  const dates = periodDates(period, now, timeZone)
  return {
    from: zonedInstant(dates.from, '00:00:00', timeZone).toISOString(),
    to: zonedInstant(dates.to, '00:00:00', timeZone).toISOString(),
  }
}

/** True when the value is a usable relative period (n between 1 and 3,660). */
export function isPeriod(value: unknown): value is RelativePeriod {
  if (typeof value !== 'object' || value === null || !('period' in value)) return false
  const known = PERIODS.some((period) => period === value.period)
  if (!known) return false
  const n = 'n' in value ? value.n : undefined
  return n === undefined || (typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= 3660)
}
