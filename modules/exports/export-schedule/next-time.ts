import { zonedInstant, zoneOffset } from '@perigon/fields'

/** When a schedule falls due: an hour of every day, of a weekday (1 Monday … 7 Sunday) or of a day of the month. */
export type Rhythm = {
  readonly rhythm: 'daily' | 'weekly' | 'monthly'
  readonly weekday: number
  readonly month_day: number
  readonly hour: number
}

const DAY = 86_400_000
/** No rhythm pauses longer. */
const LONGEST_DAYS = 62

const iso = (day: number): string => new Date(day).toISOString().slice(0, 10)

function falls({ rhythm, weekday, month_day: wanted }: Rhythm, day: number): boolean {
  const date = new Date(day)
  if (rhythm === 'daily') return true
  if (rhythm === 'weekly') return ((date.getUTCDay() + 6) % 7) + 1 === weekday
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.getUTCDate() === Math.min(wanted, last)
}

/** The first moment after `after` at which the schedule falls due, by the clock of a time zone. */
export function nextTime(rule: Rhythm, after: Date, timeZone: string): Date {
  const local = after.getTime() + zoneOffset(after, timeZone) * 60_000
  const today = Math.floor(local / DAY) * DAY
  for (let day = today; day <= today + LONGEST_DAYS * DAY; day += DAY) {
    if (!falls(rule, day)) continue
    const moment = zonedInstant(iso(day), `${String(rule.hour).padStart(2, '0')}:00:00`, timeZone)
    if (moment > after) return moment
  }
  throw new RangeError('a schedule without a day')
}
