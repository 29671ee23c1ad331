import { expect, it } from 'vitest'
import { withNumbers } from './sheet.ts'

async function* rows(...all: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  yield* all
}

it('writes as numbers what Excel adds up and holds without loss, in these columns only', async () => {
  const texts = [
    ['12', '12'],
    ['-0.50', '0012'],
    ['999999999999999', '1'],
    // Sixteen digits would come back changed; a formula, a code and a blank are no numbers.
    ['9999999999999999', ''],
    ['=1+1', '1'],
    ['1e5', '1'],
    ['', '1'],
  ]
  expect(await Array.fromAsync(withNumbers(rows(...texts), [true, false]))).toEqual([
    [12, '12'],
    [-0.5, '0012'],
    [999_999_999_999_999, '1'],
    ['9999999999999999', ''],
    ['=1+1', '1'],
    ['1e5', '1'],
    ['', '1'],
  ])
})
