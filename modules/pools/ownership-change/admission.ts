import { AppError } from '@perigon/contracts'
import type { SubscriberContext } from '@perigon/kernel'

/** What reading rules needs; the relay and the nightly work both have it. */
export type PoolReader = Pick<SubscriberContext, 'query' | 'fitting' | 'now'>

type Open = { readonly id: string; readonly admission: unknown }

/** Which customers a stored condition fits. One that no longer means anything (a field was removed) fits none, so nothing moves by it. */
export async function fits(reader: PoolReader, ids: readonly string[], condition: unknown): Promise<ReadonlySet<string>> {
  try {
    return await reader.fitting('customer', { ids, condition })
  } catch (error) {
    // Refused before anything was asked of the database; the settings page says what is wrong with it.
    if (error instanceof AppError && error.code.startsWith('query.')) return new Set()
    throw error
  }
}

/** The pool each of these customers enters: the first in order whose condition it fits. */
export async function admittedTo(reader: PoolReader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const pools = await reader.query<Open>(
    'select id, admission from customer_pool where active and deleted_at is null order by place, name',
    [],
  )
  const admitted = new Map<string, string>()
  for (const pool of pools) {
    const left = ids.filter((id) => !admitted.has(id))
    if (left.length === 0) break
    for (const id of await fits(reader, left, pool.admission)) admitted.set(id, pool.id)
  }
  return admitted
}
