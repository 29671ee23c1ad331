import { AppError, isJsonObject, type Json } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Actor, type Command, may, objectOf, readRecords, type WriteResult } from '@perigon/kernel'
import { inHalves } from '../chunks/in-halves.ts'
import { operationOf, tagsIn, withTags } from './bulk-change.ts'
import { type BulkDeps, holdBulk, keepLease, type Holder, problemOf, type StoredBulk, tell } from './bulk-store.ts'

const CHUNK = 1000
/** So many chunks are written at the same time: while the database works on one, the next is made ready. */
const LANES = 2
/** A merge moves all that hangs on its records, so fewer of them are one step. */
const GROUPS = 10
/** A record that somebody saves at the same moment is tried again. */
const TRIES = 3

/** Groups of records that are the same: which they are, and how one is merged. */
export type GroupWork = {
  readonly list: (actor: Actor, query: Json) => Promise<readonly string[]>
  /** Merges a group, or says why not; `record` is what is shown of it. Throws when half a merge must be rolled back. */
  readonly merge: (
    tx: Tx,
    input: { readonly actor: Actor; readonly object: string; readonly group: string; readonly operation: string },
  ) => Promise<{ readonly record: string; readonly error: AppError | null }>
  /** A record of a group that could not be looked into. */
  readonly name: (tx: Tx, group: string) => Promise<string>
}

export type BulkWork = BulkDeps & {
  readonly groups: GroupWork

  /** The person a change belongs to, with the rights they have now; null when they may not sign in any more. */
  readonly actorOf: (userId: string) => Promise<Actor | null>
}

type Job = { readonly job: StoredBulk; readonly holder: Holder }
/** `item` is what is on the list, `record` what is shown of it. */
type Failed = { readonly item: string; readonly record: string; readonly error: AppError }

/** What is asked of each record. Tags depend on what a record has, so their commands insist on the version that was read. */
async function commandsOf(
  deps: BulkDeps,
  tx: Tx,
  input: Job & { readonly actor: Actor; readonly ids: readonly string[] },
): Promise<Command[]> {
  const { job, actor, ids } = input
  const { object, verb, change } = job
  if (verb === 'delete') return ids.map((id) => ({ object, op: 'delete', id }))
  const { tags } = change
  if (tags === null) return ids.map((id) => ({ object, op: 'update', id, patch: change.patch }))
  const bodies = await readRecords(tx, object, { context: deps.kernel.queryContext(actor), ids, fields: [tags.field] })
  const read = new Map(
    bodies.map((body): [unknown, { readonly [key: string]: unknown }] => {
      const record: unknown = JSON.parse(body)
      return isJsonObject(record) ? [record['id'], record] : [null, {}]
    }),
  )
  return ids.map((id) => {
    const version = read.get(id)?.['version']
    const patch = { [tags.field]: withTags(tagsIn(read.get(id)?.[tags.field]), tags) }
    return { object, op: 'update', id, patch, ...(typeof version === 'number' ? { version } : {}) }
  })
}

type Written = { readonly failed: readonly Failed[]; readonly unchanged: number }

/** Writes the records as the person; answers what was refused. */
async function writeRecords(
  deps: BulkDeps,
  tx: Tx,
  input: Job & { readonly actor: Actor; readonly ids: readonly string[] },
): Promise<Written> {
  const { job, actor } = input
  const failed: Failed[] = []
  let unchanged = 0
  let ids = input.ids
  for (let left = TRIES; ids.length > 0; left -= 1) {
    const commands = await commandsOf(deps, tx, { ...input, ids })
    const results = await deps.kernel.write(actor, commands, {
      cause: { kind: 'batch', ref: job.verb, operation: job.id },
      mode: 'row_by_row',
      tx,
    })
    const raced: string[] = []
    results.forEach((result: WriteResult, index) => {
      const record = ids[index]
      if (record === undefined) return
      if (result.ok) unchanged += result.changed ? 0 : 1
      else if (result.error.code === 'record.version_conflict' && left > 1) raced.push(record)
      else failed.push({ item: record, record, error: result.error })
    })
    ids = raced
  }
  return { failed, unchanged }
}

/** Merges the groups one after the other. */
async function mergeGroups(
  deps: BulkWork,
  tx: Tx,
  { job, actor, ids }: Job & { readonly actor: Actor; readonly ids: readonly string[] },
): Promise<Written> {
  const failed: Failed[] = []
  for (const group of ids) {
    const { record, error } = await deps.groups.merge(tx, { actor, object: job.object, group, operation: job.id })
    if (error !== null) failed.push({ item: group, record, error })
  }
  return { failed, unchanged: 0 }
}

/** What was refused only by throwing, alone on the list. */
async function refusedAlone(
  deps: BulkWork,
  tx: Tx,
  input: Job & { readonly ids: readonly string[]; readonly error: AppError },
): Promise<Written> {
  const failed: Failed[] = []
  for (const item of input.ids)
    failed.push({ item, record: input.job.verb === 'merge' ? await deps.groups.name(tx, item) : item, error: input.error })
  return { failed, unchanged: 0 }
}

/** Takes what was tried off the list; what was refused stays on it with its reason. */
async function settle(
  tx: Tx,
  job: StoredBulk,
  input: { readonly ids: readonly string[]; readonly failed: readonly Failed[] },
): Promise<void> {
  const refused = new Set(input.failed.filter(({ item, record }) => item === record).map(({ item }) => item))
  await tx.query({
    text: 'delete from bulk_item where operation = $1 and record = any($2::uuid[])',
    values: [job.id, input.ids.filter((id) => !refused.has(id))],
    name: 'bulk_settle',
  })
  if (input.failed.length === 0) return
  const rows = input.failed.map(({ record, error }) => ({ record, problem: { object: job.object, ...problemOf(error) } }))
  await tx.query({
    text: `insert into bulk_item (operation, record, problem) select distinct on (record) $1, record, problem from json_to_recordset($2::json) as x(record uuid, problem jsonb)
           on conflict (operation, record) do update set problem = excluded.problem`,
    values: [job.id, JSON.stringify(rows)],
    name: 'bulk_refuse',
  })
}

/** Somebody cancelled, or another worker has it: what the chunk has written is rolled back. */
const ENDED = new Error('the operation no longer runs')

/**
 * One chunk: records, events, the list and the progress in one transaction. False when the operation no longer runs. The
 * ledger is held at the end only, so that chunks need not wait for each other, and a cancel waits for none but the last.
 */
async function writeChunk(deps: BulkWork, input: Job & { readonly ids: readonly string[]; readonly alone?: AppError }): Promise<boolean> {
  const { job, ids, holder } = input
  const actor = await actorNow(deps, job)
  if (!(await keepLease(deps.db, holder))) return false
  const written = deps.db.transaction(async (tx) => {
    const { alone } = input
    const { failed, unchanged } =
      alone !== undefined
        ? await refusedAlone(deps, tx, { ...input, error: alone })
        : await (job.verb === 'merge' ? mergeGroups : writeRecords)(deps, tx, { ...input, actor })
    await settle(tx, job, { ids, failed })
    const held = await holdBulk(tx, holder, 'running')
    if (held === null) throw ENDED
    const done = held.done + ids.length - failed.length - unchanged
    const patch = { done, unchanged: held.unchanged + unchanged, failed: held.failed + failed.length }
    await tell(deps, job.id, { patch, tx })
    return true
  })
  return written.catch((error: unknown) => {
    if (error === ENDED) return false
    throw error
  })
}

/** Who was suspended, or lost the right, while it runs changes nothing more. */
async function actorNow(deps: BulkWork, job: StoredBulk): Promise<Actor> {
  const actor = await deps.actorOf(job.owner)
  if (actor === null || !may(objectOf(deps.kernel.snapshot(), job.object), actor, operationOf(job.verb)))
    throw new AppError('access.denied')
  return actor
}

async function nextIds(deps: BulkDeps, job: StoredBulk, after: string): Promise<readonly string[]> {
  const rows = await deps.db.query<{ record: string }>({
    text: `select record from bulk_item where operation = $1 and problem is null and record > $2::uuid order by record limit $3`,
    values: [job.id, after, job.verb === 'merge' ? GROUPS : CHUNK],
    name: 'bulk_next',
  })
  return rows.map((row) => row.record)
}

/**
 * Changes what is on the list, chunk by chunk, until nothing is left or somebody cancels. Goes on where it stopped after a
 * crash: a record is either off the list and changed, or on it and not.
 */
export async function runBulk(deps: BulkWork, { job, holder }: Job): Promise<void> {
  let goesOn = true
  let next = nextIds(deps, job, '00000000-0000-0000-0000-000000000000')
  /** The next chunk of the list; each is given to one lane. */
  const take = (): Promise<readonly string[]> => {
    const taken = next
    next = taken.then((ids) => (ids.length === 0 ? ids : nextIds(deps, job, ids[ids.length - 1] ?? '')))
    // Whoever takes it is told; until then nobody waits for it.
    next.catch(() => undefined)
    return taken
  }
  const lane = async (): Promise<void> => {
    while (goesOn) {
      const ids = await take()
      if (ids.length === 0) return
      const went = await inHalves(ids, {
        write: (some) => writeChunk(deps, { job, holder, ids: some }),
        alone: (id, error) => writeChunk(deps, { job, holder, ids: [id], alone: error }),
      })
      if (!went) goesOn = false
    }
  }
  // A merge moves what hangs on its records, which the next one may want to move as well.
  const lanes = Array.from({ length: job.verb === 'merge' ? 1 : LANES }, () =>
    lane().catch((error: unknown) => {
      goesOn = false
      throw error
    }),
  )
  const ends = await Promise.allSettled(lanes)
  const broken = ends.find((end) => end.status === 'rejected')
  if (broken !== undefined) throw broken.reason
  if (!goesOn) return
  await deps.db.transaction(async (tx) => {
    if ((await holdBulk(tx, holder, 'running')) === null) return
    await tell(deps, job.id, { patch: { state: 'done', ended_at: deps.kernel.clock.now().toISOString() }, tx })
  })
}
