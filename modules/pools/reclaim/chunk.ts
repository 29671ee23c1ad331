import type { Executor, Tx } from '@perigon/db'
import { fittingIds, type Kernel, systemActor } from '@perigon/kernel'
import type { PoolReader } from '../ownership-change/admission.ts'
import type { Law } from './verdict.ts'

/** A run as its ledger has it: what it is at, and behind which customer it goes on. */
export type Run = {
  readonly id: string
  readonly kind: 'dates' | 'nightly'
  readonly day: string | null
  readonly phase: 'dates' | 'reclaim' | 'remind'
  readonly place: string | null
}

/** One chunk's surroundings; everything in it happens in one transaction together with the run's progress. */
export type Chunk = { readonly kernel: Kernel; readonly tx: Tx; readonly reader: PoolReader; readonly law: Law; readonly run: Run }

/** Where the next chunk goes on, and how many customers this one moved; `place` is null when the phase is over. */
export type Step = { readonly place: string | null; readonly count: number }

/** What the rules read by, in a transaction of the nightly work or outside one. */
export function readerOf(kernel: Kernel, db: Pick<Executor, 'query'>): PoolReader {
  return {
    now: kernel.clock.now(),
    query: (text, values) => db.query({ text, values }),
    fitting: (object, input) => fittingIds(db, kernel.queryContext(systemActor('pools')), { object, ...input }),
  }
}
