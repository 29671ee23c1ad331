import { writeXlsxStream } from 'hucre/xlsx'

/** Rows of texts → a workbook, streamed with constant memory. Every cell is a text, so a formula stays a text. */
export function writeSheet(input: {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: AsyncIterable<readonly string[]>
}): ReadableStream<Uint8Array> {
  async function* lines(): AsyncGenerator<string[]> {
    yield [...input.header]
    for await (const row of input.rows) yield [...row]
  }
  return writeXlsxStream(lines(), { name: input.name.slice(0, 31) })
}
