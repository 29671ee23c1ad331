import { isOpen } from '../access/field-rights.ts'
import { quote, type Source } from './source.ts'
import { wordsOf } from '../text/search-text.ts'

/** The two-character pieces of a word, in order. */
export function bigrams(word: string): string[] {
  const characters = [...word]
  return characters.slice(0, -1).map((character, index) => `${character}${characters[index + 1] ?? ''}`)
}

/** A piece as it is written in a tsquery. */
export const lexeme = (piece: string): string => `'${piece.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`

/** Words that are kept whole (perigon_grams): codes and numbers, found by how they begin or end. */
const CODE = /^[0-9a-z+-]*[0-9][0-9a-z+-]*$/
const CODE_LENGTH = 7
const MAX_PIECES = 40
/** So many letters of a reading stand in the index (perigon_grams); fewer than three of full pinyin say too little. */
const READ_LETTERS = 12
const SHORTEST_FULL = 3

/** Letters as the initials and as the full pinyin of a name from some place on, as far as the index holds it. */
function readingsOf(word: string): readonly string[] {
  if (!/^[0-9]*[a-z][a-z0-9]*$/.test(word)) return []
  const start = word.slice(0, READ_LETTERS)
  return word.length < SHORTEST_FULL ? [`~${start}`] : [`~${start}`, `=${start}`]
}

/**
 * What the index must hold for a word to be inside a text: its two-character pieces, or, when it may be part of a code
 * or number, a word that begins or ends with it, or, of names, pinyin that begins with it. Null when the word says too little.
 */
function wantedPieces(word: string, isRead: boolean): string | null {
  const pieces = [...new Set(bigrams(word))].slice(0, MAX_PIECES).map(lexeme)
  if (pieces.length === 0) return null
  if (!/^[0-9a-z+-]+$/.test(word)) return pieces.join(' & ')
  const beginnings = [word, `<${[...word].reverse().join('')}`, ...(isRead ? readingsOf(word) : [])]
  const ends = beginnings.map((piece) => `${lexeme(piece)}:*`).join(' | ')
  return word.length >= CODE_LENGTH && CODE.test(word) ? `(${ends})` : `((${pieces.join(' & ')}) | ${ends})`
}

/** The text that is searched: what the actor may see of the searchable fields. With some of them closed it is put together anew. */
export function searchedText(source: Source): string | null {
  const { object, alias } = source
  const open = object.searchFields.filter((field) => isOpen(object, source.context.actor, field.key))
  if (open.length === object.searchFields.length) return `${alias}.${quote('search_text')}`
  if (open.length === 0) return null
  return `lower(normalize(concat_ws(E'\\n', ${open.map((field) => `${alias}.${quote(field.key)}::text`).join(', ')}), NFKC))`
}

/** A `like` pattern for a text anywhere. */
export function inside(word: string): string {
  return `%${beginning(word)}`
}

/** A `like` pattern for a text at the beginning. */
export function beginning(word: string): string {
  return `${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/**
 * Finds a text in the search text of a record: every word must occur, codes and numbers at their beginning or end,
 * Chinese also by pinyin. Two characters and more go through the index of pieces (design/stack.md: 0.2 ms where trigrams
 * scan the table); one character reads the text itself.
 */
export function searchCondition(source: Source, text: string): string {
  const words = wordsOf(text)
  if (words.length === 0) return 'true'
  if (source.object.searchFields.length === 0) return 'false'
  const column = searchedText(source)
  if (column === null) return 'false'
  const isRead = source.object.searchFields.some((field) => field.definition.search === true)
  const likes = words.map((word) => `${column} like ${source.bind(inside(word))}`)
  const wanted = words.flatMap((word) => wantedPieces(word, isRead) ?? [])
  const indexed = wanted.length === 0 ? [] : [piecesCondition(source, wanted.join(' & '))]
  return `(${[...indexed, ...likes].join(' and ')})`
}

/** Rows whose index pieces fulfil a tsquery. */
export function piecesCondition(source: Source, query: string): string {
  return `${source.alias}.${quote('search_grams')} @@ ${source.bind(query)}::tsquery`
}

const VAGUE = /^[0-9a-z]{1,3}$/

/** Whether a text is so short that the index names a good part of all records: the beginnings of codes, numbers and initials. */
export function isVague(text: string): boolean {
  return wordsOf(text).every((word) => VAGUE.test(word))
}

/** The same as `searchCondition`, read from the rows themselves: for few of them, when the index names very many. */
export function readCondition(source: Source, text: string): string {
  const column = searchedText(source)
  if (column === null) return searchCondition(source, text)
  const likes = wordsOf(text).map((word) => `${column} like ${source.bind(inside(word))}`)
  return `case when ${likes.join(' and ')} then ${searchCondition(source, text)} else false end`
}
