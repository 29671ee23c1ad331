import { type AuditEntry, type AuditKind, type AuditOp, isId, type Json, systemActorsShown } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Bind } from '@perigon/fields'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { inside, searchCondition } from '../query/search.ts'
import { type QueryContext, Source, titleOf } from '../query/source.ts'
import { parameters } from '../query/statement.ts'
import { linkTitles, wireValue } from '../query/wire-value.ts'
import { pairsOf } from './history.ts'

export type AuditQuery = {
  readonly op?: readonly AuditOp[] | undefined
  readonly kind?: AuditKind | undefined
  /** Words: the name of who did it as it is shown, the name of a record, a value that was written. */
  readonly q?: string | undefined
  readonly object?: string | undefined
  readonly actor?: string | undefined
  readonly record?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Only what is older than this number. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Lines of the log, and the number before which there may be more. */
export type AuditPage = {
  readonly entries: readonly AuditEntry[]
  readonly next: number | null
  /** The moment down to which words were looked for, where older lines were not gone through yet. */
  readonly searchedTo: string | null
}

type Row = Omit<AuditEntry, 'title' | 'told'>

const CHANGES = `e.op in ('create', 'update', 'delete', 'restore')`

/** Which events are of a kind; where objects decide, their keys are bound. */
function kindCondition(kind: AuditKind, context: QueryContext, bind: Bind): string {
  const all = [...context.snapshot.objects.values()]
  // Whoever acts is a user; the module users belong to is that of people and rights.
  const people = context.snapshot.objects.get('user')?.definition.module
  const oneOf = (wanted: (object: ObjectSnapshot) => boolean): string =>
    `e.object = any(${bind(all.filter(wanted).map((object) => object.key))})`
  const conditions: { readonly [each in AuditKind]: () => string } = {
    sign_in: () => `e.op in ('sign_in', 'sign_in_failed', 'sign_out', 'password', 'token')`,
    rights: () => `${CHANGES} and ${oneOf((object) => object.definition.module === people)}`,
    export: () => `e.op = 'export'`,
    unmask: () => `e.op = 'unmask'`,
    import: () => `${CHANGES} and e.cause->>'kind' = 'import'`,
    delete: () => `e.op in ('delete', 'restore', 'erase')`,
    api: () => `${CHANGES} and e.cause->>'via' = 'token'`,
    files: () => `(${oneOf((object) => object.fields.has('sha256'))} or e.op in ('sweep', 'file_refused'))`,
    change: () => CHANGES,
  }
  return conditions[kind]()
}

const MOST_FOUND = 200
/** So many lines are gone through for words at a time; there is no index of what stands in them. */
const STRETCH = 200_000

/** Records whose own words match, of every object that can be searched. */
async function recordsNamed(db: Executor, context: QueryContext, q: string): Promise<readonly string[]> {
  const { values, bind } = parameters()
  const objects = [...context.snapshot.objects.values()].filter((object) => object.searchFields.length > 0)
  const found = objects.map((object, index) => {
    const source = new Source(object, { context, bind })
    // Planned for all that match: with the limit inside, the planner would read the table until it has come across so many.
    return `m${index} as materialized (select ${source.alias}.id from ${source.from()} where ${searchCondition(source, q)})`
  })
  const parts = objects.map((_, index) => `(select id from m${index} limit ${MOST_FOUND})`)
  const rows = await db.query<{ id: string }>({ text: `with ${found.join(', ')} ${parts.join(' union all ')} limit ${MOST_FOUND}`, values })
  return rows.map((row) => row.id)
}

/** Whether the line shows the name of a system actor that these words are part of, in either language. */
function actorShown(words: string, bind: Bind): string {
  const { names, pattern } = systemActorsShown(words)
  const isNamed = `(e.actor_name = any(${bind(names)})${pattern === null ? '' : ` or e.actor_name ~ ${bind(pattern)}`})`
  return `e.actor is null and e.op <> 'sign_in_failed' and ${isNamed}`
}

type Stretch = { readonly after: number; readonly named: readonly string[] }

async function rowsOf(db: Executor, context: QueryContext, query: AuditQuery & { readonly stretch?: Stretch }): Promise<readonly Row[]> {
  const { values, bind } = parameters()
  const where: string[] = []
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value !== undefined) where.push(condition(bind(value)))
  }
  add(query.op, (place) => `e.op = any(${place})`)
  add(query.object, (place) => `e.object = ${place}`)
  add(query.actor, (place) => `e.actor = ${place}::uuid`)
  add(query.record, (place) => `e.record = ${place}::uuid`)
  add(query.from, (place) => `e.at >= ${place}::timestamptz`)
  add(query.to, (place) => `e.at < ${place}::timestamptz`)
  add(query.before, (place) => `e.seq < ${place}::bigint`)
  if (query.kind !== undefined) where.push(kindCondition(query.kind, context, bind))
  if (query.q !== undefined && query.stretch !== undefined) {
    const like = bind(inside(query.q))
    const named = bind(query.stretch.named)
    where.push(`e.seq >= ${bind(query.stretch.after)}::bigint`)
    const shown = actorShown(query.q, bind)
    where.push(`(e.actor_name ilike ${like} or e.record = any(${named}::uuid[]) or e.changes::text ilike ${like} or (${shown}))`)
  }
  return db.query<Row>({
    text: `select e.seq, e.id, to_json(e.at)#>>'{}' as at, e.op, e.object, e.record, e.actor, e.actor_name, e.version, e.changes, e.cause
           from event e ${where.length === 0 ? '' : `where ${where.join(' and ')}`} order by e.seq desc limit ${bind(query.limit + 1)}`,
    values,
  })
}

type Found = { readonly rows: readonly Row[]; readonly next: number | null; readonly searchedTo: string | null }

/** So many lines as are asked for, and the number before which there may be more. */
function cut(rows: readonly Row[], limit: number): Found {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page[page.length - 1]?.seq ?? null) : null, searchedTo: null }
}

/** Words are looked for in the newest stretch of the log, or the one before a number: the whole of it would take minutes. */
async function foundIn(db: Executor, context: QueryContext, query: AuditQuery & { readonly q: string }): Promise<Found> {
  const narrow = query.record !== undefined
  const [ends] = await db.query<{ first: number | null; last: number | null }>('select min(seq) as first, max(seq) as last from event')
  const [first, last] = [ends?.first ?? 0, ends?.last ?? 0]
  const before = Math.min(query.before ?? last + 1, last + 1)
  const after = narrow ? first : Math.max(first, before - STRETCH)
  const named = await recordsNamed(db, context, query.q)
  const found = cut(await rowsOf(db, context, { ...query, before, stretch: { after, named } }), query.limit)
  if (found.next !== null || after <= first) return found
  const [edge] = await db.query<{ at: string }>({
    text: `select to_json(at)#>>'{}' as at from event where seq >= $1 order by seq limit 1`,
    values: [after],
  })
  const isDone = query.from !== undefined && edge !== undefined && new Date(edge.at) < new Date(query.from)
  return isDone ? found : { ...found, next: after, searchedTo: edge?.at ?? null }
}

/** Names of the records of some lines, today's, also of those in the trash. */
async function titlesOf(db: Executor, context: QueryContext, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const { values, bind } = parameters()
  const byObject = Map.groupBy(
    rows.filter((row) => row.record !== null && context.snapshot.objects.has(row.object)),
    (row) => row.object,
  )
  const parts = [...byObject].map(([target, list]) => {
    const ids = bind([...new Set(list.map((row) => row.record))])
    return `select w.id, ${titleOf(context, { target, id: 'w.id', bind })}::text as title from unnest(${ids}::uuid[]) w(id)`
  })
  if (parts.length === 0) return new Map()
  const found = await db.query<{ id: string; title: string | null }>({ text: parts.join(' union all '), values })
  return new Map(found.flatMap(({ id, title }) => (title === null || isId(title) ? [] : [[id, title] as const])))
}

/**
 * The log newest first, with the names of the records it is about. Whoever asks must be an administrator; the caller has checked.
 * With words, a stretch of it: there may be no line among so many, and more before them.
 */
export async function auditOf(db: Executor, context: QueryContext, query: AuditQuery): Promise<AuditPage> {
  const { q } = query
  const { rows, next, searchedTo } =
    q === undefined ? cut(await rowsOf(db, context, query), query.limit) : await foundIn(db, context, { ...query, q })
  return { entries: await entriesOf(db, context, rows), next, searchedTo }
}

async function entriesOf(db: Executor, context: QueryContext, rows: readonly Row[]): Promise<readonly AuditEntry[]> {
  const titles = await titlesOf(db, context, rows)
  const wanted = new Map<string, Set<string>>()
  const isChange = (row: Row): boolean => row.op === 'create' || row.op === 'update'
  for (const row of rows.filter(isChange)) {
    for (const [field, ...values] of pairsOf(row)) {
      const target = context.snapshot.objects.get(row.object)?.fields.get(field)?.definition.target
      if (target === undefined) continue
      const ids = wanted.get(target) ?? new Set<string>()
      for (const value of values) if (typeof value === 'string') ids.add(value)
      if (ids.size > 0) wanted.set(target, ids)
    }
  }
  const linked = await linkTitles(db, context, wanted)
  const toldOf = (row: Row): AuditEntry['told'] => {
    const object = context.snapshot.objects.get(row.object)
    if (object === undefined || !isChange(row)) return {}
    const wire = (field: string, value: Json): Json => wireValue(object, { field, value, titles: linked, actor: context.actor })
    return Object.fromEntries(
      pairsOf(row).map(([field, before, after]) => [field, { before: wire(field, before), after: wire(field, after) }]),
    )
  }
  return rows.map((row) => ({ ...row, title: row.record === null ? null : (titles.get(row.record) ?? null), told: toldOf(row) }))
}
