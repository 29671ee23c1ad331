import type { TextCheck } from '@perigon/kernel'

/** The 31 characters of GB 32100-2015: digits and capital letters without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Weight of each of the first 17 places: 3^i mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
/** Registration department and kind (2), administrative division (6 digits), subject (9), check character (1). */
const SHAPE = /^[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}$/

/** Normalises a unified social credit code (full width, lower case, separators) and verifies its check character. */
export const creditCode: TextCheck = (value) => {
  const code = value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐–—]/gu, '')
  if (!SHAPE.test(code)) {
    return { issue: { code: 'type', data: { expected: { zh: '18 位统一社会信用代码', en: 'an 18-character unified credit code' } } } }
  }
  return creditCodeCheckCharacter(code.slice(0, 17)) === code.slice(17) ? { value: code } : { issue: { code: 'credit_code' } }
}

/** The 18th character that belongs to the first seventeen. */
export function creditCodeCheckCharacter(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * ALPHABET.indexOf(body.charAt(place)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}
