import { AppError, invalid, type Issue, type Json, newId } from '@perigon/contracts'
import { errorCode, type Executor } from '@perigon/db'
import { type ParseContext, sameValue } from '@perigon/fields'
import { isOpen } from '../access/field-rights.ts'
import { may } from '../access/scope.ts'
import { objectLabel, objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor, Cause, Command, Operation, Stored } from '../module.ts'
import { findCycles } from './cycles.ts'
import { type LinkedRecords, type LinkRequest, loadImages, loadLinked, loadTaken } from './load.ts'
import { type ParsedPatch, parsePatch } from './parse-patch.ts'
import { checkWork, followUps, type PrepareContext, resolveWork, type Work } from './prepare.ts'
import { cascaded } from './cascade.ts'
import { conflictsOf, lostRace, versionConflict } from './conflict.ts'
import { askGuards } from './guards.ts'
import { neededFields } from './needed.ts'
import { livingReferences } from './references.ts'
import { writeStatement } from './write-statement.ts'

export type WriteContext = {
  readonly snapshot: Snapshot
  readonly actor: Actor
  readonly cause: Cause
  readonly now: Date
  readonly parse: ParseContext
  /** Follow-ups belong to a write that was allowed already; their own object's rights are not asked. */
  readonly allowed?: true
  /** Goes through every step but writes nothing; results tell what would have happened (previews). */
  readonly dry?: true
  /** Records that will exist before the write is done for real; only previews know such. */
  readonly assumed?: ReadonlySet<string>
}

/** What became of one command. `changed` is false when the patch said nothing new. */
export type WriteResult =
  | { readonly ok: true; readonly id: string; readonly version: number; readonly changed: boolean }
  | { readonly ok: false; readonly error: AppError }

/** A write under way; `depth` counts how far follow-ups have led. */
type Running = WriteContext & { readonly depth: number }

const MAX_FOLLOW_DEPTH = 4

function operationOf(command: Command, cause: Cause): Operation {
  if (command.op === 'create') return cause.kind === 'import' ? 'import' : 'create'
  return command.op === 'delete' || command.op === 'restore' ? 'delete' : 'update'
}

/** Commands in runs that can be written together: one object, one kind, no id twice. */
function runsOf(commands: readonly Command[]): Command[][] {
  const runs: Command[][] = []
  let ids = new Set<string>()
  for (const command of commands) {
    const run = runs[runs.length - 1]
    const first = run?.[0]
    const id = command.id ?? ''
    if (run !== undefined && first?.object === command.object && first.op === command.op && (id === '' || !ids.has(id))) run.push(command)
    else {
      runs.push([command])
      ids = new Set()
    }
    if (id !== '') ids.add(id)
  }
  return runs
}

function refusal(work: Work): AppError | null {
  return work.issues.length === 0 ? null : invalid(work.issues)
}

type Start = { readonly works: Work[]; readonly failed: Map<number, AppError> }

/** Steps 1–3: parse every patch, load the current images, compare versions, authorise on them. */
async function start(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly commands: readonly Command[]; readonly context: WriteContext },
): Promise<Start> {
  const { commands, context } = input
  const first = commands[0]
  const failed = new Map<number, AppError>()
  if (first === undefined) return { works: [], failed }
  const operation = operationOf(first, context.cause)
  const denied =
    context.allowed !== true &&
    (!may(object, context.actor, operation) || (operation === 'import' && !may(object, context.actor, 'create')))
  // What goes with its parent, or comes back with it, is decided by the right to the parent.
  const along = context.cause.kind === 'follow' && (first.op === 'delete' || first.op === 'restore')
  const mayTouch = first.op === 'create' || along || context.cause.kind === 'undo' || context.cause.kind === 'merge'
  if (denied || (object.definition.append_only === true && !mayTouch)) {
    commands.forEach((_, index) => failed.set(index, new AppError('access.denied')))
    return { works: [], failed }
  }
  const ids = commands.flatMap((command) => (command.op === 'create' ? [] : [command.id]))
  const fields = neededFields(object, commands)
  const trash = first.op === 'restore'
  const images = ids.length === 0 ? new Map() : await loadImages(db, object, { ids, actor: context.actor, operation, trash, fields })
  const parse = parsedOnce(object, context)
  const works: Work[] = []
  commands.forEach((command, index) => {
    const loaded = command.op === 'create' ? null : (images.get(command.id) ?? null)
    const before: Stored | null = loaded?.image ?? null
    if (command.op !== 'create' && before === null) failed.set(index, new AppError('record.not_found'))
    else if (loaded !== null && !loaded.allowed && !along) failed.set(index, new AppError('access.denied'))
    else if (seenOf(command, before) === 'other') failed.set(index, versionConflict(before))
    else works.push(begin(object, { command, index, before, fields, parsed: parse(command) }, context))
  })
  const stale = works.filter((work) => seenOf(work.command, work.before) === 'older')
  if (stale.length === 0) return { works, failed }
  const conflicts = await conflictsOf(db, object, { works: stale, context })
  for (const [index, error] of conflicts) failed.set(index, error)
  return { works: works.filter((work) => !conflicts.has(work.index)), failed }
}

/** An update made on an older version may still fit; deleting or restoring means the record as it was seen. */
function seenOf(command: Command, before: Stored | null): 'now' | 'older' | 'other' {
  if (command.op === 'create' || command.version === undefined || command.version === before?.['version']) return 'now'
  return command.op === 'update' && command.version >= 1 && command.version < Number(before?.['version'] ?? 0) ? 'older' : 'other'
}

/** Many records are often given one and the same patch, which is read once. */
function parsedOnce(object: ObjectSnapshot, context: WriteContext): (command: Command) => ParsedPatch {
  const { parse, cause, actor } = context
  const known = new Map<unknown, ParsedPatch>()
  return (command) => {
    if (command.op !== 'create' && command.op !== 'update') return { values: {}, issues: [] }
    const found = known.get(command.patch)
    if (found !== undefined) return found
    const parsed = parsePatch(object, command.patch, { context: parse, cause, actor, allowed: context.allowed === true })
    known.set(command.patch, parsed)
    return parsed
  }
}

type Begun = {
  readonly command: Command
  readonly index: number
  readonly before: Stored | null
  readonly fields: ReadonlySet<string> | null
  readonly parsed: ParsedPatch
}

function begin(object: ObjectSnapshot, { command, index, before, fields, parsed }: Begun, context: WriteContext): Work {
  const changed = new Set<string>()
  const id = command.id ?? newId(context.now.getTime())
  const image: { [field: string]: Json } = { ...before, id }
  for (const [key, value] of Object.entries(parsed.values)) {
    if (sameValue(object.fields.get(key)?.type, before?.[key], value)) continue
    image[key] = value
    changed.add(key)
  }
  return { index, command, id, before, image, loaded: fields, changed, issues: [...parsed.issues] }
}

/** Step 4 needs the linked records; links that changed must lead somewhere the actor may read. */
async function resolveAll(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly works: readonly Work[]; readonly context: WriteContext },
): Promise<PrepareContext> {
  const { works, context } = input
  const reads = new Set(object.hooks.flatMap((hooks) => hooks.reads ?? []))
  if (object.definition.access === 'owned') reads.add('owner')
  const links = [...object.fields.values()].filter((field) => field.definition.target !== undefined)
  const requests: LinkRequest[] = []
  for (const work of works) {
    const creating = work.before === null
    for (const field of links) {
      let id = work.image[field.key] ?? null
      if (id === null && field.key === 'owner' && creating) id = context.actor.employee
      if (
        typeof id === 'string' &&
        (work.changed.has(field.key) ||
          (reads.has(field.key) && (creating || work.changed.size > 0)) ||
          (field.key === 'owner' && creating))
      )
        requests.push({ field, id, full: reads.has(field.key) })
    }
  }
  const records = await loadLinked(db, context.snapshot, { requests, actor: context.actor })
  const own = new Set(works.filter((work) => work.before === null).map((work) => work.id))
  for (const work of works) {
    for (const field of links) {
      const id = work.image[field.key]
      if (typeof id !== 'string' || !work.changed.has(field.key)) continue
      const self = field.definition.target === object.key && own.has(id)
      if (!self && context.assumed?.has(id) !== true && records.get(field.definition.target ?? '')?.has(id) !== true)
        work.issues.push({ path: field.key, code: 'link' })
    }
  }
  return prepareContext(context, records)
}

function prepareContext(context: WriteContext, records: LinkedRecords): PrepareContext {
  return {
    actor: context.actor,
    cause: context.cause,
    now: context.now,
    allowed: context.allowed === true,
    linked: (field, id) => (typeof id === 'string' ? (records.get(field.definition.target ?? '')?.get(id) ?? null) : null),
  }
}

/** Unique fields, against the table and inside the batch (the first of two equal rows wins). */
async function checkUnique(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly works: readonly Work[]; readonly actor: Actor },
): Promise<void> {
  const clashes: { readonly work: Work; readonly field: string; readonly value: string; readonly holder: string }[] = []
  for (const field of object.own) {
    if (field.definition.unique !== true) continue
    const holders = input.works.filter(
      (work) => (work.changed.has(field.key) || work.command.op === 'restore') && (work.image[field.key] ?? null) !== null,
    )
    if (holders.length === 0) continue
    const taken = new Map(await loadTaken(db, object, new Map([[field.key, holders.map((work) => work.image[field.key] ?? null)]])))
    for (const work of holders) {
      const value = String(work.image[field.key])
      const holder = taken.get(`${field.key}\u0000${value}`)
      if (holder !== undefined && holder !== work.id) clashes.push({ work, field: field.key, value, holder })
      else taken.set(`${field.key}\u0000${value}`, work.id)
    }
  }
  if (clashes.length === 0) return
  // Whose it is may be told only to those who may see that record.
  const seen = await loadImages(db, object, {
    ids: clashes.map((clash) => clash.holder),
    actor: input.actor,
    operation: 'read',
    trash: false,
  })
  for (const { work, field, value, holder } of clashes) {
    const title = isOpen(object, input.actor, object.definition.title) ? seen.get(holder)?.image[object.definition.title] : undefined
    work.issues.push(
      typeof title === 'string'
        ? { path: field, code: 'unique_of', data: { value, holder: title, id: holder } }
        : { path: field, code: 'unique', data: { value } },
    )
  }
}

async function checkReferences(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly works: readonly Work[]; readonly snapshot: Snapshot },
): Promise<ReadonlyMap<string, string>> {
  const deleted = input.works.filter((work) => work.command.op === 'delete').map((work) => work.id)
  if (deleted.length === 0 || object.definition.access !== 'reference') return new Map()
  return livingReferences(db, input.snapshot, { object, ids: deleted })
}

function translateWrite(error: unknown, object: ObjectSnapshot): unknown {
  const code = errorCode(error)
  const constraint =
    typeof error === 'object' && error !== null && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
  const field = object.own.find((candidate) => constraint.startsWith(`${object.table}_${candidate.key}_`))
  const issue = (found: Issue): AppError => new AppError('record.invalid', { issues: [found], data: { count: 1 }, cause: error })
  if (code === '23505' && field !== undefined) return issue({ path: field.key, code: 'unique', data: { value: '' } })
  if (code === '23503' && field !== undefined) return issue({ path: field.key, code: 'link' })
  return error
}

async function writeRun(db: Executor, commands: readonly Command[], context: Running): Promise<WriteResult[]> {
  const object = objectOf(context.snapshot, commands[0]?.object ?? '')
  const { works, failed } = await start(db, object, { commands, context })
  const op = commands[0]?.op
  const editing = op === 'create' || op === 'update'
  const active = editing ? works.filter((work) => work.before === null || work.changed.size > 0 || work.issues.length > 0) : works
  const prepare = editing ? await resolveAll(db, object, { works: active, context }) : prepareContext(context, new Map())
  if (editing) {
    for (const work of active) resolveWork(object, work, prepare)
    for (const work of active) checkWork(object, work, prepare)
    await findCycles(db, object, active)
  }
  await checkUnique(db, object, { works: active, actor: context.actor })
  if (editing) await askGuards(db, object, { works: active, context })
  const used = await checkReferences(db, object, { works: active, snapshot: context.snapshot })
  for (const work of active) {
    const user = used.get(work.id)
    const error =
      user === undefined ? refusal(work) : new AppError('record.in_use', { data: { object: objectLabel(context.snapshot, user) } })
    if (error !== null) failed.set(work.index, error)
  }
  const good = active.filter((work) => !failed.has(work.index) && (!editing || work.before === null || work.changed.size > 0))
  const written = new Set<string>()
  const along =
    editing || op === undefined || context.dry === true
      ? []
      : await cascaded(db, context.snapshot, { object, ids: good.map((work) => work.id), op, actor: context.actor })
  if (context.dry === true) for (const work of good) written.add(work.id)
  else if (good.length > 0) {
    const rows = await db.query<{ id: string }>(writeStatement(object, { works: good, context })).catch((error: unknown) => {
      throw translateWrite(error, object)
    })
    for (const row of rows) written.add(row.id)
    const follow = [...good.filter((work) => written.has(work.id)).flatMap((work) => followUps(object, work, prepare)), ...along]
    if (follow.length > 0)
      await writeFollowUps(db, follow, {
        ...context,
        depth: context.depth + 1,
        allowed: true,
        cause: { kind: 'follow', ref: object.key, parent: context.cause },
      })
  }
  const byIndex = new Map(works.map((work) => [work.index, work]))
  return commands.map((command, index) => result({ failed: failed.get(index), work: byIndex.get(index), written, command }))
}

function result(input: {
  readonly failed: AppError | undefined
  readonly work: Work | undefined
  readonly written: ReadonlySet<string>
  readonly command: Command
}): WriteResult {
  const { failed, work, written } = input
  if (failed !== undefined || work === undefined) return { ok: false, error: failed ?? new AppError('record.not_found') }
  const version = Number(work.before?.['version'] ?? 0)
  if (written.has(work.id)) return { ok: true, id: work.id, version: version + 1, changed: true }
  const untouched = work.before !== null && work.changed.size === 0 && (input.command.op === 'update' || input.command.op === 'create')
  return untouched ? { ok: true, id: work.id, version, changed: false } : { ok: false, error: lostRace(work.before) }
}

async function writeFollowUps(db: Executor, commands: readonly Command[], context: Running): Promise<void> {
  if (context.depth > MAX_FOLLOW_DEPTH) throw new Error('follow-up commands nest too deep')
  for (const outcome of await writeRuns(db, commands, context)) if (!outcome.ok) throw outcome.error
}

async function writeRuns(db: Executor, commands: readonly Command[], context: Running): Promise<WriteResult[]> {
  const results: WriteResult[] = []
  for (const run of runsOf(commands)) results.push(...(await writeRun(db, run, context)))
  return results
}

/**
 * The one writer. Every caller uses it: HTTP, import, verb, seed, undo. Parse → load and authorise → resolve → check and
 * authorise again → rows and events in one statement → follow-ups, for one command or thousands of the same kind.
 * Results come in the order of the commands; failed ones wrote nothing. Give it a transaction when more than one
 * statement must hold together (follow-ups, all-or-nothing).
 */
export async function writeCommands(db: Executor, commands: readonly Command[], context: WriteContext): Promise<WriteResult[]> {
  return writeRuns(db, commands, { ...context, depth: 0 })
}
