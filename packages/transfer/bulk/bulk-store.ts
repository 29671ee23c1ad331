import { AppError, type BulkState, type BulkWorkVerb, isJsonObject, type Json, newId, type TagChange, text } from '@perigon/contracts'
import type { Database, Executor, Tx } from '@perigon/db'
import { type Actor, type Kernel, type Kept, objectOf, parseListQuery, systemActor, UNDO_DAYS, type Wanted } from '@perigon/kernel'
import type { BulkChange } from './bulk-change.ts'

/** What every part of a bulk change works with. */
export type BulkDeps = { readonly db: Database; readonly kernel: Kernel }

/** One operation as its worker sees it. */
export type StoredBulk = {
  readonly id: string
  readonly object: string
  readonly verb: BulkWorkVerb
  readonly state: BulkState
  readonly query: Json
  readonly change: { readonly patch: { readonly [field: string]: Json }; readonly tags: TagChange | null }
  readonly owner: string
  readonly total: number
}

/** Why a record was not changed, as it is kept. */
export type StoredProblem = { readonly code: AppError['code']; readonly issues: AppError['issues']; readonly data: AppError['data'] }

const LEASE = `now() + interval '30 seconds'`
const WORKER = systemActor('bulk')

/** Writes the ledger through the one writer; throws when somebody was faster. */
export async function tell(
  { kernel }: BulkDeps,
  id: string,
  input: { readonly patch: { readonly [field: string]: Json }; readonly tx: Executor },
): Promise<void> {
  await kernel.write(WORKER, [{ object: 'bulk_operation', op: 'update', id, patch: input.patch }], {
    cause: { kind: 'system', ref: 'bulk' },
    tx: input.tx,
  })
}

function nameOf({ kernel }: BulkDeps, actor: Actor, change: BulkChange): string {
  const { definition, fields } = objectOf(kernel.snapshot(), change.object)
  const inWords = (pair: Parameters<typeof text>[0]): string => text(pair, actor.locale)
  const isChinese = actor.locale === 'zh-CN'
  const keys = change.tags === null ? Object.keys(change.patch) : [change.tags.field]
  const names = keys.map((key) => inWords(fields.get(key)?.definition.label ?? { zh: key, en: key })).join(isChinese ? '、' : ', ')
  return `${inWords(definition.label.many)} · ${change.verb === 'delete' ? (isChinese ? '删除' : 'Deleted') : names}`.slice(0, 200)
}

/** Begins the merging of groups of records that are the same; its worker lists them by the query. */
export async function createMerge(
  deps: BulkDeps,
  actor: Actor,
  merge: { readonly object: string; readonly name: string; readonly query: Json },
): Promise<string> {
  const { object, name, query } = merge
  return begin(deps, {
    owner: actor.id,
    name: name.slice(0, 200),
    object,
    verb: 'merge',
    query,
    change: { patch: {}, tags: null },
    total: 0,
  })
}

/** Begins an operation. Chosen records are frozen with it; those of a filter when its worker takes it. */
export async function createBulk(deps: BulkDeps, actor: Actor, change: BulkChange): Promise<string> {
  const { wanted } = change
  const query: Json = JSON.parse(JSON.stringify(wanted.ids === undefined ? wanted : { chosen: wanted.ids.length }))
  const patch = {
    owner: actor.id,
    name: nameOf(deps, actor, change),
    object: change.object,
    verb: change.verb,
    query,
    change: { patch: change.patch, tags: change.tags },
    total: wanted.ids?.length ?? 0,
  }
  return begin(deps, patch, wanted.ids)
}

/** The entry in the ledger, who works on it, and what is on its list from the beginning. */
async function begin(deps: BulkDeps, entry: { readonly [field: string]: Json }, ids?: readonly string[]): Promise<string> {
  const id = newId(deps.kernel.clock.now().getTime())
  const patch = { ...entry, state: 'queued', done: 0, unchanged: 0, failed: 0, undone: 0, kept: 0 }
  await deps.db.transaction(async (tx) => {
    await deps.kernel.write(WORKER, [{ object: 'bulk_operation', op: 'create', id, patch }], { cause: { kind: 'system', ref: 'bulk' }, tx })
    await tx.query({ text: 'insert into bulk_run (operation) values ($1)', values: [id] })
    if (ids !== undefined) await freeze(tx, id, ids)
  })
  return id
}

/** Puts records on the list of an operation. */
export async function freeze(tx: Executor, operation: string, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'insert into bulk_item (operation, record) select $1, unnest($2::uuid[]) on conflict do nothing',
    values: [operation, ids],
  })
}

/** What a stored query means. */
export function wantedOf(query: Json): Wanted {
  if (!isJsonObject(query)) return {}
  const parsed = parseListQuery({
    ...('filter' in query ? { filter: query['filter'] } : {}),
    ...('q' in query ? { q: query['q'] } : {}),
  })
  return { filter: parsed.filter, q: parsed.q }
}

/** Takes the operation for this worker unless another one lives on it; null when there is nothing to do. */
export async function takeBulk(db: Executor, id: string, worker: string): Promise<StoredBulk | null> {
  const rows = await db.query<StoredBulk>({
    text: `update bulk_run r set worker = $2, lease_until = ${LEASE} from bulk_operation o
           where r.operation = $1 and o.id = r.operation and o.deleted_at is null and o.state in ('queued', 'running', 'undoing')
             and (r.lease_until is null or r.lease_until < now() or r.worker = $2)
           returning o.id, o.object, o.verb, o.state, o.query, o.change, o.owner, o.total`,
    values: [id, worker],
  })
  return rows[0] ?? null
}

export type Holder = { readonly id: string; readonly worker: string }

/**
 * Keeps the lease and holds the ledger's row until the transaction ends, so that a cancel waits for the chunk and nothing is
 * written after it. Null when the operation is no longer in this state or another worker has it.
 */
export async function holdBulk(
  tx: Tx,
  { id, worker }: Holder,
  state: BulkState,
): Promise<{
  readonly done: number
  readonly unchanged: number
  readonly failed: number
  readonly undone: number
  readonly kept: number
  readonly before: number | null
} | null> {
  const lease = await tx.query<{ before: number | null }>({
    text: `update bulk_run set lease_until = ${LEASE} where operation = $1 and worker = $2 returning undo_before as before`,
    values: [id, worker],
    name: 'bulk_lease',
  })
  const rows = await tx.query<{ done: number; unchanged: number; failed: number; undone: number; kept: number }>({
    text: `select done, unchanged, failed, undone, kept from bulk_operation where id = $1 and state = $2 and deleted_at is null for update`,
    values: [id, state],
    name: 'bulk_hold',
  })
  const [held, told] = [lease[0], rows[0]]
  return held === undefined || told === undefined ? null : { ...told, before: held.before }
}

/** Says that the worker lives and is about to write; false when the operation is another's by now. */
export async function keepLease(db: Executor, { id, worker }: Holder): Promise<boolean> {
  const rows = await db.query({
    text: `update bulk_run set lease_until = ${LEASE} where operation = $1 and worker = $2 returning 1`,
    values: [id, worker],
    name: 'bulk_keep',
  })
  return rows.length > 0
}

/** Gives the operation back, so that another worker need not wait for the lease. */
export async function releaseBulk(db: Executor, { id, worker }: Holder): Promise<void> {
  await db.query({ text: 'update bulk_run set lease_until = null where operation = $1 and worker = $2', values: [id, worker] })
}

/** Operations whose worker is gone. */
export async function orphanedBulk(db: Executor): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    `select o.id from bulk_operation o join bulk_run r on r.operation = o.id where o.state in ('queued', 'running', 'undoing')
       and o.deleted_at is null and (r.lease_until is null or r.lease_until < now()) order by o.id limit 20`,
  )
  return rows.map((row) => row.id)
}

/** Moves an operation of this person from one of `from` to `to`; `record.not_found` or `bulk.state` otherwise. */
export async function moveBulk(
  deps: BulkDeps,
  actor: Actor,
  input: { readonly id: string; readonly from: readonly BulkState[]; readonly to: BulkState },
): Promise<void> {
  const now = deps.kernel.clock.now()
  await deps.db.transaction(async (tx) => {
    const rows = await tx.query<{ state: BulkState; recent: boolean }>({
      text: `select state, created_at > $3::timestamptz - interval '${UNDO_DAYS} days' as recent from bulk_operation
             where id = $1 and owner = $2 and deleted_at is null for update`,
      values: [input.id, actor.id, now.toISOString()],
    })
    const found = rows[0]
    if (found === undefined) throw new AppError('record.not_found')
    if (!input.from.includes(found.state)) throw new AppError('bulk.state', { data: { state: found.state } })
    if (input.to === 'undoing' && !found.recent) throw new AppError('operation.closed', { data: { days: UNDO_DAYS } })
    await tx.query({
      text: 'update bulk_run set undo_before = null, lease_until = null, worker = null where operation = $1',
      values: [input.id],
    })
    const ended = input.to === 'cancelled' ? { ended_at: now.toISOString() } : {}
    await tell(deps, input.id, { patch: { state: input.to, ...ended }, tx })
  })
}

/** How an error is kept beside its record. */
export function problemOf(error: AppError): StoredProblem {
  return { code: error.code, issues: error.issues, data: error.data }
}

/** What was left when an operation was taken back, beside its records. */
export async function keepKept(tx: Executor, operation: string, kept: readonly Kept[]): Promise<void> {
  const rows = kept.map(({ object, id, fields, error }) => ({
    record: id,
    problem: { object, ...(error === undefined ? { code: 'bulk.changed', issues: [], data: { fields } } : problemOf(error)) },
  }))
  await tx.query({
    text: `insert into bulk_item (operation, record, problem) select $1, x.record, x.problem from json_to_recordset($2::json) as x(record uuid, problem jsonb)
           on conflict (operation, record) do update set problem = excluded.problem`,
    values: [operation, JSON.stringify(rows)],
  })
}
