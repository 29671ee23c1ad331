import {
  type AggregateQuery,
  type AggregateResult,
  AppError,
  type ClientMeta,
  type Clock,
  type CountResult,
  type HistoryEntry,
  invalid,
  type Json,
  type ListQuery,
  newId,
} from '@perigon/contracts'
import type { Database, Executor, ScopedDatabase, Tx } from '@perigon/db'
import type { ParseContext } from '@perigon/fields'
import { createReachKeys, type ReachKeys } from './access/reach-key.ts'
import { may } from './access/scope.ts'
import { clientMeta } from './access/client-meta.ts'
import { objectOf } from './compile/compile.ts'
import type { CustomField, Snapshot } from './compile/snapshot.ts'
import { recordAsOf } from './events/as-of.ts'
import { type AuditPage, type AuditQuery, auditOf } from './events/audit.ts'
import { eraseValues } from './events/erase.ts'
import { historyOf } from './events/history.ts'
import { lastChange } from './events/last-change.ts'
import { type Note, writeNote } from './events/note.ts'
import type { Actor, Cause, Command, ModuleDefinition, Stored, VerbContext } from './module.ts'
import { aggregate } from './query/aggregate.ts'
import { countSoon } from './query/count.ts'
import { getJson, listJson } from './query/list.ts'
import type { QueryContext } from './query/source.ts'
import { hasCascade } from './records/cascade.ts'
import { isLostRace } from './records/conflict.ts'
import { loadImages } from './records/load.ts'
import { findStored } from './records/find.ts'
import { type Merged, type MergeInput, mergeRecords, survivorOf } from './records/merge.ts'
import { checkUndo, type Kept, takeBackAtOnce } from './records/undo-operation.ts'
import { NeedsTransaction } from './records/guards.ts'
import { judgeVerb } from './records/judge-verb.ts'
import { parseParams } from './records/parse-params.ts'
import { writeCommands, type WriteResult } from './records/write.ts'
import { findRecords } from './query/find.ts'
import { doorOf } from './access/door.ts'
import { createFollowedRecords, type FollowedRecords } from './query/followed.ts'
import type { FindInput } from './query/near.ts'
import { addCustomField, readSnapshot, SNAPSHOT_CHANNEL } from './schema/custom-fields.ts'

/** Company facts the codecs need; the organization module keeps them up to date. */
export type Environment = { readonly base_currency: string; readonly rate: (currency: string) => string | null }

export type KernelOptions = {
  readonly db: Database
  readonly modules: readonly ModuleDefinition[]
  readonly clock: Clock
  readonly environment: () => Environment
  /** Where people's reads and writes go: the same database behind row security. Without it the application's own predicate stands alone. */
  readonly scoped?: ScopedDatabase | null
}

export type WriteOptions = {
  readonly cause: Cause
  /** `all_or_nothing` (default) throws at the first refusal and leaves nothing behind. */
  readonly mode?: 'all_or_nothing' | 'row_by_row'
  /** Join a running transaction instead of opening one. */
  readonly tx?: Executor
  /** Only tells what would happen. */
  readonly dry?: boolean
  /** With `dry`: ids of records that will exist by then. */
  readonly assumed?: ReadonlySet<string>
}

export type VerbInput = {
  readonly object: string
  readonly verb: string
  readonly id: string
  readonly params: { readonly [key: string]: unknown }
  readonly version?: number | undefined
}

export type Kernel = {
  snapshot(): Snapshot
  readonly modules: readonly ModuleDefinition[]
  readonly clock: Clock
  readonly db: Database
  /** A page as JSON text (`Page`); with `right`, of what that right covers as well. */
  list(actor: Actor, object: string, query: ListQuery & Pick<QueryContext, 'right'>): Promise<string>
  /** How many records fit, as far as that is known within a moment. */
  count(actor: Actor, object: string, query: Pick<ListQuery, 'filter' | 'q'>): Promise<CountResult>
  /** The most relevant records for a text as JSON texts, best first. */
  find(actor: Actor, object: string, input: Omit<FindInput, 'context'>): Promise<readonly string[]>
  get(
    actor: Actor,
    object: string,
    input: { readonly id: string; readonly fields?: readonly string[] | undefined; readonly trash?: boolean },
  ): Promise<{ readonly body: string; readonly version: number }>
  aggregate(actor: Actor, object: string, query: AggregateQuery): Promise<AggregateResult>
  history(
    actor: Actor,
    object: string,
    input: { readonly id: string; readonly before?: number | undefined },
  ): Promise<{ readonly data: readonly HistoryEntry[]; readonly next: string | null }>
  write(actor: Actor, commands: readonly Command[], options: WriteOptions): Promise<readonly WriteResult[]>
  /** A record as it was at a moment. */
  asOf(actor: Actor, object: string, input: { readonly id: string; readonly at: Date }): Promise<{ readonly [field: string]: Json }>
  /** The log, newest first, with names; the caller has made sure that an administrator asks. */
  audit(actor: Actor, query: AuditQuery): Promise<AuditPage>
  /** Writes a fact that is no change of a record into the log. */
  note(actor: Pick<Actor, 'id' | 'name'>, note: Note, tx?: Executor): Promise<void>
  verb(actor: Actor, input: VerbInput): Promise<void>
  /** Takes the actor's own last change of a record back, within the hour and while nobody has changed it since. */
  undoLast(actor: Actor, object: string, input: { readonly id: string; readonly version: number | undefined }): Promise<void>
  /** Makes one record of several; everything that points to the others points to the survivor. */
  merge(actor: Actor, input: MergeRequest): Promise<Merged>
  /** Takes a merge or a bulk change back within 30 days; tells the records that were left because somebody changed them since. */
  undoOperation(actor: Actor, operation: string): Promise<Undone>
  addCustomField(actor: Actor, field: CustomField): Promise<Snapshot>
  meta(actor: Actor): ClientMeta
  /** Codec context of an actor, for callers that parse texts (import). */
  parseContext(actor: Actor): ParseContext
  queryContext(actor: Actor): QueryContext
  /** The database as this actor may use it, for readers made of `Source`. */
  door(actor: Actor): Promise<Executor>
  reload(): Promise<void>
}

/** A merge of its own, or one of many of an operation, in the transaction that keeps its ledger. */
export type MergeRequest = Omit<MergeInput, 'operation'> & { readonly operation?: string; readonly tx?: Tx }

/** What became of taking an operation back. */
export type Undone = { readonly undone: number; readonly kept: readonly Kept[] }

type Inner = KernelOptions & { current: Snapshot; readonly reachKeys: ReachKeys; readonly followed: FollowedRecords }

function parseContext(inner: Inner, actor: Actor): ParseContext {
  const environment = inner.environment()
  return {
    base_currency: environment.base_currency,
    rate: environment.rate,
    check: (name, value) => inner.current.checks[name]?.(value) ?? { value },
    locale: actor.locale,
    time_zone: actor.time_zone,
  }
}

function queryContext(inner: Inner, actor: Actor): QueryContext {
  return { snapshot: inner.current, actor, now: inner.clock.now(), parse: parseContext(inner, actor) }
}

function mayRead(inner: Inner, actor: Actor, key: string): void {
  const object = objectOf(inner.current, key)
  if (!may(object, actor, 'read')) throw new AppError('access.denied')
}

const RETRIES = 3

type WriteRequest = WriteOptions & { readonly actor: Actor; readonly commands: readonly Command[] }

async function write(inner: Inner, options: WriteRequest): Promise<readonly WriteResult[]> {
  const { actor, commands } = options
  const context = {
    snapshot: inner.current,
    actor,
    cause: options.cause,
    now: inner.clock.now(),
    parse: parseContext(inner, actor),
    ...(options.dry === true ? { dry: true as const, assumed: options.assumed ?? new Set<string>() } : {}),
  }
  const strict = options.mode !== 'row_by_row'
  const run = async (db: Executor): Promise<readonly WriteResult[]> => {
    const results = await writeCommands(db, commands, context)
    for (const [index, outcome] of results.entries()) {
      if (!outcome.ok && strict) throw commands.length === 1 ? outcome.error : atIndex(outcome.error, index)
    }
    return results
  }
  if (options.tx !== undefined) return run(options.tx)
  const first = commands[0]
  const alone =
    (options.dry === true || commands.length === 1) &&
    first !== undefined &&
    (options.dry === true || writesOnlyItself(inner.current, first))
  const door = await doorOf(inner, actor)
  let isAlone = alone
  for (let left = RETRIES; ; left -= 1) {
    try {
      return await (isAlone ? run(door) : door.transaction(run))
    } catch (error) {
      if (error instanceof NeedsTransaction) {
        isAlone = false
        continue
      }
      // A race with another writer is ours to try again; the version a caller gave is then compared anew.
      if (!isLostRace(error) || left <= 0) throw error
    }
  }
}

/** Whether a command is one statement: nothing follows it, goes to the trash with it or comes back with it. */
function writesOnlyItself(snapshot: Snapshot, { object, op }: Command): boolean {
  const cascades = (op === 'delete' || op === 'restore') && hasCascade(snapshot, object)
  return !cascades && objectOf(snapshot, object).hooks.every((hooks) => hooks.follow === undefined)
}

function atIndex(error: AppError, index: number): AppError {
  return new AppError(error.code, {
    data: { ...error.data, index },
    issues: error.issues.map((issue) => ({ ...issue, path: `${index}.${issue.path}` })),
    cause: error.cause,
  })
}

async function verb(inner: Inner, actor: Actor, input: VerbInput): Promise<void> {
  const object = objectOf(inner.current, input.object)
  const definition = object.verbs.get(input.verb)
  if (definition === undefined) throw new AppError('route.not_found')
  const params = parseParams(definition.params, input.params, parseContext(inner, actor))
  const now = inner.clock.now()
  const door = await doorOf(inner, actor)
  await door.transaction(async (tx) => {
    const one = async (key: string, id: string): Promise<{ image: Stored; allowed: boolean } | null> =>
      (await loadImages(tx, objectOf(inner.current, key), { ids: [id], actor, operation: 'update', trash: false })).get(id) ?? null
    const record = await one(input.object, input.id)
    if (record === null) throw new AppError('record.not_found')
    if (!record.allowed) throw new AppError('access.denied')
    if (input.version !== undefined && record.image['version'] !== input.version) throw new AppError('record.version_conflict')
    const context: VerbContext = {
      actor,
      now,
      get: async (key, id) => (await one(key, id))?.image ?? null,
      erase: async (key, id, fields) => {
        await eraseValues(tx, actor, { object: key, id, fields })
        await writeNote(tx, actor, { fact: 'erase', object: key, record: id, detail: { fields }, now, snapshot: inner.current.version })
      },
      find: (key, where) => findStored(tx, objectOf(inner.current, key), { where, actor }),
      write: async (commands) => {
        const results = await write(inner, { actor, commands, cause: { kind: 'verb', ref: input.verb }, tx })
        return results.flatMap((outcome) => (outcome.ok ? [outcome.id] : []))
      },
    }
    if (params.issues.length > 0) throw invalid(await judgeVerb(definition, context, { record: record.image, params }))
    await definition.run(context, { record: record.image, params: params.values })
  })
}

async function undoLast(
  inner: Inner,
  input: { readonly actor: Actor; readonly object: string; readonly id: string; readonly version: number | undefined },
): Promise<void> {
  const { actor, object, id } = input
  mayRead(inner, actor, object)
  const command = await lastChange(inner.db, { ...input, now: inner.clock.now() }).catch(async (error: unknown) => {
    // That somebody else changed it since is told only of records within reach.
    const seen = await getJson(await doorOf(inner, actor), object, { context: queryContext(inner, actor), id, fields: [] })
    throw seen === null ? new AppError('record.not_found', { cause: error }) : error
  })
  await write(inner, { actor, commands: [command], cause: { kind: 'undo', ref: 'last' } })
}

async function merge(inner: Inner, actor: Actor, { tx: own, ...input }: MergeRequest): Promise<Merged> {
  mayRead(inner, actor, input.object)
  const now = inner.clock.now()
  const context = { snapshot: inner.current, actor, now, parse: parseContext(inner, actor) }
  // Children may be out of the actor's reach and move all the same, so the second check of row security does not apply here.
  const work = (tx: Tx): Promise<Merged> =>
    mergeRecords(tx, objectOf(inner.current, input.object), { ...input, operation: input.operation ?? newId(now.getTime()), context })
  return own === undefined ? inner.db.transaction(work) : work(own)
}

async function undoOperation(inner: Inner, actor: Actor, operation: string): Promise<Undone> {
  const now = inner.clock.now()
  const { byCell } = await checkUndo(inner.db, { operation, actor, now })
  const context = { ...queryContext(inner, actor), now }
  return inner.db.transaction(async (tx) => {
    const taken = await takeBackAtOnce(tx, { operation, byCell }, context)
    await tx.query({ text: 'delete from merged_record where operation = $1', values: [operation] })
    return taken
  })
}

/** The record that a merged one has become, as far as the actor may see it. */
async function getSurvivor(
  inner: Inner,
  actor: Actor,
  input: { readonly object: string; readonly id: string; readonly fields?: readonly string[] | undefined },
): Promise<{ readonly body: string; readonly version: number } | null> {
  const survivor = await survivorOf(inner.db, input.object, input.id)
  if (survivor === null) return null
  return getJson(await doorOf(inner, actor), input.object, { context: queryContext(inner, actor), id: survivor, fields: input.fields })
}

function actionsOf(inner: Inner): Pick<Kernel, 'verb' | 'undoLast' | 'merge' | 'undoOperation'> {
  return {
    verb: (actor, input) => inner.followed.before(verb(inner, actor, input)),
    undoLast: (actor, object, input) => inner.followed.before(undoLast(inner, { ...input, actor, object })),
    merge: (actor, input) => inner.followed.before(merge(inner, actor, input)),
    undoOperation: (actor, operation) => inner.followed.before(undoOperation(inner, actor, operation)),
  }
}

function logOf(inner: Inner): Pick<Kernel, 'audit' | 'note'> {
  return {
    audit: (actor, query) => auditOf(inner.db, queryContext(inner, actor), query),
    note: (actor, note, tx) => writeNote(tx ?? inner.db, actor, { ...note, now: inner.clock.now(), snapshot: inner.current.version }),
  }
}

function contextsOf(inner: Inner): Pick<Kernel, 'meta' | 'parseContext' | 'queryContext' | 'door'> {
  return {
    meta: (actor) => clientMeta(inner.current, actor),
    parseContext: (actor) => parseContext(inner, actor),
    queryContext: (actor) => queryContext(inner, actor),
    door: (actor) => doorOf(inner, actor),
  }
}

function within(inner: Inner, actor: Actor, asked: Pick<ListQuery, 'filter'> & { readonly object: string }): Promise<QueryContext> {
  return inner.followed.within(objectOf(inner.current, asked.object), { context: queryContext(inner, actor), asked })
}

type Reads = Pick<Kernel, 'list' | 'count' | 'find' | 'get' | 'aggregate' | 'history' | 'asOf'>

function readsOf(inner: Inner): Reads {
  return {
    list: async (actor, object, { right, ...query }) => {
      mayRead(inner, actor, object)
      const context = await within(inner, actor, { ...query, object })
      return listJson(await doorOf(inner, actor), object, { context: right === undefined ? context : { ...context, right }, query })
    },
    count: async (actor, object, query) => {
      mayRead(inner, actor, object)
      return countSoon(await doorOf(inner, actor), object, { context: await within(inner, actor, { ...query, object }), query })
    },
    find: async (actor, object, input) => {
      mayRead(inner, actor, object)
      return findRecords({ own: await doorOf(inner, actor), all: inner.db }, object, {
        ...input,
        context: await within(inner, actor, { object }),
      })
    },
    get: async (actor, object, input) => {
      mayRead(inner, actor, object)
      const found = await getJson(await doorOf(inner, actor), object, { context: queryContext(inner, actor), ...input })
      const living = found ?? (input.trash === true ? null : await getSurvivor(inner, actor, { object, ...input }))
      if (living === null) throw new AppError('record.not_found')
      return living
    },
    aggregate: async (actor, object, query) => {
      mayRead(inner, actor, object)
      return aggregate(await doorOf(inner, actor), object, { context: await within(inner, actor, { object }), query })
    },
    history: async (actor, object, input) => {
      mayRead(inner, actor, object)
      const context = queryContext(inner, actor)
      const door = await doorOf(inner, actor)
      const found = await getJson(door, object, { context, id: input.id, fields: [] })
      if (found === null) throw new AppError('record.not_found')
      return historyOf(door, object, { context, ...input })
    },
    asOf: async (actor, object, input) => {
      mayRead(inner, actor, object)
      const context = queryContext(inner, actor)
      const door = await doorOf(inner, actor)
      if ((await getJson(door, object, { context, id: input.id, fields: [] })) === null) throw new AppError('record.not_found')
      return recordAsOf(door, object, { context, ...input })
    },
  }
}

/** Puts the kernel together over a database. The snapshot is read once and again whenever another process changes it. */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const inner: Inner = {
    ...options,
    current: await readSnapshot(options.db, options.modules),
    reachKeys: createReachKeys(options.db),
    followed: createFollowedRecords(options.db, { keeps: options.scoped !== undefined && options.scoped !== null }),
  }
  const reload = async (): Promise<void> => {
    inner.current = await readSnapshot(options.db, options.modules)
  }
  await options.db.listen(SNAPSHOT_CHANNEL, (payload) => {
    if (payload !== String(inner.current.version)) reload().catch(() => undefined)
  })
  return {
    snapshot: () => inner.current,
    modules: options.modules,
    clock: options.clock,
    db: options.db,
    ...readsOf(inner),
    write: (actor, commands, how) => inner.followed.before(write(inner, { ...how, actor, commands })),
    ...actionsOf(inner),
    ...logOf(inner),
    addCustomField: async (actor, field) => {
      inner.current = await addCustomField(inner.db, { actor, field, modules: inner.modules })
      return inner.current
    },
    ...contextsOf(inner),
    reload,
  }
}
