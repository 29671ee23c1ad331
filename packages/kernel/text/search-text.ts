import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Stored } from '../module.ts'
import { foldText } from './fold.ts'
import { pinyinOf } from './pinyin.ts'

/** Signs by which the index knows a title (`^`), initials (`~`), full pinyin (`=`) and words read backwards (`<`). */
const SIGNS = /(^|\s)[~=^<]+/g

const MAX_LENGTH = 2000

/** A folded text without the signs that mean something to the index. */
export function plainText(text: string): string {
  return foldText(text.replaceAll('\u0000', '')).replace(SIGNS, '$1')
}

const MAX_WORDS = 8

/** Area codes of China, behind their 0, and what stands between them and the number. */
const AREA = /^0(10|2\d|[3-9]\d{2})[ )-]\s*(?=\d{3})/
const MOBILE_GROUPS = /^1[3-9]\d( \d{4}){0,1} \d{1,4}$/

/**
 * A telephone number as people write it (`0512-5555 1286`, `139 1234 9876`, `0086 …`) in the form in which numbers are kept, also
 * while it is still being typed. Null for what is none.
 */
function telephoneOf(text: string): string | null {
  if (!/^[+(]?\d[\d ()-]*$/.test(text)) return null
  const plain = text.replace(/^\(/, '')
  const digits = plain.replace(/[ ()-]/g, '')
  if (AREA.test(plain) || /^0[1-9]\d{9,10}$/.test(digits)) return `+86${digits.slice(1)}`
  if (MOBILE_GROUPS.test(plain)) return `+86${digits}`
  if (/^00[1-9]\d{8,}$/.test(digits)) return `+${digits.slice(2)}`
  return digits.startsWith('+') ? digits : null
}

/** What a text is searched by: its words, folded; telephone numbers as they are kept. */
export function wordsOf(text: string): readonly string[] {
  const plain = plainText(text)
  const number = telephoneOf(plain)
  if (number !== null) return [number]
  return plain
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => telephoneOf(word) ?? word)
}

/**
 * The text by which a record is found: its searchable fields, folded, one a line, the title first; then the pinyin of
 * names, initials behind `~` and full behind `=`. Null when there is nothing to find.
 */
export function searchText(object: ObjectSnapshot, image: Stored): string | null {
  const lines: string[] = []
  const readings: string[] = []
  for (const field of object.searchFields) {
    const line = plainText(field.type.print(image[field.key] ?? null, field.definition, 'zh-CN'))
    if (line === '') continue
    lines.push(line)
    const reading = field.definition.search === 'words' ? null : pinyinOf(line)
    if (reading !== null && !readings.includes(`~${reading.initials}`)) readings.push(`~${reading.initials}`, `=${reading.full}`)
  }
  if (lines.length === 0) return null
  return [...lines, ...readings].join('\n').slice(0, MAX_LENGTH)
}
