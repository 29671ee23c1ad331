import { every } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import type { Mail } from '@perigon/mail'
import { readWorkCalendar } from '@perigon/organization'
import { digestLetter, instantLetter, TO_TELL } from './notification-letters.ts'
import { USUAL_DELIVERY, USUAL_DIGEST_HOUR } from './notification-preference.object.ts'

const CHUNK = 500
const USUAL_EMAIL = JSON.stringify(Object.fromEntries(Object.entries(USUAL_DELIVERY).map(([kind, { email }]) => [kind, email])))

/** What a person chose for a type, else what is usual; `$1` is the usual. */
const CHOSEN = `coalesce((select p.email from notification_preference p where p.owner = n.owner and p.kind = n.kind and p.deleted_at is null
  order by p.updated_at desc, p.id desc limit 1), $1::jsonb ->> n.kind)`

const REACHED = `join "user" u on u.id = n.owner and u.deleted_at is null and u.status = 'active' and u.email is not null`

/** Mails those of the last hour that want to be told at once; the ledger's key lets each go once. Answers how many went. */
async function sendInstant(kernel: Kernel, mail: Mail): Promise<number> {
  const rows = await kernel.db.query<{ id: string }>({
    text: `select n.id from notification n ${REACHED}
           where n.created_at > $2::timestamptz - interval '1 hour' and n.deleted_at is null and ${CHOSEN} = 'instant'
             and not exists (select 1 from mail_message m where m.key = 'notification:' || n.id) order by n.created_at limit ${CHUNK}`,
    values: [USUAL_EMAIL, kernel.clock.now().toISOString()],
  })
  return mail.sendOnce(
    'notification',
    rows.map(({ id }) => ({ key: `notification:${id}`, payload: { notification: id } })),
  )
}

type Due = { readonly user: string; readonly since: string; readonly until: string; readonly kinds: readonly string[] }

/** Today by the company's clock, if people work today, and the working day before. */
async function daysOf(kernel: Kernel): Promise<{ readonly zone: string; readonly today: string; readonly before: string } | null> {
  const rows = await kernel.db.query<{ zone: string; today: string }>({
    text: `select zone, to_char($1::timestamptz at time zone zone, 'YYYY-MM-DD') as today
           from coalesce((select time_zone from company where deleted_at is null order by created_at limit 1), 'Asia/Shanghai') as zone`,
    values: [kernel.clock.now().toISOString()],
  })
  const { zone = 'Asia/Shanghai', today = '' } = rows[0] ?? {}
  const calendar = await readWorkCalendar((text, values) => kernel.db.query({ text, values }))
  return calendar.isWorkingDay(today) ? { zone, today, before: calendar.addWorkingDays(today, -1) } : null
}

/**
 * Mails the digests whose hour has come: on working days, one per person and day, with what came since the same hour of the
 * working day before and was not looked at (or is not shown in Perigon at all).
 */
async function sendDigests(kernel: Kernel, mail: Mail): Promise<number> {
  const days = await daysOf(kernel)
  if (days === null) return 0
  const rows = await kernel.db.query<Due>({
    text: `with person as (
             select u.id, coalesce((select h.hour from digest_time h where h.owner = u.id and h.deleted_at is null order by h.updated_at desc, h.id desc limit 1), ${USUAL_DIGEST_HOUR}) as hour
             from "user" u where u.deleted_at is null and u.status = 'active' and u.email is not null
               and not exists (select 1 from mail_message m where m.key = 'digest:' || u.id || ':' || $3::text)),
           due as (
             select id, ($4::date + make_interval(hours => hour)) at time zone $5 as since, ($3::date + make_interval(hours => hour)) at time zone $5 as until from person)
           select d.id as "user", to_json(d.since)#>>'{}' as since, to_json(d.until)#>>'{}' as until, array_agg(distinct n.kind) as kinds
           from due d join notification n on n.owner = d.id and n.created_at >= d.since and n.created_at < d.until and n.deleted_at is null
           where d.until <= $2 and ${CHOSEN} = 'digest'
             and ${TO_TELL}
           group by 1, 2, 3 limit ${CHUNK}`,
    values: [USUAL_EMAIL, kernel.clock.now().toISOString(), days.today, days.before, days.zone],
  })
  return mail.sendOnce(
    'notification_digest',
    rows.map(({ user, since, until, kinds }) => ({ key: `digest:${user}:${days.today}`, payload: { user, since, until, kinds } })),
  )
}

const EVERY_MS = 5_000

export type NotificationMail = {
  /** Sends what is due now; repeatable. */
  sweep(): Promise<{ readonly instant: number; readonly digests: number }>
  stop(): Promise<void>
}

/** Mails notifications, at once or gathered. Each process that works looks every five seconds; the ledger lets each mail go once. */
export function startNotificationMail(
  kernel: Kernel,
  input: { readonly mail: Mail; readonly publicUrl: string; readonly work: boolean; readonly onError: (error: unknown) => void },
): NotificationMail {
  const { mail } = input
  mail.register(instantLetter(kernel, input.publicUrl))
  mail.register(digestLetter(kernel, input.publicUrl))
  const sweep = async () => {
    if (!mail.on) return { instant: 0, digests: 0 }
    await mail.resume()
    return { instant: await sendInstant(kernel, mail), digests: await sendDigests(kernel, mail) }
  }
  const sweeping = input.work && mail.on ? every(EVERY_MS, sweep, input.onError) : null
  return { sweep, stop: async () => sweeping?.stop() }
}
