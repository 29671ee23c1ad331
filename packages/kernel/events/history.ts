import type { HistoryEntry, Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldRight } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import type { QueryContext } from '../query/source.ts'
import { prepared } from '../query/statement.ts'
import { linkTitles, wireValue } from '../query/wire-value.ts'

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

/** Field, value before, value after, of one event. */
export function pairsOf(row: Pick<EventRow, 'changes'> & { readonly op: string }): [string, Json, Json][] {
  return Object.entries(row.changes).map(([field, value]) =>
    row.op === 'update' && Array.isArray(value) ? [field, value[0] ?? null, value[1] ?? null] : [field, null, value],
  )
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
