import { isJsonObject, type Issue, type Json, type SheetRow } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, fieldRight, type Kernel, type ObjectSnapshot, readRecords } from '@perigon/kernel'
import { unguarded } from '../formula-guard.ts'
import { createLinkResolver, type LinkResolver } from '../imports/link-resolver.ts'
import { linkTexts, type MappedColumn, parseRow } from '../imports/parse-row.ts'

/** A row on its way: what is still to be written, and what cannot be. */
export type Draft = {
  readonly id: string | null
  readonly version: number | undefined
  readonly patch: { readonly [field: string]: Json }
  readonly faults: Map<string, Issue>
}

type Reader = { readonly kernel: Kernel; readonly actor: Actor; readonly object: ObjectSnapshot }

/** Texts → values by the readers of an import; each cell for itself. */
export async function readSheet(reader: Reader, rows: readonly SheetRow[]): Promise<readonly Draft[]> {
  const columns = columnsOf(reader, rows)
  const links = createLinkResolver(reader.kernel, reader.actor)
  const texts = rows.map((row) => columns.map(({ field }) => unguarded(row.texts?.[field.key] ?? '')))
  const linked = columns.filter(({ field }) => field.definition.target !== undefined)
  for (const column of linked) await links.learn(reader.kernel.db, column, linkTexts(column, texts))
  const around = linked.length === 0 ? new Map<string, Links>() : await linksOf(reader, rows)
  return rows.map((row, index) =>
    draftOf(reader, row, { columns, cells: texts[index] ?? [], links, around: around.get(row.id ?? '') ?? {} }),
  )
}

type Links = { readonly [field: string]: Json }

function columnsOf({ object, actor }: Reader, rows: readonly SheetRow[]): readonly MappedColumn[] {
  const asked = new Set(rows.flatMap((row) => Object.keys(row.texts ?? {})))
  // In the order of the object's fields, so that a link that tells namesakes apart is read first.
  const fields = [...object.fields.values()].filter((field) => asked.has(field.key) && isWritable(object, actor, field))
  return fields.map((field, column) => ({ field, mapping: { column, header: field.key, field: field.key } }))
}

function isWritable(object: ObjectSnapshot, actor: Actor, field: FieldSnapshot): boolean {
  return fieldRight(object, actor, field.key) === null && field.definition.computed !== true
}

function draftOf(
  { kernel, actor, object }: Reader,
  row: SheetRow,
  input: {
    readonly columns: readonly MappedColumn[]
    readonly cells: readonly string[]
    readonly links: LinkResolver
    readonly around: Links
  },
): Draft {
  const { texts = {}, data = {} } = row
  const faults = new Map<string, Issue>()
  for (const key of Object.keys(texts)) {
    const field = object.fields.get(key)
    const isThere = field !== undefined && fieldRight(object, actor, key) !== 'hidden'
    if (!isThere) faults.set(key, { path: key, code: 'unknown_field' })
    else if (!isWritable(object, actor, field)) faults.set(key, { path: key, code: 'read_only' })
  }
  const parsed = parseRow(input.cells, {
    object: object.key,
    columns: input.columns,
    constants: {},
    context: kernel.parseContext(actor),
    links: input.links,
    around: { ...input.around, ...data },
  })
  for (const issue of parsed.issues) faults.set(issue.path, issue)
  for (const { field, text } of parsed.pending) faults.set(field, { path: field, code: 'link_text', data: { value: text.slice(0, 100) } })
  const blanks = Object.entries(texts).flatMap(([key, text]): [string, Json][] =>
    text.trim() === '' && !faults.has(key) && row.id !== undefined ? [[key, null]] : [],
  )
  const patch = { ...data, ...Object.fromEntries(blanks), ...parsed.patch }
  return { id: row.id ?? null, version: row.version, patch, faults }
}

/** What the records of the rows link to, as far as the person sees it. */
async function linksOf({ kernel, actor, object }: Reader, rows: readonly SheetRow[]): Promise<ReadonlyMap<string, Links>> {
  const ids = rows.flatMap((row) => row.id ?? [])
  const fields = object.own
    .filter((field) => field.definition.target !== undefined && fieldRight(object, actor, field.key) !== 'hidden')
    .map((field) => field.key)
  if (ids.length === 0 || fields.length === 0) return new Map()
  const bodies = await readRecords(await kernel.door(actor), object.key, { context: kernel.queryContext(actor), ids, fields })
  return new Map(
    bodies.flatMap((body): [string, Links][] => {
      const record: unknown = JSON.parse(body)
      if (!isJsonObject(record) || typeof record['id'] !== 'string') return []
      return [[record['id'], Object.fromEntries(fields.map((key) => [key, idIn(record[key])]))]]
    }),
  )
}

function idIn(value: unknown): Json {
  return isJsonObject(value) && typeof value['id'] === 'string' ? value['id'] : null
}
