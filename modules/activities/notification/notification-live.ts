import type { LiveTopic } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import { OPEN, UNREAD } from './notification.object.ts'

/** How many notifications somebody has, read through the same gate as the inbox. */
export function notificationTopic(kernel: Kernel): LiveTopic {
  return {
    name: 'notifications',
    state: async (actor) => {
      const { rows } = await kernel.aggregate(actor, 'notification', {
        measures: [{ fn: 'count', where: UNREAD }, { fn: 'count', where: OPEN }, { fn: 'count' }, { fn: 'max', field: 'updated_at' }],
      })
      const [unread = 0, open = 0, all = 0, changed = null] = rows[0]?.values ?? []
      return { mark: [unread, open, all, changed === null ? 0 : Date.parse(String(changed))].join('.'), figures: { unread, open } }
    },
  }
}
