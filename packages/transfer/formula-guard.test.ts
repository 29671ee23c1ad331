import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCsv } from './exports/csv.ts'
import { unguarded } from './formula-guard.ts'

describe('cells a spreadsheet would run', () => {
  it('leave with an apostrophe and come back as they were, whatever they begin with', async () => {
    const cell = fc
      .tuple(fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '＝', 'a'), { maxLength: 4 }), fc.string({ maxLength: 5 }))
      .map(([head, rest]) => head.join('') + rest.replaceAll(/[\r\n]/g, ' '))
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        async function* rows(): AsyncGenerator<readonly string[]> {
          yield cells
        }
        const text = (await buffer(writeCsv(['h'], rows()))).toString('utf8')
        const [, row]: string[][] = parse(text, { bom: true, relax_column_count: true })
        expect((row ?? ['']).every((each) => !/^[=+\-@\t]/.test(each))).toBe(true)
        expect((row ?? ['']).map(unguarded)).toEqual(cells)
      }),
    )
  })
})
