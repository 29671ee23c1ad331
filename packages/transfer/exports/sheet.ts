import { AppError } from '@perigon/contracts'
import { writeXlsxStream } from 'hucre/xlsx'

/** Rows of a worksheet (ECMA-376: 2^20) but the header. */
const MOST_ROWS = 1_048_575

/** Rows of texts and numbers → a workbook, streamed with constant memory. A text is a text, so a formula stays one. */
export function writeSheet(input: {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: AsyncIterable<readonly (string | number)[]>
}): ReadableStream<Uint8Array> {
  async function* lines(): AsyncGenerator<(string | number)[]> {
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

/** What a cell of Excel holds without loss: fifteen digits. */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const MOST_DIGITS = 15

/** Texts of these columns as numbers that Excel adds up, as far as it holds them without loss. */
export async function* withNumbers(
  rows: AsyncIterable<readonly string[]>,
  isNumber: readonly boolean[],
): AsyncGenerator<readonly (string | number)[]> {
  for await (const row of rows)
    yield row.map((cell, at) =>
      isNumber[at] === true && PLAIN.test(cell) && cell.replace(/\D/g, '').length <= MOST_DIGITS ? Number(cell) : cell,
    )
}
