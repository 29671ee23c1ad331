import { AppError } from '@perigon/contracts'
import type { Tx } from '@perigon/db'

/** A customer held still for the rest of the transaction. */
export type LockedCustomer = {
  readonly id: string
  readonly owner: string | null
  readonly owner_name: string | null
  readonly department: string | null
  readonly pool: string | null
}

/** Locks customers in the order of their ids; two people who want the same one wait for each other here. */
export async function lockCustomers(tx: Tx, ids: readonly string[]): Promise<readonly LockedCustomer[]> {
  const rows = await tx.query<LockedCustomer>({
    text: `select c.id, c.owner, c.department, c.pool, (select e.name from employee e where e.id = c.owner) as owner_name
           from customer c where c.id = any($1::uuid[]) and c.deleted_at is null order by c.id for update`,
    values: [ids],
  })
  if (rows.length < new Set(ids).size) throw new AppError('record.not_found')
  return rows
}

/** Refuses what somebody else has taken meanwhile, or what lies elsewhere. */
export function demandInPool(customer: LockedCustomer, pool: string): void {
  if (customer.owner !== null) throw new AppError('pool.taken', { data: { owner: customer.owner_name ?? '' } })
  if (customer.pool !== pool) throw new AppError('pool.gone')
}
