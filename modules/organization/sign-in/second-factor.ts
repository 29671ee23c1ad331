import { createHash, randomBytes } from 'node:crypto'
import { AppError, type Clock } from '@perigon/contracts'
import type { Database, Executor } from '@perigon/db'
import { Secret, TOTP } from 'otpauth'
import type { SecretBox } from './secret-box.ts'

const PERIOD = 30
const CODES = 10

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
const fold = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase()

function generator(secret: string, login: string): TOTP {
  return new TOTP({ issuer: 'Perigon', label: login, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD })
}

/** The time step a code belongs to, within one step of now; null when it is wrong. RFC 6238. */
function stepOf(code: string, input: { readonly secret: string; readonly now: Date }): number | null {
  // validate() answers the distance in steps, where 0 (the present step) is a success.
  const delta = generator(input.secret, 'user').validate({ token: fold(code), window: 1, timestamp: input.now.getTime() })
  return delta === null ? null : Math.floor(input.now.getTime() / 1000 / PERIOD) + delta
}

type FactorDeps = { readonly clock: Clock; readonly secrets: SecretBox }

export type SecondFactor = {
  /** Whether a confirmed second factor is asked for. */
  needed(userId: string): Promise<boolean>
  /** Checks a code or a recovery code; each works once. */
  check(userId: string, code: string): Promise<boolean>
  /** A new secret to be confirmed; the one in force stays until then. */
  begin(userId: string, login: string): Promise<{ readonly secret: string; readonly uri: string }>
  /** Confirms with a first code; answers the recovery codes, shown once. */
  confirm(userId: string, code: string): Promise<readonly string[]>
  remove(userId: string): Promise<void>
  /** Takes one-time codes and passkeys away: for administrators, when somebody lost what they had. */
  clear(userId: string): Promise<void>
}

async function spendRecoveryCode(db: Executor, userId: string, code: string): Promise<boolean> {
  const rows = await db.query({
    text: 'update recovery_code set used_at = now() where user_id = $1 and hash = $2 and used_at is null returning 1',
    values: [userId, sha256(fold(code))],
  })
  return rows.length > 0
}

async function checkCode(
  db: Executor,
  { clock, secrets }: FactorDeps,
  input: { readonly userId: string; readonly code: string; readonly confirmed: boolean },
): Promise<boolean> {
  const { userId, code, confirmed } = input
  const rows = await db.query<{ secret: string }>({
    text: `select secret from second_factor where user_id = $1 and (confirmed_at is not null) = $2`,
    values: [userId, confirmed],
  })
  const kept = rows[0]?.secret
  if (kept === undefined) return false
  // Secrets from before there was a key are sealed when they are next used.
  const secret = secrets.isSealed(kept) ? secrets.open(kept, userId) : kept
  const step = secret === null ? null : stepOf(code, { secret, now: clock.now() })
  if (secret === null || step === null) return false
  const fresh = await db.query({
    text: 'update second_factor set last_step = $2, secret = $3 where user_id = $1 and last_step < $2 returning 1',
    values: [userId, step, secrets.isSealed(kept) ? kept : secrets.seal(secret, userId)],
  })
  return fresh.length > 0
}

async function newRecoveryCodes(db: Executor, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, () => Secret.fromHex(randomBytes(10).toString('hex')).base32.slice(0, 10))
  await db.query({ text: 'delete from recovery_code where user_id = $1', values: [userId] })
  await db.query({
    text: `insert into recovery_code (user_id, hash) select $1, decode(h, 'hex') from unnest($2::text[]) h`,
    values: [userId, codes.map((code) => sha256(code).toString('hex'))],
  })
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`)
}

async function removeCodes(db: Executor, userId: string): Promise<void> {
  await db.query({ text: 'delete from second_factor where user_id = $1', values: [userId] })
  await db.query({ text: 'delete from recovery_code where user_id = $1', values: [userId] })
}

/** Time-based one-time codes (TOTP) with ten recovery codes. Their secrets are sealed with a key outside the database. */
export function createSecondFactor(db: Database, deps: FactorDeps): SecondFactor {
  return {
    needed: async (userId) =>
      (await db.query({ text: 'select 1 from second_factor where user_id = $1 and confirmed_at is not null', values: [userId] })).length >
      0,
    check: async (userId, code) => (await checkCode(db, deps, { userId, code, confirmed: true })) || spendRecoveryCode(db, userId, code),
    begin: async (userId, login) => {
      if (
        (await db.query({ text: 'select 1 from second_factor where user_id = $1 and confirmed_at is not null', values: [userId] })).length >
        0
      )
        throw new AppError('auth.second_factor_on')
      const secret = new Secret({ size: 20 }).base32
      await db.query({
        text: `insert into second_factor (user_id, secret) values ($1, $2) on conflict (user_id) do update set secret = excluded.secret, last_step = 0`,
        values: [userId, deps.secrets.seal(secret, userId)],
      })
      return { secret, uri: generator(secret, login).toString() }
    },
    confirm: (userId, code) =>
      db.transaction(async (tx) => {
        if (!(await checkCode(tx, deps, { userId, code, confirmed: false }))) throw new AppError('auth.wrong_code')
        await tx.query({ text: 'update second_factor set confirmed_at = now() where user_id = $1', values: [userId] })
        return newRecoveryCodes(tx, userId)
      }),
    remove: (userId) => db.transaction((tx) => removeCodes(tx, userId)),
    clear: (userId) =>
      db.transaction(async (tx) => {
        await removeCodes(tx, userId)
        await tx.query({ text: 'delete from passkey where user_id = $1', values: [userId] })
      }),
  }
}
