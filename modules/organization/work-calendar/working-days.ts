/** A day whose rule is broken: off on a working weekday, or worked on a weekend (调休). Dates are `YYYY-MM-DD`. */
export type ExceptionDay = { readonly date: string; readonly kind: 'off' | 'work' }

/** Weekdays that are free, 1 for Monday to 7 for Sunday, and the days that break the pattern. */
export type CalendarRules = { readonly weekend: readonly number[]; readonly exceptions: readonly ExceptionDay[] }

/** Counting by the company's working days. All functions take and give `YYYY-MM-DD` and cost the logarithm of the exceptions. */
export type WorkingDays = {
  /** Whether people work on that day. */
  readonly isWorkingDay: (date: string) => boolean
  /** The n-th working day after the date; before it when n is negative; the date itself when n is 0. */
  readonly addWorkingDays: (date: string, days: number) => string
  /** Working days after `from` up to and with `to`; negative when `to` lies before `from`. */
  readonly workingDaysBetween: (from: string, to: string) => number
}

const DAY = 86_400_000
const WEEK = 7

/** Days since Monday 29 December 1969, so that whole weeks begin on Mondays. */
function dayNumber(date: string): number {
  const [year, month, day] = date.split('-').map(Number)
  const number = Date.UTC(year ?? Number.NaN, (month ?? 1) - 1, day ?? 1) / DAY + 3
  if (!Number.isInteger(number)) throw new RangeError(`not a date: ${date}`)
  return number
}

function isoDate(number: number): string {
  return new Date((number - 3) * DAY).toISOString().slice(0, 10)
}

/** The date some days of the ordinary calendar later or earlier. */
export function addCalendarDays(date: string, days: number): string {
  return isoDate(dayNumber(date) + days)
}

/** Makes the counting functions of one calendar. A week without a working day is refused: nothing could ever fall due. */
export function workingDaysOf({ weekend, exceptions }: CalendarRules): WorkingDays {
  const worked = Array.from({ length: WEEK }, (_, index) => (weekend.includes(index + 1) ? 0 : 1))
  const perWeek = worked.reduce<number>((sum, each) => sum + each, 0)
  if (perWeek === 0) throw new RangeError('a week needs a working day')
  const before = worked.map((_, index) => worked.slice(0, index).reduce<number>((sum, each) => sum + each, 0))
  const byPattern = (number: number): boolean => worked[modulo(number)] === 1
  const shifts = shiftsOf(exceptions, byPattern)

  /** Working days before this one since day 0. */
  const count = (number: number): number => Math.floor(number / WEEK) * perWeek + (before[modulo(number)] ?? 0) + shifts.before(number)
  const isWorking = (number: number): boolean => shifts.on(number) ?? byPattern(number)
  /** The working day with so many before it. */
  const withBefore = (wanted: number): number => {
    let low = Math.floor((wanted * WEEK) / perWeek) - shifts.most * WEEK - WEEK
    let high = low + 2 * (shifts.most * WEEK + WEEK) + WEEK
    // The last day with no more than `wanted` before it is the working day itself.
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (count(middle) <= wanted) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    isWorkingDay: (date) => isWorking(dayNumber(date)),
    addWorkingDays: (date, days) => {
      const from = dayNumber(date)
      if (days === 0) return date
      return isoDate(withBefore(days > 0 ? count(from + 1) + days - 1 : count(from) + days))
    },
    workingDaysBetween: (from, to) => count(dayNumber(to) + 1) - count(dayNumber(from) + 1),
  }
}

function modulo(number: number): number {
  return ((number % WEEK) + WEEK) % WEEK
}

type Shifts = {
  /** By how much the pattern is wrong before a day. */
  readonly before: (number: number) => number
  readonly on: (number: number) => boolean | undefined
  readonly most: number
}

/** Exceptions that say what the pattern says anyway change nothing; the rest is summed up once and then searched. */
function shiftsOf(exceptions: readonly ExceptionDay[], byPattern: (number: number) => boolean): Shifts {
  const kinds = new Map(exceptions.map(({ date, kind }) => [dayNumber(date), kind === 'work']))
  const real = [...kinds].filter(([number, works]) => works !== byPattern(number)).sort(([a], [b]) => a - b)
  const days = real.map(([number]) => number)
  const sums = [0]
  for (const [, works] of real) sums.push((sums[sums.length - 1] ?? 0) + (works ? 1 : -1))
  return {
    before: (number) => sums[firstNotBelow(days, number)] ?? 0,
    on: (number) => kinds.get(number),
    most: real.length,
  }
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? value) < value) low = middle + 1
    else high = middle
  }
  return low
}
