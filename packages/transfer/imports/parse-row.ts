import type { ImportMapping, Issue, Json } from '@perigon/contracts'
import type { ParseContext } from '@perigon/fields'
import { fieldOf, type ObjectSnapshot } from '@perigon/kernel'
import { splitTarget } from '../mapping/parts.ts'
import type { LinkColumn, LinkResolver } from './link-resolver.ts'

export type MappedColumn = LinkColumn
export type ParsedRow = {
  readonly patch: { [field: string]: Json }
  readonly issues: Issue[]
  /** Cells that could not be read and were left blank. */
  readonly blanked: Issue[]
  readonly unmatched: { readonly field: string; readonly text: string }[]
  /** Links to records of the same object that are not there: perhaps another row of this file. */
  readonly pending: { readonly field: string; readonly text: string }[]
}

/** The columns of a mapping that fill a field of the object itself, or of a part of the sheet. */
export function mappedColumns(object: ObjectSnapshot, mapping: ImportMapping, path: string | null = null): readonly MappedColumn[] {
  // In the order of the object's fields, so that links which tell namesakes apart (process) come before those that need it (stage).
  const order = [...object.fields.keys()]
  const columns = mapping.columns.flatMap((column) => {
    const target = column.field === null ? null : splitTarget(column.field)
    return target === null || target.part !== path ? [] : [{ mapping: column, field: fieldOf(object, target.field) }]
  })
  return columns.sort((a, b) => order.indexOf(a.field.key) - order.indexOf(b.field.key))
}

/** Text of a cell after the mapping's own value table; `undefined` when the table gave a finished value. */
function cellText(column: MappedColumn, cells: readonly string[]): { readonly text: string; readonly value?: Json } {
  const raw = (cells[column.mapping.column] ?? '').trim()
  const replaced = column.mapping.values?.[raw]
  if (replaced !== undefined) return { text: raw, value: replaced }
  return raw === '' && column.mapping.blank !== undefined ? { text: '', value: column.mapping.blank } : { text: raw }
}

/** Texts of a link column that must be looked up. */
export function linkTexts(column: MappedColumn, rows: readonly (readonly string[])[]): readonly string[] {
  return rows
    .map((cells) => cellText(column, cells))
    .flatMap((cell) => (cell.value === undefined && cell.text !== '' ? [cell.text] : typeof cell.value === 'string' ? [cell.value] : []))
}

type Found = { readonly id: string } | { readonly id: null; readonly many: boolean }

function narrow(
  column: MappedColumn,
  input: { readonly text: string; readonly links: LinkResolver; readonly known: { readonly [field: string]: Json } },
): Found {
  const found = input.links.candidates(column.mapping, input.text)
  if (found.length <= 1) return found[0] === undefined ? { id: null, many: false } : { id: found[0].id }
  // Namesakes: keep those whose own links agree with what the row already says (a stage of the row's process).
  const agreeing = found.filter((candidate) =>
    Object.entries(candidate.links).every(([key, id]) => id === null || typeof input.known[key] !== 'string' || input.known[key] === id),
  )
  return agreeing.length === 1 && agreeing[0] !== undefined ? { id: agreeing[0].id } : { id: null, many: true }
}

/** What the row says of records above it, by the link that leads there. */
export type Above = ReadonlyMap<string, ParsedRow>

type CellInput = {
  readonly row: ParsedRow
  readonly context: ParseContext
  readonly links: LinkResolver
  readonly object: string
  readonly above: Above | undefined
  readonly around: { readonly [field: string]: Json }
}

/** A text that names no record: perhaps a row of this file, or the mapping says to make the record or to leave the link out. */
function settled(column: MappedColumn, input: CellInput & { readonly text: string }): boolean {
  const { field, mapping } = column
  if (mapping.missing === 'create') {
    const above = input.above?.get(field.key)
    input.row.patch[field.key] = input.links.toCreate(field, input.text, above?.patch)
    input.row.issues.push(...(above?.issues ?? []))
    input.row.unmatched.push(...(above?.unmatched ?? []))
  } else if (mapping.missing === 'empty') input.row.patch[field.key] = null
  else if (field.definition.target === input.object) input.row.pending.push({ field: field.key, text: input.text })
  else return false
  return true
}

function parseCell(column: MappedColumn, cell: { readonly text: string; readonly value?: Json }, input: CellInput): void {
  const { field } = column
  const { row, context, links } = input
  if (cell.value === null) {
    row.patch[field.key] = null
    return
  }
  const given = cell.value ?? cell.text
  if (given === '') return
  const link = field.definition.target !== undefined
  const parsed =
    cell.value !== undefined && !(link && typeof given === 'string' && !/^[0-9a-f-]{36}$/i.test(given))
      ? field.type.parse(given, field.definition, context)
      : field.type.parseText(String(given), field.definition, context)
  if (parsed.ok) {
    row.patch[field.key] = parsed.value
    return
  }
  if (link) {
    const found = narrow(column, { text: String(given), links, known: { ...input.around, ...row.patch } })
    if (found.id !== null) {
      row.patch[field.key] = found.id
      return
    }
    if (!found.many && settled(column, { ...input, text: String(given) })) return
    row.unmatched.push({ field: field.key, text: String(given) })
    row.issues.push({ path: field.key, code: found.many ? 'link_ambiguous' : 'link_text', data: { value: String(given).slice(0, 100) } })
    return
  }
  if (column.mapping.unreadable === 'empty') {
    row.blanked.push({ path: field.key, ...parsed.issue })
    return
  }
  if (parsed.issue.code === 'option') row.unmatched.push({ field: field.key, text: String(given) })
  row.issues.push({ path: field.key, ...parsed.issue })
}

/** One row of texts → canonical values, issues, and the texts that named nothing. Links that have been learnt are resolved. */
export function parseRow(
  cells: readonly string[],
  input: {
    readonly object: string
    readonly columns: readonly MappedColumn[]
    readonly constants: { readonly [field: string]: Json }
    readonly context: ParseContext
    readonly links: LinkResolver
    readonly above?: Above
    /** Links the record has already; they tell namesakes apart like those of the row. */
    readonly around?: { readonly [field: string]: Json }
  },
): ParsedRow {
  const row: ParsedRow = { patch: { ...input.constants }, issues: [], blanked: [], unmatched: [], pending: [] }
  for (const column of input.columns)
    parseCell(column, cellText(column, cells), {
      row,
      context: input.context,
      links: input.links,
      object: input.object,
      above: input.above,
      around: input.around ?? {},
    })
  return row
}
