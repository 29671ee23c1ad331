import { Readable } from 'node:stream'
import { AppError, type ListQuery } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, fieldRight, type Kernel, objectOf } from '@perigon/kernel'
import { printCard } from '../vcard/print-card.ts'
import { writeCsv } from './csv.ts'
import { exportHeader, exportRecords, exportRows } from './export-rows.ts'
import { withNumbers, writeSheet } from './sheet.ts'

/** The files an export can be, by their ending. */
export const EXPORT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson; charset=utf-8',
  vcf: 'text/vcard; charset=utf-8',
} as const
export type ExportFormat = keyof typeof EXPORT_TYPES

type Export = {
  readonly object: string
  /** Columns asked for; the list's own when absent. Cards take the fields that have a place on a card. */
  readonly keys: readonly string[] | undefined
  readonly query: ListQuery
  /** Only these records of it. */
  readonly ids?: readonly string[] | undefined
  readonly format: ExportFormat
  /** Sees every row that goes out. */
  readonly watch: <T>(rows: AsyncGenerator<T>) => AsyncGenerator<T>
}

/** Types whose cells are added up. */
const NUMBERS = new Set(['integer', 'decimal', 'money'])

/** Columns of an export: the fields asked for, else those of the list; a hidden one is unknown here as everywhere. */
export function exportFields(kernel: Kernel, actor: Actor, input: Pick<Export, 'object' | 'keys' | 'format'>): readonly FieldSnapshot[] {
  const object = objectOf(kernel.snapshot(), input.object)
  const isHidden = (key: string): boolean => fieldRight(object, actor, key) === 'hidden'
  if (input.format === 'vcf') {
    const fields = [...object.fields.values()].filter((field) => field.definition.card !== undefined && !isHidden(field.key))
    if (!fields.some((field) => field.definition.card === 'name'))
      throw new AppError('request.invalid', { data: { detail: `${input.object} has no cards` } })
    return fields
  }
  const unknown = input.keys?.find((key) => isHidden(key) || !object.fields.has(key))
  if (unknown !== undefined) throw new AppError('query.unknown_field', { data: { field: unknown } })
  const keys = input.keys ?? object.definition.views.list.filter((key) => !isHidden(key))
  return keys.flatMap((key) => object.fields.get(key) ?? [])
}

/** All records of a query as a file, streamed: at no time more than a page of them is held. */
export function exportFile(kernel: Kernel, actor: Actor, input: Export): Readable {
  const object = objectOf(kernel.snapshot(), input.object)
  const fields = exportFields(kernel, actor, input)
  const source = { object: input.object, fields, query: input.query, ids: input.ids }
  if (input.format === 'jsonl') return Readable.from(jsonLines(input.watch(exportRecords(kernel, actor, source)), fields))
  if (input.format === 'vcf') {
    // A number half covered with stars is nothing to keep in an address book.
    const open = fields.filter((field) => fieldRight(object, actor, field.key) !== 'masked')
    return Readable.from(cards(input.watch(exportRows(kernel, actor, { ...source, fields: open })), open))
  }
  const rows = input.watch(exportRows(kernel, actor, source))
  const header = exportHeader(fields, actor.locale)
  if (input.format === 'csv') return writeCsv(header, rows)
  const isNumber = fields.map((field) => NUMBERS.has(field.type.name) && fieldRight(object, actor, field.key) !== 'masked')
  return Readable.from(writeSheet({ name: object.definition.path, header, rows: withNumbers(rows, isNumber) }))
}

async function* jsonLines(
  records: AsyncIterable<Readonly<Record<string, unknown>>>,
  fields: readonly FieldSnapshot[],
): AsyncGenerator<string> {
  for await (const record of records) {
    const entries = fields.map((field) => [field.key, record[field.key] ?? null])
    yield `${JSON.stringify({ id: record['id'], ...Object.fromEntries(entries) })}\n`
  }
}

async function* cards(rows: AsyncIterable<readonly string[]>, fields: readonly FieldSnapshot[]): AsyncGenerator<string> {
  for await (const row of rows) yield printCard(Object.fromEntries(fields.map((field, index) => [field.definition.card, row[index] ?? ''])))
}
