import { addCalendarDays, type WorkingDays } from '@perigon/organization'

export type Counting = 'working' | 'calendar'

/** How a rule counts. `notBefore`: earliest day it may strike, because a reminder has to come first. */
export type Count = { readonly days: number; readonly counting: Counting; readonly notBefore?: string | null }

/** So many days on (or back) by the rule's way of counting. */
export function shift(calendar: WorkingDays, from: string, { days, counting }: Count): string {
  return counting === 'working' ? calendar.addWorkingDays(from, days) : addCalendarDays(from, days)
}

/** The day a customer goes back: so many days after the date that counts, and never before people could have been reminded. */
export function dueDate(calendar: WorkingDays, base: string, count: Count): string {
  const due = shift(calendar, base, count)
  return count.notBefore !== null && count.notBefore !== undefined && count.notBefore > due ? count.notBefore : due
}

/** The last date from which the count has run out by a day, less the days before; what lies later is not due. */
export function lastDueBase(calendar: WorkingDays, day: string, count: Count & { readonly before?: number }): string {
  const falls = (base: string): string =>
    shift(calendar, shift(calendar, base, count), { days: -(count.before ?? 0), counting: count.counting })
  let base = shift(calendar, day, { days: (count.before ?? 0) - count.days, counting: count.counting })
  while (falls(base) > day) base = addCalendarDays(base, -1)
  while (falls(addCalendarDays(base, 1)) <= day) base = addCalendarDays(base, 1)
  return base
}
