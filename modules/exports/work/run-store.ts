import { AppError, type Json, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { type Actor, type Kernel, systemActor } from '@perigon/kernel'

/** A run as its worker sees it. */
export type StoredRun = {
  readonly id: string
  readonly object: string
  readonly format: string
  readonly query: Json
  readonly state: 'queued' | 'running'
  readonly owner: string
  readonly schedule: string | null
}

export type Holder = { readonly id: string; readonly worker: string }

const LEASE = `now() + interval '30 seconds'`
const WORKER = systemActor('exports')

/** Writes the ledger through the one writer. */
export async function tell(
  kernel: Kernel,
  id: string,
  { patch, tx }: { readonly patch: { readonly [field: string]: Json }; readonly tx?: Executor },
): Promise<void> {
  await kernel.write(WORKER, [{ object: 'export_run', op: 'update', id, patch }], {
    cause: { kind: 'system', ref: 'export' },
    ...(tx === undefined ? {} : { tx }),
  })
}

export type NewRun = {
  readonly owner: string
  readonly name: string
  readonly object: string
  readonly format: string
  readonly query: Json
  readonly schedule: string | null
}

/** Puts exports into the ledger; the work is not begun by it. */
export async function createRuns(kernel: Kernel, runs: readonly NewRun[], tx: Executor): Promise<readonly string[]> {
  const commands = runs.map((run) => ({
    object: 'export_run',
    op: 'create' as const,
    id: newId(kernel.clock.now().getTime()),
    patch: { ...run, state: 'queued', rows: 0 },
  }))
  if (commands.length === 0) return []
  const ids = commands.map((command) => command.id)
  await kernel.write(WORKER, commands, { cause: { kind: 'system', ref: 'export' }, tx })
  await tx.query({ text: 'insert into export_work (run) select unnest($1::uuid[])', values: [ids] })
  return ids
}

/** Takes a run for this worker unless another one lives on it; null when there is nothing to do. */
export async function takeRun(db: Executor, { id, worker }: Holder): Promise<StoredRun | null> {
  const rows = await db.query<StoredRun>({
    text: `update export_work w set worker = $2, lease_until = ${LEASE}, rows = 0 from export_run r
           where w.run = $1 and r.id = w.run and r.deleted_at is null and r.state in ('queued', 'running')
             and (w.lease_until is null or w.lease_until < now())
           returning r.id, r.object, r.format, r.query, r.state, r.owner, r.schedule`,
    values: [id, worker],
  })
  return rows[0] ?? null
}

type Move = {
  readonly from: readonly string[]
  readonly patch: { readonly [field: string]: Json }
  /** What is to be kept together with it. */
  readonly andThen?: (tx: Executor) => Promise<void>
}

/** Moves a run on unless it has been ended meanwhile (cancelled by its owner); false when it was. */
export async function moveRun(kernel: Kernel, id: string, { from, patch, andThen }: Move): Promise<boolean> {
  return kernel.db.transaction(async (tx) => {
    const rows = await tx.query({ text: 'select 1 from export_run where id = $1 and state = any($2) for update', values: [id, from] })
    if (rows.length === 0) return false
    await tell(kernel, id, { patch, tx })
    await andThen?.(tx)
    return true
  })
}

/** Keeps the lease and tells how far the file is; false when the run was cancelled or another worker has it. */
export async function holdRun(db: Executor, { id, worker }: Holder, written: number): Promise<boolean> {
  const rows = await db.query({
    text: `update export_work w set lease_until = ${LEASE}, rows = $3 from export_run r
           where w.run = $1 and w.worker = $2 and r.id = w.run and r.state = 'running' and r.deleted_at is null returning w.run`,
    values: [id, worker, written],
  })
  return rows.length > 0
}

/** Gives a run back, so that another worker need not wait for the lease. */
export async function releaseRun(db: Executor, { id, worker }: Holder): Promise<void> {
  await db.query({ text: 'update export_work set lease_until = null where run = $1 and worker = $2', values: [id, worker] })
}

/** Runs nobody works on: queued by a process that died, or left by one. */
export async function orphanedRuns(db: Executor): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    `select r.id from export_run r join export_work w on w.run = r.id where r.state in ('queued', 'running') and r.deleted_at is null
       and (w.lease_until is null or w.lease_until < now()) order by r.id limit 20`,
  )
  return rows.map((row) => row.id)
}

/** Ends a waiting or running export of the actor's own. */
export async function cancelRun(kernel: Kernel, actor: Actor, id: string): Promise<void> {
  await kernel.db.transaction(async (tx) => {
    const rows = await tx.query<{ state: string }>({
      text: 'select state from export_run where id = $1 and owner = $2 and deleted_at is null for update',
      values: [id, actor.id],
    })
    const state = rows[0]?.state
    if (state === undefined) throw new AppError('record.not_found')
    if (state !== 'queued' && state !== 'running') throw new AppError('bulk.state', { data: { state } })
    await tell(kernel, id, { patch: { state: 'cancelled', ended_at: kernel.clock.now().toISOString() }, tx })
  })
}
