import type { Condition, ListQuery } from '@perigon/contracts'
import { OPEN, UNREAD } from '../notification.object.ts'

/** What a notification can be: new, seen, or dealt with. Open is both new and seen. */
export const INBOX_STATES = ['open', 'unread', 'done', 'all'] as const
export type InboxState = (typeof INBOX_STATES)[number]

const OF_STATE: { readonly [state in InboxState]: readonly Condition[] } = {
  open: [OPEN],
  unread: [UNREAD],
  done: [{ field: 'done_at', op: 'not_empty' }],
  all: [],
}

/** Notifications of a state and of some kinds (none named: of every kind), newest first. */
export function inboxQuery(state: InboxState, kinds: readonly string[] = []): Pick<ListQuery, 'filter' | 'sort'> {
  const parts: readonly Condition[] = [
    ...OF_STATE[state],
    ...(kinds.length === 0 ? [] : [{ field: 'kind', op: 'in' as const, value: [...kinds] }]),
  ]
  return parts.length === 0 ? { sort: ['-created_at'] } : { filter: { and: parts }, sort: ['-created_at'] }
}
