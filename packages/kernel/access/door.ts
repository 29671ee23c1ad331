import type { Database, Executor, ScopedDatabase, Tx } from '@perigon/db'
import type { Snapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import type { ReachKeys } from './reach-key.ts'

type House = {
  readonly db: Database
  readonly scoped?: ScopedDatabase | null
  readonly current: Snapshot
  readonly reachKeys: ReachKeys
}

export type Door = Executor & { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> }

/** The database as this actor may use it. The system and administrators reach everything and need no second check. */
export async function doorOf(inner: House, actor: Actor): Promise<Door> {
  if (inner.scoped === undefined || inner.scoped === null || actor.kind === 'system' || actor.admin) return inner.db
  return inner.scoped.within(await inner.reachKeys(inner.current, actor))
}
