import { AppError } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Principal, SignInDeps } from '../principal.ts'
import type { RelyingParty } from './relying-party.ts'
import { authenticationOf, registrationOf } from './response.ts'

/** A passkey as its owner sees it. */
export type PasskeyRow = { readonly id: string; readonly name: string; readonly created_at: string; readonly last_used_at: string | null }

export type Passkeys = {
  readonly origin: string
  list(userId: string): Promise<readonly PasskeyRow[]>
  /** What the browser needs to make a new passkey. */
  begin(principal: Principal): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** Keeps the passkey the browser made. */
  finish(principal: Principal, input: { readonly name: string; readonly response: unknown }): Promise<void>
  rename(principal: Principal, id: string, name: string): Promise<void>
  remove(principal: Principal, id: string): Promise<void>
  /** What the browser needs to ask for a passkey; whose, only the browser knows. */
  ask(): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** The user whose passkey answered; throws `auth.passkey`. */
  prove(response: unknown): Promise<string>
}

const MINUTES = 5
const MOST = 20

type Stored = {
  readonly id: string
  readonly user_id: string
  readonly public_key: Buffer
  readonly counter: string
  readonly transports: string[]
}

async function remember(deps: SignInDeps, challenge: string, userId: string | null): Promise<void> {
  const now = deps.clock.now()
  await deps.db.query({ text: 'delete from passkey_challenge where expires_at < $1', values: [now.toISOString()] })
  await deps.db.query({
    text: 'insert into passkey_challenge (challenge, user_id, expires_at) values ($1, $2, $3)',
    values: [challenge, userId, new Date(now.getTime() + MINUTES * 60_000).toISOString()],
  })
}

/** A challenge is taken once: whoever comes second finds it gone. */
function takes(deps: SignInDeps, userId: string | null): (challenge: string) => Promise<boolean> {
  return async (challenge) => {
    const taken = await deps.db.query({
      text: 'delete from passkey_challenge where challenge = $1 and user_id is not distinct from $2 and expires_at > $3 returning 1',
      values: [challenge, userId, deps.clock.now().toISOString()],
    })
    return taken.length > 0
  }
}

async function listPasskeys(db: Database, userId: string): Promise<readonly PasskeyRow[]> {
  return db.query<PasskeyRow>({
    text: `select id, name, to_json(created_at)#>>'{}' as created_at, to_json(last_used_at)#>>'{}' as last_used_at
           from passkey where user_id = $1 order by created_at limit ${MOST}`,
    values: [userId],
  })
}

async function begin(deps: SignInDeps, party: RelyingParty, principal: Principal): Promise<PublicKeyCredentialCreationOptionsJSON> {
  if (principal.auth !== 'password') throw new AppError('auth.no_passkeys')
  const userId = principal.actor.id ?? ''
  const known = await listPasskeys(deps.db, userId)
  if (known.length >= MOST) throw new AppError('auth.passkeys_full', { data: { count: MOST } })
  const options = await generateRegistrationOptions({
    rpName: 'Perigon',
    rpID: party.id,
    userName: principal.login,
    userDisplayName: principal.actor.name,
    userID: new TextEncoder().encode(userId),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    // The key itself has to say whose it is, and the person has to unlock it: together they are two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: MINUTES * 60_000,
  })
  await remember(deps, options.challenge, userId)
  return options
}

async function finish(
  deps: SignInDeps,
  party: RelyingParty,
  input: { readonly principal: Principal; readonly name: string; readonly response: unknown },
): Promise<void> {
  const { principal, name } = input
  const userId = principal.actor.id ?? ''
  const response = registrationOf(input.response)
  const made = await verifyRegistrationResponse({
    response,
    expectedChallenge: takes(deps, userId),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw new AppError('auth.passkey', { cause })
  })
  if (!made.verified) throw new AppError('auth.passkey')
  const { credential } = made.registrationInfo
  const kept = await deps.db.query({
    text: `insert into passkey (id, user_id, name, public_key, counter, transports, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
    values: [
      credential.id,
      userId,
      name,
      Buffer.from(credential.publicKey),
      credential.counter,
      response.response.transports ?? [],
      deps.clock.now().toISOString(),
    ],
  })
  if (kept.length === 0) throw new AppError('auth.passkey')
  await deps.note(principal.actor, { fact: 'password', object: 'user', record: userId, detail: { passkey: 'added', name } })
}

async function prove(deps: SignInDeps, party: RelyingParty, input: unknown): Promise<string> {
  const response = authenticationOf(input)
  const rows = await deps.db.query<Stored>({
    text: `select k.id, k.user_id, k.public_key, k.counter::text as counter, k.transports from passkey k join "user" u on u.id = k.user_id
           where k.id = $1 and u.status = 'active' and u.deleted_at is null and coalesce(u.auth, 'password') = 'password'`,
    values: [response.id],
  })
  const stored = rows[0]
  const handle = Buffer.from(response.response.userHandle ?? '', 'base64url').toString('utf8')
  if (stored === undefined || stored.user_id !== handle) throw new AppError('auth.passkey')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: takes(deps, null),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: stored.id,
      publicKey: new Uint8Array(stored.public_key),
      counter: Number(stored.counter),
      transports: stored.transports,
    },
  }).catch(async (cause: unknown) => {
    // A counter that runs backwards, a wrong origin or a used challenge: somebody may hold a copy of the key.
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'refused'
    await deps.note(
      { id: stored.user_id, name: 'passkey' },
      { fact: 'sign_in_failed', object: 'user', record: stored.user_id, detail: { passkey: reason } },
    )
    throw new AppError('auth.passkey', { cause })
  })
  const counter = authenticationInfo.newCounter
  const moved = await deps.db.query({
    text: 'update passkey set counter = $2, last_used_at = $3 where id = $1 and (counter < $2 or $2 = 0) returning 1',
    values: [stored.id, counter, deps.clock.now().toISOString()],
  })
  if (!verified || moved.length === 0) throw new AppError('auth.passkey')
  return stored.user_id
}

/** Passkeys (WebAuthn): discoverable, unlocked by the person, so that one alone is password and second factor. */
export function createPasskeys(deps: SignInDeps, party: RelyingParty): Passkeys {
  const { db } = deps
  return {
    origin: party.origin,
    list: (userId) => listPasskeys(db, userId),
    begin: (principal) => begin(deps, party, principal),
    finish: (principal, input) => finish(deps, party, { ...input, principal }),
    rename: async (principal, id, name) => {
      const text = 'update passkey set name = $3 where id = $1 and user_id = $2 returning 1'
      if ((await db.query({ text, values: [id, principal.actor.id, name] })).length === 0) throw new AppError('record.not_found')
    },
    remove: async (principal, id) => {
      const text = 'delete from passkey where id = $1 and user_id = $2 returning name'
      const gone = (await db.query<{ name: string }>({ text, values: [id, principal.actor.id] }))[0]
      if (gone === undefined) throw new AppError('record.not_found')
      const detail = { passkey: 'removed', name: gone.name }
      await deps.note(principal.actor, { fact: 'password', object: 'user', record: principal.actor.id, detail })
    },
    ask: async () => {
      const options = await generateAuthenticationOptions({
        rpID: party.id,
        userVerification: 'required',
        allowCredentials: [],
        timeout: MINUTES * 60_000,
      })
      await remember(deps, options.challenge, null)
      return options
    },
    prove: (response) => prove(deps, party, response),
  }
}
