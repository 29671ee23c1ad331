import { isOpen } from '../access/field-rights.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { searchTableOf } from '../text/search-table.ts'
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

/** What the index of the search must hold for a text, as a tsquery; null when its words say too little. */
export function wantedOf(object: ObjectSnapshot, text: string): string | null {
  const isRead = object.searchFields.some((field) => field.definition.search === true)
  const wanted = wordsOf(text).flatMap((word) => wantedPieces(word, isRead) ?? [])
  return wanted.length === 0 ? null : wanted.join(' & ')
}

/** That every word of a text occurs in what the actor may see of a row. */
export function textConditions(source: Source, text: string): readonly string[] {
  const column = searchedText(source)
  return column === null ? ['false'] : wordsOf(text).map((word) => `${column} like ${source.bind(inside(word))}`)
}

/**
 * Finds a text in the search text of a record: every word must occur, codes and numbers at their beginning or end,
 * Chinese also by pinyin. Two characters and more go through the index of pieces (design/stack.md: 0.2 ms where trigrams
 * scan the table); one character reads the text itself.
 */
export function searchCondition(source: Source, text: string): string {
  if (wordsOf(text).length === 0) return 'true'
  if (source.object.searchFields.length === 0) return 'false'
  const wanted = wantedOf(source.object, text)
  const entries = `select entry.id from ${quote(searchTableOf(source.object))} entry where entry.grams @@ `
  const indexed = wanted === null ? [] : [`${source.alias}.id in (${entries}${source.bind(wanted)}::tsquery)`]
  return `(${[...indexed, ...textConditions(source, text)].join(' and ')})`
}

/**
 * `from` and `where` of the entries of the search that fulfil a tsquery, as `entry`, each with its row, as `found`: the row is
 * looked up by its id when the entry is reached, so that a limit outside ends the search, however many entries there are.
 */
export function fromEntries(
  source: Source,
  input: {
    readonly wanted: string
    /** Further conditions of the entry, and those of the row. */
    readonly entry: readonly string[]
    readonly row: readonly string[]
    /** What is wanted of the row beside its being there. */
    readonly columns?: string
  },
): string {
  const { alias } = source
  const row = [`${alias}.id = entry.id`, ...input.row].join(' and ')
  const entry = [`entry.grams @@ ${source.bind(input.wanted)}::tsquery`, ...input.entry].join(' and ')
  // The offset keeps the planner from joining: it would read the whole table where it expects many.
  return `from ${quote(searchTableOf(source.object))} entry cross join lateral (select ${input.columns ?? ''} from ${source.from()} where ${row} offset 0) found where ${entry}`
}

const VAGUE = /^[0-9a-z]{1,3}$/

/** Whether a text is so short that the index names a good part of all records: the beginnings of codes, numbers and initials. */
export function isVague(text: string): boolean {
  return wordsOf(text).every((word) => VAGUE.test(word))
}

/** The same as `searchCondition`, read from the rows themselves: for few of them, when the index names very many. */
export function readCondition(source: Source, text: string): string {
  const wanted = wantedOf(source.object, text)
  const texts = textConditions(source, text).join(' and ')
  if (wanted === null) return `(${texts})`
  const entry = `select entry.grams @@ ${source.bind(wanted)}::tsquery from ${quote(searchTableOf(source.object))} entry where entry.id = ${source.alias}.id`
  return `case when ${texts} then (${entry}) else false end`
}
