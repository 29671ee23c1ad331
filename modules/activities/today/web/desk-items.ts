import { type Condition, isJsonObject, type Json, type WireRecord } from '@perigon/contracts'
import { daysBetween, textOf, today, zoned } from '@perigon/ui'
import { DAYS_AHEAD, daysUntil, NOT_GREETED } from '../../birthday/web/birthday.ts'

/** Why something stands on today's desk. */
export type Reason =
  | 'task_late'
  | 'task_today'
  | 'step_due'
  | 'no_step'
  | 'close_passed'
  | 'silent'
  | 'never_contacted'
  | 'birthday_today'
  | 'birthday_soon'

/** Something to do today: a record, why, how many days late (a birthday: how many ahead), and what it is worth in base currency (null: nobody knows). */
export type DeskItem = {
  readonly key: string
  readonly object: 'task' | 'opportunity' | 'customer' | 'contact'
  readonly record: WireRecord
  readonly reason: Reason
  readonly days: number
  readonly worth: number | null
}

/** What is asked for each kind of reason; together they are the desk. */
export type DeskQuery = {
  readonly object: DeskItem['object']
  readonly filter: Condition
  readonly sort: readonly string[]
  readonly fields: readonly string[]
  /** What has to be open to the reader for this to be asked at all; without it, what every desk asks. */
  readonly needs?: readonly string[]
}

const SILENT_DAYS = 30

const mine = (field: string): Condition => ({ field, op: 'eq', value: { me: true } })
const open: Condition = { field: 'state', op: 'eq', value: 'open' }

const OPPORTUNITY_FIELDS = [
  'name',
  'customer',
  'amount',
  'stage',
  'next_step',
  'next_step_on',
  'expected_close',
  'last_activity_at',
  'created_at',
]

/** The questions behind the desk: tasks due, opportunities that stand still, customers nobody spoke with, birthdays of their contacts. */
export const DESK: { readonly [kind in DeskItem['object']]: DeskQuery } = {
  task: {
    object: 'task',
    filter: {
      and: [
        mine('assignee'),
        { field: 'state', op: 'in', value: ['open', 'doing'] },
        { field: 'due_at', op: 'before', value: { period: 'tomorrow' } },
      ],
    },
    sort: ['due_at'],
    fields: ['subject', 'due_at', 'state', 'customer', 'opportunity', 'opportunity.amount', 'contact'],
  },
  opportunity: {
    object: 'opportunity',
    filter: {
      and: [
        mine('owner'),
        open,
        {
          or: [
            { field: 'next_step_on', op: 'before', value: { period: 'tomorrow' } },
            { field: 'next_step_on', op: 'empty' },
            { field: 'expected_close', op: 'before', value: { period: 'today' } },
          ],
        },
      ],
    },
    sort: ['expected_close'],
    fields: OPPORTUNITY_FIELDS,
  },
  customer: {
    object: 'customer',
    filter: {
      and: [
        mine('owner'),
        { field: 'status', op: 'eq', value: 'active' },
        {
          or: [
            { field: 'last_contact_at', op: 'empty' },
            { field: 'last_contact_at', op: 'before', value: { period: 'last_n_days', n: SILENT_DAYS } },
          ],
        },
      ],
    },
    sort: ['last_contact_at'],
    fields: ['name', 'last_contact_at', 'potential_annual_spend', 'created_at', 'lifecycle_stage'],
  },
  contact: {
    object: 'contact',
    filter: {
      and: [
        mine('customer.owner'),
        { field: 'status', op: 'eq', value: 'active' },
        { field: 'birthday', op: 'anniversary_within', value: { period: 'next_n_days', n: DAYS_AHEAD } },
        NOT_GREETED,
      ],
    },
    sort: ['-customer.potential_annual_spend'],
    fields: ['name', 'birthday', 'customer', 'title', 'customer.potential_annual_spend'],
    needs: ['birthday', 'status', 'customer.owner'],
  },
}

/** The moment it is, and where: days are those of the calendar there. */
export type DeskTime = { readonly now: Date; readonly timeZone: string }

/** Calendar days from a day or a moment to today; negative when it lies ahead. */
function daysSince(value: Json | undefined, { now, timeZone }: DeskTime): number | null {
  const text = textOf(value)
  const day = text.length === 10 ? text : zoned(text, timeZone)?.day
  return day === undefined ? null : daysBetween(day, today(now, timeZone))
}

/** Midnight is how people say “that day”: such a task is late when the day is over. */
function isPast(due: string, { now, timeZone }: DeskTime): boolean {
  const at = zoned(due, timeZone)
  if (at === null) return false
  return at.time === '00:00' ? at.day < today(now, timeZone) : Date.parse(due) < now.getTime()
}

function money(value: Json | undefined): number | null {
  if (!isJsonObject(value)) return null
  const amount = Number(value['base'] ?? value['amount'])
  return Number.isFinite(amount) ? amount : null
}

function opportunityReason(record: WireRecord, now: DeskTime): Pick<DeskItem, 'reason' | 'days'> {
  const passed = daysSince(record['expected_close'], now)
  const step = daysSince(record['next_step_on'], now)
  if (step !== null && step >= 0 && (passed === null || step >= passed)) return { reason: 'step_due', days: step }
  if (passed !== null && passed > 0) return { reason: 'close_passed', days: passed }
  return { reason: 'no_step', days: Math.max(daysSince(record['last_activity_at'] ?? record['created_at'], now) ?? 0, 0) }
}

/** A record as an item of the desk. */
export function deskItem(object: DeskItem['object'], record: WireRecord, now: DeskTime): DeskItem {
  const base = { key: `${object}:${record.id}`, object, record }
  if (object === 'task') {
    const late = isPast(textOf(record['due_at']), now)
    return {
      ...base,
      reason: late ? 'task_late' : 'task_today',
      days: late ? (daysSince(record['due_at'], now) ?? 0) : 0,
      worth: money(record['opportunity.amount']),
    }
  }
  if (object === 'opportunity') return { ...base, ...opportunityReason(record, now), worth: money(record['amount']) }
  const last = record['last_contact_at'] ?? null
  const silent = daysSince(last ?? record['created_at'], now) ?? 0
  return {
    ...base,
    reason: last === null ? 'never_contacted' : 'silent',
    days: Math.max(silent, 0),
    worth: money(record['potential_annual_spend']),
  }
}

/** A contact whose birthday is near, as an item of the desk. */
export function birthdayItem(record: WireRecord, today: string): DeskItem {
  const days = daysUntil(textOf(record['birthday']), today)
  const worth = money(record['customer.potential_annual_spend'])
  return { key: `contact:${record.id}`, object: 'contact', record, reason: days === 0 ? 'birthday_today' : 'birthday_soon', days, worth }
}

// What is promised weighs more than what merely rests.
const WEIGHT: { readonly [reason in Reason]: number } = {
  task_late: 3,
  task_today: 3,
  step_due: 3,
  close_passed: 2,
  no_step: 1,
  silent: 0.3,
  never_contacted: 0.3,
  // Today it is as binding as a task; tomorrow it may wait.
  birthday_today: 3,
  birthday_soon: 0.5,
}

const LATEST = 90

/**
 * Value times lateness: (1 + log₂(1 + days late)) · log₁₀(10 + worth / 1,000), weighted by how binding the reason is. The
 * logarithms keep a customer of three years' silence from standing above the task of today.
 */
export function urgency({ reason, days, worth }: Pick<DeskItem, 'reason' | 'days' | 'worth'>): number {
  // Days ahead are no delay: the further, the less it matters today.
  const delay = reason === 'birthday_soon' ? 1 / (1 + days) : 1 + Math.log2(1 + Math.min(days, LATEST))
  return WEIGHT[reason] * delay * Math.log10(10 + Math.max(worth ?? 0, 0) / 1000)
}

/** The desk in the order in which it is worth working through; of what is equally urgent the longest waiting first. */
export function orderDesk(items: readonly DeskItem[]): readonly DeskItem[] {
  return items.toSorted((a, b) => urgency(b) - urgency(a) || b.days - a.days)
}
