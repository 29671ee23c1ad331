import { isJsonObject, type Json } from '@perigon/contracts'
import { isPeriod, periodDates } from './period.ts'

/** Days of the year between two, both counted, as month × 100 + day. A span may go over the year's end: then it is two. */
export type YearSpan = readonly [from: number, to: number]

const DAY = 86_400_000
const [FIRST, LAST] = [101, 1231]
const [BEFORE_LEAP_DAY, LEAP_DAY] = [228, 229]

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const dayOf = (date: Date): number => (date.getUTCMonth() + 1) * 100 + date.getUTCDate()

/**
 * The days of the year that fall within dates (`to` is the first day after them); null when every day does. Whoever was born
 * on 29 February has their day on the 28th in common years.
 */
export function yearSpans(from: string, to: string): readonly YearSpan[] | null {
  const [first, end] = [Date.parse(from), Date.parse(to)]
  const days = Math.round((end - first) / DAY)
  if (days <= 0) return []
  if (days >= 366) return null
  const last = new Date(end - DAY)
  const [low, high] = [dayOf(new Date(first)), dayOf(last)]
  const until = high === BEFORE_LEAP_DAY && !isLeapYear(last.getUTCFullYear()) ? LEAP_DAY : high
  if (low <= high) return [[low, until]]
  return [
    [low, LAST],
    [FIRST, until],
  ]
}

/** SQL of the day of the year of a date; the index of a field that is asked so has the same words. */
export function yearDaySql(column: string): string {
  return `(extract(month from ${column})::int * 100 + extract(day from ${column})::int)`
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

function realDay(value: Json | undefined): string | null {
  if (typeof value !== 'string' || !ISO_DAY.test(value)) return null
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value) ? value : null
}

/** The dates that are meant: a relative period, or two days of which both count. Null when it is neither. */
export function anniversaryDates(value: unknown, now: Date, timeZone: string): { readonly from: string; readonly to: string } | null {
  if (isJsonObject(value)) return isPeriod(value) ? periodDates(value, now, timeZone) : null
  const [from, to] = Array.isArray(value) && value.length === 2 ? [realDay(value[0]), realDay(value[1])] : [null, null]
  return from === null || to === null ? null : { from, to: new Date(Date.parse(to) + DAY).toISOString().slice(0, 10) }
}
