import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type BringOverState, type ImportState, isJsonObject, newId } from '@perigon/contracts'
import { every } from '@perigon/jobs'
import { type Actor, type Kernel, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { getImport, moveImport, workOnImport } from '@perigon/transfer'
import { importDeps } from '../import-job.ts'
import { type BringOver, bringOver, type BringOverReport } from './bring-over.ts'
import { holderOf, type StoredRun, takeRun } from './bring-over-store.ts'
import { planBringOver } from './plan.ts'
import { presetOf } from './presets.ts'

const BEAT_MS = 10_000
const TAKEN_BACK: readonly ImportState[] = ['done', 'cancelled', 'failed']

type Holder = ReturnType<typeof holderOf>
type Work = { readonly kernel: Kernel; readonly run: StoredRun; readonly actor: Actor; readonly holder: Holder }

function inputOf({ run, actor }: Work): BringOver {
  const preset = presetOf(run.system)
  if (preset === undefined) throw new AppError('record.not_found')
  const { owner, process, leave, with_deleted, match_names } = run.settings
  return {
    preset,
    path: run.folder,
    sheets: join(run.folder, 'sheets'),
    actor,
    dryRun: false,
    withDeleted: with_deleted === true,
    matchNames: match_names === true,
    owner: typeof owner === 'string' ? owner : null,
    process: typeof process === 'string' ? process : null,
    leave: Array.isArray(leave) ? leave.map(String) : [],
  }
}

async function plan(work: Work): Promise<void> {
  await work.holder.planned(await planBringOver(work.kernel, inputOf(work)))
}

/** Why an import failed, as far as it is told to people; the import itself says more. */
function errorOf(stored: string | null): AppError {
  const told: unknown = stored?.startsWith('{') === true ? JSON.parse(stored) : { code: stored }
  const { code, data } = isJsonObject(told) ? told : {}
  if (code === 'import.file' && isJsonObject(data)) return new AppError(code, { data: JSON.parse(JSON.stringify(data)) })
  return new AppError(code === 'access.denied' ? code : 'server.error')
}

/** What the end of its last import makes of the run. */
function endOf(report: BringOverReport): { readonly to: BringOverState; readonly error: AppError | null } {
  const last = report.files.at(-1)
  if (last === undefined || last.job.state === 'done') return { to: 'done', error: null }
  if (last.job.state === 'paused') return { to: 'paused', error: null }
  if (last.job.state === 'failed') return { to: 'failed', error: errorOf(last.job.error) }
  return { to: 'cancelled', error: null }
}

async function execute(work: Work): Promise<void> {
  const { kernel, run, holder } = work
  const report = await bringOver(kernel, inputOf(work), {
    begun: (key) => run.parts.find((part) => part.key === key) ?? null,
    begin: async (tx, part) => {
      // Another worker has the run meanwhile, and begins this file itself.
      if (!(await holder.begun(tx, part))) throw new AppError('import.state', { data: { state: run.state } })
    },
    goesOn: async () => (await holder.keep()) === 'running',
  })
  if ((await holder.keep()) === 'running') await holder.end({ from: 'running', ...endOf(report) })
}

/** Takes the imports back, the last one first, because earlier ones are what later ones link to. */
async function takeBack({ kernel, run, actor, holder }: Work): Promise<void> {
  const deps = importDeps(kernel)
  for (const part of run.parts.toReversed()) {
    const { state } = await getImport(kernel.db, part.import, actor)
    if (TAKEN_BACK.includes(state)) await moveImport(kernel.db, part.import, { from: TAKEN_BACK, to: 'undoing' })
    await workOnImport(deps, part.import)
    if ((await holder.keep()) !== 'undoing') return
    // Another worker has it: the run is looked at again when the lease ends.
    if ((await getImport(kernel.db, part.import, actor)).state === 'undoing') return void (await holder.release())
  }
  await holder.end({ from: 'undoing', to: 'undone', error: null })
}

/**
 * Does what a run waits for (planning, running, taking back) if no other worker has it. Killed, it goes on with the import it
 * was at. What cannot be read and a lost right end it as failed; a lost database leaves it for the next worker.
 */
export async function workOnBringOver(kernel: Kernel, id: string, onError: (error: unknown) => void): Promise<void> {
  const worker = newId()
  const run = await takeRun(kernel.db, id, worker)
  if (run === null) return
  const holder = holderOf(kernel.db, id, worker)
  const beat = every(BEAT_MS, holder.keep, onError)
  try {
    const actor = run.actor === null ? systemActor('bring over') : await actorById(kernel.db, run.actor)
    if (actor === null) throw new AppError('access.denied')
    const work = { kernel, run, actor, holder }
    if (run.state === 'planning') await plan(work)
    else if (run.state === 'running') await execute(work)
    else await takeBack(work)
  } catch (error) {
    if (error instanceof AppError && error.code === 'database.unavailable') throw error
    const told = error instanceof AppError ? error : new AppError('server.error')
    await holder.end({ from: run.state, to: 'failed', error: told })
    if (!(error instanceof AppError)) throw error
  } finally {
    await beat.stop()
    await sweep(kernel, run)
  }
}

/** The files of a run that has ended are needed no more; one that failed before its first import may be planned again. */
async function sweep(kernel: Kernel, run: StoredRun): Promise<void> {
  const ended = await kernel.db.query({
    text: `select 1 from bring_over where id = $1 and (state in ('done', 'cancelled', 'undone') or state = 'failed' and parts <> '[]')`,
    values: [run.id],
  })
  if (ended.length > 0) await rm(run.folder, { recursive: true, force: true })
}
