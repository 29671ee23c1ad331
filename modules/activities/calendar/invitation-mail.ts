import { every } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import type { Letter, Mail, MailKind } from '@perigon/mail'
import { invitationText } from './calendar-text.ts'

const KIND = 'invitation'
const CHUNK = 500
const EVERY_MS = 5_000
const USUAL_S = 1800

type Due = { readonly id: string; readonly contact: string; readonly invitation: number; readonly off: boolean }

/**
 * Versions of invitations the ledger does not know: of interactions changed within the hour, one for the present guest, and a
 * withdrawal for each earlier guest who is not the present one.
 */
const DUE = `with changed as (
    select i.id, i.contact, i.invitation, (i.deleted_at is not null or i.status = 'cancelled' or i.invited_at is null) as off from interaction i
    where i.invitation is not null and i.updated_at > $1::timestamptz - interval '1 hour' order by i.updated_at limit ${CHUNK}),
  last as (
    select distinct on (c.id, m.payload ->> 'contact') c.id, (m.payload ->> 'contact')::uuid as contact, (m.payload ->> 'off')::boolean as off
    from changed c join mail_message m on m.kind = '${KIND}' and m.payload ->> 'interaction' = c.id::text
    order by c.id, m.payload ->> 'contact', m.created_at desc, m.id desc),
  told as (select id, contact from last where not off)
  select c.id, c.contact, c.invitation, c.off from changed c where c.contact is not null
    and (not c.off or exists (select 1 from told t where t.id = c.id and t.contact = c.contact))
  union all
  select c.id, t.contact, c.invitation, true from changed c join told t on t.id = c.id where c.contact is null or t.contact <> c.contact`

const letterOf = ({ id, contact, invitation, off }: Due): Letter => ({
  key: `invitation:${id}:${contact}:${invitation}${off ? ':off' : ''}`,
  payload: { interaction: id, contact, off },
})

type Told = {
  readonly subject: string | null
  readonly type: string
  readonly at: string
  readonly duration_s: number | null
  readonly invitation: number
  /** Whether this guest holds an invitation to it already. */
  readonly is_known: boolean
  readonly guest: string
  readonly email: string | null
  readonly language: string | null
  readonly host: string | null
  readonly host_email: string | null
  readonly company: string | null
  readonly time_zone: string
}

const TOLD = `select i.subject, i.type, to_json(i.at)#>>'{}' as at, i.duration_s, i.invitation, c.name as guest, c.email, c.language,
    coalesce((select not (m.payload ->> 'off')::boolean from mail_message m where m.kind = '${KIND}' and m.payload ->> 'interaction' = i.id::text
      and m.payload ->> 'contact' = c.id::text and m.state = 'sent' order by m.created_at desc, m.id desc limit 1), false) as is_known,
    e.name as host, e.email as host_email, z.name as company, coalesce(z.time_zone, 'Asia/Shanghai') as time_zone
  from interaction i join contact c on c.id = $2 and c.deleted_at is null left join employee e on e.id = coalesce(i.employee, i.owner)
    left join lateral (select name, time_zone from company where deleted_at is null order by created_at limit 1) z on true
  where i.id = $1`

/** What the mail says: who holds an invitation already hears that it is changed, or off. */
function wordsFor(told: Told, off: boolean): { readonly subject: string; readonly text: string } {
  const english = told.language === 'en-US' || told.language === 'other'
  const when = new Intl.DateTimeFormat(english ? 'en-GB' : 'zh-CN', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: told.time_zone,
  }).format(new Date(told.at))
  const what = told.subject ?? (english ? 'Meeting' : '会议')
  const from = [told.host, told.company].filter((name) => name !== null).join(english ? ', ' : '，')
  if (english)
    return off
      ? { subject: `Cancelled: ${what}`, text: `${told.guest},\n\n“${what}” on ${when} (${told.time_zone}) is cancelled.\n\n${from}\n` }
      : {
          subject: `${told.is_known ? 'Changed' : 'Invitation'}: ${what}`,
          text: `${told.guest},\n\n${told.is_known ? `“${what}” has changed; it is now on` : `you are invited to “${what}”,`} ${when} (${told.time_zone}).\n\n${from}\n`,
        }
  return off
    ? { subject: `已取消：${what}`, text: `${told.guest}：\n\n原定于 ${when}（${told.time_zone}）的“${what}”已取消。\n\n${from}\n` }
    : {
        subject: `${told.is_known ? '变更' : '邀请'}：${what}`,
        text: `${told.guest}：\n\n${told.is_known ? `“${what}”有变更，现在的` : `邀请您参加“${what}”，`}时间：${when}（${told.time_zone}）。\n\n${from}\n`,
      }
}

/** The invitation as it is when it is sent. Nobody is written to whose address is gone. */
function invitationLetter(kernel: Kernel, from: string): MailKind {
  return {
    name: KIND,
    compose: async ({ interaction, contact, off }) => {
      const rows = await kernel.db.query<Told>({ text: TOLD, values: [String(interaction), String(contact)] })
      const told = rows[0]
      if (told?.email === undefined || told.email === null) return null
      const start = new Date(told.at)
      const isOff = off === true
      const words = wordsFor(told, isOff)
      const content = invitationText(
        {
          uid: `interaction-${String(interaction)}@perigon`,
          sequence: told.invitation,
          start,
          end: new Date(start.getTime() + (told.duration_s ?? USUAL_S) * 1000),
          title: told.subject ?? words.subject,
          about: null,
          url: null,
          state: isOff ? 'cancelled' : 'confirmed',
          changed: null,
        },
        {
          organizer: { name: told.host ?? told.company ?? 'Perigon', email: told.host_email ?? from },
          attendee: { name: told.guest, email: told.email },
          now: kernel.clock.now(),
        },
      )
      const calendar = { method: isOff ? ('CANCEL' as const) : ('REQUEST' as const), content }
      // A guest who writes back writes to the host, not to the program.
      const reply = told.host_email === null ? {} : { reply_to: told.host_email }
      return { to: told.email, ...words, ...reply, calendar }
    },
  }
}

type Unsent = { readonly id: string; readonly user: string | null; readonly subject: string | null; readonly locale: string | null }

/** Where no mail server is configured nobody is invited, and whoever asked for it is told so. Answers how many. */
async function withdrawUnsent(kernel: Kernel): Promise<number> {
  const rows = await kernel.db.query<Unsent>({
    text: `select i.id, u.id as "user", i.subject, u.locale from interaction i left join "user" u on u.id = i.updated_by and u.deleted_at is null
           where i.invitation is not null and i.invited_at is not null and i.deleted_at is null and i.updated_at > $1::timestamptz - interval '1 hour'
             and not exists (select 1 from mail_message m where m.kind = '${KIND}' and m.payload ->> 'interaction' = i.id::text) limit ${CHUNK}`,
    values: [kernel.clock.now().toISOString()],
  })
  const commands = rows.flatMap(({ id, user, subject, locale }) => {
    const taken = { object: 'interaction', op: 'update' as const, id, patch: { invited_at: null } }
    if (user === null) return [taken]
    const title =
      locale === 'en-US'
        ? `No invitation went out, for no mail server is configured: ${subject ?? ''}`
        : `未配置邮件服务器，邀请没有发出：${subject ?? ''}`
    const patch = { owner: user, kind: 'system', title, link_object: 'interaction', link_record: id }
    return [taken, { object: 'notification', op: 'create' as const, patch }]
  })
  if (commands.length > 0) await kernel.write(systemActor('invitations'), commands, { cause: { kind: 'system', ref: 'no mail server' } })
  return 0
}

export type InvitationMail = {
  /** Sends what is due now; repeatable. Answers how many. */
  sweep(): Promise<number>
  stop(): Promise<void>
}

/** Mails invitations, their changes and their ends. Each process that works looks every five seconds; the ledger lets each go once. */
export function startInvitationMail(
  kernel: Kernel,
  input: { readonly mail: Mail; readonly from: string; readonly work: boolean; readonly onError: (error: unknown) => void },
): InvitationMail {
  const { mail } = input
  mail.register(invitationLetter(kernel, /<([^>]+)>/.exec(input.from)?.[1] ?? input.from))
  const sweep = async (): Promise<number> => {
    if (!mail.on) return withdrawUnsent(kernel)
    const due = await kernel.db.query<Due>({ text: DUE, values: [kernel.clock.now().toISOString()] })
    return mail.sendOnce(KIND, due.map(letterOf))
  }
  const sweeping = input.work ? every(EVERY_MS, sweep, input.onError) : null
  return { sweep, stop: async () => sweeping?.stop() }
}
