import { isOpen } from '../access/field-rights.ts'
import { quote, type Source } from './source.ts'

/** The form texts are compared in: NFKC (full width → half width), lower case, single spaces. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

function bigrams(word: string): string[] {
  const characters = [...word]
  return characters.slice(0, -1).map((character, index) => `${character}${characters[index + 1] ?? ''}`)
}

const lexeme = (gram: string): string => `'${gram.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`

/** Words that are kept whole (perigon_grams): codes and numbers, found by how they begin or end. */
const CODE = /^[0-9a-z+-]*[0-9][0-9a-z+-]*$/
const CODE_LENGTH = 7
const MAX_PIECES = 40

/**
 * What the index must hold for a word to be inside a text: its two-character pieces, or, when it may be part of a code
 * or number, a word that begins or ends with it. Null when the word says too little for the index.
 */
function wantedPieces(word: string): string | null {
  const grams = [...new Set(bigrams(word))].slice(0, MAX_PIECES).map(lexeme)
  if (grams.length === 0) return null
  if (!/^[0-9a-z+-]+$/.test(word)) return grams.join(' & ')
  const ends = `${lexeme(word)}:* | ${lexeme(`<${[...word].reverse().join('')}`)}:*`
  return word.length >= CODE_LENGTH && CODE.test(word) ? `(${ends})` : `((${grams.join(' & ')}) | ${ends})`
}

/** The text that is searched: what the actor may see of the searchable fields. With some of them closed it is put together anew. */
function searchedText(source: Source): string | null {
  const { object, alias } = source
  const open = object.searchFields.filter((field) => isOpen(object, source.context.actor, field.key))
  if (open.length === object.searchFields.length) return `${alias}.${quote('search_text')}`
  if (open.length === 0) return null
  return `lower(normalize(concat_ws(E'\\n', ${open.map((field) => `${alias}.${quote(field.key)}::text`).join(', ')}), NFKC))`
}

/**
 * Finds a text in the search text of a record: every word must occur, codes and numbers at their beginning or end. Two
 * characters and more go through the index of pieces (design/stack.md: 0.2 ms where trigrams scan the table); one
 * character reads the text itself.
 */
export function searchCondition(source: Source, text: string): string {
  const words = foldText(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 8)
  if (words.length === 0) return 'true'
  if (source.object.searchFields.length === 0) return 'false'
  const column = searchedText(source)
  if (column === null) return 'false'
  const inside = words.map((word) => `${column} like ${source.bind(`%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`)}`)
  const wanted = words.flatMap((word) => wantedPieces(word) ?? [])
  const indexed = wanted.length === 0 ? [] : [`${source.alias}.${quote('search_grams')} @@ ${source.bind(wanted.join(' & '))}::tsquery`]
  return `(${[...indexed, ...inside].join(' and ')})`
}
