import type { Condition, ObjectMeta } from '@perigon/contracts'
import { fieldsOnPath, type MetaIndex } from '@perigon/record-ui'
import { daysBetween } from '@perigon/ui'

/** How far ahead the desk looks: today and the seven days after it. */
export const DAYS_AHEAD = 8
/** A birthday that was greeted lately is greeted for this year, also when it was a little early or late. */
const GREETED_DAYS = 60

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** The day somebody born on a day has in a year; 29 February is the 28th in common years. */
export function birthdayIn(born: string, year: number): string {
  const day = born.slice(5)
  return `${String(year).padStart(4, '0')}-${day === '02-29' && !isLeapYear(year) ? '02-28' : day}`
}

/** The first day on or after a day that somebody has. */
export function nextBirthday(born: string, from: string): string {
  const year = Number(from.slice(0, 4))
  const day = birthdayIn(born, year)
  return day >= from ? day : birthdayIn(born, year + 1)
}

/** How many days until somebody has their day; 0 is today. */
export function daysUntil(born: string, today: string): number {
  return daysBetween(today, nextBirthday(born, today))
}

/** No greeting of this year yet. */
export const NOT_GREETED: Condition = {
  has_no: 'interactions',
  where: {
    and: [
      { field: 'type', op: 'eq', value: 'greeting' },
      { field: 'at', op: 'within', value: { period: 'last_n_days', n: GREETED_DAYS } },
    ],
  },
}

/** Whether somebody may ask by a path: every field on it is theirs to see, and the last one is not masked. */
export function mayAsk(meta: MetaIndex, object: ObjectMeta | undefined, path: string): boolean {
  const fields = object === undefined ? [] : fieldsOnPath(meta, object, path)
  return fields.length > 0 && fields.every((field) => field.masked !== true)
}
