import {
  AppError,
  type BringOverPart,
  type BringOverPlan,
  type BringOverRun,
  type BringOverState,
  ERRORS,
  type ErrorCode,
  fill,
  type Json,
  newId,
  text,
} from '@perigon/contracts'
import type { Database, Executor } from '@perigon/db'
import type { Actor } from '@perigon/kernel'
import type { Begun } from './bring-over.ts'

/** A run as its worker sees it. */
export type StoredRun = {
  readonly id: string
  readonly system: string
  readonly state: BringOverState
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  readonly settings: { readonly [question: string]: Json }
  readonly plan: BringOverPlan | null
  readonly parts: readonly Begun[]
  readonly error: { readonly code: ErrorCode; readonly data: { readonly [name: string]: Json } } | null
  readonly actor: string | null
  readonly created_at: string
  readonly finished_at: string | null
}

const COLUMNS = `id, system, state, folder, files, settings, plan, parts, error, actor, to_json(created_at)#>>'{}' as created_at, to_json(finished_at)#>>'{}' as finished_at`
const LEASE = `now() + interval '30 seconds'`
const ENDED: readonly BringOverState[] = ['done', 'cancelled', 'failed', 'undone']

export async function createRun(
  db: Executor,
  input: { readonly system: string; readonly folder: (id: string) => string; readonly actor: Actor; readonly now: Date },
): Promise<string> {
  const id = newId(input.now.getTime())
  await db.query({
    text: `insert into bring_over (id, system, state, folder, settings, actor, created_at) values ($1, $2, 'collecting', $3, $4, $5, $6)`,
    values: [id, input.system, input.folder(id), JSON.stringify({ owner: input.actor.employee }), input.actor.id, input.now.toISOString()],
  })
  return id
}

/** One run of this person (administrators: anybody's); `record.not_found` otherwise. */
export async function getRun(db: Executor, id: string, actor: Actor): Promise<StoredRun> {
  const rows = await db.query<StoredRun>({
    text: `select ${COLUMNS} from bring_over where id = $1 and ($2 or actor is not distinct from $3)`,
    values: [id, actor.admin, actor.id],
  })
  const run = rows[0]
  if (run === undefined) throw new AppError('record.not_found')
  return run
}

export async function listRuns(db: Executor, actor: Actor): Promise<readonly StoredRun[]> {
  return db.query<StoredRun>({
    text: `select ${COLUMNS} from bring_over where $1 or actor is not distinct from $2 order by created_at desc limit 20`,
    values: [actor.admin, actor.id],
  })
}

/** How a run is told to people, with how far each of its imports is. */
export async function tellRun(db: Executor, run: StoredRun, actor: Actor): Promise<BringOverRun> {
  const { id, system, state, files, settings, plan, error, created_at, finished_at } = run
  const jobs = await db.query<Omit<BringOverPart, 'file'> & { readonly import: string }>({
    text: `select id as import, object, state, rows_total::int as rows, progress::int as progress, counts from import_job where id = any($1::uuid[])`,
    values: [run.parts.map((part) => part.import)],
  })
  const parts = run.parts.flatMap(({ file, import: job }) => {
    const found = jobs.find((each) => each.import === job)
    return found === undefined ? [] : [{ ...found, file }]
  })
  const told = error === null ? null : fill(text(ERRORS[error.code].label, actor.locale), error.data, actor.locale)
  return { id, system, state, files, settings, plan, parts, error: told, created_at, finished_at }
}

/** Moves a run from one of `from` to `to`, or refuses with `import.state`. */
export async function moveRun(
  db: Executor,
  id: string,
  input: { readonly from: readonly BringOverState[]; readonly to: BringOverState; readonly settings?: StoredRun['settings'] },
): Promise<void> {
  const rows = await db.query({
    text: `update bring_over set state = $3, error = null, settings = coalesce($4::jsonb, settings), worker = null, lease_until = null,
             finished_at = case when $5 then now() end
           where id = $1 and state = any($2) returning 1`,
    values: [id, input.from, input.to, input.settings === undefined ? null : JSON.stringify(input.settings), ENDED.includes(input.to)],
  })
  if (rows.length > 0) return
  const now = await db.query<{ state: string }>({ text: 'select state from bring_over where id = $1', values: [id] })
  throw new AppError('import.state', { data: { state: now[0]?.state ?? '?' } })
}

/** Puts files on the list of a run that is still being put together; one of a name that is there replaces it. */
export async function addFiles(db: Database, id: string, files: StoredRun['files']): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx.query<{ files: StoredRun['files'] }>({
      text: `select files from bring_over where id = $1 and (state in ('collecting', 'planned') or state = 'failed' and parts = '[]') for update`,
      values: [id],
    })
    if (rows[0] === undefined) throw new AppError('import.state', { data: { state: 'running' } })
    const names = new Set(files.map((file) => file.name))
    const all = [...rows[0].files.filter((file) => !names.has(file.name)), ...files].toSorted((a, b) => a.name.localeCompare(b.name))
    await tx.query({
      text: `update bring_over set files = $2, plan = null, error = null, finished_at = null, state = 'collecting' where id = $1`,
      values: [id, JSON.stringify(all)],
    })
  })
}

/** Takes a run for this worker unless another one lives on it; null when there is nothing to do. */
export async function takeRun(db: Executor, id: string, worker: string): Promise<StoredRun | null> {
  const rows = await db.query<StoredRun>({
    text: `update bring_over set worker = $2, lease_until = ${LEASE}
           where id = $1 and state in ('planning', 'running', 'undoing') and (lease_until is null or lease_until < now() or worker = $2) returning ${COLUMNS}`,
    values: [id, worker],
  })
  return rows[0] ?? null
}

/** What a worker may do with the run it has taken; every step asks whether it still has it. */
export function holderOf(db: Executor, id: string, worker: string) {
  const own = `id = $1 and worker = $2`
  return {
    /** Keeps the lease; the state people have put the run into meanwhile, null when another worker has it. */
    keep: async (): Promise<BringOverState | null> => {
      const rows = await db.query<{ state: BringOverState }>({
        text: `update bring_over set lease_until = ${LEASE} where ${own} returning state`,
        values: [id, worker],
      })
      return rows[0]?.state ?? null
    },
    planned: (plan: BringOverPlan): Promise<unknown> =>
      db.query({
        text: `update bring_over set state = 'planned', plan = $3, lease_until = null where ${own} and state = 'planning'`,
        values: [id, worker, JSON.stringify(plan)],
      }),
    /** Puts an import on the list of the run; false when another worker has the run. */
    begun: async (tx: Executor, part: Begun): Promise<boolean> => {
      const rows = await tx.query({
        text: `update bring_over set parts = parts || $3::jsonb where ${own} returning 1`,
        values: [id, worker, JSON.stringify([part])],
      })
      return rows.length > 0
    },
    end: (input: { readonly from: BringOverState; readonly to: BringOverState; readonly error: AppError | null }): Promise<unknown> =>
      db.query({
        text: `update bring_over set state = $4, error = $5, lease_until = null, finished_at = case when $6 then now() end where ${own} and state = $3`,
        values: [
          id,
          worker,
          input.from,
          input.to,
          input.error === null ? null : JSON.stringify({ code: input.error.code, data: input.error.data }),
          ENDED.includes(input.to),
        ],
      }),
    release: (): Promise<unknown> => db.query({ text: `update bring_over set lease_until = null where ${own}`, values: [id, worker] }),
  }
}

/** States in which files and settings may still be changed: before it runs, also when no plan could be made of them. */
export function openStates(run: StoredRun): readonly BringOverState[] {
  return run.parts.length === 0 ? ['collecting', 'planned', 'failed'] : ['collecting', 'planned']
}

/** Runs whose worker is gone. */
export async function orphanedRuns(db: Executor): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from bring_over where state in ('planning', 'running', 'undoing') and (lease_until is null or lease_until < now()) limit 20`,
  )
  return rows.map((row) => row.id)
}

/** Ends what nobody went on with for a week; answers the folders that may go. */
export async function abandonOld(db: Executor): Promise<readonly string[]> {
  const rows = await db.query<{ folder: string }>(
    `update bring_over set state = 'cancelled', finished_at = now()
     where (state in ('collecting', 'planned') or state = 'failed' and parts = '[]') and created_at < now() - interval '7 days' returning folder`,
  )
  return rows.map((row) => row.folder)
}
