import { AppError, newId } from '@perigon/contracts'
import type { Actor } from '@perigon/kernel'
import { checkImport } from './check.ts'
import type { ImportDeps } from './import-deps.ts'
import { takeImport } from './import-store.ts'
import { runImport } from './run.ts'
import { undoImport } from './undo.ts'

export type WorkerDeps = ImportDeps & {
  /** The person an import belongs to, with the rights they have now. */
  readonly actorOf: (userId: string | null) => Promise<Actor | null>
}

async function stop(deps: WorkerDeps, id: string, input: { readonly state: 'failed' | 'paused'; readonly error: string }): Promise<void> {
  await deps.db.query({
    text: `update import_job set state = $2, error = $3, lease_until = null, finished_at = case when $2 = 'failed' then now() end where id = $1 and state in ('checking', 'running', 'undoing')`,
    values: [id, input.state, input.error.slice(0, 1000)],
  })
}

/**
 * Does what an import waits for (checking, running, undoing) if no other worker has it. A file that cannot be read or a
 * lost right ends it as failed; a full disk pauses it so that it can go on; a lost database leaves it for the next worker.
 */
export async function workOnImport(deps: WorkerDeps, id: string): Promise<void> {
  const job = await takeImport(deps.db, id, newId())
  if (job === null) return
  const actor = await deps.actorOf(job.actor)
  if (actor === null) return stop(deps, id, { state: 'failed', error: 'access.denied' })
  const work = { checking: checkImport, running: runImport, undoing: undoImport } as const
  try {
    if (job.state === 'checking' || job.state === 'running' || job.state === 'undoing') await work[job.state](deps, job, actor)
  } catch (error) {
    if (error instanceof AppError && error.code === 'database.unavailable') {
      if (error.data['reason'] === 'disk_full') await stop(deps, id, { state: 'paused', error: 'disk_full' })
      throw error
    }
    const detail = error instanceof AppError ? JSON.stringify({ code: error.code, data: error.data }) : 'server.error'
    await stop(deps, id, { state: 'failed', error: detail })
    if (!(error instanceof AppError)) throw error
  }
}
