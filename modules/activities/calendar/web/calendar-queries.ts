import type { Condition, ListQuery } from '@perigon/contracts'
import { addDays, type LinkValue } from '@perigon/ui'

/** Whose calendar: one's own, that of a colleague, or of all in a department; until one is chosen there is none. */
export type Whose = { readonly kind: 'mine' } | { readonly kind: 'colleague' | 'department'; readonly link: LinkValue | null }

/** Objects of the calendar; of contacts it shows the birthdays. */
export type CalendarKind = 'task' | 'interaction' | 'opportunity' | 'contact'

/** So many of each kind are drawn at most. */
const DRAWN = 200

/** By which field a kind stands on its day, and who is meant by whose it is. */
export const CALENDAR_FIELDS: { readonly [kind in CalendarKind]: { readonly at: string; readonly person: string } } = {
  task: { at: 'due_at', person: 'assignee' },
  interaction: { at: 'at', person: 'employee' },
  opportunity: { at: 'next_step_on', person: 'owner' },
  contact: { at: 'birthday', person: 'customer.owner' },
}

const SHOWN: { readonly [kind in CalendarKind]: readonly string[] } = {
  task: ['subject', 'due_at', 'state', 'customer', 'contact', 'opportunity'],
  interaction: ['subject', 'type', 'at', 'duration_s', 'status', 'customer', 'contact', 'opportunity'],
  opportunity: ['name', 'next_step', 'next_step_on', 'customer'],
  contact: ['name', 'birthday', 'customer'],
}

const NARROWED: { readonly [kind in CalendarKind]: readonly Condition[] } = {
  task: [{ field: 'state', op: 'neq', value: 'cancelled' }],
  interaction: [
    { field: 'type', op: 'in', value: ['visit', 'meeting'] },
    { field: 'status', op: 'neq', value: 'cancelled' },
  ],
  opportunity: [{ field: 'state', op: 'eq', value: 'open' }],
  contact: [{ field: 'status', op: 'eq', value: 'active' }],
}

/** A department and those below it, as far as paths reach that are still quick to ask; contacts are where their customer is. */
const DEPARTMENT_PATHS = ['department', 'department.parent', 'department.parent.parent']
const departmentOf = (kind: CalendarKind): string => (kind === 'contact' ? 'customer.' : '')

/** What is asked for a kind within days (`to` is the first day after them). Null: nobody is chosen, or the reader may not ask so. */
export function calendarQuery(
  kind: CalendarKind,
  how: { readonly from: string; readonly to: string; readonly whose: Whose; readonly mayRead: (field: string) => boolean },
): ListQuery | null {
  const { from, to, whose, mayRead } = how
  const { at, person } = CALENDAR_FIELDS[kind]
  const who = whoseCondition(kind, whose)
  if (who === null) return null
  const narrowed = NARROWED[kind]
  const needed = [
    at,
    whose.kind === 'department' ? `${departmentOf(kind)}department` : person,
    ...narrowed.flatMap((each) => ('field' in each ? [each.field] : [])),
  ]
  if (!needed.every(mayRead)) return null
  return {
    filter: { and: [who, ...narrowed, ...withinDays(kind, from, to)] },
    sort: [at],
    fields: [...SHOWN[kind], ...(whose.kind === 'department' ? [person] : [])].filter(mayRead),
    limit: DRAWN,
    count: 'capped',
  }
}

/** On these days; a birthday is, whatever its year. */
function withinDays(kind: CalendarKind, from: string, to: string): readonly Condition[] {
  const field = CALENDAR_FIELDS[kind].at
  if (kind === 'contact') return [{ field, op: 'anniversary_within', value: [from, addDays(to, -1)] }]
  return [
    { field, op: 'gte', value: from },
    { field, op: 'lt', value: to },
  ]
}

function whoseCondition(kind: CalendarKind, whose: Whose): Condition | null {
  const { person } = CALENDAR_FIELDS[kind]
  if (whose.kind === 'mine') return { field: person, op: 'eq', value: { me: true } }
  if (whose.link === null) return null
  const { id } = whose.link
  if (whose.kind === 'colleague') return { field: person, op: 'eq', value: id }
  return { or: DEPARTMENT_PATHS.map((path): Condition => ({ field: `${departmentOf(kind)}${path}`, op: 'eq', value: id })) }
}
