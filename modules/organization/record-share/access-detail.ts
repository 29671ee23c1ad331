import type { Label } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor, Kernel, Scope } from '@perigon/kernel'
import { scopesOf } from '../sign-in/person.ts'
import type { AccessFacts, Reason } from './explain-access.ts'

/** A reason with what stands behind it: the rule of which role, the position, who arranged it, since and until when. */
export type DetailedReason = Reason & {
  /** Names of the caller's roles that grant this reach. */
  readonly roles: readonly Label[]
  readonly scope: Scope | null
  /** For a department: the place of the caller in it. */
  readonly place: {
    readonly kind: 'main' | 'further' | 'manager' | 'branch'
    readonly title: string | null
    readonly name: string | null
  } | null
  readonly by: string | null
  readonly since: string | null
  readonly until: string | null
  readonly writes: boolean | null
}

type Detail = Partial<Omit<DetailedReason, 'kind' | 'via'>> & { readonly via?: string | null }

const PLAIN = { roles: [], scope: null, place: null, by: null, since: null, until: null, writes: null } as const

const SCOPES_OF: { readonly [kind in Reason['kind']]?: readonly Scope[] } = {
  own: ['own', 'team'],
  stands_in: ['own', 'team'],
  team: ['team'],
  department: ['dept', 'dept_tree', 'branch'],
  all: ['all'],
}

type RoleRow = { readonly name: string; readonly name_en: string | null; readonly grants: Actor['grants'] }

/** Which of the actor's roles say so, and how far they reach. */
async function rolesBehind(
  db: Executor,
  asked: { readonly actor: Actor; readonly object: string; readonly kind: Reason['kind'] },
): Promise<Detail> {
  const wanted = SCOPES_OF[asked.kind]
  if (wanted === undefined) return {}
  const rows = await db.query<RoleRow>({
    text: `select r.name, r.name_en, r.grants from role r join "user" u on r.key = any(u.roles) where u.id = $1 and r.deleted_at is null order by r.name`,
    values: [asked.actor.id],
  })
  const found = rows.flatMap(({ name, name_en, grants }) => {
    const scopes = scopesOf((grants[asked.object] ?? grants['*'])?.read)
    const scope = wanted.find((each) => scopes.includes(each))
    return scope === undefined ? [] : [{ label: { zh: name, en: name_en ?? name }, scope }]
  })
  return { roles: found.map((each) => each.label), scope: found[0]?.scope ?? null }
}

/** Since when the record has the owner it has. */
async function ownedSince(db: Executor, facts: AccessFacts): Promise<string | null> {
  const rows = await db.query<{ at: string }>({
    text: `select to_json(at)#>>'{}' as at from event where record = $1 and object = $2 and op in ('create', 'update') and changes ? 'owner' order by seq desc limit 1`,
    values: [facts.id, facts.object.key],
  })
  return rows[0]?.at ?? null
}

async function delegation(db: Executor, actor: Actor, absent: string | null): Promise<Detail> {
  const rows = await db.query<{ since: string; until: string; by: string | null }>({
    text: `select g.start::text as since, g."end"::text as until, u.name as by from delegation g join employee e on e.id = g.from_employee left join "user" u on u.id = g.created_by
           where g.to_employee = $1 and e.name = $2 and g.deleted_at is null and (now() at time zone $3)::date between g.start and g."end" order by g.start limit 1`,
    values: [actor.employee, absent, actor.time_zone],
  })
  return rows[0] ?? {}
}

async function sharedTeam(db: Executor, facts: AccessFacts, actor: Actor): Promise<Detail> {
  const rows = await db.query<{ name: string; since: string }>({
    text: `select t.name, to_json(greatest(mine.created_at, theirs.created_at))#>>'{}' as since from team_member mine
           join team_member theirs on theirs.team = mine.team and theirs.deleted_at is null join team t on t.id = mine.team
           where mine.employee = $1 and theirs.employee = $2 and mine.deleted_at is null order by 2 limit 1`,
    values: [actor.employee, facts.owner?.id ?? null],
  })
  const [team] = rows
  return team === undefined ? {} : { place: { kind: 'main', title: team.name, name: null }, since: team.since }
}

type PlaceRow = { readonly kind: 'main' | 'further' | 'manager'; readonly title: string | null; readonly name: string }

/** The position or office of the actor from which the record's department is reached; nearest first. */
async function placeIn(db: Executor, facts: AccessFacts, actor: Actor): Promise<Detail> {
  const rows = await db.query<PlaceRow>({
    text: `with recursive up as (
        select id, parent, name, 0 as depth from department where id = $1
        union all select d.id, d.parent, d.name, up.depth + 1 from department d join up on d.id = up.parent where up.depth < 200),
      day as (select (now() at time zone $3)::date as today),
      homes as (
        select e.department as id, 'main' as kind, p.name as title from employee e left join position p on p.id = e.position where e.id = $2
        union all select f.in_department, 'further', p.name from employee_position f left join position p on p.id = f.position cross join day
          where f.employee = $2 and f.deleted_at is null and (f.start is null or f.start <= day.today) and (f."end" is null or f."end" >= day.today)
        union all select d.id, 'manager', null from department d where d.manager = $2 and d.deleted_at is null)
      select homes.kind, homes.title, up.name from up join homes on homes.id = up.id order by up.depth, homes.kind = 'manager' limit 1`,
    values: [facts.department?.id ?? null, actor.employee, actor.time_zone],
  })
  const since = await ownedSince(db, facts)
  const [place] = rows
  return { since, place: place ?? { kind: 'branch', title: null, name: null } }
}

/** The share that reaches furthest among those that hold for the actor now. */
async function shareFor(db: Executor, facts: AccessFacts, actor: Actor): Promise<Detail> {
  const rows = await db.query<{ via: string | null; by: string | null; since: string; until: string | null; writes: boolean }>({
    text: `with recursive above as (
        select unnest($3::uuid[]) as id union select d.parent from department d join above on d.id = above.id where d.parent is not null)
      select coalesce(e.name, t.name, d.name, b.name, p.name) as via, u.name as by, to_json(s.created_at)#>>'{}' as since, s.until::text, s.access = 'write' as writes
      from record_share s left join employee e on e.id = s.employee left join team t on t.id = s.team
        left join department d on d.id = s.with_department left join branch b on b.id = s.branch left join partner p on p.id = s.partner left join "user" u on u.id = s.created_by
      where s.record_object = $1 and s.record = $2 and s.deleted_at is null and (s.until is null or s.until >= (now() at time zone $6)::date)
        and (s.employee = any($4::uuid[]) or s.with_department in (select id from above)
          or s.team in (select m.team from team_member m where m.employee = any($4::uuid[]) and m.deleted_at is null)
          or s.branch = (select dd.branch from employee ee join department dd on dd.id = ee.department where ee.id = $5)
          or s.partner = (select uu.partner from "user" uu where uu.id = $7))
      order by (s.access = 'write') desc, s.until desc nulls first, s.created_at limit 1`,
    values: [
      facts.object.key,
      facts.id,
      actor.own_departments,
      [actor.employee, ...actor.stands_in_for],
      actor.employee,
      actor.time_zone,
      actor.id,
    ],
  })
  return rows[0] ?? (actor.outside === true ? { via: actor.name, writes: false } : {})
}

/** What stands behind one reason of the person who asks. */
export async function detailed(
  kernel: Kernel,
  facts: AccessFacts,
  asked: { readonly actor: Actor; readonly reason: Reason },
): Promise<DetailedReason> {
  const { actor, reason } = asked
  const { db } = kernel
  const roles = await rolesBehind(db, { actor, object: facts.object.key, kind: reason.kind })
  const more = async (): Promise<Detail> => {
    if (reason.kind === 'own') return { since: await ownedSince(db, facts) }
    if (reason.kind === 'stands_in') return delegation(db, actor, reason.via)
    if (reason.kind === 'team') return sharedTeam(db, facts, actor)
    if (reason.kind === 'department') return placeIn(db, facts, actor)
    if (reason.kind === 'share') return shareFor(db, facts, actor)
    return {}
  }
  return { ...PLAIN, ...reason, ...roles, ...(await more()) }
}
