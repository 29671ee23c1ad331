import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldRight } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import type { QueryContext } from '../query/source.ts'
import { prepared } from '../query/statement.ts'
import { linkTitles, wireValue } from './history.ts'

type EventRow = {
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly version: number
  readonly changes: { readonly [field: string]: Json }
}

/** The record's values after the last event up to a moment; null before it was made. */
function replay(
  rows: readonly EventRow[],
): { readonly image: { [field: string]: Json }; readonly version: number; readonly deleted: boolean } | null {
  const image: { [field: string]: Json } = {}
  let [version, deleted] = [0, false]
  for (const row of rows) {
    version = row.version
    if (row.op === 'delete') deleted = true
    else if (row.op === 'restore') deleted = false
    else
      for (const [field, value] of Object.entries(row.changes))
        image[field] = row.op === 'update' && Array.isArray(value) ? (value[1] ?? null) : value
  }
  return rows.length === 0 ? null : { image, version, deleted }
}

/**
 * A record as it was at a moment, from the event log; link titles are today's. Roll-ups, which have no events, are left
 * out. `record.not_found` when it did not exist then. The caller has checked that the actor may read the record now.
 */
export async function recordAsOf(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly id: string; readonly at: Date },
): Promise<{ readonly [field: string]: Json }> {
  const { context, id, at } = input
  const object = objectOf(context.snapshot, key)
  const rows = await db.query<EventRow>(
    prepared(
      `select op, version, changes from event where object = $1 and record = $2 and at <= $3 and op in ('create', 'update', 'delete', 'restore') order by seq`,
      [key, id, at.toISOString()],
    ),
  )
  const found = replay(rows)
  if (found === null) throw new AppError('record.not_found')
  const wanted = new Map<string, Set<string>>()
  for (const [field, value] of Object.entries(found.image)) {
    const target = object.fields.get(field)?.definition.target
    if (target !== undefined && typeof value === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(value))
  }
  const titles = await linkTitles(db, context, wanted)
  const fields = [...object.fields.keys()].filter(
    (field) => fieldRight(object, context.actor, field) !== 'hidden' && found.image[field] !== undefined,
  )
  return {
    id,
    version: found.version,
    deleted: found.deleted,
    as_of: at.toISOString(),
    ...Object.fromEntries(
      fields.map((field) => [field, wireValue(object, { field, value: found.image[field] ?? null, titles, actor: context.actor })]),
    ),
  }
}
