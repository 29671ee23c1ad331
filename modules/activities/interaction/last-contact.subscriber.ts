import type { KernelEvent, Subscriber, SubscriberContext } from '@perigon/kernel'

/** Which computed date of which object follows the latest finished interaction, and through which link. */
const FOLLOWERS = [
  { object: 'customer', link: 'customer', field: 'last_contact_at' },
  { object: 'contact', link: 'contact', field: 'last_contact_at' },
  { object: 'opportunity', link: 'opportunity', field: 'last_activity_at' },
] as const

type Latest = { readonly id: string; readonly value: string | null }

/** Records whose latest contact may have changed: linked now, or linked before the change. */
async function touched(events: readonly KernelEvent[], link: string, context: SubscriberContext): Promise<readonly string[]> {
  const now = await context.query<{ id: string }>(
    `select distinct "${link}" as id from interaction where id = any($1::uuid[]) and "${link}" is not null`,
    [events.map((event) => event.record)],
  )
  const before = events.flatMap((event) => {
    const change = event.changes[link]
    return Array.isArray(change) && typeof change[0] === 'string' ? [change[0]] : []
  })
  return [...new Set([...now.map((row) => row.id), ...before])]
}

/** Keeps "last contact" of customers, contacts and opportunities at the newest finished interaction that is not in the trash. */
export const lastContact: Subscriber = {
  name: 'activities.last_contact',
  objects: ['interaction'],
  handle: async (events, context) => {
    for (const { object, link, field } of FOLLOWERS) {
      const ids = await touched(events, link, context)
      if (ids.length === 0) continue
      const values = await context.query<Latest>(
        `select r.id, (select to_json(max(i.at))#>>'{}' from interaction i where i."${link}" = r.id and i.status = 'done' and i.deleted_at is null) as value
         from unnest($1::uuid[]) r(id)`,
        [ids],
      )
      await context.rollUp({ object, field, values })
    }
  },
}
