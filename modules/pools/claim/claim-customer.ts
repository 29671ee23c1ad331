import { AppError } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import type { Actor, Kernel } from '@perigon/kernel'
import { demandMembership, type Membership, poolActor } from '../membership.ts'
import { changeCommand } from '../ownership-change/change-command.ts'
import { demandInPool, lockCustomers } from './pooled-customer.ts'

const DAY_MS = 86_400_000
/** How long a claim can be taken back as if it had not been. */
const UNDO_MINUTES = 10

type Claim = { readonly pool: string; readonly customer: string }

/** Takes a customer out of a pool: the claimant becomes the owner. One transaction; of two who claim at once one wins. */
export async function claimCustomer(kernel: Kernel, actor: Actor, { pool, customer }: Claim): Promise<void> {
  const writer = poolActor(kernel, actor)
  const employee = actor.employee
  if (employee === null) throw new AppError('pool.no_employee')
  const now = kernel.clock.now()
  await kernel.db.transaction(async (tx) => {
    const membership = await demandMembership(tx, actor, pool)
    // One person's claims go one after the other, or two windows would together pass the limit.
    await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`pool claim ${employee}`] })
    const [locked] = await lockCustomers(tx, [customer])
    if (locked === undefined) throw new AppError('record.not_found')
    demandInPool(locked, pool)
    await demandLimits(tx, membership, { employee, now, timeZone: actor.time_zone, locale: actor.locale })
    await demandNotFormer(tx, membership, { customer, employee, now })
    await kernel.write(
      writer,
      [
        { object: 'customer', op: 'update', id: customer, patch: { owner: employee } },
        changeCommand({ kind: 'claimed', customer, pool, from: null, to: employee, at: now.toISOString() }),
      ],
      { cause: { kind: 'system', ref: 'pool.claim' }, tx },
    )
  })
}

type Claimant = { readonly employee: string; readonly now: Date; readonly timeZone: string; readonly locale: Actor['locale'] }

async function demandLimits(tx: Tx, pool: Membership, { employee, now, timeZone, locale }: Claimant): Promise<void> {
  const { held, today } = await claimCounts(tx, { pool: pool.id, employee, now, timeZone })
  const name = locale === 'zh-CN' ? pool.name : (pool.name_en ?? pool.name)
  if (pool.claim_limit !== null && held >= pool.claim_limit)
    throw new AppError('pool.limit', { data: { pool: name, limit: pool.claim_limit } })
  if (pool.daily_limit !== null && today >= pool.daily_limit)
    throw new AppError('pool.daily_limit', { data: { pool: name, limit: pool.daily_limit } })
}

/** How many customers of a pool somebody holds, and how many they claimed today and did not take back. */
export async function claimCounts(
  db: Pick<Tx, 'query'>,
  input: { readonly pool: string; readonly employee: string; readonly now: Date; readonly timeZone: string },
): Promise<{ readonly held: number; readonly today: number }> {
  const rows = await db.query<{ held: number; today: number }>({
    text: `select (select count(*)::int from customer c where c.owner = $1 and c.pool = $2 and c.deleted_at is null) as held,
             (select coalesce(sum(case h.kind when 'claimed' then 1 when 'unclaimed' then -1 else 0 end), 0)::int from ownership_change h
              where coalesce(h.to_owner, h.from_owner) = $1 and h.pool = $2 and h.kind in ('claimed', 'unclaimed')
                and h.at >= date_trunc('day', $3::timestamptz at time zone $4) at time zone $4) as today`,
    values: [input.employee, input.pool, input.now.toISOString(), input.timeZone],
  })
  return rows[0] ?? { held: 0, today: 0 }
}

/** Whoever lost or put back a customer does not get it back at once: a claim is not a way to start the clock again. */
async function demandNotFormer(
  tx: Tx,
  pool: Membership,
  { customer, employee, now }: { readonly customer: string; readonly employee: string; readonly now: Date },
): Promise<void> {
  const until = (await blockedUntil(tx, { customers: [customer], employee, days: pool.former_owner_block_days, now })).get(customer)
  if (until !== undefined) throw new AppError('pool.former_owner', { data: { until } })
}

/** For each customer the person may not claim yet because it was theirs: from which day on they may. */
export async function blockedUntil(
  db: Pick<Tx, 'query'>,
  input: { readonly customers: readonly string[]; readonly employee: string; readonly days: number; readonly now: Date },
): Promise<ReadonlyMap<string, string>> {
  if (input.days === 0 || input.customers.length === 0) return new Map()
  const rows = await db.query<{ customer: string; at: string }>({
    text: `select h.customer, (select to_json(max(h.at))#>>'{}') as at from ownership_change h
           where h.customer = any($1::uuid[]) and h.from_owner = $2 and h.kind in ('released', 'reclaimed') and h.at > $3::timestamptz group by h.customer`,
    values: [input.customers, input.employee, new Date(input.now.getTime() - input.days * DAY_MS).toISOString()],
  })
  return new Map(rows.map(({ customer, at }) => [customer, new Date(Date.parse(at) + input.days * DAY_MS).toISOString().slice(0, 10)]))
}

/** Takes one's own claim back within minutes: the customer lies in the pool again and the claim counts for no limit. */
export async function unclaimCustomer(kernel: Kernel, actor: Actor, { pool, customer }: Claim): Promise<void> {
  const writer = poolActor(kernel, actor)
  const employee = actor.employee
  if (employee === null) throw new AppError('pool.no_employee')
  const now = kernel.clock.now()
  await kernel.db.transaction(async (tx) => {
    const [locked] = await lockCustomers(tx, [customer])
    const rows = await tx.query<{ fresh: boolean }>({
      text: `select h.kind = 'claimed' and h.to_owner = $2 and h.at > $3::timestamptz as fresh from ownership_change h
             where h.customer = $1 order by h.at desc, h.id desc limit 1`,
      values: [customer, employee, new Date(now.getTime() - UNDO_MINUTES * 60_000).toISOString()],
    })
    if (locked?.owner !== employee || locked.pool !== pool || rows[0]?.fresh !== true)
      throw new AppError('pool.undo_closed', { data: { minutes: UNDO_MINUTES } })
    await kernel.write(
      writer,
      [
        { object: 'customer', op: 'update', id: customer, patch: { owner: null } },
        changeCommand({ kind: 'unclaimed', customer, pool, from: employee, to: null, at: now.toISOString() }),
      ],
      { cause: { kind: 'system', ref: 'pool.unclaim' }, tx },
    )
  })
}
