import type { Locale } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor, Deputy, FieldRight, FieldRights, Grants, Scope, Shares } from '@perigon/kernel'

/** A user with all that their rights are made of, read in one statement. */
export type PersonRow = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly locale: Locale
  readonly employee: string | null
  /** Set for somebody of a partner: they reach only what is shared with it. */
  readonly partner: string | null
  /** Set for somebody of a customer: they reach what `self_service_reach` names. */
  readonly self_service: boolean
  readonly roles: readonly string[] | null
  readonly department: string | null
  readonly departments: readonly string[] | null
  readonly own_departments: readonly string[] | null
  readonly branch_departments: readonly string[] | null
  readonly team: readonly string[] | null
  readonly stands_in_for: readonly string[] | null
  readonly shares: readonly { readonly object: string; readonly record: string; readonly access: string }[] | null
  readonly grants: readonly Grants[] | null
  readonly field_rights: readonly (FieldRights | null)[] | null
  readonly unmask: boolean | null
  readonly time_zone: string | null
  readonly auth: 'password' | 'ldap' | 'sso' | null
  readonly factor_required: boolean | null
  readonly has_factor: boolean | null
  /** The list of networks of each role that has one. */
  readonly networks: readonly (readonly string[] | null)[] | null
  /** Those they stand in for today, with roles and places of their own. */
  readonly deputies?: readonly PersonRow[]
}

const MAX_SHARES = 10_000

// Days are those of the company's zone; a person stands in for another from the first to the last day of a delegation.
const PERSON = `with me as (
  select u.id, u.login, u.name, u.locale, u.employee, u.partner, coalesce(u.self_service, false) as self_service, u.roles, u.auth, e.department, d.branch,
    coalesce((select c.time_zone from company c where c.deleted_at is null order by c.created_at limit 1), 'Asia/Shanghai') as time_zone
  from "user" u left join employee e on e.id = u.employee and e.deleted_at is null left join department d on d.id = e.department
  where u.status = 'active' and u.deleted_at is null and CONDITION
    and (u.partner is null or exists (select 1 from partner p where p.id = u.partner and p.status = 'active' and p.deleted_at is null))
    and (u.self_service is not true or exists (select 1 from self_service_reach r where r.user_id = u.id))),
day as (select (now() at time zone time_zone)::date as today from me),
home as (
  select me.department as id from me where me.department is not null
  union select p.in_department from employee_position p, me, day where p.employee = me.employee and p.deleted_at is null
    and (p.start is null or p.start <= day.today) and (p."end" is null or p."end" >= day.today)
  union select d.id from department d, me where d.manager = me.employee and d.deleted_at is null),
tree as (
  with recursive below as (select id from home union select d.id from department d join below on d.parent = below.id where d.deleted_at is null)
  select id from below),
above as (
  with recursive up as (select id from home union select d.parent from department d join up on d.id = up.id where d.parent is not null)
  select id from up),
teams as (select m.team as id from team_member m, me where m.employee = me.employee and m.deleted_at is null),
absent as (
  select g.from_employee as id from delegation g, me, day
  where g.to_employee = me.employee and g.deleted_at is null and g.start <= day.today and g."end" >= day.today)
select me.*, (select array_agg(id) from tree) as departments, (select array_agg(id) from home) as own_departments,
  (select array_agg(d.id) from department d where d.branch = me.branch and d.deleted_at is null) as branch_departments,
  (select array_agg(distinct m.employee) from team_member m join teams on teams.id = m.team where m.deleted_at is null) as team,
  (select array_agg(distinct id) from absent) as stands_in_for,
  (select json_agg(json_build_object('object', s.record_object, 'record', s.record, 'access', s.access)) from (
     select s.record_object, s.record, s.access from record_share s, day where s.deleted_at is null and (s.until is null or s.until >= day.today)
       and (s.employee = me.employee or s.employee in (select id from absent) or s.team in (select id from teams)
         or s.with_department in (select id from above) or s.branch = me.branch or s.partner = me.partner)
     union all select r.object, r.record::text, 'read' from self_service_reach r, me where r.user_id = me.id and me.self_service
     limit ${MAX_SHARES}) s) as shares,
  (select json_agg(r.grants) from role r where r.key = any(me.roles) and r.deleted_at is null) as grants,
  (select bool_or(r.unmask) from role r where r.key = any(me.roles) and r.deleted_at is null) as unmask,
  (select bool_or(r.second_factor) from role r where r.key = any(me.roles) and r.deleted_at is null) as factor_required,
  (select json_agg(r.networks) from role r where r.key = any(me.roles) and r.deleted_at is null and cardinality(r.networks) > 0) as networks,
  (exists (select 1 from second_factor f where f.user_id = me.id and f.confirmed_at is not null)
    or exists (select 1 from passkey k where k.user_id = me.id)) as has_factor,
  (select json_agg(r.field_rights) from role r where r.key = any(me.roles) and r.deleted_at is null) as field_rights
from me`

type PersonBy = { readonly user: string } | { readonly login: string } | { readonly employee: string }

/** The active user with this id, login or employee; null when there is none. Whom they stand in for comes with them, and no further. */
export async function person(db: Executor, by: PersonBy): Promise<PersonRow | null> {
  const row = await personRow(db, by)
  if (row === null || row.stands_in_for === null || row.stands_in_for.length === 0) return row
  const absent = await Promise.all(row.stands_in_for.map((employee) => personRow(db, { employee })))
  return { ...row, deputies: absent.filter((each) => each !== null) }
}

async function personRow(db: Executor, by: PersonBy): Promise<PersonRow | null> {
  const [name, condition, value] =
    'user' in by
      ? (['person_by_id', 'u.id = $1', by.user] as const)
      : 'login' in by
        ? (['person_by_login', 'lower(u.login) = $1', by.login] as const)
        : (['person_by_employee', 'u.employee = $1', by.employee] as const)
  return (await db.query<PersonRow>({ name, text: PERSON.replace('CONDITION', condition), values: [value] }))[0] ?? null
}

/** One scope or several, as a list. */
export function scopesOf(granted: Scope | readonly Scope[] | undefined): readonly Scope[] {
  if (granted === undefined) return []
  return typeof granted === 'string' ? [granted] : granted
}

/** Union over roles: scopes add up. A role's `*` counts for the objects it does not name itself. */
export function unionGrants(list: readonly Grants[]): Grants {
  const union: { [object: string]: { [operation: string]: readonly Scope[] } } = {}
  const objects = new Set(list.flatMap((grants) => Object.keys(grants)))
  for (const object of objects) {
    const target: { [operation: string]: readonly Scope[] } = {}
    for (const grants of list) {
      for (const [operation, scope] of Object.entries(grants[object] ?? grants['*'] ?? {})) {
        target[operation] = [...new Set([...(target[operation] ?? []), ...scopesOf(scope)])]
      }
    }
    union[object] = target
  }
  return union
}

const STRICTNESS: readonly FieldRight[] = ['read', 'masked', 'hidden']

/** Over several roles the stricter denial of a field wins. */
export function strictestFields(list: readonly (FieldRights | null)[]): FieldRights {
  const strictest: { [object: string]: { [field: string]: FieldRight } } = {}
  for (const rights of list) {
    for (const [object, fields] of Object.entries(rights ?? {})) {
      const target = strictest[object] ?? {}
      for (const [field, right] of Object.entries(fields)) {
        const known = target[field]
        if (known === undefined || STRICTNESS.indexOf(right) > STRICTNESS.indexOf(known)) target[field] = right
      }
      strictest[object] = target
    }
  }
  return strictest
}

function sharesOf(list: PersonRow['shares']): Shares {
  const shares: { [object: string]: { read: string[]; write: string[] } } = {}
  for (const { object, record, access } of list ?? []) {
    const target = shares[object] ?? { read: [], write: [] }
    target[access === 'write' ? 'write' : 'read'].push(record)
    shares[object] = target
  }
  return shares
}

const isOutside = (row: PersonRow): boolean => row.partner !== null || row.self_service

function isAdministrator(row: PersonRow): boolean {
  return !isOutside(row) && row.roles?.includes('administrator') === true
}

function deputyOf(row: PersonRow): Deputy {
  return {
    employee: row.employee,
    name: row.name,
    grants: unionGrants(row.grants ?? []),
    departments: row.departments ?? [],
    own_departments: row.own_departments ?? [],
    branch_departments: row.branch_departments ?? [],
    team: row.team ?? [],
  }
}

/** A person as the kernel knows them. */
export function actorOf(row: PersonRow): Actor {
  return {
    kind: 'user',
    id: row.id,
    employee: row.employee,
    name: row.name,
    locale: row.locale,
    time_zone: row.time_zone ?? 'Asia/Shanghai',
    admin: isAdministrator(row),
    department: row.department,
    departments: row.departments ?? [],
    grants: unionGrants(row.grants ?? []),
    stands_in_for: row.stands_in_for ?? [],
    deputy_for: (row.deputies ?? []).filter((absent) => !isAdministrator(absent)).map(deputyOf),
    team: row.team ?? [],
    own_departments: row.own_departments ?? [],
    branch_departments: row.branch_departments ?? [],
    shares: sharesOf(row.shares),
    fields: strictestFields(row.field_rights ?? []),
    roles: row.roles ?? [],
    unmask: !isOutside(row) && row.unmask === true,
    ...(isOutside(row) ? { outside: true } : {}),
  }
}

/** The actor behind a user id, for work done on somebody's behalf (imports that go on after a restart). */
export async function actorById(db: Executor, userId: string): Promise<Actor | null> {
  const row = await person(db, { user: userId })
  return row === null ? null : actorOf(row)
}
