import { Readable } from 'node:stream'
import type { ListQuery } from '@perigon/contracts'
import { type Actor, type Kernel, objectOf } from '@perigon/kernel'
import { printCard } from '../vcard/print-card.ts'
import { writeCsv } from './csv.ts'
import { type Column, exportColumns, headOf } from './export-columns.ts'
import { exportRecords, exportRows } from './export-rows.ts'
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
  /** Paths of the columns asked for (export-columns.ts). */
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

/** All records of a query as a file, streamed: at no time more than a page of them is held. */
export function exportFile(kernel: Kernel, actor: Actor, input: Export): Readable {
  const columns = exportColumns(kernel, actor, input)
  const source = { object: input.object, columns, query: input.query, ids: input.ids }
  if (input.format === 'jsonl') return Readable.from(jsonLines(input.watch(exportRecords(kernel, actor, source)), columns))
  if (input.format === 'vcf') {
    // A number half covered with stars is nothing to keep in an address book.
    const open = columns.filter(({ isMasked }) => !isMasked)
    return Readable.from(cards(input.watch(exportRows(kernel, actor, { ...source, columns: open })), open))
  }
  const rows = input.watch(exportRows(kernel, actor, source))
  const header = columns.map((column) => headOf(column, actor.locale))
  if (input.format === 'csv') return writeCsv(header, rows)
  const isNumber = columns.map(({ field, isMasked }) => NUMBERS.has(field.type.name) && !isMasked)
  const name = objectOf(kernel.snapshot(), input.object).definition.path
  return Readable.from(writeSheet({ name, header, rows: withNumbers(rows, isNumber) }))
}

async function* jsonLines(records: AsyncIterable<Readonly<Record<string, unknown>>>, columns: readonly Column[]): AsyncGenerator<string> {
  for await (const record of records) {
    const entries = columns.map(({ path }) => [path, record[path] ?? null])
    yield `${JSON.stringify({ id: record['id'], ...Object.fromEntries(entries) })}\n`
  }
}

async function* cards(rows: AsyncIterable<readonly string[]>, columns: readonly Column[]): AsyncGenerator<string> {
  for await (const row of rows)
    yield printCard(Object.fromEntries(columns.map(({ field }, index) => [field.definition.card, row[index] ?? ''])))
}
