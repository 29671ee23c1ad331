import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { demandGood, replaceHash } from '../credential.ts'
import { hashPassword } from '../password.ts'
import type { SignInDeps } from '../principal.ts'
import { newToken, sha256 } from '../secret.ts'
import { forgive } from '../throttle.ts'

export const LINK_MINUTES = 15

/** A link token that sets a password once, within fifteen minutes; an earlier one of the same user stops working. */
export async function issuePasswordLink(
  { db, clock }: Pick<SignInDeps, 'db' | 'clock'>,
  userId: string,
  madeBy: 'mail' | 'command line',
): Promise<string> {
  const token = newToken()
  const now = clock.now()
  await db.transaction(async (tx) => {
    await tx.query({ text: 'delete from password_link where user_id = $1 or expires_at < $2', values: [userId, now.toISOString()] })
    await tx.query({
      text: 'insert into password_link (hash, user_id, made_by, created_at, expires_at) values ($1, $2, $3, $4, $5)',
      values: [sha256(token), userId, madeBy, now.toISOString(), new Date(now.getTime() + LINK_MINUTES * 60_000).toISOString()],
    })
  })
  return token
}

/** The page that takes the token. It stands behind `#`: browsers send that neither to a server nor as a referrer. */
export function passwordLinkAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/reset-password#${token}`
}

type Holder = { readonly user_id: string; readonly login: string; readonly name: string; readonly made_by: string }

async function holderOf(db: Executor, token: string, now: Date): Promise<Holder> {
  const rows = await db.query<Holder>({
    text: `select l.user_id, u.login, u.name, l.made_by from password_link l join "user" u on u.id = l.user_id
           where l.hash = $1 and l.expires_at > $2 and u.status = 'active' and u.deleted_at is null`,
    values: [sha256(token), now.toISOString()],
  })
  const holder = rows[0]
  if (holder === undefined) throw new AppError('auth.reset_link')
  return holder
}

/** Sets a password by a link. A password that is refused does not use the link up; one that is taken does. */
export async function usePasswordLink(deps: SignInDeps, input: { readonly token: string; readonly password: string }): Promise<void> {
  const { db, clock, note, policy } = deps
  const holder = await holderOf(db, input.token, clock.now())
  const { user_id: userId, login } = holder
  await demandGood(db, userId, { login, password: input.password, count: (await policy.read()).former_passwords })
  const hash = await hashPassword(input.password)
  await db.transaction(async (tx) => {
    const taken = await tx.query({ text: 'delete from password_link where hash = $1 returning 1', values: [sha256(input.token)] })
    if (taken.length === 0) throw new AppError('auth.reset_link')
    await replaceHash(tx, userId, { hash })
    await forgive(tx, login)
  })
  await note(
    { id: userId, name: holder.name },
    { fact: 'password', object: 'user', record: userId, detail: { by: `link by ${holder.made_by}` } },
  )
}
