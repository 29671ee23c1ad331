import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { type Actor, type Kernel, may, objectOf, onBehalfOf } from '@perigon/kernel'

/** A pool as those who take part in it see it. */
export type Membership = {
  readonly id: string
  readonly name: string
  readonly name_en: string | null
  readonly claim_limit: number | null
  readonly daily_limit: number | null
  readonly former_owner_block_days: number
  readonly active: boolean
  readonly manages: boolean
}

const COLUMNS = 'p.id, p.name, p.name_en, p.claim_limit, p.daily_limit, p.former_owner_block_days, p.active'

// A department counts with all below it, so a person belongs through every department above their own.
const MEMBERSHIPS = `with recursive above as (
    select d.id, d.parent from department d where d.id = any($2::uuid[])
    union select d.id, d.parent from department d join above on above.parent = d.id)
  select ${COLUMNS}, bool_or(m.part = 'manager') as manages
  from customer_pool p join pool_member m on m.pool = p.id and m.deleted_at is null
  where p.deleted_at is null and p.active and (m.employee = $1
    or m.team in (select t.team from team_member t where t.employee = $1 and t.deleted_at is null)
    or m.with_department in (select id from above))
  group by p.id order by p.place, p.name`

/** The pools an actor takes part in, by the order of the pools; administrators manage all. */
export async function membershipsOf(db: Executor, actor: Actor): Promise<readonly Membership[]> {
  if (actor.outside === true) return []
  if (actor.admin)
    return db.query<Membership>({
      text: `select ${COLUMNS}, true as manages from customer_pool p where p.deleted_at is null and p.active order by p.place, p.name`,
      values: [],
    })
  if (actor.employee === null) return []
  return db.query<Membership>({ text: MEMBERSHIPS, values: [actor.employee, actor.own_departments], name: 'pool_memberships' })
}

/** The pool, if the actor takes part in it; to others it is as if there were none. */
export async function demandMembership(db: Executor, actor: Actor, pool: string): Promise<Membership> {
  const found = (await membershipsOf(db, actor)).find((each) => each.id === pool)
  if (found === undefined) throw new AppError('record.not_found')
  return found
}

/** The actor with everybody's reach, for a write that the rules of the pool allowed; the log still names the person. */
export function poolActor(kernel: Kernel, actor: Actor): Actor {
  if (!may(objectOf(kernel.snapshot(), 'customer'), actor, 'update')) throw new AppError('access.denied')
  return { ...onBehalfOf(actor), ...(actor.via === undefined ? {} : { via: actor.via }) }
}
