import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyNumber, usualNumber } from './contact-point.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

it('the short way for usual numbers says what the library says', () => {
  const shapes = fc.oneof(
    digits(10).map((rest) => `1${rest}`),
    digits(9).map((rest) => `021 ${rest.slice(0, 4)}-${rest.slice(4)}`),
    fc.tuple(fc.integer({ min: 10, max: 999 }), digits(7)).map(([area, rest]) => `0${area}-${rest}`),
    fc.tuple(fc.integer({ min: 300, max: 999 }), digits(8)).map(([area, rest]) => `0${area}${rest}`),
    digits(10).map((rest) => `+861${rest}`),
  )
  fc.assert(
    fc.property(shapes, (text) => {
      const short = usualNumber(text)
      if (short !== null) expect([text, anyNumber(text)]).toEqual([text, short])
    }),
    { numRuns: 3000 },
  )
})
