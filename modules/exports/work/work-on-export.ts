import { AppError, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Intake } from '@perigon/files'
import { type Actor, type Kernel, objectOf, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { exportFile } from '@perigon/transfer'
import { countFailure, forgetFailures } from './count-failures.ts'
import { demandExport, type Wanted, wantedOf } from './export-query.ts'
import { type Holder, holdRun, moveRun, releaseRun, type StoredRun, takeRun, tell } from './run-store.ts'

export type ExportDeps = { readonly kernel: Kernel; readonly intake: Intake }

/** A file no disk should meet; a million records of a list are some 200 MB. */
const MAX_BYTES = 8 * 1024 ** 3
const HOLD_MS = 1000

/** The run was cancelled or taken by another worker meanwhile; what was written so far is thrown away. */
class Let extends Error {}

/** The same rows; now and then the ledger hears how many, and may end it. */
async function* held<T>(
  rows: AsyncIterable<T>,
  input: { readonly kernel: Kernel; readonly holder: Holder; readonly onEnd: (count: number) => void },
): AsyncGenerator<T> {
  const { kernel, holder } = input
  let count = 0
  let told = kernel.clock.now().getTime()
  for await (const row of rows) {
    yield row
    count += 1
    const now = kernel.clock.now().getTime()
    if (now - told < HOLD_MS) continue
    told = now
    if (!(await holdRun(kernel.db, holder, count))) throw new Let()
  }
  input.onEnd(count)
}

type Making = { readonly run: StoredRun; readonly holder: Holder; readonly actor: Actor; readonly wanted: Wanted }

async function finish(
  deps: ExportDeps,
  making: Making,
  file: { readonly rows: number; readonly sha256: string; readonly size: number; readonly mediaType: string },
): Promise<void> {
  const { kernel } = deps
  const { run, actor, wanted } = making
  const name = `${objectOf(kernel.snapshot(), run.object).definition.path}-${kernel.clock.now().toISOString().slice(0, 10)}.${wanted.format}`
  const attachment = {
    name,
    record_object: 'export_run',
    record: run.id,
    kind: 'file',
    media_type: file.mediaType,
    size: file.size,
    sha256: file.sha256,
    revision: 1,
  }
  await kernel.db.transaction(async (tx) => {
    const rows = await tx.query({ text: `select 1 from export_run where id = $1 and state = 'running' for update`, values: [run.id] })
    if (rows.length === 0 || !(await holdRun(tx, making.holder, file.rows))) throw new Let()
    const commands = [{ object: 'attachment', op: 'create' as const, patch: attachment }]
    await kernel.write(systemActor('exports'), commands, { cause: { kind: 'system', ref: 'export' }, tx })
    const patch = { state: 'done', rows: file.rows, size: file.size, ended_at: kernel.clock.now().toISOString() }
    await tell(kernel, run.id, { patch, tx })
    if (run.schedule !== null) await forgetFailures(kernel, tx, run.schedule)
    // In the same step: a server that is killed here has neither the file nor a line that tells of it.
    await kernel.note(actor, noteOf(making, file), tx)
  })
}

function noteOf(
  { run, wanted }: Making,
  file: { readonly rows: number; readonly sha256: string },
): Parameters<ExportDeps['kernel']['note']>[1] {
  const { sort, q, filter } = wanted.query
  return {
    fact: 'export',
    object: run.object,
    record: null,
    detail: {
      rows: file.rows,
      sha256: file.sha256,
      format: wanted.format,
      fields: [...(wanted.keys ?? [])],
      filter: filter === undefined ? null : JSON.stringify(filter),
      q: q ?? null,
      sort: [...(sort ?? [])],
      run: run.id,
    },
  }
}

async function make(deps: ExportDeps, run: StoredRun, holder: Holder): Promise<void> {
  const { kernel } = deps
  const actor = await actorById(kernel.db, run.owner)
  if (actor === null) throw new AppError('access.denied')
  const wanted = wantedOf(run.object, run.format, run.query)
  await demandExport(kernel, actor, wanted)
  const begun = { state: 'running', started_at: kernel.clock.now().toISOString() }
  if (run.state === 'queued' && !(await moveRun(kernel, run.id, { from: ['queued'], patch: begun }))) throw new Let()
  let written = 0
  const watch = <T>(rows: AsyncGenerator<T>): AsyncGenerator<T> =>
    held(rows, {
      kernel,
      holder,
      onEnd: (count) => {
        written = count
      },
    })
  const file = exportFile(kernel, actor, { ...wanted, watch })
  const taken = await deps.intake(file, { name: `export.${wanted.format}`, limit: MAX_BYTES })
  await finish(deps, { run, holder, actor, wanted }, { ...taken, rows: written })
}

async function counted(kernel: Kernel, tx: Executor, { run, code }: { readonly run: StoredRun; readonly code: string }): Promise<void> {
  if (run.schedule !== null) await countFailure(kernel, tx, { run: run.id, schedule: run.schedule, code })
}

/**
 * Makes the file of an export if no other worker does, with its owner's rights as they are now. Killed half way it is begun
 * anew; the file and the end of the ledger come in one transaction. A lost right ends it as failed.
 */
export async function workOnExport(deps: ExportDeps, id: string): Promise<void> {
  const { kernel } = deps
  const holder: Holder = { id, worker: newId() }
  const run = await takeRun(kernel.db, holder)
  if (run === null) return
  try {
    await make(deps, run, holder)
  } catch (error) {
    if (error instanceof Let) return
    if (error instanceof AppError && error.code === 'database.unavailable') throw error
    const code = error instanceof AppError ? error.code : 'server.error'
    const failed = { state: 'failed', error: code, ended_at: kernel.clock.now().toISOString() }
    await moveRun(kernel, id, { from: ['queued', 'running'], patch: failed, andThen: (tx) => counted(kernel, tx, { run, code }) })
    if (!(error instanceof AppError)) throw error
  } finally {
    await releaseRun(kernel.db, holder)
  }
}
