import { lastContact } from '@perigon/activities'
import type { KernelEvent, Subscriber, SubscriberContext } from '@perigon/kernel'
import { readLaw, verdictsOf } from './verdict.ts'

/** Customers of interactions: those they are about now, and those they were about before. */
async function customersOf(events: readonly KernelEvent[], context: SubscriberContext): Promise<readonly string[]> {
  const rows = await context.query<{ id: string }>(
    'select distinct customer as id from interaction where id = any($1::uuid[]) and customer is not null',
    [events.map((event) => event.record)],
  )
  const before = events.flatMap((event) => {
    const change = event.changes['customer']
    return Array.isArray(change) && typeof change[0] === 'string' ? [change[0]] : []
  })
  return [...rows.map(({ id }) => id), ...before]
}

/**
 * Keeps the day each customer goes back, whoever changed what and by whatever way: people, imports, transfers, the API and the
 * pools themselves all write through the one writer and so through the log this follows.
 */
export const reclaimDate: Subscriber = {
  name: 'pools.reclaim_date',
  objects: ['customer', 'interaction'],
  handle: async (events, context) => {
    const law = await readLaw(context)
    if (law.rules.length === 0) return
    const contacts = events.filter((event) => event.object === 'interaction')
    // The last contact is kept by a subscriber of its own that may not have been here yet; it is repeatable, so it goes first.
    if (contacts.length > 0) await lastContact.handle(contacts, context)
    const own = events.filter((event) => event.object === 'customer').map((event) => event.record)
    const ids = [...new Set([...own, ...(contacts.length > 0 ? await customersOf(contacts, context) : [])])]
    const verdicts = await verdictsOf(context, law, ids)
    await context.rollUp({
      object: 'customer',
      field: 'reclaim_at',
      values: ids.map((id) => ({ id, value: verdicts.get(id)?.date ?? null })),
    })
  },
}

/** A change of rules, pools or the calendar moves dates of any number of customers: asked for here, done in chunks by the pool work. */
export const lawChanged: Subscriber = {
  name: 'pools.law_changed',
  objects: ['pool_rule', 'customer_pool', 'work_calendar', 'calendar_day'],
  handle: async (events, context) => {
    if (events.length === 0) return
    await context.query(
      `insert into pool_run (kind, day) values ('dates', null)
       on conflict (kind) where finished_at is null and kind = 'dates' do update set place = null, phase = 'dates'`,
      [],
    )
  },
}
