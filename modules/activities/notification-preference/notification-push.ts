import { every } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import type { Push, PushKind } from '@perigon/push'
import { NOTIFICATION_KINDS } from '../notification/notification.object.ts'
import { TO_TELL } from './notification-letters.ts'
import { USUAL_DELIVERY } from './notification-preference.object.ts'

const CHUNK = 500
const USUAL_PUSH = JSON.stringify(Object.fromEntries(Object.entries(USUAL_DELIVERY).map(([kind, { push }]) => [kind, push])))

/** What a person chose for a type; whoever turns one on is not told what came before. */
const CHOICE = `left join lateral (select p.push, p.updated_at from notification_preference p
  where p.owner = n.owner and p.kind = n.kind and p.deleted_at is null order by p.updated_at desc, p.id desc limit 1) c on true`

type Notice = {
  readonly kind: string
  readonly title: string
  readonly body: string | null
  readonly locale: string
}

/** A notification as a device shows it: what a mail about it says, and no more. Nothing when it was looked at meanwhile. */
function notificationPush(kernel: Kernel): PushKind {
  return {
    name: 'notification',
    compose: async ({ notification }) => {
      const rows = await kernel.db.query<Notice>({
        text: `select n.kind, n.title, n.body, u.locale
               from notification n join "user" u on u.id = n.owner and u.deleted_at is null and u.status = 'active'
               where n.id = $1 and n.deleted_at is null and ${TO_TELL}`,
        values: [String(notification)],
      })
      const notice = rows[0]
      if (notice === undefined) return null
      const kind = NOTIFICATION_KINDS.find((each) => each.value === notice.kind)?.label
      const lang = notice.locale === 'en-US' ? 'en' : 'zh'
      return {
        title: notice.title,
        body: notice.body ?? kind?.[lang] ?? '',
        url: `/notifications/open?id=${String(notification)}`,
        tag: String(notification),
        lang: notice.locale,
      }
    },
  }
}

type Due = { readonly notification: string; readonly device: string }

/** Pushes those of the last hour that want it, to the devices that were there when they came; the ledger's key lets each go once. */
async function sendDue(kernel: Kernel, push: Push): Promise<number> {
  const rows = await kernel.db.query<Due>({
    text: `select n.id as notification, d.id as device
           from notification n join "user" u on u.id = n.owner and u.deleted_at is null and u.status = 'active'
           join push_device d on d.user_id = n.owner and d.created_at <= n.created_at ${CHOICE}
           where n.created_at > $2::timestamptz - interval '1 hour' and n.deleted_at is null and ${TO_TELL}
             and coalesce(c.push, $1::jsonb ->> n.kind) = 'instant' and (c.push is null or c.updated_at <= n.created_at)
             and not exists (select 1 from push_message m where m.key = 'notification:' || n.id || ':' || d.id)
           order by n.created_at limit ${CHUNK}`,
    values: [USUAL_PUSH, kernel.clock.now().toISOString()],
  })
  return push.sendOnce(
    'notification',
    rows.map(({ notification, device }) => ({ key: `notification:${notification}:${device}`, device, payload: { notification } })),
  )
}

/** Whoever may not sign in any more is told nothing any more. */
async function endOfPeople(kernel: Kernel, push: Push): Promise<void> {
  const rows = await kernel.db.query<{ id: string }>(
    `select distinct u.id from push_device d join "user" u on u.id = d.user_id where u.status is distinct from 'active' or u.deleted_at is not null`,
  )
  await push.devices.removeAll(rows.map(({ id }) => id))
}

const EVERY_MS = 5_000

export type NotificationPush = {
  /** Queues what is due now; repeatable. Answers how many. */
  sweep(): Promise<number>
  stop(): Promise<void>
}

/** Pushes notifications to devices. Each process that works looks every five seconds; the ledger lets each go once. */
export function startNotificationPush(
  kernel: Kernel,
  input: { readonly push: Push; readonly work: boolean; readonly onError: (error: unknown) => void },
): NotificationPush {
  const { push } = input
  push.register(notificationPush(kernel))
  const sweep = async () => {
    await endOfPeople(kernel, push)
    if (!(await push.allowed())) return 0
    await push.resume()
    return sendDue(kernel, push)
  }
  const sweeping = input.work && push.publicKey !== null ? every(EVERY_MS, sweep, input.onError) : null
  return { sweep, stop: async () => sweeping?.stop() }
}
