import { type HistoryEntry, isJsonObject, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldRight, isOpen, maskText } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { type QueryContext, titleOf } from '../query/source.ts'
import { parameters, prepared } from '../query/statement.ts'

type EventRow = {
  readonly id: string
  readonly at: string
  readonly op: HistoryEntry['op']
  readonly actor: string | null
  readonly actor_name: string
  readonly version: number
  readonly changes: { readonly [field: string]: Json }
  readonly cause: Json
  readonly seq: number
}

const PAGE = 50

/** Link values inside changes → titles, one statement per page. */
export async function linkTitles(
  db: Executor,
  context: QueryContext,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<ReadonlyMap<string, string>> {
  const { values, bind } = parameters()
  const parts = [...wanted].map(
    ([target, ids]) =>
      `select w.id, ${titleOf(context, { target, id: 'w.id', bind })} as title from unnest(${bind([...ids])}::uuid[]) w(id)`,
  )
  if (parts.length === 0) return new Map()
  const rows = await db.query<{ id: string; title: string }>(prepared(parts.join(' union all '), values))
  return new Map(rows.map((row) => [row.id, row.title]))
}

/** Field, value before, value after, of one event. */
export function pairsOf(row: Pick<EventRow, 'changes'> & { readonly op: string }): [string, Json, Json][] {
  return Object.entries(row.changes).map(([field, value]) =>
    row.op === 'update' && Array.isArray(value) ? [field, value[0] ?? null, value[1] ?? null] : [field, null, value],
  )
}

/** A stored value as readers get it: links with titles, money without its rate, masked texts with their ends. */
export function wireValue(
  object: ObjectSnapshot,
  input: { readonly field: string; readonly value: Json; readonly titles: ReadonlyMap<string, string>; readonly actor: Actor },
): Json {
  const { field, value, titles, actor } = input
  if (value !== null && !isOpen(object, actor, field))
    return typeof value === 'string' ? maskText(object.fields.get(field)?.type.bare?.text(value) ?? value) : null
  if (object.fields.get(field)?.definition.target !== undefined && typeof value === 'string')
    return { id: value, title: titles.get(value) ?? null }
  if (isJsonObject(value) && 'rate' in value) return Object.fromEntries(Object.entries(value).filter(([part]) => part !== 'rate'))
  return value
}

/** What happened to a record, newest first, 50 entries a page. The caller has checked that the actor may read the record. */
export async function historyOf(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly id: string; readonly before?: number | undefined },
): Promise<{ readonly data: readonly HistoryEntry[]; readonly next: string | null }> {
  const object = objectOf(input.context.snapshot, key)
  const rows = await db.query<EventRow>(
    prepared(
      `select id, to_json(at)#>>'{}' as at, op, actor, actor_name, version, changes, cause, seq from event
       where object = $1 and record = $2 and seq < $3 and op in ('create', 'update', 'delete', 'restore') order by seq desc limit ${PAGE + 1}`,
      [key, input.id, input.before ?? Number.MAX_SAFE_INTEGER],
    ),
  )
  const page = rows.slice(0, PAGE)
  const wanted = new Map<string, Set<string>>()
  for (const [field, ...values] of page.flatMap(pairsOf)) {
    const target = object.fields.get(field)?.definition.target
    if (target === undefined) continue
    const ids = wanted.get(target) ?? new Set<string>()
    for (const value of values) if (typeof value === 'string') ids.add(value)
    if (ids.size > 0) wanted.set(target, ids)
  }
  const titles = await linkTitles(db, input.context, wanted)
  const data = page.map((row) => ({
    id: row.id,
    at: row.at,
    op: row.op,
    actor: { id: row.actor, name: row.actor_name },
    version: row.version,
    cause: row.cause,
    changes: Object.fromEntries(
      pairsOf(row)
        .filter(([field]) => object.fields.has(field) && fieldRight(object, input.context.actor, field) !== 'hidden')
        .map(([field, before, after]) => [
          field,
          {
            before: wireValue(object, { field, value: before, titles, actor: input.context.actor }),
            after: wireValue(object, { field, value: after, titles, actor: input.context.actor }),
          },
        ]),
    ),
  }))
  return { data, next: rows.length > PAGE ? String(page[page.length - 1]?.seq ?? '') : null }
}
