import type { FieldSnapshot, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import { yearDaySql } from '../query/anniversary.ts'
import { numberSequence } from './number-sequence.ts'
import { searchTableOf } from '../text/search-table.ts'

/** What the database should look like, as plain data that can be compared and kept in a file. */
export type TableShape = {
  readonly columns: { readonly [name: string]: string }
  /** Index name → everything after `on "table"`. */
  readonly indexes: { readonly [name: string]: string }
  /** Constraint name → definition. */
  readonly keys: { readonly [name: string]: string }
  /** Sequences behind automatic numbers. */
  readonly sequences: readonly string[]
}
export type SchemaShape = { readonly [table: string]: TableShape }

const MAX_NAME = 63

/** A PostgreSQL name that fits 63 bytes; longer ones end in a checksum so that they stay different. */
function schemaName(...parts: readonly string[]): string {
  const name = parts.join('_')
  if (name.length <= MAX_NAME) return name
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return `${name.slice(0, MAX_NAME - 9)}_${hash.toString(16).padStart(8, '0')}`
}

function columnsOf(object: ObjectSnapshot): { [name: string]: string } {
  const columns: { [name: string]: string } = { id: 'uuid not null', version: 'integer not null default 1', deleted_at: 'timestamptz' }
  for (const field of object.fields.values()) {
    for (const column of field.columns) columns[column.name] = column.type
  }
  columns['created_at'] = 'timestamptz not null default now()'
  columns['updated_at'] = 'timestamptz not null default now()'
  if (object.searchFields.length > 0) columns['search_text'] = 'text'
  return columns
}

/**
 * The index of the search, a narrow table of its own: an entry of some fifty pieces is written anew when a record's texts or its
 * owner change, and not at every other change of the record (docs/adr/0015).
 */
function searchShape(object: ObjectSnapshot): TableShape {
  const table = searchTableOf(object)
  const isOwned = object.definition.access === 'owned'
  return {
    columns: { id: 'uuid not null', ...(isOwned ? { owner: 'uuid' } : {}), grams: 'tsvector not null' },
    // With the owner in it, the index itself leaves out what is not one's own: a thirtieth of the rows instead of all that match.
    indexes: { [schemaName(table, 'grams', 'idx')]: `using gin (${isOwned ? 'owner, ' : ''}grams)` },
    keys: { [schemaName(table, 'pkey')]: 'primary key (id)' },
    sequences: [],
  }
}

/** Empty links need no entry: a query by a link names a record. */
function filled(field: FieldSnapshot): string {
  return field.definition.required === true ? '' : ` and "${field.key}" is not null`
}

const LIVING = 'where deleted_at is null'

const ORDERED = new Set(['timestamptz', 'date', 'boolean'])

/**
 * The order of an object's own views, where it is one of days, moments and yes or no, as the words of an index; null where it is that of
 * the last change, which every object has an index for.
 */
function orderOf(object: ObjectSnapshot): { readonly names: readonly string[]; readonly words: string } | null {
  const sort = object.definition.views.sort ?? []
  const keys = sort.map((entry) => ({ name: entry.replace(/^-/, ''), isDown: entry.startsWith('-') }))
  const isPlain = keys.every(({ name }) => name !== 'updated_at' && ORDERED.has(bareType(object.fields.get(name)?.columns[0]?.type ?? '')))
  if (keys.length === 0 || !isPlain) return null
  const words = keys.map(({ name, isDown }) => `"${name}"${isDown ? ' desc nulls last' : ''}`)
  return { names: keys.map(({ name }) => name), words: [...words, `id${keys[0]?.isDown === true ? ' desc' : ''}`].join(', ') }
}

const bareType = (type: string): string => type.replace(/ (not null|default).*$/, '')

function indexesOf(object: ObjectSnapshot): { [name: string]: string } {
  const indexes: { [name: string]: string } = {}
  const add = (parts: readonly string[], definition: string): void => {
    indexes[schemaName(object.table, ...parts, 'idx')] = definition
  }
  add(['updated'], `(updated_at desc, id desc) ${LIVING}`)
  if (object.definition.access === 'owned') {
    // With every column that row security asks for, so that counting what is in reach reads the index alone.
    const secret = object.definition.private === undefined ? '' : `, "${object.definition.private}"`
    add(['owner_updated'], `(owner, updated_at desc, id desc) include (department${secret}) ${LIVING}`)
    const order = orderOf(object)
    if (order !== null) add(['owner', ...order.names], `(owner, ${order.words}) include (department${secret}) ${LIVING}`)
    add(['department_updated'], `(department, updated_at desc, id desc) include (owner${secret}) ${LIVING}`)
  }
  if (object.definition.access === 'personal') add(['owner_updated'], `(owner, updated_at desc, id desc) ${LIVING}`)
  for (const field of object.own) {
    const main = field.columns[0]?.name ?? field.key
    if (field.definition.unique === true) indexes[schemaName(object.table, field.key, 'key')] = `unique:("${main}") ${LIVING}`
    else if (object.follows.some((each) => each.field === field.key))
      // With what tells whether a row is reached by itself too (followed.ts).
      add([field.key, 'followed'], `("${main}") include (id, owner, department) ${LIVING}${filled(field)}`)
    else if (field.definition.anniversary === true) add([field.key, 'day'], `(${yearDaySql(`"${main}"`)}, id) ${LIVING}${filled(field)}`)
    else if (field.definition.reverse !== undefined) add([field.key], `("${main}") ${LIVING}${filled(field)}`)
  }
  for (const fields of object.definition.indexes ?? []) {
    const first = object.fields.get(fields[0] ?? '')
    const only = first?.definition.target === undefined ? '' : filled(first)
    add(fields, `(${fields.map((key) => `"${object.fields.get(key)?.columns[0]?.name ?? key}"`).join(', ')}, id) ${LIVING}${only}`)
  }
  return indexes
}

function keysOf(object: ObjectSnapshot): { [name: string]: string } {
  const keys: { [name: string]: string } = { [schemaName(object.table, 'pkey')]: 'primary key (id)' }
  for (const field of object.fields.values()) {
    const target = field.definition.target
    // Who created and changed a record is kept even when the user is gone.
    if (target === undefined || field.key === 'created_by' || field.key === 'updated_by') continue
    keys[schemaName(object.table, field.key, 'fkey')] = `foreign key ("${field.key}") references "${target}" (id)`
  }
  return keys
}

function sequencesOf(object: ObjectSnapshot): string[] {
  return object.own.filter((field) => field.definition.pattern !== undefined).map((field) => numberSequence(object.table, field.key))
}

/** The tables a snapshot asks for. */
export function shapeOf(snapshot: Snapshot): SchemaShape {
  return Object.fromEntries(
    [...snapshot.objects.values()].flatMap((object): (readonly [string, TableShape])[] => [
      [object.table, { columns: columnsOf(object), indexes: indexesOf(object), keys: keysOf(object), sequences: sequencesOf(object) }],
      ...(object.searchFields.length > 0 ? [[searchTableOf(object), searchShape(object)] as const] : []),
    ]),
  )
}
