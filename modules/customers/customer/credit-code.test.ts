import { describe, expect, it } from 'vitest'
import { creditCode, creditCodeCheckCharacter } from './credit-code.ts'

/** Codes that the companies themselves publish. */
const PUBLISHED = ['91350100M000100Y43', '9144030071526726XG', '914403001922038216', '91330100799655058B', '91110108551385082Q'] as const

describe('creditCode', () => {
  it.each(PUBLISHED)('accepts the published code %s', (code) => {
    expect(creditCode(code)).toEqual({ value: code })
  })

  it('folds full width, lower case, spaces and hyphens', () => {
    expect(creditCode('９１３５０１００ｍ０００１００ｙ４３')).toEqual({ value: '91350100M000100Y43' })
    expect(creditCode(' 91350100-M000100Y-43 ')).toEqual({ value: '91350100M000100Y43' })
  })

  it('refuses every other check character', () => {
    for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      const answer = creditCode(`91350100M000100Y4${character}`)
      expect(answer).toEqual(character === '3' ? { value: '91350100M000100Y43' } : { issue: { code: 'credit_code' } })
    }
  })

  it('finds every single wrong digit and every swap of unequal neighbours in the subject code', () => {
    const code = '914403001922038216'
    for (let place = 8; place < 17; place += 1) {
      const wrong = code.charAt(place) === '9' ? '0' : '9'
      expect(creditCode(code.slice(0, place) + wrong + code.slice(place + 1))).toEqual({ issue: { code: 'credit_code' } })
      const [left, right] = [code.charAt(place), code.charAt(place + 1)]
      if (place < 16 && left !== right) {
        expect(creditCode(code.slice(0, place) + right + left + code.slice(place + 2))).toEqual({ issue: { code: 'credit_code' } })
      }
    }
  })

  it.each([
    ['too short', '91350100M000100Y4'],
    ['too long', '91350100M000100Y433'],
    ['letter I', '91350100I000100Y43'],
    ['letter O', '9135O100M000100Y43'],
    ['letter S', '91350100S000100Y43'],
    ['letter in the division', '91A50100M000100Y43'],
    ['a rare Chinese character', '91350100𠮷000100Y43'],
    ['empty', ''],
  ])('says what is expected when the text has another shape: %s', (_, code) => {
    expect(creditCode(code)).toMatchObject({ issue: { code: 'type' } })
  })

  it('uses 0 when the sum is a multiple of 31', () => {
    expect(creditCodeCheckCharacter('00000000000000000')).toBe('0')
    expect(creditCode('000000000000000000')).toEqual({ value: '000000000000000000' })
  })
})
