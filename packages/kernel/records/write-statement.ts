import { type Json, newId } from '@perigon/contracts'
import type { Statement } from '@perigon/db'
import { numberPattern } from '@perigon/fields'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor, Cause } from '../module.ts'
import { prepared } from '../query/statement.ts'
import { MANY_ROWS } from './needed.ts'
import { changesOf, rowOf, type Work } from './prepare.ts'
import { isFoundBy, statementsOf } from './statements.ts'

type Written = { readonly snapshot: Snapshot; readonly actor: Actor; readonly cause: Cause; readonly now: Date }

/** Step 7 and 8: rows and their events in one statement. Returns the ids that were written. */
export function writeStatement(object: ObjectSnapshot, input: { readonly works: readonly Work[]; readonly context: Written }): Statement {
  const { works, context } = input
  const now = context.now.toISOString()
  const op = works[0]?.command.op ?? 'create'
  const statements = statementsOf(object)
  const changed = op === 'update' ? changedFields(works) : new Set<string>()
  // What was not loaded is not written.
  const only = op === 'update' && (works.length >= MANY_ROWS || works.some((work) => work.loaded !== null)) ? changed : null
  const isFound = isFoundBy(object, changed)
  const isText = op === 'create' || (only === null && isFound) || object.searchFields.some((field) => changed.has(field.key))
  const stamp = { now, user: context.actor.id, only, isSearched: isText && object.searchFields.length > 0 }
  const rows = works.map((work) => {
    const version = work.before?.['version'] ?? null
    if (op === 'delete' || op === 'restore') return { id: work.id, if_version: version, deleted_at: op === 'delete' ? now : null }
    return { ...rowOf(object, work, stamp), if_version: version }
  })
  const events = works.map((work) => ({
    id: newId(context.now.getTime()),
    record: work.id,
    op,
    version: Number(work.before?.['version'] ?? 0) + 1,
    changes: op === 'create' || op === 'update' ? changesOf(work) : {},
  }))
  const values: unknown[] = [
    JSON.stringify(rows),
    JSON.stringify(events),
    now,
    context.actor.id,
    context.actor.name,
    object.key,
    JSON.stringify(context.actor.via === undefined ? context.cause : { ...context.cause, via: context.actor.via }),
    rootOperation(context.cause),
    context.snapshot.version,
  ]
  const patterns = object.own.filter((field) => field.definition.pattern !== undefined)
  if (op === 'create' && patterns.length > 0) {
    values.push(
      JSON.stringify(
        Object.fromEntries(patterns.map((field) => [field.key, numberPattern(field.definition.pattern ?? '', context.now).prefix])),
      ),
    )
  }
  if (op === 'create' && rows.length >= MANY_ROWS) return prepared(statements.insertOf(filledColumns(rows)), values)
  if (only !== null) return prepared(statements.updateOf(only), values)
  if (op === 'update') return prepared(isFound ? statements.updateFound : statements.update, values)
  return prepared(op === 'create' ? statements.insert : statements.remove, values)
}

function changedFields(works: readonly Work[]): ReadonlySet<string> {
  return new Set(works.flatMap((work) => [...work.changed]))
}

function filledColumns(rows: readonly { readonly [column: string]: Json }[]): ReadonlySet<string> {
  const filled = new Set<string>()
  for (const row of rows) for (const column in row) filled.add(column)
  return filled
}

function rootOperation(cause: Cause): string | null {
  return cause.operation ?? (cause.parent === undefined ? null : rootOperation(cause.parent))
}
