import type { Executor } from '@perigon/db'
import { distance } from 'fastest-levenshtein'
import { isOpen } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import { type QueryContext, quote, Source } from './source.ts'
import { parameters, prepared } from './statement.ts'
import { bigrams, lexeme, piecesCondition } from './search.ts'
import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/search-text.ts'

/** What is looked for, and what is wanted of it. */
export type FindInput = {
  readonly context: QueryContext
  readonly q: string
  /** Field paths of the answer. */
  readonly fields: readonly string[]
  readonly limit: number
  /** Records the person opened lately; they come first among equals. */
  readonly recent: readonly string[]
}

const SHORTEST = 5
const TWO_FAULTS = 8
const CANDIDATES = 2000

/**
 * The pieces a word must still have with so many typing errors: cut into one part more than there may be errors, one of
 * them is intact.
 */
function intactParts(word: string): string {
  const parts = word.length >= TWO_FAULTS ? 3 : 2
  const size = Math.ceil(word.length / parts)
  return Array.from({ length: parts }, (_, index) => bigrams(word.slice(index * size, (index + 1) * size)).map(lexeme))
    .filter((pieces) => pieces.length > 0)
    .map((pieces) => `(${pieces.join(' & ')})`)
    .join(' | ')
}

/**
 * Ids of records whose title holds a Latin word like this one but for typing errors (one from five letters on, two from
 * eight on), the most alike first. Empty for texts without such a word.
 */
export async function findNear(db: Executor, key: string, input: Omit<FindInput, 'fields' | 'recent'>): Promise<readonly string[]> {
  const { context, q } = input
  const object = objectOf(context.snapshot, key)
  const { title } = object.definition
  const words = wordsOf(q).filter((word) => word.length >= SHORTEST && /^[a-z]+$/.test(word))
  const sought = words.toSorted((a, b) => b.length - a.length)[0]
  if (sought === undefined || object.searchFields[0]?.key !== title || !isOpen(object, context.actor, title)) return []
  const { values, bind } = parameters()
  const source = new Source(object, { context, bind })
  const where = [...source.visible(false), piecesCondition(source, intactParts(sought))].join(' and ')
  const rows = await db.query<{ id: string; title: string }>(
    prepared(
      `with near as materialized (select ${source.alias}.id, ${source.alias}.${quote(title)}::text as title from ${source.from()} where ${where}) select * from near limit ${CANDIDATES}`,
      values,
    ),
  )
  const allowed = sought.length >= TWO_FAULTS ? 2 : 1
  return rows
    .map((row) => ({ id: row.id, faults: Math.min(...latinWords(row.title).map((word) => distance(word, sought))) }))
    .filter((row) => row.faults <= allowed)
    .sort((a, b) => a.faults - b.faults)
    .slice(0, input.limit)
    .map((row) => row.id)
}

function latinWords(text: string): readonly string[] {
  return foldText(text).match(/[a-z]+/g) ?? []
}
