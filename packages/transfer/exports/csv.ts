import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/** Rows → CSV with a BOM for Excel. A cell that Excel would run as a formula (= + - @ tab return) gets an apostrophe in front. */
export function writeCsv(header: readonly string[], rows: AsyncIterable<readonly string[]>): Readable {
  async function* lines(): AsyncGenerator<readonly string[]> {
    yield header
    yield* rows
  }
  return Readable.from(lines()).pipe(stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' }))
}
