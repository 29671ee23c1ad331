import type { Bucket, Operator } from '@perigon/contracts'
import { compareScalar } from '../comparisons.ts'
import { type FieldType, ok, type Parsed, type ParseContext, wrongType } from '../field-type.ts'

const DATE_OPERATORS: readonly Operator[] = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'within',
  'before',
  'after',
  'empty',
  'not_empty',
]
const DAY_OPERATORS: readonly Operator[] = [...DATE_OPERATORS, 'anniversary_within']
const BUCKETS: readonly Bucket[] = ['day', 'week', 'month', 'quarter', 'year']
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/

/** `YYYY-MM-DD` when the three numbers are a real day between 0001 and 9999. */
export function calendarDate(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return null
  const last = new Date(Date.UTC(2000, month, 0)).getUTCDate()
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > (month === 2 && !leap ? 28 : last)) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function parseDate(input: unknown): Parsed {
  const match = typeof input === 'string' ? ISO_DATE.exec(input) : null
  const date = match === null ? null : calendarDate(Number(match[1]), Number(match[2]), Number(match[3]))
  return date === null ? wrongType('日期（如 2026-11-24）', 'a date (such as 2026-11-24)') : ok(date)
}

/** Dates as people write them (a year or a month alone means its first day): 2026-11-24, 2026/11/24, 2026年11月24日, 20261124, 11/24/2026 and 24.11.2026, with or without a time after it. */
export function looseDate(text: string): string | null {
  const value = text.normalize('NFKC').trim()
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$/.exec(value) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(value)
  if (yearFirst !== null) return calendarDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const partial = /^(\d{4})\s*年?$/.exec(value) ?? /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(value)
  if (partial !== null) return calendarDate(Number(partial[1]), Number(partial[2] ?? 1), 1)
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value)
  if (slashes !== null) return calendarDate(Number(slashes[3]), Number(slashes[1]), Number(slashes[2]))
  const dots = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value)
  return dots === null ? null : calendarDate(Number(dots[3]), Number(dots[2]), Number(dots[1]))
}

function parseDateText(text: string): Parsed {
  const date = looseDate(text)
  return date === null ? wrongType('日期（如 2026-11-24）', 'a date (such as 2026-11-24)') : ok(date)
}

// Made once for each time zone; an import asks for every moment of every row.
const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  clocks.set(timeZone, clock)
  return clock
}

const [MINUTE, DAY] = [60_000, 86_400_000]
// For each zone the offset of a whole day of UTC, null where it changes in the middle of one. Every list of the day asks about today and the
// same few midnights, a file about each of its moments; asking a clock takes a twentieth of a millisecond.
const offsets = new Map<string, Map<number, number | null>>()
const MAX_DAYS = 20_000

/** Minutes a time zone is ahead of UTC at an instant. */
export function zoneOffset(instant: Date, timeZone: string): number {
  const day = Math.floor(instant.getTime() / DAY)
  const days = offsets.get(timeZone) ?? new Map<number, number | null>()
  offsets.set(timeZone, days)
  let offset = days.get(day)
  if (offset === undefined) {
    const begin = clockOffset(new Date(day * DAY), timeZone)
    offset = begin === clockOffset(new Date((day + 1) * DAY), timeZone) ? begin : null
    if (days.size >= MAX_DAYS) days.clear()
    days.set(day, offset)
  }
  return offset ?? clockOffset(new Date(Math.floor(instant.getTime() / MINUTE) * MINUTE), timeZone)
}

function clockOffset(instant: Date, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(instant)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  return Math.round((local - instant.getTime()) / MINUTE)
}

/** The instant at which the wall clock of a zone shows this date and time. */
export function zonedInstant(date: string, time: string, timeZone: string): Date {
  const guess = new Date(`${date}T${time}Z`).getTime()
  const offset = zoneOffset(new Date(guess - zoneOffset(new Date(guess), timeZone) * MINUTE), timeZone)
  return new Date(guess - offset * MINUTE)
}

/** What the wall clock of a zone shows at an instant, as `2026-11-24 10:30:00`, with thousandths only where there are some. */
export function zonedText(instant: Date, timeZone: string): string {
  const shown = new Date(instant.getTime() + zoneOffset(instant, timeZone) * MINUTE).toISOString()
  return `${shown.slice(0, 10)} ${shown.slice(11, 19)}${shown.slice(19, 23) === '.000' ? '' : shown.slice(19, 23)}`
}

function parseInstant(input: unknown): Parsed {
  if (typeof input !== 'string' || !ISO_INSTANT.test(input))
    return wrongType('时间（如 2026-11-24T10:30:00+08:00）', 'a moment (such as 2026-11-24T10:30:00+08:00)')
  const instant = new Date(input)
  return Number.isNaN(instant.getTime()) ? wrongType('时间', 'a moment') : ok(instant.toISOString())
}

function parseInstantText(text: string, _field: unknown, context: ParseContext): Parsed {
  const value = text.normalize('NFKC').trim()
  const exact = parseInstant(value)
  if (exact.ok) return exact
  const date = looseDate(value)
  const time = /[T\s](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,3})?))?/.exec(value)
  if (date === null) return wrongType('时间（如 2026-11-24 10:30）', 'a moment (such as 2026-11-24 10:30)')
  const clock = `${(time?.[1] ?? '0').padStart(2, '0')}:${time?.[2] ?? '00'}:${time?.[3] ?? '00'}`
  const instant = zonedInstant(date, clock, context.time_zone)
  return Number.isNaN(instant.getTime()) ? wrongType('时间', 'a moment') : ok(instant.toISOString())
}

/** A moment, or a day that exists. */
function parseMoment(input: unknown): Parsed {
  if (typeof input !== 'string' || !ISO_DATE.test(input)) return parseInstant(input)
  const day = parseDate(input)
  return day.ok ? ok(`${input}T00:00:00Z`) : day
}

export const dateField: FieldType = {
  name: 'date',
  columns: [{ suffix: '', type: 'date' }],
  parse: parseDate,
  parseText: parseDateText,
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: (c) => c(''),
  operators: DAY_OPERATORS,
  condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast: 'date' }),
  parseOperand: parseDate,
  measures: ['min', 'max', 'count', 'count_distinct'],
  measure: (c) => c(''),
  groupable: true,
  buckets: BUCKETS,
  jsonSchema: () => ({ type: 'string', format: 'date' }),
  print: (value) => (value === null ? '' : String(value)),
  examples: {
    good: [
      ['2026-11-24', '2026-11-24'],
      ['2024-02-29', '2024-02-29'],
    ],
    bad: ['2026-02-29', '2026-13-01', '24/11/2026', 20261124, {}],
    text: [
      ['2026/3/5', '2026-03-05'],
      ['2026年3月5日', '2026-03-05'],
      ['20260305', '2026-03-05'],
      ['1996', '1996-01-01'],
      ['1996年5月', '1996-05-01'],
      ['2026-03-05 10:20', '2026-03-05'],
    ],
  },
}

export const datetimeField: FieldType = {
  ...dateField,
  name: 'datetime',
  columns: [{ suffix: '', type: 'timestamptz' }],
  parse: parseInstant,
  parseText: parseInstantText,
  operators: DATE_OPERATORS,
  condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast: 'timestamptz' }),
  parseOperand: parseMoment,
  // PostgreSQL writes a moment with its own offset and without empty fractions.
  same: (a, b) => new Date(String(a)).getTime() === new Date(String(b)).getTime(),
  jsonSchema: () => ({ type: 'string', format: 'date-time' }),
  examples: {
    good: [
      ['2026-11-24T10:30:00+08:00', '2026-11-24T02:30:00.000Z'],
      ['2026-11-24T02:30:00Z', '2026-11-24T02:30:00.000Z'],
    ],
    bad: ['2026-11-24 10:30', 'now', 5, '2026-11-24T25:00:00Z'],
    text: [
      ['2026-11-24 10:30', '2026-11-24T02:30:00.000Z'],
      ['2026/11/24', '2026-11-23T16:00:00.000Z'],
      ['2026-11-24 10:30:05', '2026-11-24T02:30:05.000Z'],
      ['2026-11-24 10:30:05.25', '2026-11-24T02:30:05.250Z'],
    ],
    same: [
      ['2026-11-24T02:30:00.000Z', '2026-11-24T02:30:00+00:00'],
      ['2026-11-24T02:30:00.500Z', '2026-11-24T10:30:00.5+08:00'],
    ],
    differ: [['2026-11-24T02:30:00.000Z', '2026-11-24T02:30:00.001+00:00']],
  },
}
