import { AppError, newId } from '@perigon/contracts'
import { type Holder, releaseBulk, takeBulk, tell } from './bulk-store.ts'
import { freezeBulk } from './freeze-bulk.ts'
import { type BulkWork, runBulk } from './run-bulk.ts'
import { undoBulk } from './undo-bulk.ts'

async function fail(deps: BulkWork, id: string, error: AppError): Promise<void> {
  const ended_at = deps.kernel.clock.now().toISOString()
  await deps.db.transaction((tx) => tell(deps, id, { patch: { state: 'failed', error: error.code, ended_at }, tx }))
}

/**
 * Does what a bulk change waits for (listing, changing, taking back) if no other worker has it. A lost right ends it as
 * failed with what was done kept; a lost database leaves it for the next worker.
 */
export async function workOnBulk(deps: BulkWork, id: string): Promise<void> {
  const holder: Holder = { id, worker: newId() }
  const job = await takeBulk(deps.db, id, holder.worker)
  if (job === null) return
  try {
    const actor = await deps.actorOf(job.owner)
    if (actor === null) throw new AppError('access.denied')
    if (job.state === 'queued') await freezeBulk(deps, job, { actor, holder })
    if (job.state === 'undoing') await undoBulk(deps, { job, holder })
    else await runBulk(deps, { job, holder })
    await releaseBulk(deps.db, holder)
  } catch (error) {
    if (error instanceof AppError && error.code === 'database.unavailable') throw error
    await fail(deps, id, error instanceof AppError ? error : new AppError('server.error'))
    if (!(error instanceof AppError)) throw error
  }
}
