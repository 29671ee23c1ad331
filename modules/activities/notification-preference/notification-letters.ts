import type { Json } from '@perigon/contracts'
import type { Kernel } from '@perigon/kernel'
import type { MailKind } from '@perigon/mail'
import { NOTIFICATION_KINDS } from '../notification/notification.object.ts'

type Notice = {
  readonly kind: string
  readonly title: string
  readonly body: string | null
  readonly email: string
  readonly name: string
  readonly locale: string
}

const LINES = 50
const inboxAt = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}/notifications`

function greeting({ name, locale }: Notice): string {
  return locale === 'en-US' ? `${name},` : `${name}：`
}

function footer(locale: string, publicUrl: string): string {
  const [inbox, choose] = [inboxAt(publicUrl), `${inboxAt(publicUrl)}/preferences`]
  return locale === 'en-US'
    ? `Your notifications: ${inbox}\nWhat is sent to you: ${choose}\n`
    : `查看通知：${inbox}\n选择接收哪些邮件：${choose}\n`
}

const PERSON = `u.email, u.name, u.locale from notification n join "user" u on u.id = n.owner and u.deleted_at is null and u.status = 'active'`

/** One notification at once; its payload is the notification's id. */
export function instantLetter(kernel: Kernel, publicUrl: string): MailKind {
  return {
    name: 'notification',
    compose: async ({ notification }) => {
      const rows = await kernel.db.query<Notice>({
        text: `select n.kind, n.title, n.body, ${PERSON} where n.id = $1 and n.deleted_at is null and u.email is not null`,
        values: [String(notification)],
      })
      const notice = rows[0]
      if (notice === undefined) return null
      const body = notice.body === null ? '' : `${notice.body}\n\n`
      const text = `${greeting(notice)}\n\n${notice.title}\n\n${body}${footer(notice.locale, publicUrl)}`
      return { to: notice.email, subject: notice.title, text }
    },
  }
}

function digestOf(notices: readonly Notice[], first: Notice, publicUrl: string): string {
  const english = first.locale === 'en-US'
  const parts = NOTIFICATION_KINDS.flatMap((kind) => {
    const mine = notices.filter((notice) => notice.kind === kind.value)
    if (mine.length === 0) return []
    return [[`${english ? kind.label.en : kind.label.zh} (${mine.length})`, ...mine.map((notice) => `- ${notice.title}`)].join('\n')]
  })
  return `${greeting(first)}\n\n${parts.join('\n\n')}\n\n${footer(first.locale, publicUrl)}`
}

/** Not looked at, or of a type that is not shown in Perigon at all. */
export const TO_TELL = `(n.read_at is null and n.done_at is null or 'off' = (select p.in_app from notification_preference p
  where p.owner = n.owner and p.kind = n.kind and p.deleted_at is null order by p.updated_at desc, p.id desc limit 1))`

/** Which notifications a digest tells: of these kinds, from one moment to another, and not looked at unless they are hidden. */
type DigestPayload = { readonly user: string; readonly kinds: readonly string[]; readonly since: string; readonly until: string }

function digestPayload(payload: { readonly [key: string]: Json }): DigestPayload {
  const { user, kinds, since, until } = payload
  if (!Array.isArray(kinds)) throw new Error('a digest needs its kinds')
  return { user: String(user), kinds: kinds.map(String), since: String(since), until: String(until) }
}

/** What came since the working day before, of the types a person wants gathered. */
export function digestLetter(kernel: Kernel, publicUrl: string): MailKind {
  return {
    name: 'notification_digest',
    compose: async (payload) => {
      const { user, kinds, since, until } = digestPayload(payload)
      const notices = await kernel.db.query<Notice>({
        text: `select n.kind, n.title, n.body, ${PERSON} where n.owner = $1 and n.kind = any($2) and n.created_at >= $3 and n.created_at < $4
                 and n.deleted_at is null and u.email is not null and ${TO_TELL} order by n.created_at limit ${LINES}`,
        values: [user, kinds, since, until],
      })
      const first = notices[0]
      if (first === undefined) return null
      const n = notices.length
      const subject = first.locale === 'en-US' ? `${n} notification${n === 1 ? '' : 's'} for you` : `您有 ${n} 条通知`
      return { to: first.email, subject, text: digestOf(notices, first, publicUrl) }
    },
  }
}
