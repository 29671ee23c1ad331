import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldRight } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import { getJson } from '../query/list.ts'
import type { QueryContext } from '../query/source.ts'
import { prepared } from '../query/statement.ts'
import { linkTitles, wireValue } from '../query/wire-value.ts'

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
  // Whoever was made before the log's beginning is found from the other end.
  if (rows[0]?.op !== 'create') return backwards(db, key, input)
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

/** Refuses a moment whose changes are no longer in the database. */
async function demandKept(db: Executor, at: Date): Promise<void> {
  const rows = await db.query<{ until: string | null }>(`select to_json(max(last_at))#>>'{}' as until from event_archive`)
  const until = rows[0]?.until ?? null
  if (until === null) throw new AppError('record.not_found')
  if (at <= new Date(until)) throw new AppError('request.invalid', { data: { detail: `the log up to ${until} is in archives` } })
}

/** The record as it was, from what it is now and what changed since: for records whose beginning was put away. */
async function backwards(
  db: Executor,
  key: string,
  { context, id, at }: { readonly context: QueryContext; readonly id: string; readonly at: Date },
): Promise<{ readonly [field: string]: Json }> {
  const object = objectOf(context.snapshot, key)
  const present = await getJson(db, key, { context, id })
  const now: { readonly [field: string]: Json } = JSON.parse(present?.body ?? 'null') ?? {}
  if (present === null || (typeof now['created_at'] === 'string' && new Date(now['created_at']) > at))
    throw new AppError('record.not_found')
  await demandKept(db, at)
  const later = await db.query<EventRow>(
    prepared(
      `select op, version, changes from event where object = $1 and record = $2 and at > $3 and op in ('update', 'delete', 'restore') order by seq`,
      [key, id, at.toISOString()],
    ),
  )
  const before = new Map<string, Json>()
  for (const { op, changes } of later)
    if (op === 'update')
      for (const [field, pair] of Object.entries(changes)) if (!before.has(field) && Array.isArray(pair)) before.set(field, pair[0] ?? null)
  const wanted = new Map<string, Set<string>>()
  for (const [field, value] of before) {
    const target = object.fields.get(field)?.definition.target
    if (target !== undefined && typeof value === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(value))
  }
  const titles = await linkTitles(db, context, wanted)
  // Roll-ups, which have no events, are left out here as well.
  const fields = [...object.fields.values()].filter(
    ({ key: field, definition }) => field in now && (definition.computed !== true || before.has(field)),
  )
  return {
    id,
    version: later[0] === undefined ? present.version : later[0].version - 1,
    deleted: later.find(({ op }) => op !== 'update')?.op === 'restore',
    as_of: at.toISOString(),
    ...Object.fromEntries(
      fields.map(({ key: field }): [string, Json] => [
        field,
        before.has(field)
          ? wireValue(object, { field, value: before.get(field) ?? null, titles, actor: context.actor })
          : (now[field] ?? null),
      ]),
    ),
  }
}
