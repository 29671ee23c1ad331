import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { isWithin } from '../sign-in-policy/networks.ts'
import { createPolicy } from '../sign-in-policy/policy.ts'
import { createToken, listTokens, revokeToken, tokenPerson, type TokenLimits, type TokenRow } from './api-token.ts'
import { changePassword, setPassword, storedHash } from './credential.ts'
import { verifyPassword } from './password.ts'
import { person, type PersonRow } from './person.ts'
import type { Method, Opened, Origin, Principal, SignInDeps } from './principal.ts'
import { createSecondFactor, type SecondFactor } from './second-factor.ts'
import { noSecretBox } from './secret-box.ts'
import { sha256 } from './secret.ts'
import { listSessions, openSession, sessionPerson, type SessionRow } from './session.ts'
import { attemptOf, forgive, recordFailure, throttle } from './throttle.ts'

/** One-time or recovery code, when the person has a second factor. */
type Proof = { readonly login: string; readonly password: string; readonly code?: string | undefined }

export type SignIn = {
  signIn(input: Proof & Origin): Promise<Opened>
  /** Opens a session for somebody whose identity something else has proved (a passkey, a provider). */
  open(userId: string, method: Method, origin: Origin): Promise<Opened>
  /** The person behind a session cookie, null when it is unknown or over. Throws `auth.network` from a place they may not come from. */
  bySession(token: string, peer: string): Promise<Principal | null>
  /** The same, read anew and without counting as use, for connections that stay open. */
  sessionNow(token: string, peer: string): Promise<Principal | null>
  /** The person behind a bearer token. */
  byToken(token: string, peer: string): Promise<Principal | null>
  signOut(token: string): Promise<void>
  setPassword(userId: string, input: { readonly login: string; readonly password: string }, tx?: Executor): Promise<void>
  createToken(login: string, input: { readonly name: string } & Partial<TokenLimits>): Promise<string>
  tokens(userId: string): Promise<readonly TokenRow[]>
  /** Ends a token; false when it is not this person's. */
  revokeToken(principal: Principal, tokenId: string): Promise<boolean>
  readonly secondFactor: SecondFactor
  /** Where a person is signed in; `current` is the session asking. */
  sessions(userId: string, current: string): Promise<readonly SessionRow[]>
  endSession(userId: string, sessionId: string): Promise<void>
  /** Ends all sessions of a person but the one kept. */
  endOthers(userId: string, keep: string): Promise<void>
  /** Changes one's own password: the present one is needed, the last few are refused, other sessions end. */
  changePassword(principal: Principal, input: { readonly present: string; readonly next: string; readonly keep: string }): Promise<void>
  /** Forget what is remembered of people and the policy, after a change. */
  forget(): void
  readonly deps: SignInDeps
}

type Known = { readonly principal: Principal; readonly until: number }

const REMEMBER_MS = 5_000
const MOST_KNOWN = 5_000

type Inner = SignInDeps & { readonly secondFactor: SecondFactor }

/** Refuses somebody whose roles do not let them in from there. */
async function admit(deps: SignInDeps, row: PersonRow, origin: Origin): Promise<void> {
  if ((row.networks ?? []).every((list) => isWithin(list ?? [], origin.peer))) return
  await refuse(deps, { id: row.id, name: row.login }, { peer: origin.peer, reason: 'network' })
  throw new AppError('auth.network', { data: { peer: origin.peer } })
}

async function refuse(
  { note }: Pick<SignInDeps, 'note'>,
  who: { readonly id: string | null; readonly name: string },
  detail: { readonly [key: string]: string | boolean },
): Promise<void> {
  await note(who, { fact: 'sign_in_failed', object: 'user', record: who.id, detail })
}

/** Refuses everybody outside the installation's networks, before any password is looked at. */
async function admitPeer(deps: SignInDeps, login: string, origin: Origin): Promise<void> {
  const { networks } = await deps.policy.read()
  if (isWithin(networks, origin.peer)) return
  await refuse(deps, { id: null, name: login }, { peer: origin.peer, reason: 'network' })
  throw new AppError('auth.network', { data: { peer: origin.peer } })
}

async function demandCode(deps: Inner, row: PersonRow, input: Proof & Origin): Promise<void> {
  if (!(await deps.secondFactor.needed(row.id))) {
    // Whose role needs two factors and who has a passkey only, shows the passkey: a password alone is one.
    if (row.factor_required === true && row.has_factor === true) throw new AppError('auth.use_passkey')
    return
  }
  if (input.code === undefined || input.code === '') throw new AppError('auth.second_factor')
  if (await deps.secondFactor.check(row.id, input.code)) return
  await recordFailure(deps.db, attemptOf(row.login.toLowerCase(), input.peer, deps.clock.now()))
  await refuse(deps, { id: row.id, name: row.login }, { peer: input.peer, second_factor: true })
  throw new AppError('auth.code')
}

/** The user whom login and password prove, and by what. Both are looked at for an unknown name as well, so that it takes as long. */
async function proved(
  deps: Inner,
  row: PersonRow | null,
  { login, password }: Proof,
): Promise<{ readonly row: PersonRow; readonly method: Method } | null> {
  const { db, byDirectory } = deps
  const stored = await storedHash(db, row?.id ?? null)
  const hasPassword = row !== null && (row.auth ?? 'password') === 'password'
  if ((await verifyPassword(hasPassword ? stored : null, password)) && row !== null) return { row, method: 'password' }
  if (byDirectory === null || (row !== null && row.auth !== 'ldap')) return null
  const userId = await byDirectory(login, password)
  const found = userId === null ? null : await person(db, { user: userId })
  return found === null ? null : { row: found, method: 'ldap' }
}

/** The same steps, in the same order, whether there is such a user or not. */
async function signIn(deps: Inner, input: Proof & Origin): Promise<Opened> {
  const { db, clock } = deps
  const login = input.login.normalize('NFKC').trim().toLowerCase().slice(0, 100)
  await admitPeer(deps, login, input)
  const attempt = attemptOf(login, input.peer, clock.now())
  await throttle(db, attempt)
  const before = await person(db, { login })
  const proof = await proved(deps, before, { ...input, login })
  if (proof === null) {
    await recordFailure(db, attempt)
    await refuse(deps, { id: before?.id ?? null, name: login }, { peer: input.peer, agent: input.agent.slice(0, 300) })
    throw new AppError('auth.invalid')
  }
  const { row, method } = proof
  await admit(deps, row, input)
  await demandCode(deps, row, input)
  await forgive(db, login)
  return openSession(deps, row, { origin: input, method })
}

async function open(deps: SignInDeps, userId: string, input: { readonly method: Method; readonly origin: Origin }): Promise<Opened> {
  const row = await person(deps.db, { user: userId })
  if (row === null) throw new AppError('auth.invalid')
  await admitPeer(deps, row.login, input.origin)
  await admit(deps, row, input.origin)
  return openSession(deps, row, input)
}

/** Remembers who is behind a token for a few seconds, and watches where requests come from. */
function createMemory(deps: SignInDeps) {
  const { clock, policy } = deps
  const known = new Map<string, Known>()
  const noted = new Map<string, number>()
  const remembered = async (key: string, load: () => Promise<Principal | null>): Promise<Principal | null> => {
    const now = clock.now().getTime()
    const hit = known.get(key)
    if (hit !== undefined && hit.until > now) return hit.principal
    const principal = await load()
    if (known.size > MOST_KNOWN) known.clear()
    if (principal === null) known.delete(key)
    else known.set(key, { principal, until: now + REMEMBER_MS })
    return principal
  }
  const here = async (principal: Principal | null, peer: string): Promise<Principal | null> => {
    if (principal === null) return null
    const { networks } = await policy.read()
    if ([networks, ...principal.networks].every((list) => isWithin(list, peer))) return principal
    const [now, id] = [clock.now().getTime(), principal.actor.id ?? '']
    // One line a minute says it; a page that keeps asking must not fill the log.
    if (now - (noted.get(id) ?? 0) > 60_000) {
      if (noted.size > MOST_KNOWN) noted.clear()
      noted.set(id, now)
      await refuse(deps, { id, name: principal.login }, { peer, reason: 'network', session: principal.via })
    }
    throw new AppError('auth.network', { data: { peer } })
  }
  return {
    here,
    find: async (key: string, peer: string, load: () => Promise<Principal | null>) => here(await remembered(key, load), peer),
    drop: (key: string) => known.delete(key),
    clear: () => {
      known.clear()
      policy.forget()
    },
  }
}

/** Sign-in over one table of sessions: opaque random tokens, kept only as hashes, revocable, with idle and absolute end. */
export function createSignIn(
  input: Pick<SignInDeps, 'db' | 'clock' | 'note'> & Partial<Pick<SignInDeps, 'onNewDevice' | 'byDirectory' | 'secrets'>>,
): SignIn {
  const { db } = input
  const deps: SignInDeps = {
    onNewDevice: async () => undefined,
    byDirectory: null,
    secrets: noSecretBox,
    ...input,
    policy: createPolicy(db, input.clock),
  }
  const secondFactor = createSecondFactor(db, deps)
  const memory = createMemory(deps)
  const afterwards = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    memory.clear()
    return result
  }
  return {
    deps,
    secondFactor,
    signIn: (input) => signIn({ ...deps, secondFactor }, input),
    open: (userId, method, origin) => open(deps, userId, { method, origin }),
    sessions: (userId, current) => listSessions(db, userId, current),
    endSession: async (userId, sessionId) => {
      await afterwards(db.query({ text: 'delete from session where user_id = $1 and id = $2', values: [userId, sessionId] }))
    },
    endOthers: async (userId, keep) => {
      await afterwards(db.query({ text: 'delete from session where user_id = $1 and hash <> $2', values: [userId, sha256(keep)] }))
    },
    changePassword: (principal, input) => afterwards(changePassword(deps, principal, input)),
    bySession: async (token, peer) => (token.length > 100 ? null : memory.find(`s:${token}`, peer, () => sessionPerson(deps, token))),
    sessionNow: async (token, peer) => memory.here(await sessionPerson(deps, token, 'quietly'), peer),
    byToken: async (token, peer) => (token.length > 100 ? null : memory.find(`t:${token}`, peer, () => tokenPerson(deps, token))),
    signOut: async (token) => {
      memory.drop(`s:${token}`)
      const gone = await db.query<{ user_id: string; name: string }>({
        text: `delete from session s using "user" u where s.hash = $1 and u.id = s.user_id returning s.user_id, u.name`,
        values: [sha256(token)],
      })
      const who = gone[0]
      if (who !== undefined)
        await deps.note({ id: who.user_id, name: who.name }, { fact: 'sign_out', object: 'user', record: who.user_id, detail: {} })
    },
    setPassword: (userId, input, tx) => afterwards(setPassword(db, userId, { ...input, tx })),
    createToken: (login, input) => createToken(deps, login, input),
    tokens: (userId) => listTokens(db, userId),
    revokeToken: (principal, tokenId) => afterwards(revokeToken(deps, principal, tokenId)),
    forget: () => memory.clear(),
  }
}
