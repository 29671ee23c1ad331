import type { Issue, Json } from '@perigon/contracts'
import { sameValue } from '@perigon/fields'
import { imageAllowed, reachOf } from '../access/scope.ts'
import type { FieldSnapshot, ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, Cause, Command, HookInput, Stored } from '../module.ts'
import { searchText } from '../text/search-text.ts'
import { leftBehind } from './former-titles.ts'
import { unsaid, watched } from './needed.ts'

/** One command on its way: parsed, loaded, soon checked. */
export type Work = {
  readonly index: number
  readonly command: Command
  readonly id: string
  readonly before: Stored | null
  image: { [field: string]: Json }
  /** Fields that were loaded, of a change of many records (needed.ts); null: all. */
  readonly loaded: ReadonlySet<string> | null
  readonly changed: Set<string>
  readonly issues: Issue[]
}

export type PrepareContext = {
  readonly actor: Actor
  readonly cause: Cause
  readonly now: Date
  /** The write belongs to one that was allowed already. */
  readonly allowed: boolean
  /** The record behind a link field of an image, when it was loaded. */
  readonly linked: (field: FieldSnapshot, id: Json) => Stored | null
}

function hookInput(object: ObjectSnapshot, work: Work, context: PrepareContext): HookInput {
  return {
    op: work.command.op,
    before: watched(object, work, work.before),
    // A new record has its id from the start; rows that follow point to it.
    image: work.before === null ? { id: work.id, ...work.image } : watched(object, work, work.image),
    changed: (field) => work.changed.has(field),
    linked: (key) => {
      const field = object.fields.get(key)
      const id = work.image[key]
      return field === undefined || id === null || id === undefined ? null : context.linked(field, id)
    },
    actor: context.actor,
    cause: context.cause,
    now: context.now,
  }
}

function set(object: ObjectSnapshot, work: Work, values: { readonly [field: string]: Json }): void {
  for (const [key, value] of Object.entries(values)) {
    const type = object.fields.get(key)?.type
    if (work.loaded?.has(key) === false) throw unsaid(object, key)
    if (sameValue(type, work.image[key], value)) continue
    work.image[key] = value
    if (sameValue(type, work.before?.[key], value)) work.changed.delete(key)
    else work.changed.add(key)
  }
}

/**
 * Whose a new record is that names nobody: whoever makes it. Where a file says that nobody has it, and who brings it in sees what nobody
 * has, it stays so; to others the record would be lost.
 */
function ownerOfNew(object: ObjectSnapshot, { command }: Work, { actor, cause }: PrepareContext): string | null {
  const { access } = object.definition
  if (access === 'personal') return actor.id
  if (access !== 'owned') return null
  const isSaid = cause.kind === 'import' && command.op === 'create' && command.patch['owner'] === null
  return isSaid && reachOf(object, actor, 'read').all ? null : actor.employee
}

/** Step 4: defaults, owner and department, then the module's own derivations. */
export function resolveWork(object: ObjectSnapshot, work: Work, context: PrepareContext): void {
  if (work.before === null) {
    for (const field of object.own) {
      if ((work.image[field.key] ?? null) === null && field.definition.default !== undefined)
        set(object, work, { [field.key]: field.definition.default })
    }
    const owner = (work.image['owner'] ?? null) === null ? ownerOfNew(object, work, context) : null
    if (owner !== null) set(object, work, { owner })
  } else if (work.changed.has(object.definition.title) && context.cause.kind !== 'undo')
    set(object, work, leftBehind(object, work.before, work.image))
  if (object.definition.access === 'owned' && work.changed.has('owner')) {
    const owner = object.fields.get('owner')
    const employee = owner === undefined ? null : context.linked(owner, work.image['owner'] ?? null)
    set(object, work, { department: employee?.['department'] ?? null })
  }
  for (const hooks of object.hooks) {
    const derived = hooks.resolve?.(hookInput(object, work, context))
    if (derived !== undefined) set(object, work, derived)
  }
}

function checkRules(object: ObjectSnapshot, work: Work): void {
  for (const rule of Object.values(object.definition.rules ?? {})) {
    const applies = Object.entries(rule.when).every(([key, wanted]) => {
      const value = work.image[key] ?? null
      return Array.isArray(wanted) ? wanted.some((item) => item === value) : wanted === value
    })
    if (!applies) continue
    for (const key of rule.require) if ((work.image[key] ?? null) === null) work.issues.push({ path: key, code: 'required' })
  }
}

function checkTransitions(object: ObjectSnapshot, work: Work): void {
  if (work.before === null) return
  for (const [key, table] of Object.entries(object.definition.transitions ?? {})) {
    if (!work.changed.has(key)) continue
    const from = String(work.before[key] ?? '')
    const to = String(work.image[key] ?? '')
    if (from === '' || table[from]?.includes(to) === true) continue
    const options = object.fields.get(key)?.definition.options
    const name = (value: string): Json => options?.find((option) => option.value === value)?.label ?? value
    work.issues.push({ path: key, code: 'transition', data: { from: name(from), to: name(to) } })
  }
}

/** Steps 5 and 6: field rules, object rules, module checks on the merged image, and the actor's reach over it. */
export function checkWork(object: ObjectSnapshot, work: Work, context: PrepareContext): void {
  const known = new Set(work.issues.map((issue) => issue.path))
  for (const field of object.own) {
    if (field.definition.required !== true || (work.image[field.key] ?? null) !== null || known.has(field.key)) continue
    if (field.definition.pattern === undefined) work.issues.push({ path: field.key, code: 'required' })
  }
  checkRules(object, work)
  checkTransitions(object, work)
  for (const hooks of object.hooks) work.issues.push(...(hooks.check?.(hookInput(object, work, context)) ?? []))
  const operation = work.before === null ? 'create' : 'update'
  if (!context.allowed && work.issues.length === 0 && !imageAllowed(object, context.actor, { operation, image: work.image }))
    work.issues.push({ path: 'owner', code: 'link' })
}

/** Further commands a write brings with it (history rows). */
export function followUps(object: ObjectSnapshot, work: Work, context: PrepareContext): readonly Command[] {
  return object.hooks.flatMap((hooks) => hooks.follow?.(hookInput(object, work, context)) ?? [])
}

/** A record as the JSON row the statements read; with `only` no more than these fields of it. */
export function rowOf(
  object: ObjectSnapshot,
  work: Work,
  stamp: {
    readonly now: string
    readonly user: string | null
    readonly only: ReadonlySet<string> | null
    /** Whether the statement writes the text it is found by. */
    readonly isSearched: boolean
  },
): { readonly [column: string]: Json } {
  // Columns without a value are left out: the statement reads what is missing as null, and most records fill few fields.
  const row: { [column: string]: Json } = { id: work.id }
  const { only } = stamp
  for (const field of object.fields.values()) {
    const value = work.image[field.key] ?? null
    if (value === null || (only !== null && !only.has(field.key))) continue
    const values = field.type.toColumns(value)
    for (let index = 0; index < field.columns.length; index += 1) {
      const column = field.columns[index]
      if (column !== undefined) row[column.name] = values[index] ?? null
    }
  }
  row['created_at'] = work.before?.['created_at'] ?? work.image['created_at'] ?? stamp.now
  row['created_by'] = work.before === null ? stamp.user : (work.before['created_by'] ?? null)
  row['updated_at'] = stamp.now
  row['updated_by'] = stamp.user
  if (stamp.isSearched) row['search_text'] = searchText(object, work.image)
  return row
}

/** What changed, as the event keeps it: the filled fields of a new record, before and after of a changed one. */
export function changesOf(work: Work): { readonly [field: string]: Json } {
  const changes: { [field: string]: Json } = {}
  if (work.before === null) {
    for (const [key, value] of Object.entries(work.image)) if (value !== null && key !== 'id') changes[key] = value
    return changes
  }
  for (const key of work.changed) changes[key] = [work.before[key] ?? null, work.image[key] ?? null]
  return changes
}
