import { AppError } from '@perigon/contracts'
import type { Database, Executor } from '@perigon/db'
import { hashPassword, passwordProblems, verifyPassword } from './password.ts'
import type { Principal, SignInDeps } from './principal.ts'
import { sha256 } from './secret.ts'
import { forgive, recordFailure, throttle } from './throttle.ts'

/** The stored hash of a user; null when there is no such user or no password. Asked for unknown users too: it takes as long. */
export async function storedHash(db: Executor, userId: string | null): Promise<string | null> {
  const rows = await db.query<{ hash: string }>({
    name: 'credential_by_user',
    text: 'select hash from credential where user_id = $1',
    values: [userId],
  })
  return rows[0]?.hash ?? null
}

/** What is wrong with a new password, as the error to throw. */
function weakness(password: string, login: string): AppError | null {
  const problems = passwordProblems(password, login)
  if (problems.length === 0) return null
  const detail = { zh: problems.map((problem) => problem.zh).join('；'), en: problems.map((problem) => problem.en).join('; ') }
  return new AppError('record.invalid', { issues: [{ path: 'password', code: 'weak_password', data: { detail } }], data: { count: 1 } })
}

/** Throws unless the password is strong and none of the last `count`, the present one among them. */
export async function demandGood(
  db: Executor,
  userId: string,
  input: { readonly login: string; readonly password: string; readonly count: number },
): Promise<void> {
  const weak = weakness(input.password, input.login)
  if (weak !== null) throw weak
  const former = await db.query<{ hash: string }>({
    text: `select hash from credential where user_id = $1 union all (select hash from former_password where user_id = $1 order by at desc limit $2)`,
    values: [userId, input.count - 1],
  })
  for (const { hash } of former) {
    if (await verifyPassword(hash, input.password))
      throw new AppError('record.invalid', {
        issues: [{ path: 'password', code: 'former_password', data: { count: input.count } }],
        data: { count: 1 },
      })
  }
}

/**
 * Puts a hash in force: the former one is remembered, sessions (but the one kept) and open links end. Where no session is
 * kept, somebody else than the person at the screen asked for it, and tokens may be in wrong hands as well: they end too.
 */
export async function replaceHash(tx: Executor, userId: string, input: { readonly hash: string; readonly keep?: string }): Promise<void> {
  await tx.query({
    text: 'insert into former_password (user_id, hash) select user_id, hash from credential where user_id = $1 on conflict do nothing',
    values: [userId],
  })
  await tx.query({
    text: 'insert into credential (user_id, hash) values ($1, $2) on conflict (user_id) do update set hash = excluded.hash, changed_at = now()',
    values: [userId, input.hash],
  })
  const kept = input.keep === undefined ? null : sha256(input.keep)
  await tx.query({ text: 'delete from session where user_id = $1 and hash is distinct from $2', values: [userId, kept] })
  await tx.query({ text: 'delete from password_link where user_id = $1', values: [userId] })
  if (kept === null) await tx.query({ text: 'delete from api_token where user_id = $1', values: [userId] })
}

/** Changes one's own password; the present one is needed. */
export async function changePassword(
  { db, clock, note, policy }: SignInDeps,
  principal: Principal,
  input: { readonly present: string; readonly next: string; readonly keep: string },
): Promise<void> {
  const { actor, login } = principal
  const userId = actor.id ?? ''
  const attempt = { keys: [`login:${login}`], now: clock.now() }
  await throttle(db, attempt)
  if (!(await verifyPassword(await storedHash(db, userId), input.present))) {
    await recordFailure(db, attempt)
    throw new AppError('auth.present_password')
  }
  await demandGood(db, userId, { login, password: input.next, count: (await policy.read()).former_passwords })
  const hash = await hashPassword(input.next)
  await db.transaction((tx) => replaceHash(tx, userId, { hash, keep: input.keep }))
  await forgive(db, login)
  await note(actor, { fact: 'password', object: 'user', record: userId, detail: {} })
}

/** Sets a password for somebody: strong, but it may be a former one. All their sessions end. */
export async function setPassword(
  db: Database,
  userId: string,
  input: { readonly login: string; readonly password: string; readonly tx?: Executor | undefined },
): Promise<void> {
  const weak = weakness(input.password, input.login)
  if (weak !== null) throw weak
  const hash = await hashPassword(input.password)
  if (input.tx === undefined) await db.transaction((tx) => replaceHash(tx, userId, { hash }))
  else await replaceHash(input.tx, userId, { hash })
}
