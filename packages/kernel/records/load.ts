import type { Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Bind } from '@perigon/fields'
import { rowCondition } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { FieldSnapshot, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor, Operation, Stored } from '../module.ts'
import { parameters, prepared } from '../query/statement.ts'
import { statementsOf } from './statements.ts'

/** One value is compared, not searched in a list: such a statement is planned once, one with a list of one every time. */
function among(column: string, values: readonly Json[], input: { readonly bind: Bind; readonly cast: string }): string {
  return values.length === 1
    ? `${column} = ${input.bind(values[0])}${input.cast}`
    : `${column} = any(${input.bind(values)}${input.cast}${input.cast === '' ? '' : '[]'})`
}

export type Loaded = { readonly image: Stored; readonly allowed: boolean }

/**
 * The current images of records the actor may read, by id; `allowed` tells whether the operation is granted on them.
 * One statement whatever the number of ids.
 */
export async function loadImages(
  db: Executor,
  object: ObjectSnapshot,
  input: {
    readonly ids: readonly string[]
    readonly actor: Actor
    readonly operation: Operation
    readonly trash: boolean
    /** These fields alone; all when null or absent. */
    readonly fields?: ReadonlySet<string> | null
  },
): Promise<ReadonlyMap<string, Loaded>> {
  const { values, bind } = parameters()
  const wanted = among('t.id', input.ids, { bind, cast: '::uuid' })
  const readable = rowCondition(object, input.actor, { operation: 'read', alias: 't', bind })
  const allowed = rowCondition(object, input.actor, { operation: input.operation, alias: 't', bind })
  const where = [wanted, `t.deleted_at is ${input.trash ? 'not ' : ''}null`, ...(readable === null ? [] : [readable])]
  const { image, imageOf } = statementsOf(object)
  const body = input.fields === undefined || input.fields === null ? image : imageOf(input.fields)
  const text = `select t.id, ${body} as image, ${allowed === null ? 'true' : `coalesce(${allowed}, false)`} as allowed from "${object.table}" t where ${where.join(' and ')}`
  const rows = await db.query<{ id: string; image: Stored; allowed: boolean }>(prepared(text, values))
  return new Map(rows.map((row) => [row.id, { image: row.image, allowed: row.allowed }]))
}

/** One link to check; `full` when hooks want to see the record itself. */
export type LinkRequest = { readonly field: FieldSnapshot; readonly id: string; readonly full: boolean }
/** target object → id → record (empty when only its existence mattered). */
export type LinkedRecords = ReadonlyMap<string, ReadonlyMap<string, Stored>>

function wantedByTarget(requests: readonly LinkRequest[]): Map<string, { readonly ids: Set<string>; full: boolean }> {
  const wanted = new Map<string, { readonly ids: Set<string>; full: boolean }>()
  for (const { field, id, full } of requests) {
    const target = field.definition.target ?? ''
    const entry = wanted.get(target) ?? { ids: new Set<string>(), full: false }
    entry.ids.add(id)
    entry.full ||= full
    wanted.set(target, entry)
  }
  return wanted
}

/**
 * Loads every record that a batch of writes links to, in one statement. A link to an absent, trashed or unreadable
 * record is simply not in the answer.
 */
export async function loadLinked(
  db: Executor,
  snapshot: Snapshot,
  input: { readonly requests: readonly LinkRequest[]; readonly actor: Actor },
): Promise<LinkedRecords> {
  const wanted = wantedByTarget(input.requests)
  if (wanted.size === 0) return new Map()
  const { values, bind } = parameters()
  const parts = [...wanted].map(([key, { ids, full }]) => {
    const target = objectOf(snapshot, key)
    const wantedIds = among('t.id', [...ids], { bind, cast: '::uuid' })
    const readable =
      target.definition.access === 'owned' ? rowCondition(target, input.actor, { operation: 'read', alias: 't', bind }) : null
    const record = full ? statementsOf(target).image : 'null::json'
    return `select '${target.key}' as object, t.id, ${record} as record from "${target.table}" t where ${wantedIds} and t.deleted_at is null${readable === null ? '' : ` and ${readable}`}`
  })
  const rows = await db.query<{ object: string; id: string; record: Stored | null }>(prepared(parts.join(' union all '), values))
  const found = new Map<string, Map<string, Stored>>()
  for (const row of rows) {
    const records = found.get(row.object) ?? new Map<string, Stored>()
    records.set(row.id, row.record ?? { id: row.id })
    found.set(row.object, records)
  }
  return found
}

/** Values of unique fields that living records already hold: `field\u0000value` → id of the holder. */
export async function loadTaken(
  db: Executor,
  object: ObjectSnapshot,
  wanted: ReadonlyMap<string, readonly Json[]>,
): Promise<ReadonlyMap<string, string>> {
  const { values, bind } = parameters()
  const parts = [...wanted].map(
    ([field, list]) =>
      `select '${field}' as field, t."${field}"::text as value, t.id from "${object.table}" t where ${among(`t."${field}"`, list, { bind, cast: '' })} and t.deleted_at is null`,
  )
  if (parts.length === 0) return new Map()
  const rows = await db.query<{ field: string; value: string; id: string }>(prepared(parts.join(' union all '), values))
  return new Map(rows.map((row) => [`${row.field}\u0000${row.value}`, row.id]))
}
