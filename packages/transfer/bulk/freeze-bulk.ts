import type { BulkWork } from './run-bulk.ts'
import { walkIds } from '@perigon/kernel'
import type { Actor } from '@perigon/kernel'
import { freeze, holdBulk, type Holder, type StoredBulk, tell, wantedOf } from './bulk-store.ts'

const PIECE = 20_000

/**
 * Puts everything that matches on the list of the operation, so that a change of the very field that is filtered by skips
 * nothing and does nothing twice. All or nothing: after a crash it begins again.
 */
export async function freezeBulk(
  deps: BulkWork,
  job: StoredBulk,
  input: { readonly actor: Actor; readonly holder: Holder },
): Promise<void> {
  const { kernel } = deps
  const wanted = wantedOf(job.query)
  const door = await kernel.door(input.actor)
  const context = kernel.queryContext(input.actor)
  await deps.db.transaction(async (tx) => {
    if ((await holdBulk(tx, input.holder, 'queued')) === null) return
    let total = job.total
    if (job.verb === 'merge') {
      const groups = await deps.groups.list(input.actor, job.query)
      await freeze(tx, job.id, groups)
      total = groups.length
    } else if (total === 0) {
      let after: string | null = null
      for (;;) {
        const ids: readonly string[] = await walkIds(door, job.object, { context, wanted, after, limit: PIECE })
        await freeze(tx, job.id, ids)
        total += ids.length
        after = ids[ids.length - 1] ?? null
        if (ids.length < PIECE) break
      }
    }
    const started_at = kernel.clock.now().toISOString()
    await tell(deps, job.id, { patch: { state: 'running', total, started_at }, tx })
  })
}
