import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { doublyGuarded } from '../formula-guard.ts'

/** Rows → CSV with a BOM for Excel. A cell that Excel would run as a formula (= + - @ tab return) gets an apostrophe in front. */
export function writeCsv(header: readonly string[], rows: AsyncIterable<readonly string[]>): Readable {
  async function* lines(): AsyncGenerator<readonly string[]> {
    yield header
    for await (const row of rows) yield row.map(doublyGuarded)
  }
  const out = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' })
  // A read that fails half-way ends the download as broken; it must not end the process.
  Readable.from(lines())
    .on('error', (error) => out.destroy(error))
    .pipe(out)
  return out
}
