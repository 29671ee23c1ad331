import { AppError, type Json, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { type Kernel, systemActor } from '@perigon/kernel'

/** Somebody for whom a directory or a provider vouches. */
export type Outsider = {
  readonly kind: 'ldap' | 'sso'
  /** Who vouches: `ldap`, or the issuer. */
  readonly provider: string
  /** Never changes and is never given to anybody else. */
  readonly subject: string
  readonly login: string
  readonly name: string
  /** Only when it is proved to be theirs. */
  readonly email: string | null
  readonly number: string | null
  /** Null: administrators give the roles. */
  readonly roles: readonly string[] | null
}

type Known = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly roles: readonly string[] | null
  readonly auth: string | null
  readonly status: string
  readonly gone: boolean
}

const KNOWN = `select u.id, u.name, u.email, u.roles, u.auth, u.status, u.deleted_at is not null as gone from "user" u`

/** An address that two people cannot both mean: plain ASCII, no look-alike letters. */
function plainAddress(email: string | null): string | null {
  return email !== null && /^[\x21-\x7e]+@[a-z0-9.-]+$/i.test(email) ? email.toLowerCase() : null
}

async function byIdentity(db: Executor, who: Outsider): Promise<Known | undefined> {
  const text = `${KNOWN} join outside_identity i on i.user_id = u.id where i.provider = $1 and i.subject = $2`
  return (await db.query<Known>({ text, values: [who.provider, who.subject] }))[0]
}

/**
 * A user an administrator made for this: by login, or by the proved address. A user with a password is never taken over,
 * nor one that somebody else at the same provider already is.
 */
async function prepared(db: Executor, who: Outsider): Promise<Known | 'taken' | null> {
  const rows = await db.query<Known>({
    text: `${KNOWN} where lower(u.login) = $1 or (u.auth = $2 and $3::text is not null and lower(u.email) = $3 and u.deleted_at is null)
           order by lower(u.login) = $1 desc limit 2`,
    values: [who.login, who.kind, plainAddress(who.email)],
  })
  const [found, second] = rows
  if (found === undefined) return null
  if (second !== undefined || found.auth !== who.kind || found.gone) return 'taken'
  const others = await db.query({
    text: 'select 1 from outside_identity where user_id = $1 and provider = $2',
    values: [found.id, who.provider],
  })
  return others.length > 0 ? 'taken' : found
}

/** The employee this is: by number, else by the proved address; only somebody who has no login yet. */
async function employeeOf(db: Executor, who: Outsider): Promise<string | null> {
  const rows = await db.query<{ id: string; by_number: boolean }>({
    text: `select e.id, coalesce(e.number = $1, false) as by_number from employee e where e.deleted_at is null and e.status <> 'left'
             and (e.number = $1 or lower(e.email) = $2) and not exists (select 1 from "user" u where u.employee = e.id and u.deleted_at is null)
           order by by_number desc limit 2`,
    values: [who.number, plainAddress(who.email)],
  })
  const [first, second] = rows
  if (first === undefined || (second !== undefined && !first.by_number)) return null
  return first.id
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each))

/** What the provider says differently now. */
function differences(known: Known, who: Outsider): { readonly [field: string]: Json } {
  const address = plainAddress(who.email)
  return {
    ...(who.roles !== null && !same(who.roles, known.roles ?? []) ? { roles: [...who.roles] } : {}),
    ...(who.name !== known.name ? { name: who.name } : {}),
    ...(address !== null && address !== known.email ? { email: address } : {}),
  }
}

async function create(kernel: Kernel, tx: Executor, who: Outsider): Promise<string> {
  const id = newId()
  const companies = await tx.query<{ locale: string }>('select locale from company where deleted_at is null order by created_at limit 1')
  const patch = {
    login: who.login,
    name: who.name,
    email: plainAddress(who.email),
    employee: await employeeOf(tx, who),
    roles: [...(who.roles ?? [])],
    auth: who.kind,
    locale: companies[0]?.locale ?? 'zh-CN',
  }
  await kernel.write(systemActor(who.provider), [{ object: 'user', op: 'create', id, patch }], {
    cause: { kind: 'system', ref: 'first sign-in' },
    tx,
  })
  return id
}

/**
 * The user behind somebody vouched for: known already, prepared by an administrator, or made now. Name, address and roles
 * are brought up to date each time. Throws `auth.taken` when the login is somebody else's, `auth.no_role` without a role;
 * null for a user who is locked, disabled or deleted.
 */
export async function admitOutsider(kernel: Kernel, who: Outsider): Promise<string | null> {
  const id = await kernel.db.transaction(async (tx) => {
    const known = (await byIdentity(tx, who)) ?? (await prepared(tx, who))
    if (known === 'taken') throw new AppError('auth.taken')
    if (known !== null && (known.gone || known.status !== 'active' || known.auth !== who.kind)) return null
    const userId = known?.id ?? (await create(kernel, tx, who))
    await tx.query({
      text: 'insert into outside_identity (provider, subject, user_id, created_at) values ($1, $2, $3, now()) on conflict do nothing',
      values: [who.provider, who.subject, userId],
    })
    const patch = known === null ? {} : differences(known, who)
    if (Object.keys(patch).length > 0)
      await kernel.write(systemActor(who.provider), [{ object: 'user', op: 'update', id: userId, patch }], {
        cause: { kind: 'system', ref: 'sign-in' },
        tx,
      })
    return userId
  })
  if (id === null) return null
  const rows = await kernel.db.query<{ roles: string[] | null }>({ text: 'select roles from "user" where id = $1', values: [id] })
  if ((rows[0]?.roles ?? []).length === 0) throw new AppError('auth.no_role')
  return id
}
