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

/** What a text is searched by: its words, folded. */
export function wordsOf(text: string): readonly string[] {
  return plainText(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
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
