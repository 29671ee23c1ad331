import type { Condition, ListQuery } from '@perigon/contracts'
import type { LinkValue } from '@perigon/ui'

/** Whose calendar: one's own, that of a colleague, or of all in a department; until one is chosen there is none. */
export type Whose = { readonly kind: 'mine' } | { readonly kind: 'colleague' | 'department'; readonly link: LinkValue | null }

export const CALENDAR_KINDS = ['task', 'interaction', 'opportunity'] as const
export type CalendarKind = (typeof CALENDAR_KINDS)[number]

/** So many of each kind are drawn at most. */
const DRAWN = 200

/** By which field a kind stands on its day, and who is meant by whose it is. */
export const CALENDAR_FIELDS: { readonly [kind in CalendarKind]: { readonly at: string; readonly person: string } } = {
  task: { at: 'due_at', person: 'assignee' },
  interaction: { at: 'at', person: 'employee' },
  opportunity: { at: 'next_step_on', person: 'owner' },
}

const SHOWN: { readonly [kind in CalendarKind]: readonly string[] } = {
  task: ['subject', 'due_at', 'state', 'customer', 'contact', 'opportunity'],
  interaction: ['subject', 'type', 'at', 'duration_s', 'status', 'customer', 'contact', 'opportunity'],
  opportunity: ['name', 'next_step', 'next_step_on', 'customer'],
}

const NARROWED: { readonly [kind in CalendarKind]: readonly Condition[] } = {
  task: [{ field: 'state', op: 'neq', value: 'cancelled' }],
  interaction: [
    { field: 'type', op: 'in', value: ['visit', 'meeting'] },
    { field: 'status', op: 'neq', value: 'cancelled' },
  ],
  opportunity: [{ field: 'state', op: 'eq', value: 'open' }],
}

/** A department and those below it, as far as paths reach that are still quick to ask. */
const DEPARTMENT_PATHS = ['department', 'department.parent', 'department.parent.parent']

/** What is asked for a kind within days (`to` is the first day after them). Null: nobody is chosen, or the reader may not ask so. */
export function calendarQuery(
  kind: CalendarKind,
  how: { readonly from: string; readonly to: string; readonly whose: Whose; readonly mayRead: (field: string) => boolean },
): ListQuery | null {
  const { from, to, whose, mayRead } = how
  const { at, person } = CALENDAR_FIELDS[kind]
  const who = whoseCondition(person, whose)
  if (who === null) return null
  const narrowed = NARROWED[kind]
  const needed = [
    at,
    whose.kind === 'department' ? 'department' : person,
    ...narrowed.flatMap((each) => ('field' in each ? [each.field] : [])),
  ]
  if (!needed.every(mayRead)) return null
  return {
    filter: { and: [who, ...narrowed, { field: at, op: 'gte', value: from }, { field: at, op: 'lt', value: to }] },
    sort: [at],
    fields: [...SHOWN[kind], ...(whose.kind === 'department' ? [person] : [])].filter(mayRead),
    limit: DRAWN,
    count: 'capped',
  }
}

function whoseCondition(person: string, whose: Whose): Condition | null {
  if (whose.kind === 'mine') return { field: person, op: 'eq', value: { me: true } }
  if (whose.link === null) return null
  const { id } = whose.link
  if (whose.kind === 'colleague') return { field: person, op: 'eq', value: id }
  return { or: DEPARTMENT_PATHS.map((field): Condition => ({ field, op: 'eq', value: id })) }
}
