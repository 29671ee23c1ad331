import { pinyin } from 'pinyin-pro'

const HAN = /\p{Script=Han}/u
const SENTENCE = /[，。；：！？,;:!?]/
const MAX_CHARACTERS = 60

/** How a text is read: one syllable for every Han character, the character itself for all others; by Unicode characters. */
export function syllablesOf(text: string): readonly string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true }).map((syllable) => syllable.toLowerCase())
}

/**
 * The pinyin of a text that holds Chinese, without tones: `华夏中工` → initials `hxzg`, full `huaxiazhonggong`. Other
 * characters stand for themselves, blanks are left out. Null for texts without Chinese, for long ones and for sentences (names are
 * searched by pinyin, descriptions are not). Words are read as the library reads them (重庆 → chongqing).
 */
export function pinyinOf(text: string): { readonly initials: string; readonly full: string } | null {
  if (!HAN.test(text) || SENTENCE.test(text) || [...text].length > MAX_CHARACTERS) return null
  const parts = syllablesOf(text.replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, ''))
  return { initials: parts.map((part) => [...part][0] ?? '').join(''), full: parts.join('') }
}
