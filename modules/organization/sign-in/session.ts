import { createHmac } from 'node:crypto'
import { newId } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import { actorOf, person, type PersonRow } from './person.ts'
import type { Method, Opened, Origin, Principal, SignInDeps } from './principal.ts'
import { newToken, sha256 } from './secret.ts'

/** Where a person is signed in. */
export type SessionRow = {
  readonly id: string
  readonly created_at: string
  readonly seen_at: string
  readonly peer: string | null
  readonly agent: string | null
  readonly method: Method
  readonly current: boolean
}

const SEEN_EVERY_MS = 60_000
const DEVICES_KEPT = 50

function csrfOf(token: string): string {
  return createHmac('sha256', token).update('csrf').digest('base64url').slice(0, 32)
}

/** A person as the caller of a session. A provider of single sign-on has its own second factor. */
function principalOf(row: PersonRow, token: string, method: Method): Principal {
  const lacksFactor = row.factor_required === true && row.has_factor !== true && method !== 'sso'
  return {
    actor: actorOf(row),
    login: row.login,
    roles: row.roles ?? [],
    via: 'cookie',
    csrf: csrfOf(token),
    auth: row.auth ?? 'password',
    must: lacksFactor ? 'second_factor' : null,
    networks: (row.networks ?? []).map((list) => list ?? []),
  }
}

/** Whether this browser is new for somebody who has signed in before; it is known from now on. */
async function meetDevice(db: Database, userId: string, input: { readonly device: string; readonly now: Date }): Promise<boolean> {
  const rows = await db.query<{ before: number; met: boolean }>({
    text: `with known as (select count(*)::int as before, coalesce(bool_or(hash = $2), false) as met from known_device where user_id = $1),
           meet as (insert into known_device (user_id, hash, first_at, seen_at) values ($1, $2, $3, $3) on conflict (user_id, hash) do update set seen_at = $3)
           select before, met from known`,
    values: [userId, sha256(input.device), input.now.toISOString()],
  })
  await db.query({
    text: `delete from known_device where user_id = $1 and hash not in (select hash from known_device where user_id = $1 order by seen_at desc limit ${DEVICES_KEPT})`,
    values: [userId],
  })
  return (rows[0]?.before ?? 0) > 0 && rows[0]?.met !== true
}

/** Opens a session for somebody whose identity is proved. A session is never carried over: each sign-in has a new token. */
export async function openSession(
  deps: SignInDeps,
  row: PersonRow,
  input: { readonly origin: Origin; readonly method: Method },
): Promise<Opened> {
  const { db, clock, note, policy } = deps
  const { peer, method } = { ...input.origin, method: input.method }
  const agent = input.origin.agent.slice(0, 300)
  const now = clock.now()
  const seconds = (await policy.read()).session_hours * 3600
  const [token, id] = [newToken(), newId(now.getTime())]
  const device = /^[\w-]{43}$/.test(input.origin.device ?? '') ? (input.origin.device ?? '') : newToken()
  const ends = new Date(now.getTime() + seconds * 1000).toISOString()
  await db.query({
    text: `with s as (insert into session (hash, user_id, created_at, seen_at, expires_at, peer, agent, id, roles, method) values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)) update "user" set last_login = $3 where id = $2`,
    values: [sha256(token), row.id, now.toISOString(), ends, peer, agent, id, row.roles ?? [], method],
  })
  await note(row, { fact: 'sign_in', object: 'user', record: row.id, detail: { peer, agent, method } })
  if (await meetDevice(db, row.id, { device, now })) await deps.onNewDevice({ user: row.id, session: id, peer, agent, at: now })
  return { token, principal: principalOf(row, token, method), device, seconds }
}

/** The person behind a session; null when it is unknown, too old, idle for too long, or opened with other roles than now. Quietly: this is no use of it. */
export async function sessionPerson(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'policy'>,
  token: string,
  how?: 'quietly',
): Promise<Principal | null> {
  const { db, policy } = deps
  const now = deps.clock.now()
  const { idle_minutes: idle } = await policy.read()
  const rows = await db.query<{ user_id: string; seen_at: Date; roles: string[] | null; method: Method }>({
    text: `select user_id, seen_at, roles, method from session where hash = $1 and expires_at > $2 and seen_at > $3`,
    values: [sha256(token), now.toISOString(), new Date(now.getTime() - idle * 60_000).toISOString()],
    name: 'session_by_hash',
  })
  const session = rows[0]
  if (session === undefined) return null
  const row = await person(db, { user: session.user_id })
  if (row === null) return null
  if (session.roles !== null && !sameRoles(session.roles, row.roles ?? [])) {
    await db.query({ text: 'delete from session where hash = $1', values: [sha256(token)] })
    return null
  }
  if (how !== 'quietly' && now.getTime() - new Date(session.seen_at).getTime() > SEEN_EVERY_MS)
    await db.query({ text: 'update session set seen_at = $2 where hash = $1', values: [sha256(token), now.toISOString()] })
  return principalOf(row, token, session.method)
}

function sameRoles(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((role) => other.includes(role))
}

/** Where a person is signed in; `current` is the session asking. */
export async function listSessions(db: Database, userId: string, current: string): Promise<readonly SessionRow[]> {
  return db.query<SessionRow>({
    text: `select id, to_json(created_at)#>>'{}' as created_at, to_json(seen_at)#>>'{}' as seen_at, peer, agent, method, hash = $2 as current
           from session where user_id = $1 and expires_at > now() order by seen_at desc limit 100`,
    values: [userId, sha256(current)],
  })
}
