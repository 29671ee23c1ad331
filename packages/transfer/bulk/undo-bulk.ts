import { AppError } from '@perigon/contracts'
import { forgetMerged, objectOf, takeBack } from '@perigon/kernel'
import { holdBulk, type Holder, keepKept, type StoredBulk, tell } from './bulk-store.ts'
import type { BulkWork } from './run-bulk.ts'

const CHUNK = 1000

/** One part: former values, what is left, and how far it is, in one transaction. True while there is more. */
async function undoPart(deps: BulkWork, job: StoredBulk, holder: Holder): Promise<boolean> {
  const actor = await deps.actorOf(job.owner)
  if (actor === null) throw new AppError('access.denied')
  return deps.db.transaction(async (tx) => {
    const held = await holdBulk(tx, holder, 'undoing')
    if (held === null) return false
    const before = held.before ?? Number.MAX_SAFE_INTEGER
    // What was refused while it ran, or not done any more, is history now; the list tells what is left from here on.
    if (held.before === null) await tx.query({ text: 'delete from bulk_item where operation = $1', values: [job.id] })
    const part = await takeBack(tx, { operation: job.id, before, limit: CHUNK }, deps.kernel.queryContext(actor))
    await keepKept(tx, job.id, part.kept)
    const patch = { undone: held.undone + part.undone, kept: held.kept + part.kept.length }
    const end = part.before === null ? { state: 'undone', ended_at: deps.kernel.clock.now().toISOString() } : {}
    await tell(deps, job.id, { patch: { ...patch, ...end }, tx })
    if (job.verb === 'merge') await forgetMerged(tx, objectOf(deps.kernel.snapshot(), job.object), job.id)
    await tx.query({ text: 'update bulk_run set undo_before = $2 where operation = $1', values: [job.id, part.before] })
    return part.before !== null
  })
}

/** Takes a whole operation back, newest event first; goes on where it stopped after a crash. */
export async function undoBulk(deps: BulkWork, input: { readonly job: StoredBulk; readonly holder: Holder }): Promise<void> {
  while (await undoPart(deps, input.job, input.holder));
}
