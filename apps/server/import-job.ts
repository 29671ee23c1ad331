import { isId, isJsonObject } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { orphanedImports, type WorkerDeps, workOnImport } from '@perigon/transfer'

type Payload = { readonly id: string }

const RESCUE_MS = 10_000

function parse(payload: unknown): Payload {
  if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
  throw new Error('an import job needs an id')
}

/** The queue's side of an import; the work itself is repeatable, see the transfer package. */
export const importJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'import',
  parse,
  key: (payload) => payload.id,
  expireSeconds: 6 * 3600,
  retries: 5,
}

export function importDeps(kernel: Kernel): WorkerDeps {
  return { db: kernel.db, kernel, actorOf: async (userId) => (userId === null ? systemActor('import') : actorById(kernel.db, userId)) }
}

type Ended = {
  readonly owner: string
  readonly state: string
  readonly file_name: string
  readonly counts: { readonly new: number; readonly update: number; readonly fail: number }
  readonly locale: string
}

/** Does the work, then tells the person who started it how it ended; the notice carries the import's id, so it comes once. */
async function workAndTell(deps: WorkerDeps, id: string): Promise<void> {
  await workOnImport(deps, id)
  const rows = await deps.db.query<Ended>({
    text: `select u.id as owner, u.locale, j.state, j.file_name, j.counts from import_job j join "user" u on u.id = j.actor
           where j.id = $1 and j.state in ('done', 'failed') and not exists (select 1 from notification n where n.id = j.id)`,
    values: [id],
  })
  const ended = rows[0]
  if (ended === undefined) return
  const { new: added, update, fail } = ended.counts
  const zh =
    ended.state === 'done' ? `导入完成：${ended.file_name}（新增 ${added}，更新 ${update}，失败 ${fail}）` : `导入失败：${ended.file_name}`
  const en =
    ended.state === 'done'
      ? `Import finished: ${ended.file_name} (${added} new, ${update} updated, ${fail} failed)`
      : `Import failed: ${ended.file_name}`
  const patch = { owner: ended.owner, kind: 'job', title: ended.locale === 'en-US' ? en : zh, link_object: 'import', link_record: id }
  await deps.kernel.write(systemActor('import'), [{ object: 'notification', op: 'create', id, patch }], {
    cause: { kind: 'system', ref: 'import' },
  })
}

/**
 * Imports whose worker is gone, but for those of an export that is being brought over: the worker of that run goes on with them and tells
 * its owner of the whole, where this one would tell of each.
 */
export async function importsLeft(db: Database): Promise<readonly string[]> {
  const ids = await orphanedImports(db)
  if (ids.length === 0) return []
  const rows = await db.query<{ id: string }>({
    text: `select i.id from unnest($1::uuid[]) as i (id) where not exists (
             select 1 from bring_over b where b.state in ('running', 'undoing') and b.parts @> jsonb_build_array(jsonb_build_object('import', i.id)))`,
    values: [ids],
  })
  return rows.map(({ id }) => id)
}

/** Registers the worker; the one that works also looks every ten seconds for imports whose worker was killed, and queues them again. */
export async function registerImportJob(jobs: Jobs, kernel: Kernel, onError: ((error: unknown) => void) | null): Promise<Recurring | null> {
  const deps = importDeps(kernel)
  await jobs.register({ ...importJob, handle: (payload) => workAndTell(deps, payload.id) })
  const rescue = async (): Promise<void> => {
    for (const id of await importsLeft(kernel.db)) await jobs.send(importJob, { id })
  }
  return onError === null ? null : every(RESCUE_MS, rescue, onError)
}
