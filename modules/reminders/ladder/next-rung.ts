import { type Counting, lastDueBase, shift } from '@perigon/pools'
import type { WorkingDays } from '@perigon/organization'
import type { Step } from '../reminder-rule/steps.options.ts'

/** A rung that a record has reached, and on which day that was. */
export type Reached = { readonly step: string; readonly day: string }

type Way = { readonly calendar: WorkingDays; readonly counting: Counting; readonly steps: readonly Step[] }

/**
 * The next rung of a record and the day it comes: so many days after the date that counts, and never sooner after the rung before
 * than the ladder says, however old the date is. So nobody loses a customer without having been told first.
 */
export function nextRung(way: Way, base: string, reached: readonly Reached[]): { readonly step: Step; readonly day: string } | null {
  const { calendar, counting, steps } = way
  const at = Math.max(-1, ...steps.map(({ key }, index) => (reached.some(({ step }) => step === key) ? index : -1)))
  const step = steps[at + 1]
  if (step === undefined) return null
  const byDate = shift(calendar, base, { days: step.after, counting })
  const before = steps[at]
  const told = before === undefined ? undefined : reached.find((each) => each.step === before.key)
  if (before === undefined || told === undefined) return { step, day: byDate }
  const byLadder = shift(calendar, told.day, { days: step.after - before.after, counting })
  return { step, day: byLadder > byDate ? byLadder : byDate }
}

/** The lines of a rung on a day: the last date that counts, and the last day on which the rung before may have been reached. */
export function linesOf(way: Way, index: number, day: string): { readonly base: string; readonly before: string } {
  const { calendar, counting, steps } = way
  const after = steps[index]?.after ?? 0
  const gap = after - (steps[index - 1]?.after ?? 0)
  return { base: lastDueBase(calendar, day, { days: after, counting }), before: lastDueBase(calendar, day, { days: gap, counting }) }
}
