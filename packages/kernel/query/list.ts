import { hash } from 'node:crypto'
import { AppError, isJsonObject, type ListQuery } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { fieldRight, isOpen } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import type { Actor } from '../module.ts'
import type { FieldSnapshot, ObjectSnapshot } from '../compile/snapshot.ts'
import { countRows } from './count.ts'
import { type PagePlace, type PageText, pageText } from './known-pages.ts'
import { askedConditions, markColumn, namesRecords } from './rows.ts'
import { columnNamer, type QueryContext, quote, Source, wireExpression } from './source.ts'
import { parameters, prepared } from './statement.ts'

const MAX_LIMIT = 200

type SortKey = { readonly expression: string; readonly descending: boolean; readonly type: string; readonly nullable: boolean }
type Cursor = PagePlace & { readonly hash: string }

/** Texts as a dictionary orders them: Chinese by pinyin, small and large letters together (migration 0057). */
const asWords = (expression: string): string => `(${expression} collate perigon_words)`
/** Names and words; codes, numbers and addresses come in the order of their characters, which a unique one has an index of. */
const isRead = (object: ObjectSnapshot, { key, type, definition }: FieldSnapshot): boolean =>
  type.name === 'text' && (definition.unique !== true || key === object.definition.title)

const NEVER_NULL = new Set(['created_at', 'updated_at'])

function sortKeys(source: Source, sort: readonly string[]): SortKey[] {
  return sort.slice(0, 5).map((entry) => {
    const descending = entry.startsWith('-')
    const path = descending ? entry.slice(1) : entry
    const resolved = source.resolveOpen(path)
    const { object, field, alias } = resolved
    if (field.definition.target !== undefined)
      return { expression: asWords(source.titleToSort(resolved)), descending, type: 'text', nullable: true }
    const column = columnNamer(field, alias)
    if (field.type.sortKey === null) throw new AppError('query.sort', { data: { field: path } })
    const type = field.columns.find((part) => field.type.sortKey?.((suffix) => `${field.key}${suffix}`) === part.name)?.type ?? 'text'
    const key = field.type.sortKey(column)
    return { expression: isRead(object, field) ? asWords(key) : key, descending, type, nullable: !NEVER_NULL.has(field.key) }
  })
}

function queryHash(object: ObjectSnapshot, query: ListQuery): string {
  const identity = JSON.stringify([object.key, query.sort ?? null, query.filter ?? null, query.q ?? null, query.trash ?? null])
  return hash('sha1', identity, 'base64url').slice(0, 12)
}

function decodeCursor(text: string, hash: string, keys: number): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (
      isJsonObject(parsed) &&
      parsed['h'] === hash &&
      Array.isArray(parsed['k']) &&
      parsed['k'].length === keys &&
      typeof parsed['i'] === 'string'
    ) {
      const values = parsed['k'].map((value) => (typeof value === 'string' ? value : null))
      if (/^[0-9a-f-]{36}$/.test(parsed['i'])) return { hash, keys: values, id: parsed['i'] }
    }
  } catch (error) {
    throw new AppError('query.cursor', { cause: error })
  }
  throw new AppError('query.cursor')
}

/** Rows after the cursor in the order of the keys, nulls last, ids breaking ties. */
function afterCursor(source: Source, keys: readonly SortKey[], cursor: Cursor): string {
  const descending = keys[0]?.descending === true
  const id = `${source.bind(cursor.id)}::uuid`
  const first = keys[0]
  if (keys.length === 1 && first !== undefined && !first.nullable) {
    return `(${first.expression}, ${source.alias}.id) ${descending ? '<' : '>'} (${source.bind(cursor.keys[0] ?? null)}::${first.type}, ${id})`
  }
  const parts: string[] = []
  const equal: string[] = []
  keys.forEach((key, index) => {
    const value = cursor.keys[index] ?? null
    if (value === null) {
      equal.push(`${key.expression} is null`)
      return
    }
    const bound = `${source.bind(value)}::${key.type}`
    const beyond = `(${key.expression} ${key.descending ? '<' : '>'} ${bound}${key.nullable ? ` or ${key.expression} is null` : ''})`
    parts.push([...equal, beyond].join(' and '))
    equal.push(`${key.expression} = ${bound}`)
  })
  parts.push([...equal, `${source.alias}.id ${descending ? '<' : '>'} ${id}`].join(' and '))
  return `((${parts.join(') or (')}))`
}

function orderBy(source: Source, keys: readonly SortKey[]): string {
  const parts = keys.map((key) => `${key.expression}${key.descending ? ' desc' : ''}${key.nullable ? ' nulls last' : ''}`)
  return [...parts, `${source.alias}.id${keys[0]?.descending === true ? ' desc' : ''}`].join(', ')
}

/** Field paths a query returns; all fields of the object that are not hidden when it names none. */
function projection(object: ObjectSnapshot, actor: Actor, fields: readonly string[] | undefined): readonly string[] {
  if (fields === undefined) return [...object.fields.keys()].filter((key) => fieldRight(object, actor, key) !== 'hidden')
  const wanted = [...new Set(fields)].filter((path) => path !== 'id' && path !== 'version')
  if (wanted.length > 150) throw new AppError('request.invalid', { data: { detail: 'at most 150 fields' } })
  return wanted
}

/** The order of the definition, without what the actor may not order by. */
function defaultSort(object: ObjectSnapshot, actor: Actor): readonly string[] {
  const sort = (object.definition.views.sort ?? []).filter((key) => isOpen(object, actor, key.replace(/^-/, '')))
  return sort.length === 0 ? ['-updated_at'] : sort
}

/**
 * Writes the statement of a page down: its rows are cut first, as bare columns; then titles are joined, and all of it becomes one finished JSON text,
 * with the sort keys of the last row. Each row that is sent by itself costs as much as making it.
 */
function writePage(
  object: ObjectSnapshot,
  query: ListQuery,
  bound: { readonly context: QueryContext; readonly limit: number; readonly cursor: Cursor | null },
): PageText {
  const { limit } = bound
  const { values, bind } = parameters()
  const source = new Source(object, { context: bound.context, bind })
  const keys = sortKeys(source, query.sort ?? defaultSort(source.object, source.context.actor))
  const asked = [...askedConditions(source, query)]
  const cursorAt = values.length
  if (bound.cursor !== null) asked.push(afterCursor(source, keys, bound.cursor))
  const marks = markColumn(source, query.marks)
  const shown = source.page('"$page"')
  const wire = wireColumns(shown, query.fields)
  const { alias } = source
  const columns = [...shown.columns].map((column) => `${alias}.${quote(column)}`)
  const sorted = keys.map((key, index) => `${key.expression} as "$k${index}"`)
  const order = orderBy(source, keys)
  const select = (visible: readonly string[]): string =>
    `select ${[...columns, ...marks, ...sorted].join(', ')} from ${source.from()} where ${[...visible, ...asked].join(' and ')} order by ${order} limit ${limit + 1}`
  const isTrash = query.trash === 'only'
  const parts = namesRecords(query) ? [source.visible(isTrash, true)] : source.visibleParts(isTrash)
  const [only] = parts
  const rows =
    parts.length === 1 && only !== undefined
      ? select(only)
      : `select u.* from (${parts.map((part) => `(${select(part)})`).join(' union all ')}) u order by ${orderOfParts(keys)} limit ${limit + 1}`
  const place = `${shown.alias}."$place"`
  const lasts = ['id', ...keys.map((_, index) => `$k${index}`)]
  const sent = [...wire, ...marks.map(() => ({ name: '$marks', sql: `${shown.alias}."$marks"` }))]
  const made = [...sent.map(named), place, ...lasts.slice(1).map((key) => `${shown.alias}.${quote(key)}`)]
  const ends = lasts.map((name) => `max(p.${quote(name)}::text) filter (where p."$place" = ${limit}) as ${quote(name)}`)
  const text = `with "$page" as (select r.*, row_number() over () as "$place" from (${rows}) r)
    select (json_agg(x) filter (where p."$place" <= ${limit}))::text as body, count(*) > ${limit} as more, ${ends.join(', ')}
    from (select ${made.join(', ')} from ${shown.from()} order by ${place}) p
    cross join lateral (select ${sent.map(({ name }) => `p.${quote(name)}`).join(', ')}) x`
  return { text, values, cursorAt }
}

type Named = { readonly name: string; readonly sql: string }

const named = ({ name, sql }: Named): string => `${sql} as ${quote(name)}`

/** What of each row is sent: id, version, and the fields asked for. */
function wireColumns(source: Source, fields: readonly string[] | undefined): readonly Named[] {
  const paths = projection(source.object, source.context.actor, fields)
  // Paths first: the title of a link that one of them goes through is there already.
  const resolved = paths.map((path) => ({ path, field: source.resolve(path) }))
  const columns = resolved.map(({ path, field }) => ({ name: path, sql: wireExpression(source, field) }))
  return [...['id', 'version'].map((name) => ({ name, sql: `${source.alias}.${name}` })), ...columns]
}

/** The order of a page put together from parts that are in order. */
function orderOfParts(keys: readonly SortKey[]): string {
  const parts = keys.map((key, index) => `u."$k${index}"${key.descending ? ' desc' : ''}${key.nullable ? ' nulls last' : ''}`)
  return [...parts, `u.id${keys[0]?.descending === true ? ' desc' : ''}`].join(', ')
}

type PageRow = { readonly body: string | null; readonly more: boolean; readonly id: string | null; readonly [key: string]: unknown }

/** One page of an object as JSON text, ready to be sent. */
export async function listJson(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly query: ListQuery },
): Promise<string> {
  const { context, query } = input
  const object = objectOf(context.snapshot, key)
  const limit = Math.min(Math.max(query.limit ?? 50, 1), MAX_LIMIT)
  // Of no use to a list that ends on its first page.
  let known: string | null = null
  const hashed = (): string => (known ??= queryHash(object, query))
  const keyCount = (query.sort ?? defaultSort(object, context.actor)).slice(0, 5).length
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, hashed(), keyCount)
  const { text, values } = pageText(object, { context, query, limit, cursor }, () => writePage(object, query, { context, limit, cursor }))
  const [page] = await db.query<PageRow>(prepared(text, values))
  const next =
    page?.more === true
      ? Buffer.from(
          JSON.stringify({ h: hashed(), k: Array.from({ length: keyCount }, (_, index) => page[`$k${index}`] ?? null), i: page.id }),
        ).toString('base64url')
      : null
  const counted = query.count === undefined || query.count === false ? {} : await countRows(db, object, input)
  const tail = JSON.stringify({ next, ...counted }).slice(1)
  return `{"data":${page?.body ?? '[]'},${tail}`
}

/** One record as JSON text with its version; null when it is absent or out of reach. Also finds records in the trash. */
export async function getJson(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly id: string; readonly fields?: readonly string[] | undefined; readonly trash?: boolean },
): Promise<{ readonly body: string; readonly version: number } | null> {
  const object = objectOf(input.context.snapshot, key)
  const { values, bind } = parameters()
  const source = new Source(object, { context: input.context, bind })
  const where = [`${source.alias}.id = ${bind(input.id)}::uuid`, ...source.visible(input.trash === true)]
  const body = `(select row_to_json(x) from (select ${wireColumns(source, input.fields).map(named).join(', ')}) x)::text as body`
  const text = `select ${body}, ${source.alias}.version from ${source.from()} where ${where.join(' and ')}`
  return (await db.query<{ body: string; version: number }>(prepared(text, values)))[0] ?? null
}
