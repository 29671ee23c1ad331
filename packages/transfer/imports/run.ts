import { AppError, type ImportState, type Issue, type Json } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import type { Actor, Command, WriteResult } from '@perigon/kernel'
import { inHalves } from '../chunks/in-halves.ts'
import { updatePatch } from './judge.ts'
import type { ImportDeps } from './import-deps.ts'
import type { StoredImport } from './import-store.ts'
import { keepKeys, keepSkippedKeys } from './external-keys.ts'
import { writeCreates } from './creates.ts'
import type { Related } from './related.ts'

const CHUNK = 2000
const LEASE = `now() + interval '30 seconds'`

type StagedRow = {
  readonly row_number: number
  readonly status: 'new' | 'update'
  readonly record: string
  readonly patch: { readonly [field: string]: Json }
  readonly related: readonly Related[] | null
  readonly external: string | null
}

function commandOf(job: StoredImport, row: StagedRow): Command {
  if (row.status === 'new') return { object: job.object, op: 'create', id: row.record, patch: row.patch }
  return { object: job.object, op: 'update', id: row.record, patch: updatePatch(row.patch) }
}

/** Records below the rows: part by part, makes before changes, so that a record is there before another links to it. */
function relatedOf(rows: readonly StagedRow[]): readonly { readonly at: number; readonly one: Related }[] {
  const all = rows.flatMap((row, at) => (row.related ?? []).map((one) => ({ at, one })))
  return all.sort((a, b) => a.one.order - b.one.order || a.one.op.localeCompare(b.one.op))
}

/** Results by row: a row is written when its record and all below it are; the first refusal is the row's. */
function joined(
  rows: readonly StagedRow[],
  input: { readonly results: readonly WriteResult[]; readonly related: ReturnType<typeof relatedOf> },
): readonly WriteResult[] {
  const own = input.results.slice(0, rows.length)
  input.related.forEach(({ at, one }, index) => {
    const result = input.results[rows.length + index]
    if (result === undefined || result.ok || own[at]?.ok !== true) return
    const issues = issuesOf(result.error).map((issue) => ({ ...issue, path: `${one.part}.${issue.path}` }))
    own[at] = { ok: false, error: new AppError('record.invalid', { issues }) }
  })
  return own
}

async function markRows(
  tx: Tx,
  job: StoredImport,
  marks: readonly { readonly row: number; readonly status: string; readonly issues: readonly Issue[] | null }[],
): Promise<void> {
  await tx.query({
    text: `update import_row r set status = x.status, issues = x.issues from json_to_recordset($2::json) as x(row bigint, status text, issues jsonb) where r.job = $1 and r.row_number = x.row`,
    values: [job.id, JSON.stringify(marks)],
    name: 'import_mark',
  })
}

/**
 * Written rows leave the staging table, unless a link to another row still waits in them; failed ones stay with their
 * reason. Deleting is far cheaper than marking: no new versions, no index entries.
 */
async function settleRows(
  tx: Tx,
  job: StoredImport,
  input: { readonly rows: readonly StagedRow[]; readonly results: readonly WriteResult[] },
): Promise<void> {
  const done: number[] = []
  const failed: { readonly row: number; readonly status: string; readonly issues: readonly Issue[] }[] = []
  input.results.forEach((result, index) => {
    const row = input.rows[index]?.row_number ?? 0
    if (result.ok) done.push(row)
    else failed.push({ row, status: 'fail', issues: issuesOf(result.error) })
  })
  await tx.query({
    text: `with waiting as (update import_row set status = 'done' where job = $1 and row_number = any($2::bigint[]) and late is not null)
           delete from import_row where job = $1 and row_number = any($2::bigint[]) and late is null`,
    values: [job.id, done],
    name: 'import_settle',
  })
  if (failed.length > 0) await markRows(tx, job, failed)
}

function issuesOf(error: AppError): readonly Issue[] {
  return error.issues.length > 0 ? error.issues : [{ path: '', code: 'type', data: { expected: error.code } }]
}

type Tally = { readonly added: number; readonly failed: number }

/** Somebody paused or cancelled the import while a chunk was being written; the chunk goes back. */
class Stopped extends Error {}

async function stateOf(db: Pick<Tx, 'query'>, job: StoredImport): Promise<ImportState> {
  const rows = await db.query<{ state: ImportState }>({
    text: 'select state from import_job where id = $1',
    values: [job.id],
    name: 'import_state',
  })
  return rows[0]?.state ?? 'cancelled'
}

/** One chunk: rows, events, marks and progress in one transaction, so that after a crash it is either all there or not at all. */
async function writeChunk(
  deps: ImportDeps,
  job: StoredImport,
  input: { readonly actor: Actor; readonly rows: readonly StagedRow[] },
): Promise<ImportState> {
  const { actor, rows } = input
  return deps.db.transaction(async (tx) => {
    const state = await stateOf(tx, job)
    if (state !== 'running') return state
    const related = relatedOf(rows)
    const written = await deps.kernel.write(
      actor,
      [
        ...rows.map((row) => commandOf(job, row)),
        ...related.map(({ one: { object, op, id, patch } }): Command => ({ object, op, id, patch })),
      ],
      { cause: { kind: 'import', ref: job.id, operation: job.id }, mode: 'row_by_row', tx },
    )
    const results = joined(rows, { results: written, related })
    const external = job.mapping?.external
    const keys = rows.flatMap((row, index) =>
      row.external !== null && results[index]?.ok === true ? [{ key: row.external, record: row.record }] : [],
    )
    if (external !== undefined) await keepKeys(tx, { source: external.source, object: job.object, keys })
    await settleRows(tx, job, { rows, results })
    await count(tx, job, tally(rows, results))
    return 'running'
  })
}

type Shift = { readonly new: Tally; readonly update: Tally }

function tally(rows: readonly StagedRow[], results: readonly WriteResult[]): Shift {
  const of = (status: StagedRow['status']): Tally => {
    const mine = results.filter((_, index) => rows[index]?.status === status)
    return { added: mine.length, failed: mine.filter((result) => !result.ok).length }
  }
  return { new: of('new'), update: of('update') }
}

/**
 * Progress counts rows; rows that turned out wrong move from new/update to fail. Throws Stopped when the import no
 * longer runs: once "cancelled" has been answered to a person, nothing more of it may be written.
 */
async function count(tx: Tx, job: StoredImport, shift: Shift): Promise<void> {
  const failed = shift.new.failed + shift.update.failed
  const running = await tx.query({
    text: `update import_job set progress = progress + $2, lease_until = ${LEASE},
           counts = counts || jsonb_build_object('new', (counts->>'new')::int - $3::int, 'update', (counts->>'update')::int - $4::int, 'skip', (counts->>'skip')::int, 'fail', (counts->>'fail')::int + $5::int)
           where id = $1 and state = 'running' returning 1`,
    values: [job.id, shift.new.added + shift.update.added, shift.new.failed, shift.update.failed, failed],
  })
  if (running.length === 0) throw new Stopped()
}

/** A row that cannot be written whatever the others are. */
async function refuseRow(deps: ImportDeps, job: StoredImport, input: { readonly row: StagedRow; readonly error: AppError }): Promise<void> {
  const { row, error } = input
  await deps.db.transaction(async (tx) => {
    await markRows(tx, job, [{ row: row.row_number, status: 'fail', issues: issuesOf(error) }])
    const none = { added: 0, failed: 0 }
    const one = { added: 1, failed: 1 }
    await count(tx, job, row.status === 'new' ? { new: one, update: none } : { new: none, update: one })
  })
}

async function writeSafely(
  deps: ImportDeps,
  job: StoredImport,
  input: { readonly actor: Actor; readonly rows: readonly StagedRow[] },
): Promise<ImportState> {
  let state: ImportState = 'running'
  const write = async (rows: readonly StagedRow[]): Promise<boolean> => {
    state = await writeChunk(deps, job, { ...input, rows }).catch((error: unknown) => {
      if (error instanceof Stopped) return stateOf(deps.db, job)
      throw error
    })
    return state === 'running'
  }
  const alone = (row: StagedRow, error: AppError): Promise<boolean> => refuseRow(deps, job, { row, error }).then(() => true)
  await inHalves(input.rows, { write, alone })
  return state
}

type Kind = { readonly status: 'new' | 'update'; readonly after: number }

async function nextRows(deps: ImportDeps, job: StoredImport, { status, after }: Kind): Promise<readonly StagedRow[]> {
  return deps.db.query<StagedRow>({
    text: `select row_number, status, record, patch, related, external from import_row where job = $1 and status = $2 and row_number > $3 order by row_number limit ${CHUNK}`,
    values: [job.id, status, after],
    name: 'import_next',
  })
}

/** New records do not depend on one another: while the database writes one chunk, the next is made ready. */
const LANES = { new: 2, update: 1 } as const

/** Writes all rows of one kind in order, a few chunks at a time. Returns the state people have put the import into. */
async function writeKind(
  deps: ImportDeps,
  job: StoredImport,
  input: { readonly actor: Actor; readonly status: 'new' | 'update' },
): Promise<ImportState> {
  const { actor, status } = input
  const lanes: Promise<ImportState>[] = []
  let after = 0
  let state: ImportState = 'running'
  const settle = async (): Promise<void> => {
    const ended = await lanes.shift()
    if (ended !== undefined && ended !== 'running') state = ended
  }
  try {
    while (state === 'running') {
      const rows = await nextRows(deps, job, { status, after })
      const last = rows[rows.length - 1]
      if (last === undefined) break
      after = last.row_number
      if (lanes.length >= LANES[status]) await settle()
      const lane = writeSafely(deps, job, { actor, rows })
      // Awaited in turn; until then a failure must not count as unhandled.
      lane.catch(() => undefined)
      lanes.push(lane)
    }
    while (lanes.length > 0) await settle()
  } finally {
    await Promise.allSettled(lanes)
  }
  return state
}

type LateRow = { readonly row_number: number; readonly record: string; readonly late: { readonly [field: string]: Json } }

/** Links between rows of the file, once all of them are written. */
async function writeLate(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const rows = await tx.query<LateRow>({
      text: `select row_number, record, late from import_row where job = $1 and late is not null and status = 'done' order by row_number limit ${CHUNK}`,
      values: [job.id],
    })
    if (rows.length === 0) return false
    const results = await deps.kernel.write(
      actor,
      rows.map((row): Command => ({ object: job.object, op: 'update', id: row.record, patch: row.late })),
      { cause: { kind: 'import', ref: job.id, operation: job.id }, mode: 'row_by_row', tx },
    )
    const wrong = results.flatMap((result, index) =>
      result.ok ? [] : [{ row: rows[index]?.row_number ?? 0, status: 'fail', issues: issuesOf(result.error) }],
    )
    await tx.query({
      text: 'update import_row set late = null where job = $1 and row_number = any($2)',
      values: [job.id, rows.map((row) => row.row_number)],
    })
    await markRows(tx, job, wrong)
    return true
  })
}

/**
 * Writes what the check has staged, chunk by chunk, until nothing is left or somebody pauses or cancels. Goes on where
 * it stopped after a crash; a row is never written twice.
 */
export async function runImport(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  await writeCreates(deps, job, actor)
  const external = job.mapping?.external
  if (external !== undefined) await keepSkippedKeys(deps.db, { source: external.source, object: job.object, job: job.id })
  // First what is new, then what changes records, some of which may be among the new ones.
  for (const status of ['new', 'update'] as const) if ((await writeKind(deps, job, { actor, status })) !== 'running') return
  while (await writeLate(deps, job, actor));
  await deps.db.query({
    text: `update import_job set state = 'done', finished_at = now(), lease_until = null where id = $1 and state = 'running'`,
    values: [job.id],
  })
}
