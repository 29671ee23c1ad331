import { isId, isJsonObject, type Json, newId } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { JobDefinition, Jobs } from '@perigon/jobs'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'

/** What goes out to one recipient: plain text, with HTML beside it where links matter; an invitation comes with its iCalendar text (RFC 6047). */
export type MailText = {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same as the text, to look at. */
  readonly html?: string
  /** Whom an answer reaches, where it is not the sender. */
  readonly reply_to?: string
  /** Where the recipient chooses what is sent to them (RFC 2369). */
  readonly choices?: string
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string }
}

/**
 * One kind of mail. The ledger and the queue carry only the payload (ids, never secrets): the text is made by `compose`
 * when it is sent, so that a link in it exists nowhere but in the mail. Null when there is nobody to write to.
 */
export type MailKind = {
  readonly name: string
  readonly compose: (payload: { readonly [key: string]: Json }) => Promise<MailText | null>
}

/** A mail as administrators see it; `nobody`: there was no one to write to. */
export type MailEntry = {
  readonly id: string
  readonly kind: string
  readonly recipient: string | null
  readonly state: 'queued' | 'sent' | 'nobody' | 'failed'
  readonly attempts: number
  readonly error: string | null
  readonly created_at: string
  readonly ended_at: string | null
}

/** A mail that must not go out twice: `key` says what it is. */
export type Letter = { readonly key: string; readonly payload: { readonly [key: string]: Json } }

export type Mail = {
  /** Whether a mail server is configured. */
  readonly on: boolean
  register(kind: MailKind): void
  /** Puts a mail into the queue; answers its id in the ledger. */
  send(kind: string, payload: { readonly [key: string]: Json }): Promise<string>
  /** Queues those whose key the ledger does not know yet; a key goes out once, however often it is asked. Answers how many. */
  sendOnce(kind: string, letters: readonly Letter[]): Promise<number>
  /** Gives mails whose sender died between ledger and queue to the queue again. */
  resume(): Promise<void>
  /** The last mails, newest first. */
  ledger(): Promise<readonly MailEntry[]>
}

export type MailSettings = {
  /** `smtp://user:password@host:587`, `smtps://…` */
  readonly smtpUrl: string
  readonly from: string
}

const ATTEMPTS = 5
const LEDGER_ROWS = 200
const KEEP_DAYS = 180
const WAIT_MS = 10_000
/** A mail taken by a sender is nobody else's for so long; less than it takes until a dead sender's job comes back. */
const CLAIM_SECONDS = 100
/** What nobody took within this time lost its job. */
const LOST_SECONDS = 30

type Payload = { readonly id: string }

const mailJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'mail',
  parse: (payload) => {
    if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
    throw new Error('a mail job needs an id')
  },
  key: (payload) => payload.id,
  expireSeconds: 120,
  retries: ATTEMPTS,
}

type Row = { readonly kind: string; readonly payload: { readonly [key: string]: Json }; readonly attempts: number }

type Worker = {
  readonly db: Database
  readonly transport: Transporter
  readonly from: string
  readonly kinds: ReadonlyMap<string, MailKind>
}

async function end(db: Database, id: string, entry: { readonly state: string; readonly recipient?: string | null }): Promise<void> {
  await db.query({
    text: 'update mail_message set state = $2, recipient = $3, error = null, attempts = attempts + 1, ended_at = now() where id = $1',
    values: [id, entry.state, entry.recipient ?? null],
  })
  await db.query(`delete from mail_message where created_at < now() - interval '${KEEP_DAYS} days'`)
}

/** A server's final no (5xx) is not asked again. */
function isFinal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  return code >= 500 && code < 600
}

async function fail(db: Database, id: string, input: { readonly error: unknown; readonly attempts: number }): Promise<void> {
  const isOver = isFinal(input.error) || input.attempts + 1 >= ATTEMPTS
  const message = (input.error instanceof Error ? input.error.message : String(input.error)).slice(0, 500)
  await db.query({
    text: `update mail_message set attempts = attempts + 1, error = $2, state = $3, claimed_at = null, ended_at = case when $3 = 'failed' then now() end where id = $1`,
    values: [id, message, isOver ? 'failed' : 'queued'],
  })
  if (!isOver) throw input.error
}

async function deliver({ db, transport, from, kinds }: Worker, id: string): Promise<void> {
  const rows = await db.query<Row>({
    text: `update mail_message set claimed_at = now() where id = $1 and state = 'queued' and (claimed_at is null or claimed_at < now() - interval '${CLAIM_SECONDS} seconds')
           returning kind, payload, attempts`,
    values: [id],
  })
  const row = rows[0]
  if (row === undefined) return
  try {
    const text = await kinds.get(row.kind)?.compose(row.payload)
    if (text === null || text === undefined) return await end(db, id, { state: 'nobody' })
    await db.query({ text: 'update mail_message set recipient = $2 where id = $1', values: [id, text.to] })
    // The same at every try: a mail whose “yes” was lost by a crash comes a second time as the one that is there already.
    await transport.sendMail({ from, messageId: `<${id}@${domainOf(from)}>`, ...messageOf(text) })
    await end(db, id, { state: 'sent', recipient: text.to })
  } catch (error) {
    await fail(db, id, { error, attempts: row.attempts })
  }
}

/** Of an address, with or without a name before it. */
function domainOf(from: string): string {
  return /@([\w.-]+)/.exec(from)?.[1] ?? 'perigon.invalid'
}

/** A text as the transport wants it. An address as an object is one address, whatever commas are in it. */
function messageOf({ to, subject, text, html, reply_to, choices, calendar }: MailText): SendMailOptions {
  return {
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    ...(reply_to === undefined ? {} : { replyTo: { name: '', address: reply_to } }),
    ...(choices === undefined ? {} : { list: { unsubscribe: choices } }),
    // What no person wrote is answered by no machine (RFC 3834); an invitation is somebody's.
    ...(calendar === undefined ? { headers: { 'Auto-Submitted': 'auto-generated' } } : {}),
    ...(calendar === undefined ? {} : { icalEvent: { ...calendar, filename: 'invite.ics' } }),
  }
}

/** Mail by SMTP: queued, retried, and told in a ledger. Without settings nothing is queued. */
export async function createMail(deps: {
  readonly db: Database
  readonly jobs: Jobs
  readonly settings: MailSettings | null
}): Promise<Mail> {
  const { db, jobs, settings } = deps
  const kinds = new Map<string, MailKind>()
  const transport = settings === null ? null : transportOf(settings.smtpUrl)
  if (settings !== null && transport !== null)
    await jobs.register({ ...mailJob, handle: ({ id }) => deliver({ db, transport, from: settings.from, kinds }, id) })
  return {
    on: transport !== null,
    register: (kind) => {
      kinds.set(kind.name, kind)
    },
    send: async (kind, payload) => {
      if (!kinds.has(kind)) throw new Error(`there is no mail of kind ${kind}`)
      const id = newId()
      if (transport === null) return id
      await db.query({
        text: 'insert into mail_message (id, kind, payload) values ($1, $2, $3)',
        values: [id, kind, JSON.stringify(payload)],
      })
      await jobs.send(mailJob, { id })
      return id
    },
    sendOnce: async (kind, letters) => {
      if (!kinds.has(kind)) throw new Error(`there is no mail of kind ${kind}`)
      if (transport === null || letters.length === 0) return 0
      const rows = letters.map((letter) => ({ id: newId(), ...letter }))
      const fresh = await db.query<Payload>({
        text: `insert into mail_message (id, kind, key, payload) select l.id, $1, l.key, l.payload
               from jsonb_to_recordset($2::jsonb) as l (id uuid, key text, payload jsonb) on conflict (key) do nothing returning id`,
        values: [kind, JSON.stringify(rows)],
      })
      for (const { id } of fresh) await jobs.send(mailJob, { id })
      return fresh.length
    },
    resume: async () => {
      const lost = await db.query<Payload>(
        `select id from mail_message where state = 'queued' and attempts = 0
           and coalesce(claimed_at + interval '${CLAIM_SECONDS} seconds', created_at) < now() - interval '${LOST_SECONDS} seconds' order by created_at limit ${LEDGER_ROWS}`,
      )
      for (const { id } of lost) await jobs.send(mailJob, { id })
    },
    ledger: () =>
      db.query<MailEntry>(
        `select id, kind, recipient, state, attempts, error, to_json(created_at)#>>'{}' as created_at, to_json(ended_at)#>>'{}' as ended_at
         from mail_message order by created_at desc limit ${LEDGER_ROWS}`,
      ),
  }
}

/** Signs in at a mail server without sending anything; what is wrong, or null. */
export async function mailServerFault(smtpUrl: string): Promise<string | null> {
  const transport = transportOf(smtpUrl)
  try {
    await transport.verify()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    transport.close()
  }
}

function transportOf(url: string): Transporter {
  return createTransport({
    url,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: 2 * WAIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
