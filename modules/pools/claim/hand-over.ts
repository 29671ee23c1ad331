import { AppError, invalid } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Actor, imageAllowed, type Kernel, objectOf } from '@perigon/kernel'
import { demandMembership, poolActor } from '../membership.ts'
import { changeCommand } from '../ownership-change/change-command.ts'
import { demandInPool, lockCustomers, type LockedCustomer } from './pooled-customer.ts'

type Assignment = { readonly pool: string; readonly customers: readonly string[]; readonly to: string }

/** A manager of the pool gives customers to a person; all of them or none. Limits are for claiming, not for what one is given. */
export async function assignCustomers(kernel: Kernel, actor: Actor, { pool, customers, to }: Assignment): Promise<void> {
  const writer = poolActor(kernel, actor)
  const at = kernel.clock.now().toISOString()
  await kernel.db.transaction(async (tx) => {
    const membership = await demandMembership(tx, actor, pool)
    if (!membership.manages) throw new AppError('access.denied')
    await demandActive(tx, to)
    const locked = await lockCustomers(tx, customers)
    for (const customer of locked) demandInPool(customer, pool)
    await kernel.write(
      writer,
      [
        ...locked.map(({ id }) => ({ object: 'customer', op: 'update', id, patch: { owner: to } }) as const),
        ...locked.map(({ id }) => changeCommand({ kind: 'assigned', customer: id, pool, from: null, to, at })),
      ],
      { cause: { kind: 'system', ref: 'pool.assign' }, tx },
    )
  })
}

async function demandActive(tx: Tx, employee: string): Promise<void> {
  const rows = await tx.query<{ name: string; status: string }>({
    text: 'select name, status from employee where id = $1 and deleted_at is null',
    values: [employee],
  })
  const [person] = rows
  if (person === undefined) throw invalid([{ path: 'to', code: 'link' }])
  if (person.status === 'left') throw invalid([{ path: 'to', code: 'inactive_person', data: { name: person.name } }])
}

type Release = { readonly pool: string; readonly customer: string; readonly reason: string }

/** The owner, or whoever may change the record, puts a customer into a pool and says why. */
export async function releaseCustomer(kernel: Kernel, actor: Actor, { pool, customer, reason }: Release): Promise<void> {
  const writer = poolActor(kernel, actor)
  const at = kernel.clock.now().toISOString()
  if (reason.trim() === '') throw invalid([{ path: 'reason', code: 'reason_required' }])
  await kernel.db.transaction(async (tx) => {
    const [locked] = await lockCustomers(tx, [customer])
    if (locked === undefined || !isWithinReach(kernel, actor, locked)) throw new AppError('record.not_found')
    if (locked.owner === null) throw new AppError('pool.gone')
    await demandOpenPool(tx, pool)
    await kernel.write(
      writer,
      [
        { object: 'customer', op: 'update', id: customer, patch: { owner: null, pool } },
        changeCommand({ kind: 'released', customer, pool, from: locked.owner, to: null, at, reason: reason.trim().slice(0, 500) }),
      ],
      { cause: { kind: 'system', ref: 'pool.release' }, tx },
    )
  })
}

function isWithinReach(kernel: Kernel, actor: Actor, customer: LockedCustomer): boolean {
  return imageAllowed(objectOf(kernel.snapshot(), 'customer'), actor, { operation: 'update', image: { ...customer } })
}

async function demandOpenPool(tx: Tx, pool: string): Promise<void> {
  const rows = await tx.query<{ name: string; active: boolean }>({
    text: 'select name, active from customer_pool where id = $1 and deleted_at is null',
    values: [pool],
  })
  if (rows[0] === undefined) throw invalid([{ path: 'pool', code: 'link' }])
  if (!rows[0].active) throw new AppError('pool.off', { data: { pool: rows[0].name } })
}
