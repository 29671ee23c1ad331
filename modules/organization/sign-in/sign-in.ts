import { createHash, createHmac, randomBytes } from 'node:crypto'
import { AppError, type Clock, isId, newId } from '@perigon/contracts'
import type { Database, Executor } from '@perigon/db'
import type { Actor, Kernel } from '@perigon/kernel'
import { actorOf, person } from './person.ts'
import { createSecondFactor, type SecondFactor } from './second-factor.ts'
import { passwordProblems, hashPassword, verifyPassword } from './password.ts'

/** A signed-in person or program. */
export type Principal = {
  readonly actor: Actor
  readonly login: string
  readonly roles: readonly string[]
  readonly via: 'cookie' | 'token'
  readonly csrf: string
}

export type SignIn = {
  signIn(input: {
    readonly login: string
    readonly password: string
    readonly peer: string
    readonly agent: string
    /** One-time or recovery code, when the person has a second factor. */
    readonly code?: string | undefined
  }): Promise<{ readonly token: string; readonly principal: Principal }>
  /** The person behind a session cookie, null when it is unknown or over. */
  bySession(token: string): Promise<Principal | null>
  /** The person behind a bearer token. */
  byToken(token: string): Promise<Principal | null>
  signOut(token: string): Promise<void>
  setPassword(userId: string, input: { readonly login: string; readonly password: string }, tx?: Executor): Promise<void>
  createToken(login: string, name: string): Promise<string>
  readonly secondFactor: SecondFactor
  /** Where a person is signed in; `current` is the session asking. */
  sessions(userId: string, current: string): Promise<readonly SessionRow[]>
  endSession(userId: string, sessionId: string): Promise<void>
  /** Changes one's own password: the present one is needed, the last five are refused, other sessions end. */
  changePassword(principal: Principal, input: { readonly present: string; readonly next: string; readonly keep: string }): Promise<void>
  /** Forget what is remembered of people, after a change of users or roles. */
  forget(): void
}

export type SessionRow = {
  readonly id: string
  readonly created_at: string
  readonly seen_at: string
  readonly peer: string | null
  readonly agent: string | null
  readonly current: boolean
}

type SignInDeps = { readonly db: Database; readonly clock: Clock; readonly note: Kernel['note'] }

const IDLE_MS = 12 * 3600_000
const ABSOLUTE_MS = 14 * 86_400_000
const REMEMBER_MS = 5_000
const FREE_FAILURES = 5

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Seconds to wait after so many failures in a row: none for the first five, then 2, 4, 8 … up to 15 minutes. */
function delaySeconds(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(900, 2 ** (failures - FREE_FAILURES + 1))
}

async function throttle(db: Executor, keys: readonly string[], now: Date): Promise<void> {
  const rows = await db.query<{ failures: number; last_at: Date }>({
    text: 'select failures, last_at from login_failure where key = any($1)',
    values: [keys],
  })
  const wait = Math.max(0, ...rows.map((row) => delaySeconds(row.failures) - (now.getTime() - new Date(row.last_at).getTime()) / 1000))
  if (wait > 0) throw new AppError('auth.throttled', { data: { seconds: Math.ceil(wait) } })
}

async function recordFailure(db: Executor, keys: readonly string[], now: Date): Promise<void> {
  await db.query({
    text: `insert into login_failure (key, failures, last_at) select k, 1, $2 from unnest($1::text[]) k
           on conflict (key) do update set last_at = $2, failures = case when login_failure.last_at < $2::timestamptz - interval '1 hour' then 1 else login_failure.failures + 1 end`,
    values: [keys, now.toISOString()],
  })
}

function csrfOf(token: string): string {
  return createHmac('sha256', token).update('csrf').digest('base64url').slice(0, 32)
}

type Known = { readonly principal: Principal; readonly until: number }

async function sessionPerson(db: Database, token: string, now: Date): Promise<Principal | null> {
  const rows = await db.query<{ user_id: string; seen_at: Date }>({
    text: `select user_id, seen_at from session where hash = $1 and expires_at > $2 and seen_at > $3`,
    values: [sha256(token), now.toISOString(), new Date(now.getTime() - IDLE_MS).toISOString()],
    name: 'session_by_hash',
  })
  const session = rows[0]
  if (session === undefined) return null
  if (now.getTime() - new Date(session.seen_at).getTime() > 60_000) {
    await db.query({ text: 'update session set seen_at = $2 where hash = $1', values: [sha256(token), now.toISOString()] })
  }
  const row = await person(db, { user: session.user_id })
  return row === null ? null : { actor: actorOf(row), login: row.login, roles: row.roles ?? [], via: 'cookie', csrf: csrfOf(token) }
}

async function tokenPerson(db: Database, token: string, now: Date): Promise<Principal | null> {
  const rows = await db.query<{ user_id: string }>({
    text: `update api_token set last_used_at = $2 where hash = $1 and (expires_at is null or expires_at > $2) returning user_id`,
    values: [sha256(token), now.toISOString()],
  })
  const userId = rows[0]?.user_id
  const row = userId === undefined ? null : await person(db, { user: userId })
  return row === null ? null : { actor: actorOf(row), login: row.login, roles: row.roles ?? [], via: 'token', csrf: '' }
}

async function signIn(
  { db, clock, note, secondFactor }: SignInDeps & { readonly secondFactor: SecondFactor },
  input: Parameters<SignIn['signIn']>[0],
): Promise<{ token: string; principal: Principal }> {
  const login = input.login.normalize('NFKC').trim().toLowerCase().slice(0, 100)
  const now = clock.now()
  const keys = [`login:${login}`, `peer:${input.peer}`]
  await throttle(db, keys, now)
  const row = await person(db, { login })
  const stored =
    row === null
      ? null
      : ((await db.query<{ hash: string }>({ text: 'select hash from credential where user_id = $1', values: [row.id] }))[0]?.hash ?? null)
  if (!(await verifyPassword(stored, input.password)) || row === null) {
    await recordFailure(db, keys, now)
    await note(
      { id: row?.id ?? null, name: login },
      { fact: 'sign_in_failed', object: 'user', record: row?.id ?? null, detail: { peer: input.peer, agent: input.agent.slice(0, 300) } },
    )
    throw new AppError('auth.invalid')
  }
  if (await secondFactor.needed(row.id)) {
    if (input.code === undefined || input.code === '') throw new AppError('auth.second_factor')
    if (!(await secondFactor.check(row.id, input.code))) {
      await recordFailure(db, keys, now)
      await note(
        { id: row.id, name: login },
        { fact: 'sign_in_failed', object: 'user', record: row.id, detail: { peer: input.peer, second_factor: true } },
      )
      throw new AppError('auth.code')
    }
  }
  await db.query({ text: 'delete from login_failure where key = any($1)', values: [keys] })
  const token = randomBytes(32).toString('base64url')
  await db.query({
    text: `with s as (insert into session (hash, user_id, created_at, seen_at, expires_at, peer, agent) values ($1, $2, $3, $3, $4, $5, $6)) update "user" set last_login = $3 where id = $2`,
    values: [
      sha256(token),
      row.id,
      now.toISOString(),
      new Date(now.getTime() + ABSOLUTE_MS).toISOString(),
      input.peer,
      input.agent.slice(0, 300),
    ],
  })
  await note(row, { fact: 'sign_in', object: 'user', record: row.id, detail: { peer: input.peer, agent: input.agent.slice(0, 300) } })
  return { token, principal: { actor: actorOf(row), login: row.login, roles: row.roles ?? [], via: 'cookie', csrf: csrfOf(token) } }
}

async function listSessions(db: Database, userId: string, current: string): Promise<readonly SessionRow[]> {
  return db.query<SessionRow>({
    text: `select id, to_json(created_at)#>>'{}' as created_at, to_json(seen_at)#>>'{}' as seen_at, peer, agent, hash = $2 as current
           from session where user_id = $1 and expires_at > now() order by seen_at desc limit 100`,
    values: [userId, sha256(current)],
  })
}

const REMEMBERED_PASSWORDS = 5

/** Refuses the present password and the four before it. */
async function demandFresh(db: Executor, userId: string, next: string): Promise<void> {
  const former = await db.query<{ hash: string }>({
    text: `select hash from credential where user_id = $1 union all (select hash from former_password where user_id = $1 order by at desc limit ${REMEMBERED_PASSWORDS - 1})`,
    values: [userId],
  })
  for (const { hash } of former) {
    if (await verifyPassword(hash, next))
      throw new AppError('record.invalid', { issues: [{ path: 'password', code: 'former_password' }], data: { count: 1 } })
  }
}

async function changePassword(
  { db, clock, note }: SignInDeps,
  principal: Principal,
  input: { readonly present: string; readonly next: string; readonly keep: string },
): Promise<void> {
  const { actor, login } = principal
  const userId = actor.id ?? ''
  const keys = [`login:${login}`]
  await throttle(db, keys, clock.now())
  const stored =
    (await db.query<{ hash: string }>({ text: 'select hash from credential where user_id = $1', values: [userId] }))[0]?.hash ?? null
  if (!(await verifyPassword(stored, input.present))) {
    await recordFailure(db, keys, clock.now())
    throw new AppError('auth.invalid')
  }
  await demandFresh(db, userId, input.next)
  const problems = weakness(input.next, login)
  if (problems !== null) throw problems
  const hash = await hashPassword(input.next)
  await db.transaction(async (tx) => {
    await tx.query({ text: 'insert into former_password (user_id, hash) values ($1, $2) on conflict do nothing', values: [userId, stored] })
    await tx.query({ text: 'update credential set hash = $2, changed_at = now() where user_id = $1', values: [userId, hash] })
    await tx.query({ text: 'delete from session where user_id = $1 and hash <> $2', values: [userId, sha256(input.keep)] })
  })
  await note(actor, { fact: 'password', object: 'user', record: userId, detail: {} })
}

/** What is wrong with a new password, as the error to throw. */
function weakness(password: string, login: string): AppError | null {
  const problems = passwordProblems(password, login)
  if (problems.length === 0) return null
  const detail = { zh: problems.map((problem) => problem.zh).join('；'), en: problems.map((problem) => problem.en).join('; ') }
  return new AppError('record.invalid', { issues: [{ path: 'password', code: 'weak_password', data: { detail } }], data: { count: 1 } })
}

async function setPassword(db: Executor, userId: string, input: { readonly login: string; readonly password: string }): Promise<void> {
  const weak = weakness(input.password, input.login)
  if (weak !== null) throw weak
  await db.query({
    text: 'insert into credential (user_id, hash) values ($1, $2) on conflict (user_id) do update set hash = excluded.hash, changed_at = now()',
    values: [userId, await hashPassword(input.password)],
  })
  await db.query({ text: 'delete from session where user_id = $1', values: [userId] })
}

async function createToken({ db, clock, note }: SignInDeps, login: string, name: string): Promise<string> {
  const row = await person(db, { login: login.toLowerCase() })
  if (row === null || !isId(row.id)) throw new AppError('record.not_found')
  const token = `pgn_${randomBytes(30).toString('base64url')}`
  await db.query({
    text: 'insert into api_token (id, hash, user_id, name, created_at) values ($1, $2, $3, $4, $5)',
    values: [newId(), sha256(token), row.id, name, clock.now().toISOString()],
  })
  await note(row, { fact: 'token', object: 'user', record: row.id, detail: { name } })
  return token
}

/** Sign-in over one table of sessions: opaque random tokens, kept only as hashes, revocable, with idle and absolute end. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { db, clock, note } = deps
  const secondFactor = createSecondFactor(db, clock)
  const known = new Map<string, Known>()
  const remembered = async (key: string, load: () => Promise<Principal | null>): Promise<Principal | null> => {
    const now = clock.now().getTime()
    const hit = known.get(key)
    if (hit !== undefined && hit.until > now) return hit.principal
    const principal = await load()
    if (known.size > 5000) known.clear()
    if (principal === null) known.delete(key)
    else known.set(key, { principal, until: now + REMEMBER_MS })
    return principal
  }
  return {
    signIn: (input) => signIn({ ...deps, secondFactor }, input),
    secondFactor,
    sessions: (userId, current) => listSessions(db, userId, current),
    endSession: async (userId, sessionId) => {
      await db.query({ text: 'delete from session where user_id = $1 and id = $2', values: [userId, sessionId] })
      known.clear()
    },
    changePassword: async (principal, input) => {
      await changePassword(deps, principal, input)
      known.clear()
    },
    bySession: (token) =>
      token.length > 100 ? Promise.resolve(null) : remembered(`s:${token}`, () => sessionPerson(db, token, clock.now())),
    byToken: (token) => (token.length > 100 ? Promise.resolve(null) : remembered(`t:${token}`, () => tokenPerson(db, token, clock.now()))),
    signOut: async (token) => {
      known.delete(`s:${token}`)
      const gone = await db.query<{ user_id: string; name: string }>({
        text: `delete from session s using "user" u where s.hash = $1 and u.id = s.user_id returning s.user_id, u.name`,
        values: [sha256(token)],
      })
      const who = gone[0]
      if (who !== undefined)
        await note({ id: who.user_id, name: who.name }, { fact: 'sign_out', object: 'user', record: who.user_id, detail: {} })
    },
    setPassword: (userId, input, tx) => setPassword(tx ?? db, userId, input),
    createToken: (login, name) => createToken(deps, login, name),
    forget: () => known.clear(),
  }
}
