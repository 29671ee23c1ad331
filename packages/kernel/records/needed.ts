import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Command, OwnFields, Stored } from '../module.ts'

/** From this many rows on statements of their own for the columns they fill or change are worth being prepared. */
export const MANY_ROWS = 100

/** What the kernel itself looks at and sets. */
const KERNEL: OwnFields = { reads: ['owner', 'department', 'created_at', 'created_by'], sets: ['department'] }

/**
 * The fields that a change of many records has to load: those it changes, and those the rules of the object say they look at.
 * Null: all, because they are few, because a rule says nothing, or because what others changed since must be compared.
 */
export function neededFields(object: ObjectSnapshot, commands: readonly Command[]): ReadonlySet<string> | null {
  if (commands.length < MANY_ROWS) return null
  const patched = new Set<string>()
  for (const command of commands) {
    if (command.op !== 'update' || command.version !== undefined) return null
    for (const key in command.patch) patched.add(key)
  }
  const owns: OwnFields[] = [KERNEL]
  for (const { own } of [...object.hooks, ...object.guards]) {
    if (own === undefined) return null
    owns.push(own)
  }
  const { rules = {}, title, former } = object.definition
  if (patched.has(title) && former !== undefined) patched.add(former)
  const changed = new Set([...patched, ...owns.flatMap((own) => own.sets)])
  return new Set([
    ...changed,
    ...owns.flatMap((own) => own.reads),
    ...object.hooks.flatMap((hooks) => hooks.reads ?? []),
    ...Object.values(rules).flatMap((rule) => [...Object.keys(rule.when), ...rule.require]),
    ...object.own.filter((field) => field.definition.required === true).map((field) => field.key),
    // The text a record is found by is made of all of them.
    ...(object.searchFields.some((field) => changed.has(field.key)) ? object.searchFields.map((field) => field.key) : []),
  ])
}

/** A rule of an object looks at, or sets, what it does not name in `own`: its definition is wrong. */
export function unsaid(object: ObjectSnapshot, key: string): Error {
  return new Error(`a rule of ${object.key} uses "${key}", which is not in its own fields`)
}

const ALWAYS = new Set(['id', 'version', 'deleted_at'])

/** Which of many a record is, and what was loaded of it. */
type Part = { readonly index: number; readonly loaded: ReadonlySet<string> | null }

/** The record as rules see it; the first of many that were not loaded whole tells when one looks at what is not there. */
export function watched(object: ObjectSnapshot, part: Part, record: Stored): Stored
export function watched(object: ObjectSnapshot, part: Part, record: Stored | null): Stored | null
export function watched(object: ObjectSnapshot, { index, loaded }: Part, record: Stored | null): Stored | null {
  if (record === null || loaded === null || index > 0) return record
  return new Proxy(record, {
    get: (target, key) => {
      if (typeof key === 'string' && !loaded.has(key) && !ALWAYS.has(key)) throw unsaid(object, key)
      return typeof key === 'string' ? target[key] : undefined
    },
  })
}
