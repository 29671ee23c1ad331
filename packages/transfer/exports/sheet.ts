import { AppError } from '@perigon/contracts'
import { writeXlsxStream } from 'hucre/xlsx'

/** Rows of a worksheet (ECMA-376: 2^20) but the header. */
const MOST_ROWS = 1_048_575

/** Rows of texts → a workbook, streamed with constant memory. Every cell is a text, so a formula stays a text. */
export function writeSheet(input: {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: AsyncIterable<readonly string[]>
}): ReadableStream<Uint8Array> {
  async function* lines(): AsyncGenerator<string[]> {
    yield [...input.header]
    let count = 0
    for await (const row of input.rows) {
      count += 1
      if (count > MOST_ROWS) throw new AppError('export.too_many_rows', { data: { limit: MOST_ROWS } })
      yield [...row]
    }
  }
  return writeXlsxStream(lines(), { name: input.name.slice(0, 31) })
}
