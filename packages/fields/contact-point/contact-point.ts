import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { bad, ok, type Parsed, wrongType } from '../field-type.ts'
import { textType } from '../text/text.ts'

/**
 * Normalises a telephone number: full-width digits to half width; a valid number (China assumed without a country code)
 * becomes E.164 with an extension as `+862112345678 ext. 9`. Short service numbers (400/800, 3–8 digits) stay as digits.
 */
export function normalizePhone(input: string): string | null {
  return usualNumber(input) ?? anyNumber(input)
}

const CANONICAL = /^\+86(?:10\d{8}|1[3-68-9]\d{9}|17[0-8]\d{8}|[2-9]\d{8,10})$/
const MOBILE = /^1[3-68-9]\d{9}$|^17[0-8]\d{8}$/
const LANDLINE = /^0((?:10|2\d)[2-9]\d{7}|[3-9]\d{2}[2-9]\d{6,7})$/

/** The forms nearly every number comes in, without asking the library; a test holds both ways to the same answer. */
export function usualNumber(input: string): string | null {
  if (CANONICAL.test(input)) return input
  if (!/^[\d -]{11,16}$/.test(input)) return null
  const digits = input.replace(/[ -]/g, '')
  if (MOBILE.test(digits)) return `+86${digits}`
  const landline = LANDLINE.exec(digits)?.[1]
  return landline === undefined ? null : `+86${landline}`
}

export function anyNumber(input: string): string | null {
  const text = input
    .normalize('NFKC')
    .replace(/[‐-―－]/g, '-')
    .replace(/转|分机/g, ' ext. ')
    .trim()
  if (text.length > 60) return null
  const digits = text.replace(/[\s().-]/g, '')
  if (/^(400|800)\d{7}$/.test(digits)) return digits
  const number = parsePhoneNumberFromString(text, 'CN')
  if (number?.isValid() === true) return number.ext === undefined ? number.number : `${number.number} ext. ${number.ext}`
  if (/^\d{3,8}$/.test(digits)) return digits
  return number?.isPossible() === true && /^\+?\d{7,15}$/.test(digits) ? number.number : null
}

function parsePhone(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType('电话号码', 'a phone number')
  if (input.trim() === '') return ok(null)
  const value = normalizePhone(input)
  return value === null ? bad('phone') : ok(value)
}

export const phoneField = textType('phone', {
  parse: parsePhone,
  parseText: (text) => parsePhone(text),
  // 138****5678 as people of the country write it; +86 is the same for all of them.
  bare: { sql: (text) => `regexp_replace(${text}, '^\\+86', '')`, text: (text) => text.replace(/^\+86/, '') },
  examples: {
    good: [
      ['１３８００１３８０００', '+8613800138000'],
      ['021-6230 1234', '+862162301234'],
      ['+1 202-555-0143', '+12025550143'],
      ['400-810-8888', '4008108888'],
    ],
    bad: ['call me', 5, {}, '12', '1'.repeat(40)],
    text: [['138 0013 8000', '+8613800138000']],
  },
})

const EMAIL = /^[^\s@<>()[\],;:\\"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u

function parseEmail(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType('邮箱', 'an e-mail address')
  const value = input.normalize('NFKC').trim().toLowerCase()
  if (value === '') return ok(null)
  return value.length <= 254 && EMAIL.test(value) ? ok(value) : bad('email')
}

export const emailField = textType('email', {
  parse: parseEmail,
  parseText: (text) => parseEmail(text),
  jsonSchema: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  examples: {
    good: [['Li.Lei@Example.COM', 'li.lei@example.com']],
    bad: ['a@b', 'x', 'a b@c.cn', 3, 'a@b.cn\r\nBcc: x@y.cn'],
    text: [[' a@b.cn ', 'a@b.cn']],
  },
})

function parseUrl(input: unknown): Parsed {
  if (typeof input !== 'string' || input.length > 2000) return bad('url')
  const text = input.trim()
  if (text === '') return ok(null)
  const candidate = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(candidate)) return bad('url')
  const url = new URL(candidate)
  const web = url.protocol === 'http:' || url.protocol === 'https:'
  return web && url.hostname.includes('.') && url.username === '' && url.password === '' ? ok(url.href) : bad('url')
}

export const urlField = textType('url', {
  parse: parseUrl,
  parseText: (text) => parseUrl(text),
  groupable: false,
  jsonSchema: () => ({ type: 'string', format: 'uri', maxLength: 2000 }),
  examples: {
    good: [
      ['www.example.com', 'https://www.example.com/'],
      ['http://a.cn/x', 'http://a.cn/x'],
    ],
    bad: ['javascript:alert(1)', 'data:text/html,x', 'no spaces here', 5],
    text: [['a.cn', 'https://a.cn/']],
  },
})
