import { type Actor, takeBack } from '@perigon/kernel'
import type { ImportDeps } from './import-deps.ts'
import { reportProgress, type StoredImport } from './import-store.ts'

const CHUNK = 1000

/**
 * Takes a whole import back, newest event first. What somebody changed after the import is left as it is and counted
 * (`kept` in the job's error text), so that nobody's work is lost.
 */
export async function undoImport(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  let before = Number.MAX_SAFE_INTEGER
  let progress = 0
  let kept = 0
  for (;;) {
    const part = await deps.db.transaction((tx) =>
      takeBack(tx, { operation: job.id, before, limit: CHUNK }, deps.kernel.queryContext(actor)),
    )
    kept += part.kept.filter(({ error }) => error?.code !== 'record.not_found').length
    progress += part.events
    if ((await reportProgress(deps.db, job.id, progress)) !== 'undoing') return
    if (part.before === null) break
    before = part.before
  }
  await deps.db.query({
    text: `update import_job set state = 'undone', finished_at = now(), lease_until = null, error = $2 where id = $1 and state = 'undoing'`,
    values: [job.id, kept === 0 ? null : `kept:${kept}`],
  })
}
