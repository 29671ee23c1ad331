import type { Json } from '@perigon/contracts'
import type { Kernel } from '@perigon/kernel'
import type { MailKind, MailText } from '@perigon/mail'
import { NOTIFICATION_KINDS } from '../notification/notification.object.ts'
import { type LetterGroup, letterHtml, type LetterItem, type LetterParts, letterText } from './letter-parts.ts'

type Notice = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string | null
  readonly email: string
  readonly name: string
  readonly locale: string
}

/** One of those a digest tells: how many there are of its kind, and in all. */
type Gathered = Notice & { readonly of_kind: number; readonly total: number }

/** So many are written out; the rest is counted. */
const LINES = 50
const BODY_LENGTH = 300

type Place = { readonly inbox: string; readonly choices: string; readonly open: (id: string) => string }

function placeAt(publicUrl: string): Place {
  const inbox = `${publicUrl.replace(/\/$/, '')}/notifications`
  return { inbox, choices: `${inbox}/preferences`, open: (id) => `${inbox}/open?id=${id}` }
}

function itemOf({ id, title, body }: Notice, { open }: Place): LetterItem {
  const short = body !== null && body.length > BODY_LENGTH ? `${body.slice(0, BODY_LENGTH)}…` : body
  return { title, body: short, href: open(id) }
}

function letterOf(
  subject: string,
  notice: Notice,
  { groups, place }: { readonly groups: readonly LetterGroup[]; readonly place: Place },
): MailText {
  const { locale, name, email } = notice
  const english = locale === 'en-US'
  const parts: LetterParts = {
    locale,
    greeting: english ? `Hello ${name},` : `${name}：`,
    groups,
    ways: [
      { label: english ? 'See your notifications' : '查看通知', href: place.inbox },
      { label: english ? 'Choose what is mailed to you' : '选择接收哪些邮件', href: place.choices },
    ],
  }
  return { to: email, subject, text: letterText(parts), html: letterHtml(parts), choices: place.choices }
}

const PERSON = `u.email, u.name, u.locale from notification n join "user" u on u.id = n.owner and u.deleted_at is null and u.status = 'active'`

/** One notification at once; its payload is the notification's id. */
export function instantLetter(kernel: Kernel, publicUrl: string): MailKind {
  return {
    name: 'notification',
    compose: async ({ notification }) => {
      const rows = await kernel.db.query<Notice>({
        text: `select n.id, n.kind, n.title, n.body, ${PERSON} where n.id = $1 and n.deleted_at is null and u.email is not null`,
        values: [String(notification)],
      })
      const notice = rows[0]
      if (notice === undefined) return null
      const place = placeAt(publicUrl)
      return letterOf(notice.title, notice, { groups: [{ heading: null, items: [itemOf(notice, place)] }], place })
    },
  }
}

function groupsOf(notices: readonly Gathered[], first: Gathered, place: Place): readonly LetterGroup[] {
  const english = first.locale === 'en-US'
  const groups = NOTIFICATION_KINDS.flatMap((kind): readonly LetterGroup[] => {
    const mine = notices.filter((notice) => notice.kind === kind.value)
    const [any] = mine
    if (any === undefined) return []
    const heading = `${english ? kind.label.en : kind.label.zh} (${any.of_kind})`
    return [{ heading, items: mine.map((notice) => itemOf(notice, place)) }]
  })
  const rest = first.total - notices.length
  if (rest === 0) return groups
  const title = english ? `${rest} more notification${rest === 1 ? '' : 's'}` : `还有 ${rest} 条`
  return [...groups, { heading: null, items: [{ title, body: null, href: place.inbox }] }]
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
      const notices = await kernel.db.query<Gathered>({
        text: `select n.id, n.kind, n.title, n.body, (count(*) over (partition by n.kind))::int as of_kind, (count(*) over ())::int as total,
                 ${PERSON} where n.owner = $1 and n.kind = any($2) and n.created_at >= $3 and n.created_at < $4
                 and n.deleted_at is null and u.email is not null and ${TO_TELL} order by n.created_at desc, n.id desc limit ${LINES}`,
        values: [user, kinds, since, until],
      })
      const first = notices[0]
      if (first === undefined) return null
      const n = first.total
      const subject = first.locale === 'en-US' ? `${n} notification${n === 1 ? '' : 's'} for you` : `您有 ${n} 条通知`
      const place = placeAt(publicUrl)
      return letterOf(subject, first, { groups: groupsOf(notices, first, place), place })
    },
  }
}
