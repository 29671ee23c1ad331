import type { Operator } from '@perigon/contracts'
import { zonedInstant } from '@perigon/fields'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** True for a whole day of the calendar, without a time. */
function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !DAY.test(value)) return false
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

type Compared = {
  readonly left: string
  readonly op: Operator
  readonly value: unknown
  readonly timeZone: string
  readonly bind: (value: unknown) => string
}

/**
 * A moment compared with whole days of the reader's zone: “on the 24th” is from its midnight to the next, “until the 24th”
 * holds all of it. Null where it is not days that are compared with.
 */
export function dayComparison({ left, op, value, timeZone, bind }: Compared): string | null {
  const [first, last = first, ...more] = Array.isArray(value) ? value : [value]
  if (!isDay(first) || !isDay(last) || more.length > 0) return null
  const start = (day: string): string => `${bind(zonedInstant(day, '00:00:00', timeZone).toISOString())}::timestamptz`
  const end = (day: string): string => start(dayAfter(day))
  if (op === 'lt') return `${left} < ${start(first)}`
  if (op === 'gte') return `${left} >= ${start(first)}`
  if (op === 'lte') return `${left} < ${end(first)}`
  if (op === 'gt') return `${left} >= ${end(first)}`
  const inside = (): string => `(${left} >= ${start(first)} and ${left} < ${end(last)})`
  if (op === 'eq' || op === 'between') return inside()
  return op === 'neq' ? `(${inside()}) is not true` : null
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
