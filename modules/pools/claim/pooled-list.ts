import { type Condition, isJsonObject, type Json } from '@perigon/contracts'
import { type Actor, type Kernel, systemActor } from '@perigon/kernel'
import { demandMembership, membershipsOf } from '../membership.ts'
import { blockedUntil, claimCounts } from './claim-customer.ts'

/** What members see of a customer they do not own: enough to choose by, no telephone, no contacts, no figures. */
const SHOWN = ['name', 'customer_type', 'industry', 'region', 'lifecycle_stage', 'last_contact_at', 'pooled_at']

/** The pools an actor takes part in, each with how many customers lie in it and what of the limits the person has used. */
export async function listPools(kernel: Kernel, actor: Actor): Promise<readonly { readonly [key: string]: Json }[]> {
  const memberships = await membershipsOf(kernel.db, actor)
  const counts = await kernel.db.query<{ pool: string; n: number }>({
    text: `select p.id as pool, (select count(*)::int from customer c where c.pool = p.id and c.owner is null and c.deleted_at is null) as n
           from unnest($1::uuid[]) p(id)`,
    values: [memberships.map(({ id }) => id)],
  })
  const byPool = new Map(counts.map(({ pool, n }) => [pool, n]))
  const now = kernel.clock.now()
  const { employee, time_zone: timeZone } = actor
  const used = await Promise.all(
    memberships.map(async ({ id }) =>
      employee === null ? { held: 0, today: 0 } : claimCounts(kernel.db, { pool: id, employee, now, timeZone }),
    ),
  )
  return memberships.map((pool, index) => ({ ...pool, count: byPool.get(pool.id) ?? 0, held: 0, today: 0, ...used[index] }))
}

export type PooledQuery = { readonly pool: string; readonly q: string; readonly cursor: string | null; readonly limit: number }

/**
 * A page of what lies in a pool. Members have no right to these records, so they are read as the system with a filter that holds
 * them to the pool and a fixed list of fields; the name is searched, nothing else, or hidden fields could be guessed.
 */
export async function listPooled(kernel: Kernel, actor: Actor, query: PooledQuery): Promise<{ readonly [key: string]: Json }> {
  const pool = await demandMembership(kernel.db, actor, query.pool)
  const inPool: readonly Condition[] = [
    { field: 'pool', op: 'eq', value: pool.id },
    { field: 'owner', op: 'empty' },
  ]
  const text = query.q.trim()
  const filter: Condition = { and: text === '' ? inPool : [...inPool, { field: 'name', op: 'contains', value: text }] }
  const reader = { ...systemActor('pool'), locale: actor.locale, time_zone: actor.time_zone }
  const page: unknown = JSON.parse(
    await kernel.list(reader, 'customer', {
      filter,
      fields: SHOWN,
      sort: ['-pooled_at'],
      limit: query.limit,
      count: 'capped',
      ...(query.cursor === null ? {} : { cursor: query.cursor }),
    }),
  )
  if (!isJsonObject(page) || !Array.isArray(page['data'])) return { data: [], next: null }
  const rows = page['data'].filter(isJsonObject)
  const ids = rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const blocked =
    actor.employee === null
      ? new Map<string, string>()
      : await blockedUntil(kernel.db, {
          customers: ids,
          employee: actor.employee,
          days: pool.former_owner_block_days,
          now: kernel.clock.now(),
        })
  return { ...page, data: rows.map((row) => ({ ...row, blocked_until: blocked.get(String(row['id'])) ?? null })) }
}
