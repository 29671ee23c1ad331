import { type Clock, isId, isJsonObject, type Json, newId } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { JobDefinition, Jobs } from '@perigon/jobs'
import { createDevices, parseSubscription, type PushDevices, type PushSubscription } from './devices.ts'
import { InsideAddress } from './outside-address.ts'
import { type Answer, type Posting, post } from './post.ts'
import { openPushKeys, type Secrets } from './push-keys.ts'

/** What a device shows: a title, a line or two, and where a click leads (a path of ours). One of the same tag replaces the other. */
export type PushText = { readonly title: string; readonly body: string; readonly url: string; readonly tag: string; readonly lang: string }

/** One kind of message. As with mail, ledger and queue carry ids; the text is made by `compose` when it is sent. Null: nobody to tell. */
export type PushKind = {
  readonly name: string
  readonly compose: (payload: { readonly [key: string]: Json }) => Promise<PushText | null>
}

/** A message to one device that must not be told twice: `key` says what it is. */
export type PushLetter = { readonly key: string; readonly device: string; readonly payload: { readonly [key: string]: Json } }

/** A message as administrators see it. `gone`: the device is no more; `nobody`: there was nothing to tell any more. */
export type PushEntry = {
  readonly id: string
  readonly kind: string
  readonly service: string | null
  readonly state: 'queued' | 'sent' | 'nobody' | 'gone' | 'failed'
  readonly attempts: number
  readonly status: number | null
  readonly error: string | null
  readonly created_at: string
}

export type Push = {
  /** What browsers subscribe to; null when the keys cannot be read, then nothing is sent. */
  readonly publicKey: string | null
  readonly devices: PushDevices
  /** Whether the administrator lets push be used. */
  allowed(): Promise<boolean>
  parse(body: unknown): PushSubscription
  register(kind: PushKind): void
  /** Queues those whose key the ledger does not know yet. Answers how many. */
  sendOnce(kind: string, letters: readonly PushLetter[]): Promise<number>
  /** Gives those to the queue whose time to try again has come, or whose sender died. */
  resume(): Promise<void>
  /** The last messages, newest first. */
  ledger(): Promise<readonly PushEntry[]>
}

export type PushOptions = {
  readonly db: Database
  readonly jobs: Jobs
  readonly clock: Clock
  readonly secrets: Secrets
  readonly subject: string
  readonly allowed: () => Promise<boolean>
  /** Lets push services stand in our own network and speak plain http; for tests and development. */
  readonly inside?: boolean | undefined
}

/** How long to wait before the next try, in seconds; after the last there is none. */
const DELAYS = [15, 60, 300, 1800, 7200] as const
const LONGEST_DELAY = 6 * 3600
const CLAIM_SECONDS = 45
const LOST_SECONDS = 30
const KEEP_DAYS = 30
const LEDGER_ROWS = 100
/** Push services take 4,096 bytes, encrypted. */
const PAYLOAD_BYTES = 3000
const TITLE_LENGTH = 120

type Payload = { readonly id: string }
type Row = Payload & {
  readonly kind: string
  readonly payload: { readonly [key: string]: Json }
  readonly device: string
  readonly attempts: number
}

const pushJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'push',
  parse: (payload) => {
    if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
    throw new Error('a push job needs an id')
  },
  key: (payload) => payload.id,
  expireSeconds: 60,
}

/** What is encrypted, cut to what push services take. */
export function payloadOf(text: PushText): string {
  const title = text.title.slice(0, TITLE_LENGTH)
  for (let length = text.body.length; ; length = Math.floor(length / 2)) {
    const cut = length < text.body.length ? `${text.body.slice(0, length)}…` : text.body
    const payload = JSON.stringify({ ...text, title, body: cut })
    if (Buffer.byteLength(payload) <= PAYLOAD_BYTES || length === 0) return payload
  }
}

/** Seconds until the next try; null when it was the last. */
export function delayOf(attempts: number, retryAfter: number | null): number | null {
  const delay = DELAYS[attempts - 1]
  return delay === undefined ? null : Math.min(Math.max(delay, retryAfter ?? 0), LONGEST_DELAY)
}

type Worker = {
  readonly db: Database
  readonly clock: Clock
  readonly posting: Posting
  readonly kinds: ReadonlyMap<string, PushKind>
  readonly allowed: () => Promise<boolean>
}
type End = { readonly state: PushEntry['state']; readonly status?: number; readonly error?: string }

async function end({ db }: Worker, id: string, { state, status, error }: End): Promise<void> {
  await db.query({
    text: `update push_message set state = $2, status = $3, error = $4, attempts = attempts + 1, next_at = null, ended_at = now() where id = $1`,
    values: [id, state, status ?? null, error?.slice(0, MOST_ERROR) ?? null],
  })
  await db.query(`delete from push_message where created_at < now() - interval '${KEEP_DAYS} days'`)
}

const MOST_ERROR = 300

async function tryLater(
  worker: Worker,
  row: Row,
  said: { readonly status?: number; readonly retryAfter: number | null; readonly error: string },
): Promise<void> {
  const delay = delayOf(row.attempts + 1, said.retryAfter)
  if (delay === null) return end(worker, row.id, { state: 'failed', ...said })
  await worker.db.query({
    text: `update push_message set attempts = attempts + 1, status = $2, error = $3, claimed_at = null, next_at = now() + make_interval(secs => $4) where id = $1`,
    values: [row.id, said.status ?? null, said.error.slice(0, MOST_ERROR), delay],
  })
}

async function settle(worker: Worker, row: Row, { status, retryAfter, text }: Answer): Promise<void> {
  const { db } = worker
  if (status >= 200 && status < 300) {
    await db.query({ text: 'update push_device set last_success_at = now() where id = $1', values: [row.device] })
    return end(worker, row.id, { state: 'sent', status })
  }
  if (status === 404 || status === 410) {
    await db.query({ text: 'delete from push_device where id = $1', values: [row.device] })
    return end(worker, row.id, { state: 'gone', status })
  }
  const error = `${status} ${text}`.trim()
  return status === 429 || status >= 500
    ? tryLater(worker, row, { status, retryAfter, error })
    : end(worker, row.id, { state: 'failed', status, error })
}

async function claim(db: Database, id: string): Promise<Row | undefined> {
  const rows = await db.query<Row>({
    text: `update push_message set claimed_at = now(), next_at = null
           where id = $1 and state = 'queued' and (claimed_at is null or claimed_at < now() - interval '${CLAIM_SECONDS} seconds')
             and (next_at is null or next_at <= now())
           returning id, kind, payload, device, attempts`,
    values: [id],
  })
  return rows[0]
}

async function deliver(worker: Worker, id: string): Promise<void> {
  const { db, clock, kinds, posting } = worker
  const row = await claim(db, id)
  if (row === undefined) return
  const text = (await worker.allowed()) ? await kinds.get(row.kind)?.compose(row.payload) : null
  if (text === null || text === undefined) return end(worker, id, { state: 'nobody' })
  const devices = await db.query<PushSubscription>({
    text: 'select endpoint, p256dh, auth from push_device where id = $1',
    values: [row.device],
  })
  const device = devices[0]
  if (device === undefined) return end(worker, id, { state: 'gone' })
  try {
    const message = { payload: payloadOf(text), topic: id.replaceAll('-', ''), now: clock.now().getTime() }
    await settle(worker, row, await post(device, message, posting))
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (error instanceof InsideAddress) await end(worker, id, { state: 'failed', error: said })
    else await tryLater(worker, row, { retryAfter: null, error: said })
  }
}

/** Web Push: queued, tried again with growing delay, and told in a ledger. */
export async function createPush(options: PushOptions): Promise<Push> {
  const { db, jobs, clock, allowed } = options
  const inside = options.inside === true
  const keys = await openPushKeys(db, options.secrets)
  const kinds = new Map<string, PushKind>()
  if (keys !== null) {
    const worker = { db, clock, kinds, allowed, posting: { keys, subject: options.subject, inside } }
    await jobs.register({ ...pushJob, handle: ({ id }) => deliver(worker, id) })
  }
  return {
    publicKey: keys?.publicKey ?? null,
    devices: createDevices(db),
    allowed,
    parse: (body) => parseSubscription(body, { inside }),
    register: (kind) => {
      kinds.set(kind.name, kind)
    },
    sendOnce: async (kind, letters) => {
      if (!kinds.has(kind)) throw new Error(`there is no push of kind ${kind}`)
      if (keys === null || letters.length === 0) return 0
      const fresh = await db.query<Payload>({
        text: `insert into push_message (id, kind, key, device, service, payload)
               select l.id, $1, l.key, l.device, (select split_part(split_part(d.endpoint, '://', 2), '/', 1) from push_device d where d.id = l.device), l.payload
               from jsonb_to_recordset($2::jsonb) as l (id uuid, key text, device uuid, payload jsonb) on conflict (key) do nothing returning id`,
        values: [kind, JSON.stringify(letters.map((letter) => ({ id: newId(), ...letter })))],
      })
      for (const { id } of fresh) await jobs.send(pushJob, { id })
      return fresh.length
    },
    resume: async () => {
      const due = await db.query<Payload>(
        `select id from push_message where state = 'queued'
           and coalesce(next_at, claimed_at + interval '${CLAIM_SECONDS} seconds', created_at + interval '${LOST_SECONDS} seconds') < now()
         order by created_at limit 500`,
      )
      for (const { id } of due) await jobs.send(pushJob, { id })
    },
    ledger: () =>
      db.query<PushEntry>(
        `select id, kind, service, state, attempts, status, error, to_json(created_at)#>>'{}' as created_at
         from push_message order by created_at desc limit ${LEDGER_ROWS}`,
      ),
  }
}
