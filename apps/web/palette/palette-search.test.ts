import { describe, expect, it } from 'vitest'
import { digitsAt } from './palette-search.ts'

describe('digits in a telephone number that is written in groups', () => {
  it.each([
    ['26881234', '0755-2688 1234', '2688 1234'],
    ['0755-2688', '0755-2688 1234', '0755-2688'],
    ['+867552688', '0755-2688 1234', '755-2688'],
    ['138 0000', '138 0000 1234', '138 0000'],
    ['13800001234', '138 0000 1234', '138 0000 1234'],
  ])('%s is found in %s', (q, text, held) => {
    expect(digitsAt(text, q).map(([from, to]) => text.slice(from, to))).toEqual([held])
  })

  it('what holds no digits, or others, is found nowhere', () => {
    expect([digitsAt('138 0000 1234', 'abc'), digitsAt('138 0000 1234', '139'), digitsAt('', '1')]).toEqual([[], [], []])
  })
})
