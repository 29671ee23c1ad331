import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError, type ImportSource } from '@perigon/contracts'
import { parse } from 'csv-parse'
import { CARD_HEADER, cardRow } from '../vcard/card-row.ts'
import { parseCards } from '../vcard/parse-cards.ts'
import { detectDelimiter, detectEncoding, type Encoding, sampleOf } from './encoding.ts'
import { guardZip } from './zip-guard.ts'
import { unguarded } from '../formula-guard.ts'

const SAMPLE_ROWS = 20
const MAX_COLUMNS = 500
const MAX_RECORD = 2 * 1024 * 1024
const CHILD_MEMORY_MB = 768
const CHILD_SECONDS = 900

function unreadable(zh: string, en: string, cause?: unknown): AppError {
  return new AppError('import.file', { data: { detail: { zh, en } }, cause })
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

async function* csvRows(path: string, source: ImportSource): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: source.delimiter ?? ',',
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  })
  const feed = async (): Promise<void> => {
    for await (const text of decoded(path, source.encoding ?? 'utf-8')) {
      if (!parser.write(text)) await new Promise((done) => parser.once('drain', done))
    }
    parser.end()
  }
  feed().catch((error: Error) => parser.destroy(error))
  try {
    for await (const row of parser) yield row.map(unguarded)
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 0
    throw unreadable(
      `第 ${line} 行附近格式有误（引号不配对或行过长）`,
      `near line ${line}: a quote is not closed or the line is too long`,
      error,
    )
  } finally {
    parser.destroy()
  }
}

async function* cardRows(path: string, source: ImportSource): AsyncGenerator<string[]> {
  yield [...CARD_HEADER]
  for await (const card of parseCards(linesOf(decoded(path, source.encoding ?? 'utf-8')))) yield cardRow(card)
}

async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length > MAX_RECORD) throw unreadable('名片中有一行过长', 'a line of a card is too long')
  }
  if (rest !== '') yield rest.trimEnd()
}

function rowsOf(path: string, source: ImportSource, limit: number): AsyncGenerator<string[]> {
  if (source.format === 'csv') return csvRows(path, source)
  return source.format === 'vcard' ? cardRows(path, source) : xlsxRows(path, limit)
}

/** Rows of the first sheet, read by a child process with limited memory and time. */
async function* xlsxRows(path: string, limit: number): AsyncGenerator<string[]> {
  await guardZip(path)
  const script = fileURLToPath(new URL('./xlsx-child.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${CHILD_MEMORY_MB}`, '--disable-warning=ExperimentalWarning', script, path, String(limit)],
    { stdio: ['ignore', 'pipe', 'ignore'], env: {} },
  )
  const timer = setTimeout(() => child.kill('SIGKILL'), CHILD_SECONDS * 1000)
  const ended = new Promise<number | null>((done) => child.once('close', done))
  try {
    for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
      const row: string[] = JSON.parse(line)
      yield row
    }
    if ((await ended) !== 0)
      throw unreadable('Excel 文件无法读取（已损坏、加密或过大）', 'the Excel file cannot be read (damaged, encrypted or too large)')
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}

/** Data rows of a source without its header, as texts; blank rows are left out. `row` counts from 2, as a spreadsheet shows it. */
export async function* readRows(
  path: string,
  source: ImportSource,
): AsyncGenerator<{ readonly row: number; readonly cells: readonly string[] }> {
  let row = 0
  for await (const cells of rowsOf(path, source, 0)) {
    row += 1
    if (row === 1 || cells.every((cell) => cell.trim() === '')) continue
    yield { row, cells }
  }
}

async function firstRows(rows: AsyncGenerator<string[]>): Promise<string[][]> {
  const found: string[][] = []
  for await (const row of rows) {
    found.push(row)
    if (found.length > SAMPLE_ROWS) break
  }
  return found
}

function isZip(sample: Buffer): boolean {
  return sample.length > 3 && sample.readUInt32LE(0) === 0x04034b50
}

function baseOf(sample: Buffer, encoding: Encoding): Omit<ImportSource, 'header' | 'sample'> {
  if (isZip(sample)) return { format: 'xlsx' }
  const text = new TextDecoder(encoding).decode(sample)
  if (/^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 500))) return { format: 'vcard', encoding }
  return { format: 'csv', encoding, delimiter: detectDelimiter(text) }
}

/** Looks into an uploaded file: format, encoding, separator, header and the first rows. Throws `import.file` when it is none. */
export async function describeSource(path: string): Promise<ImportSource> {
  const sample = await sampleOf(path)
  if (sample.length === 0) throw unreadable('文件是空的', 'the file is empty')
  if (sample.length > 7 && sample.readUInt32BE(0) === 0xd0cf11e0)
    throw unreadable('不支持旧版 .xls，请另存为 .xlsx 或 CSV', 'old .xls files are not supported; save it as .xlsx or CSV')
  const zipped = isZip(sample)
  const encoding = detectEncoding(sample)
  if (!zipped && encoding !== 'utf-16le' && encoding !== 'utf-16be' && sample.includes(0))
    throw unreadable('不是文本或 Excel 文件', 'not a text or Excel file')
  const base = baseOf(sample, encoding)
  const rows = await firstRows(rowsOf(path, { ...base, header: [], sample: [] }, SAMPLE_ROWS + 1))
  const header = (rows[0] ?? []).map((cell) => cell.trim().slice(0, 200))
  if (header.every((cell) => cell === '')) throw unreadable('第一行应为列标题', 'the first row must hold the column titles')
  if (header.length > MAX_COLUMNS) throw unreadable(`超过 ${MAX_COLUMNS} 列`, `more than ${MAX_COLUMNS} columns`)
  return { ...base, header, sample: rows.slice(1).map((row) => row.map((cell) => cell.slice(0, 200))) }
}
