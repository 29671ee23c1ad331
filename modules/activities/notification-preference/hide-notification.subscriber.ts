import type { Command, Subscriber } from '@perigon/kernel'

/** Files notifications of types that somebody does not want to see in Perigon as done, a moment after they were written. */
export const hideNotification: Subscriber = {
  name: 'activities.hide_notification',
  objects: ['notification'],
  handle: async (events, context) => {
    const created = events.filter((event) => event.op === 'create').map((event) => event.record)
    if (created.length === 0) return
    const hidden = await context.query<{ id: string }>(
      `select n.id from notification n cross join lateral (
         select p.in_app from notification_preference p where p.owner = n.owner and p.kind = n.kind and p.deleted_at is null
         order by p.updated_at desc, p.id desc limit 1) p
       where n.id = any($1::uuid[]) and n.deleted_at is null and n.done_at is null and p.in_app = 'off'`,
      [created],
    )
    const at = context.now.toISOString()
    await context.write(
      hidden.map(({ id }): Command => ({ object: 'notification', op: 'update', id, patch: { done_at: at, read_at: at } })),
    )
  },
}
