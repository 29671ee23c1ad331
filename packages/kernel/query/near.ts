import type { Executor } from '@perigon/db'
import { distance } from 'fastest-levenshtein'
import { isOpen } from '../access/field-rights.ts'
import { systemActor } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { type QueryContext, quote, Source } from './source.ts'
import { parameters, prepared } from './statement.ts'
import { bigrams, fromEntries, lexeme } from './search.ts'
import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/search-text.ts'

/** The way in of the person, bound by row security, and the one of the system, for ids nobody is told. */
export type Doors = { readonly own: Executor; readonly all: Executor }

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

type Near = { readonly id: string; readonly title: string }

/** Records the actor of the context may see whose titles may hold the word but for errors; the first so many. */
async function candidates(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly context: QueryContext; readonly sought: string },
): Promise<readonly Near[]> {
  const { values, bind } = parameters()
  const source = new Source(object, { context: input.context, bind })
  const columns = `${source.alias}.${quote(object.definition.title)}::text as title`
  const entries = fromEntries(source, { wanted: intactParts(input.sought), entry: [], row: source.visible(false), columns })
  const text = `with near as materialized (select entry.id, found.title ${entries}) select * from near limit ${CANDIDATES}`
  return db.query<Near>(prepared(text, values))
}

/** Those of these ids the person may see, in their order. */
async function seen(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly context: QueryContext; readonly ids: readonly string[] },
): Promise<readonly string[]> {
  const { values, bind } = parameters()
  const source = new Source(object, { context: input.context, bind })
  const where = [...source.visible(false, true), `${source.alias}.id = any(${bind(input.ids)}::uuid[])`].join(' and ')
  const rows = await db.query<{ id: string }>(prepared(`select ${source.alias}.id from ${source.from()} where ${where}`, values))
  const found = new Set(rows.map((row) => row.id))
  return input.ids.filter((id) => found.has(id))
}

/** Typing errors between two words; two neighbours that changed places are one. */
function faultsBetween(word: string, sought: string): number {
  const faults = distance(word, sought)
  if (faults !== 2 || word.length !== sought.length) return faults
  const at = [...word].findIndex((letter, index) => letter !== sought[index])
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2) === sought ? 1 : 2
}

function nearest(rows: readonly Near[], sought: string): readonly string[] {
  const allowed = sought.length >= TWO_FAULTS ? 2 : 1
  return rows
    .map((row) => ({ id: row.id, faults: Math.min(...latinWords(row.title).map((word) => faultsBetween(word, sought))) }))
    .filter((row) => row.faults <= allowed)
    .sort((a, b) => a.faults - b.faults)
    .map((row) => row.id)
}

/**
 * Ids of records named by a Latin word like this one but for typing errors (one from five letters on, two from eight on; neighbours
 * that changed places are one),
 * the most alike first. Empty for texts without such a word, and for objects that have no names.
 */
export async function findNear(db: Doors, key: string, input: Omit<FindInput, 'fields' | 'recent'>): Promise<readonly string[]> {
  const { context, q } = input
  const object = objectOf(context.snapshot, key)
  const [first] = object.searchFields
  const words = wordsOf(q).filter((word) => word.length >= SHORTEST && /^[a-z]+$/.test(word))
  const sought = words.toSorted((a, b) => b.length - a.length)[0]
  if (sought === undefined || first?.key !== object.definition.title || first.definition.search !== true) return []
  if (!isOpen(object, context.actor, first.key)) return []
  const all = await candidates(db.all, object, { context: { ...context, actor: systemActor('search') }, sought })
  const isWhole = all.length < CANDIDATES
  const ids = nearest(isWhole ? all : await candidates(db.own, object, { context, sought }), sought)
  return (isWhole && ids.length > 0 ? await seen(db.own, object, { context, ids }) : ids).slice(0, input.limit)
}

function latinWords(text: string): readonly string[] {
  return foldText(text).match(/[a-z]+/g) ?? []
}
