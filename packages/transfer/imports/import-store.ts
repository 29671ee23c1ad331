import { AppError, type ImportJob, type ImportMapping, type ImportSource, type ImportState, type Json, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor } from '@perigon/kernel'
import type { LinkedCreate } from './link-resolver.ts'

export type StoredImport = ImportJob & {
  readonly file_path: string
  readonly actor: string | null
  readonly actor_context: Json
  readonly creates: readonly LinkedCreate[]
}

const COLUMNS = `id, object, file_name, file_path, state, source, mapping, rows_total::int as rows, progress::int as progress, counts, unmatched, problems, error, actor, actor_context, creates,
  to_json(created_at)#>>'{}' as created_at, to_json(finished_at)#>>'{}' as finished_at`

/** How the import is told to people: without paths and identities. */
export function publicImport(job: StoredImport): ImportJob {
  const { file_path: _path, actor: _actor, actor_context: _context, creates: _creates, ...told } = job
  return told
}

export async function createImport(
  db: Executor,
  input: {
    readonly object: string
    readonly fileName: string
    readonly filePath: string
    readonly source: ImportSource
    readonly mapping: ImportMapping
    readonly actor: Actor
  },
): Promise<string> {
  const id = newId()
  await db.query({
    text: `insert into import_job (id, object, file_name, file_path, state, source, mapping, actor, actor_context) values ($1, $2, $3, $4, 'uploaded', $5, $6, $7, $8)`,
    values: [
      id,
      input.object,
      input.fileName.slice(0, 200),
      input.filePath,
      JSON.stringify(input.source),
      JSON.stringify(input.mapping),
      input.actor.id,
      JSON.stringify({ name: input.actor.name, locale: input.actor.locale }),
    ],
  })
  return id
}

/** One import of this person (administrators: anybody's); `record.not_found` otherwise. */
export async function getImport(db: Executor, id: string, actor: Actor): Promise<StoredImport> {
  const rows = await db.query<StoredImport>({
    text: `select ${COLUMNS} from import_job where id = $1 and ($2 or actor is not distinct from $3)`,
    values: [id, actor.admin, actor.id],
  })
  const job = rows[0]
  if (job === undefined) throw new AppError('record.not_found')
  return job
}

/** The latest 100 imports of this person (administrators: of all). */
export async function listImports(db: Executor, actor: Actor): Promise<readonly ImportJob[]> {
  const rows = await db.query<StoredImport>({
    text: `select ${COLUMNS} from import_job where $1 or actor is not distinct from $2 order by created_at desc limit 100`,
    values: [actor.admin, actor.id],
  })
  return rows.map(publicImport)
}

/** Moves an import from one of `from` to `to`, or refuses with `import.state`. */
export async function moveImport(
  db: Executor,
  id: string,
  input: { readonly from: readonly ImportState[]; readonly to: ImportState; readonly mapping?: ImportMapping },
): Promise<void> {
  const rows = await db.query<{ state: string }>({
    text: `update import_job set state = $3, error = null, lease_until = null, mapping = coalesce($4::jsonb, mapping),
             progress = case when $3 in ('checking', 'undoing') or ($3 = 'running' and state = 'checked') then 0 else progress end,
             finished_at = case when $3 in ('done', 'cancelled', 'failed', 'undone') then now() end
           where id = $1 and state = any($2) returning state`,
    values: [id, input.from, input.to, input.mapping === undefined ? null : JSON.stringify(input.mapping)],
  })
  if (rows[0] !== undefined) return
  const now = await db.query<{ state: string }>({ text: 'select state from import_job where id = $1', values: [id] })
  throw new AppError('import.state', { data: { state: now[0]?.state ?? '?' } })
}

const LEASE_SECONDS = 30

/** Takes the import for this worker unless another one lives on it; null when there is nothing to do. */
export async function takeImport(db: Executor, id: string, worker: string): Promise<StoredImport | null> {
  const rows = await db.query<StoredImport>({
    text: `update import_job set worker = $2, lease_until = now() + interval '${LEASE_SECONDS} seconds'
           where id = $1 and state in ('checking', 'running', 'undoing') and (lease_until is null or lease_until < now() or worker = $2) returning ${COLUMNS}`,
    values: [id, worker],
  })
  return rows[0] ?? null
}

/** Says how far the work is and keeps the lease; answers the state, which people may have changed meanwhile. */
export async function reportProgress(db: Executor, id: string, progress: number): Promise<ImportState> {
  const rows = await db.query<{ state: ImportState }>({
    text: `update import_job set progress = $2, lease_until = now() + interval '${LEASE_SECONDS} seconds' where id = $1 returning state`,
    values: [id, progress],
  })
  return rows[0]?.state ?? 'cancelled'
}

/** Imports whose worker is gone. */
export async function orphanedImports(db: Executor): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from import_job where state in ('checking', 'running', 'undoing') and (lease_until is null or lease_until < now())`,
  )
  return rows.map((row) => row.id)
}
