import { AppError, newId } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import { actorOf, person } from './person.ts'
import type { Principal, SignInDeps } from './principal.ts'
import { newToken, sha256 } from './secret.ts'

/** What a token may do; with neither, all that its owner may. */
export type TokenLimits = {
  readonly reading_only: boolean
  /** Only these objects; null for all. */
  readonly objects: readonly string[] | null
  readonly expires_at: Date | null
}

export type TokenRow = {
  readonly id: string
  readonly name: string
  /** The last characters, to tell tokens apart. */
  readonly hint: string | null
  readonly reading_only: boolean
  readonly objects: readonly string[] | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly last_used_at: string | null
}

/** The person behind a bearer token, with no more rights than the token has. A limited token never opens an administrator's doors. */
export async function tokenPerson({ db, clock }: Pick<SignInDeps, 'db' | 'clock'>, token: string): Promise<Principal | null> {
  const rows = await db.query<{ user_id: string; reading_only: boolean; objects: string[] | null }>({
    text: `update api_token set last_used_at = $2 where hash = $1 and (expires_at is null or expires_at > $2) returning user_id, reading_only, objects`,
    values: [sha256(token), clock.now().toISOString()],
  })
  const found = rows[0]
  const row = found === undefined ? null : await person(db, { user: found.user_id })
  if (found === undefined || row === null) return null
  const actor = actorOf(row)
  const isLimited = found.reading_only || found.objects !== null
  return {
    actor: isLimited ? { ...actor, admin: false, only: { reading: found.reading_only, objects: found.objects } } : actor,
    login: row.login,
    roles: row.roles ?? [],
    via: 'token',
    csrf: '',
    auth: row.auth ?? 'password',
    must: null,
    networks: (row.networks ?? []).map((list) => list ?? []),
  }
}

/** A new token for a user; shown once, kept as its hash. */
export async function createToken(
  { db, clock, note }: Pick<SignInDeps, 'db' | 'clock' | 'note'>,
  login: string,
  input: { readonly name: string } & Partial<TokenLimits>,
): Promise<string> {
  const row = await person(db, { login: login.toLowerCase() })
  if (row === null) throw new AppError('record.not_found')
  const token = `pgn_${newToken()}`
  const { name, reading_only = false, objects = null, expires_at = null } = input
  await db.query({
    text: 'insert into api_token (id, hash, user_id, name, created_at, expires_at, reading_only, objects, hint) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      newId(),
      sha256(token),
      row.id,
      name,
      clock.now().toISOString(),
      expires_at?.toISOString() ?? null,
      reading_only,
      objects,
      token.slice(-4),
    ],
  })
  const expires = expires_at?.toISOString() ?? null
  await note(row, {
    fact: 'token',
    object: 'user',
    record: row.id,
    detail: { name, reading_only, objects: objects === null ? null : [...objects], expires },
  })
  return token
}

/** A person's tokens, newest first. */
export async function listTokens(db: Database, userId: string): Promise<readonly TokenRow[]> {
  return db.query<TokenRow>({
    text: `select id, name, hint, reading_only, objects, to_json(created_at)#>>'{}' as created_at, to_json(expires_at)#>>'{}' as expires_at,
             to_json(last_used_at)#>>'{}' as last_used_at
           from api_token where user_id = $1 order by created_at desc limit 200`,
    values: [userId],
  })
}

/** Ends a token of this person; false when it is not theirs. */
export async function revokeToken({ db, note }: Pick<SignInDeps, 'db' | 'note'>, principal: Principal, tokenId: string): Promise<boolean> {
  const rows = await db.query<{ name: string }>({
    text: 'delete from api_token where id = $1 and user_id = $2 returning name',
    values: [tokenId, principal.actor.id],
  })
  const gone = rows[0]
  if (gone === undefined) return false
  await note(principal.actor, { fact: 'token', object: 'user', record: principal.actor.id, detail: { name: gone.name, revoked: true } })
  return true
}
