import type { FieldSnapshot, ObjectSnapshot } from '../compile/snapshot.ts'
import { numberSequence } from '../schema/number-sequence.ts'
import { searchTableOf } from '../text/search-table.ts'

/** The constant SQL of an object: written once per snapshot, prepared once per connection, for one row or thousands. */
export type ObjectStatements = {
  readonly insert: string
  /** The same for rows that fill these columns only: taking records apart costs by the column, filled or not. */
  readonly insertOf: (filled: ReadonlySet<string>) => string
  readonly update: string
  /** The same for rows of which something changed that they are found by. */
  readonly updateFound: string
  /** The same for rows of which only these fields changed: indexes and texts to search of the others stay as they are. */
  readonly updateOf: (changed: ReadonlySet<string>) => string
  readonly remove: string
  /** The stored image as one JSON value, over alias `t`. */
  readonly image: string
  /** The same with these fields alone. */
  readonly imageOf: (fields: ReadonlySet<string>) => string
}

/** Whether one of these fields is something a record is found by: its texts, and whose it is (text/search-table.ts). */
export function isFoundBy(object: ObjectSnapshot, changed: ReadonlySet<string>): boolean {
  return object.searchFields.some((field) => changed.has(field.key)) || (hasOwner(object) && changed.has('owner'))
}

const hasOwner = (object: ObjectSnapshot): boolean => object.definition.access === 'owned' && object.searchFields.length > 0

const quote = (name: string): string => `"${name}"`
const KERNEL_COLUMNS = ['created_at', 'created_by', 'updated_at', 'updated_by']

const EVENT_ROWS = `json_to_recordset($2::json) as e(id uuid, record uuid, op text, version int, changes json)`
const eventInsert = (
  written: string,
): string => `insert into event (id, at, actor, actor_name, object, record, op, version, changes, cause, operation, snapshot)
  select e.id, $3::timestamptz, $4::uuid, $5, $6, e.record, e.op, e.version, e.changes, $7::jsonb, $8::uuid, $9::int
  from ${EVENT_ROWS} join ${written} w on w.id = e.record`

type Column = { readonly name: string; readonly type: string; readonly field: FieldSnapshot }

function columnsOf(object: ObjectSnapshot): Column[] {
  return [...object.fields.values()].flatMap((field) => field.columns.map((column) => ({ ...column, field })))
}

function bare(type: string): string {
  return type.replace(/ (not null|default).*$/, '')
}

/** Running numbers: the prefix of the year comes as parameter `$10` (JSON by field), the digits from a sequence. */
function insertValue(object: ObjectSnapshot, column: Column): string {
  const pattern = column.field.definition.pattern
  if (pattern === undefined) return `s.${quote(column.name)}`
  const width = /\{(0+)\}/.exec(pattern)?.[1]?.length ?? 6
  return `coalesce(s.${quote(column.name)}, ($10::json->>'${column.name}') || perigon_pad(nextval('${numberSequence(object.table, column.name)}'), ${width}))`
}

/** Columns with running numbers by which a record is found. */
function numbered(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ field }) => field.definition.pattern !== undefined && field.definition.search !== undefined)
}

const isNew = (column: Column): string => `${column.name} new`

/** The text a new record is found by, with the numbers it gets only now, before the pinyin. */
function foundText(columns: readonly Column[]): string {
  return numbered(columns).reduce(
    (text, column) =>
      `case when s.${quote(isNew(column))} then ltrim(regexp_replace(coalesce(${text}, ''), E'(\\n~|$)', E'\\n' || lower(s.${quote(column.name)}) || E'\\\\1'), E'\\n') else ${text} end`,
    's.search_text',
  )
}

type EntryPart = { readonly column: string; readonly from: string; readonly made: string }

/** What an entry of the search has beside the id: its column, the row's column it comes from, and how it is made of that. */
function entryOf(object: ObjectSnapshot): readonly EntryPart[] {
  const owner: readonly EntryPart[] = hasOwner(object) ? [{ column: 'owner', from: 'owner', made: 'owner' }] : []
  return [...owner, { column: 'grams', from: 'search_text', made: `coalesce(perigon_grams(search_text), '')` }]
}

/** Brings the entries of the search to what these rows (id, what they are found by) say. */
export function indexStatement(object: ObjectSnapshot, rows: string): string {
  const parts = entryOf(object)
  return `insert into ${quote(searchTableOf(object))} (${['id', ...parts.map(({ column }) => column)].join(', ')})
  select ${['id', ...parts.map(({ made }) => made)].join(', ')} from ${rows}
  on conflict (id) do update set ${parts.map(({ column }) => `${column} = excluded.${column}`).join(', ')}`
}

function writeStatements(object: ObjectSnapshot): ObjectStatements {
  const columns = columnsOf(object)
  const search = object.searchFields.length > 0
  const own = columns.filter((column) => !KERNEL_COLUMNS.includes(column.name))
  const rowTypeOf = (some: readonly Column[]): string =>
    [...some.map((column) => `${quote(column.name)} ${bare(column.type)}`), ...(search ? ['search_text text'] : [])].join(', ')
  const table = quote(object.table)
  const found = entryOf(object)
    .map(({ from }) => `, t.${from}`)
    .join('')
  const insert = (some: readonly Column[]): string => {
    const names = ['id', ...some.map((column) => quote(column.name)), ...(search ? ['search_text'] : [])]
    const values = ['s.id', ...some.map((column) => `s.${quote(column.name)}`), ...(search ? [foundText(some)] : [])]
    const given = ['s.id', ...some.map((column) => `${insertValue(object, column)} as ${quote(column.name)}`)]
    const texts = search
      ? ['s.search_text', ...numbered(some).map((column) => `s.${quote(column.name)} is null as ${quote(isNew(column))}`)]
      : []
    return `with given as (select * from json_to_recordset($1::json) as x(id uuid, ${rowTypeOf(some)})),
s as (select ${[...given, ...texts].join(', ')} from given s),
w as (insert into ${table} as t (${names.join(', ')}) select ${values.join(', ')} from s returning t.id${search ? found : ''}),
${search ? `found as (${indexStatement(object, 'w')}),\n` : ''}ev as (${eventInsert('w')})
select id from w`
  }
  const update = (
    some: readonly Column[],
    { isSearched, isFound }: { readonly isSearched: boolean; readonly isFound: boolean },
  ): string => {
    const written = [...some.filter((column) => own.includes(column)), ...columns.filter((column) => column.name.startsWith('updated_'))]
    const sets = [...written.map((column) => quote(column.name)), ...(isSearched ? ['search_text'] : [])].map(
      (name) => `${name} = s.${name}`,
    )
    const types = [...written.map((column) => `${quote(column.name)} ${bare(column.type)}`), ...(isSearched ? ['search_text text'] : [])]
    return `with s as (select * from json_to_recordset($1::json) as x(id uuid, if_version int, ${types.join(', ')})),
w as (update ${table} t set ${sets.join(', ')}, version = t.version + 1 from s where t.id = s.id and t.version = s.if_version returning t.id${isFound ? found : ''}),
${isFound ? `found as (${indexStatement(object, 'w')}),\n` : ''}ev as (${eventInsert('w')})
select id from w`
  }
  const image = (fields: readonly FieldSnapshot[]): string => {
    const stored = fields.map((field) => `${field.type.stored((suffix) => `t."${field.key}${suffix}"`)} as "${field.key}"`)
    return `(select row_to_json(x) from (select ${['t.id', 't.version', 't.deleted_at', ...stored].join(', ')}) x)`
  }
  const fields = [...object.fields.values()]
  return {
    insert: insert(columns),
    insertOf: (filled) => insert(columns.filter((column) => filled.has(column.name) || column.field.definition.pattern !== undefined)),
    update: update(columns, { isSearched: false, isFound: false }),
    updateFound: update(columns, { isSearched: search, isFound: search }),
    updateOf: (changed) =>
      update(
        columns.filter((column) => changed.has(column.field.key)),
        { isSearched: object.searchFields.some((field) => changed.has(field.key)), isFound: isFoundBy(object, changed) },
      ),
    remove: `with s as (select * from json_to_recordset($1::json) as x(id uuid, if_version int, deleted_at timestamptz)),
w as (update ${table} t set deleted_at = s.deleted_at, version = t.version + 1, updated_at = $3, updated_by = $4 from s where t.id = s.id and t.version = s.if_version returning t.id),
ev as (${eventInsert('w')})
select id from w`,
    image: image(fields),
    imageOf: (some) => image(fields.filter((field) => some.has(field.key))),
  }
}

const cache = new WeakMap<ObjectSnapshot, ObjectStatements>()

/** The statements of an object, made once per snapshot. */
export function statementsOf(object: ObjectSnapshot): ObjectStatements {
  const known = cache.get(object)
  if (known !== undefined) return known
  const made = writeStatements(object)
  cache.set(object, made)
  return made
}
