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

// Parts of syllables; combinations that no word has do no harm, the text itself is compared afterwards.
const INITIAL = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])/
const FINAL = /^(?:iong|uang|iang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|a|o|e|i|u|v)/
const MAX_READINGS = 6

function finals(rest: string): readonly string[] {
  const longest = FINAL.exec(rest)?.[0]
  if (longest === undefined) return []
  const all: string[] = []
  for (let length = longest.length; length > 0; length -= 1) {
    const part = longest.slice(0, length)
    if (FINAL.exec(part)?.[0] === part) all.push(part)
  }
  return all
}

/**
 * The initials that full pinyin may stand for, at least two letters each: `huaxia` → `hx`; `xian` → `xa` (西安). The last
 * syllable may be unfinished while somebody types. Empty when the letters are no pinyin.
 */
export function initialsOf(letters: string): readonly string[] {
  const found = new Set<string>()
  const walk = (at: number, initials: string): void => {
    if (found.size >= MAX_READINGS) return
    if (at >= letters.length) {
      if (initials.length >= 2) found.add(initials)
      return
    }
    const rest = letters.slice(at)
    const head = INITIAL.exec(rest)?.[0] ?? ''
    const first = rest[0] ?? ''
    // An unfinished last syllable: its consonant alone.
    if (head !== '' && head.length === rest.length) walk(letters.length, initials + first)
    for (const tail of finals(rest.slice(head.length))) walk(at + head.length + tail.length, initials + first)
  }
  walk(0, '')
  return [...found]
}
