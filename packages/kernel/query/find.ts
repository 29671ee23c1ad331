import type { Executor } from '@perigon/db'
import { isOpen } from '../access/field-rights.ts'
import { reachOf, systemActor } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { type QueryContext, quote, Source } from './source.ts'
import { parameters, prepared } from './statement.ts'
import { beginning, fromEntries, inside, isVague, lexeme, readCondition, searchedText, textConditions, wantedOf } from './search.ts'
import { readRecords } from './many.ts'
import { type Doors, type FindInput, findNear } from './near.ts'
import { plainText, wordsOf } from '../text/search-text.ts'

/** So many matches are ranked; with more the most relevant of them, not of all, come first. */
const CANDIDATES = 300
/** So many records at most are gathered before it is asked which of them the person may see. */
const GATHERED = 10_000
const TITLE_CANDIDATES = 100
const TITLE_LETTERS = 40

/**
 * 0 the title is the text · 1 it begins with it · 2 it is inside the title or another field · 3 it is how the title is
 * read (pinyin). Only what the actor may read counts.
 */
function rankOf(source: Source, q: string): string {
  const { object, alias } = source
  const { title } = object.definition
  const searched = searchedText(source)
  if (searched === null || !isOpen(object, source.context.actor, title)) return '2::int'
  const isWhole = searched === `${alias}.${quote('search_text')}` && object.searchFields.some((field) => field.key === title)
  const name = isWhole ? `split_part(${searched}, E'\\n', 1)` : `lower(normalize(${alias}.${quote(title)}::text, NFKC))`
  const plain = isWhole ? `split_part(${searched}, E'\\n~', 1)` : searched
  const whole = plainText(q)
  const isInside = wordsOf(q).map((word) => `${plain} like ${source.bind(inside(word))}`)
  return `case when ${name} = ${source.bind(whole)} then 0 when ${name} like ${source.bind(beginning(whole))} then 1 when ${isInside.join(' and ')} then 2 else 3 end`
}

/**
 * Rows of one condition as a CTE that is planned for all of them although only the first are fetched: with the limit inside,
 * the planner hopes to come across a few soon, and reads the whole table where there are none.
 */
function candidates(source: Source, { wanted, conditions, owners, ids }: Omit<Set, 'name' | 'limit'>): string {
  const whose = owners === undefined ? null : among(source, owners)
  const named = ids === undefined ? null : among(source, ids)
  // Living rows of these owners, whose rows the person sees all, in the words the index is made for.
  const within =
    whose === null ? source.visible(false, named !== null) : [`${source.alias}.deleted_at is null`, `${source.alias}.owner ${whose}`]
  const row = [...within, ...conditions(source)]
  const of = (alias: string): string[] => (named === null ? [] : [`${alias}.id ${named}`])
  if (wanted === null) {
    const where = [...row, ...of(source.alias)].join(' and ')
    return `materialized (select ${source.alias}.id from ${source.from()} where ${where})`
  }
  const entry = [...(whose === null ? [] : [`entry.owner ${whose}`]), ...of('entry')]
  return `materialized (select entry.id ${fromEntries(source, { wanted, entry, row })})`
}

function among(source: Source, ids: readonly string[]): string {
  return ids.length === 1 ? `= ${source.bind(ids[0])}::uuid` : `= any(${source.bind(ids)}::uuid[])`
}

type Set = {
  readonly name: string
  readonly limit: number
  /** What the entry of the search must fulfil, as a tsquery; null where it is not asked. */
  readonly wanted: string | null
  /** What the row must fulfil besides. */
  readonly conditions: (source: Source) => readonly string[]
  /** Only the records of these people, who are the person or stood in for; absent: all the person sees. */
  readonly owners?: readonly string[]
  /** Only these records. */
  readonly ids?: readonly string[]
}

const INSIDE = (object: ObjectSnapshot, q: string): Set => ({
  name: 'inside',
  limit: CANDIDATES,
  wanted: wantedOf(object, q),
  conditions: (source) => textConditions(source, q),
})
const READ = (object: ObjectSnapshot, q: string): Set => ({
  ...INSIDE(object, q),
  wanted: null,
  conditions: (source) => [readCondition(source, q)],
})
const TITLED = (q: string): Set => {
  const title = [...plainText(q)].slice(0, TITLE_LETTERS).join('')
  return { name: 'titled', limit: TITLE_CANDIDATES, wanted: `${lexeme(`^${title}`)}:*`, conditions: () => [] }
}

/** The best of the candidates of these sets, and whether a set had more than it gives. */
async function bestOf(
  db: Executor,
  object: ObjectSnapshot,
  input: FindInput & { readonly sets: readonly Set[] },
): Promise<{ readonly ids: readonly string[]; readonly isCut: boolean }> {
  const { context, q, sets } = input
  const { values, bind } = parameters()
  const source = new Source(object, { context, bind })
  const ctes = sets.map((set) => `${set.name} as ${candidates(source, set)}`).join(', ')
  const hit = sets.map((set) => `(select id from ${set.name} limit ${set.limit})`).join(' union ')
  const { alias } = source
  const mine =
    object.fields.has('owner') && context.actor.employee !== null
      ? `coalesce(${alias}.owner = ${bind(context.actor.employee)}::uuid, false)`
      : 'false::boolean'
  const order = [
    rankOf(source, q),
    `${alias}.id = any(${bind(input.recent)}::uuid[]) desc`,
    `${mine} desc`,
    `length(${alias}.${quote(object.definition.title)}::text)`,
  ]
  const text = `with ${ctes}, hit as materialized (${hit}) select ${alias}.id, (select count(*)::int from hit) as candidates from ${source.from()}
    where ${alias}.id = any(array(select id from hit)) order by ${order.join(', ')}, ${alias}.id limit ${bind(input.limit)}`
  const rows = await db.query<{ id: string; candidates: number }>(prepared(text, values))
  return { ids: rows.map((row) => row.id), isCut: (rows[0]?.candidates ?? 0) >= CANDIDATES }
}

/**
 * Ids of everything that matches, whoever may see it, for the question which of them the person may see: with few matches
 * that is cheap, while asking the other way round reads all the person may see. Null with more than are gathered, where
 * that way round is not needed (everything may be seen) or not the same (some fields are closed).
 */
async function gathered(
  db: Executor,
  object: ObjectSnapshot,
  { context, set }: { readonly context: QueryContext; readonly set: Set },
): Promise<readonly string[] | null> {
  const { actor } = context
  if (reachOf(object, actor, 'read').all || !object.searchFields.every((field) => isOpen(object, actor, field.key))) return null
  const { values, bind } = parameters()
  const source = new Source(object, { context: { ...context, actor: systemActor('search') }, bind })
  const text = `with matching as ${candidates(source, set)} select id from matching limit ${GATHERED + 1}`
  const rows = await db.query<{ id: string }>(prepared(text, values))
  return rows.length > GATHERED ? null : rows.map((row) => row.id)
}

/** The same set for the person's own way in; one that is small said by its ids. */
async function narrowed(db: Executor, object: ObjectSnapshot, input: { readonly context: QueryContext; readonly set: Set }): Promise<Set> {
  const ids = await gathered(db, object, input)
  // An empty list is asked as well: that nothing matches must not show by an answer that comes sooner.
  return ids === null ? input.set : { ...input.set, wanted: null, conditions: () => [], ids }
}

/** The same set within one's own records; null for who sees all, for objects nobody owns, and where a record may be closed to its owner's deputies. */
function withinOwn(object: ObjectSnapshot, context: QueryContext): ((set: Set) => Set) | null {
  const { actor } = context
  const { all, owners } = reachOf(object, actor, 'read')
  if (all || object.definition.access !== 'owned') return null
  const open = object.definition.private === undefined ? owners : owners.filter((owner) => owner === actor.employee)
  return open.length === 0 ? null : (set) => ({ ...set, owners: open })
}

/** Records that were found already: the best of many are looked at again beside others, not all of the many. */
const these = (ids: readonly string[]): Set => ({ name: 'these', limit: CANDIDATES, wanted: null, conditions: () => [], ids })

/** Whether nothing is seen but one's own records and single ones: shared, or reached through others and few. */
function isOwnAll(object: ObjectSnapshot, { actor, followed }: QueryContext): boolean {
  const { departments, through, owners } = reachOf(object, actor, 'read')
  const areNamed = through.length === 0 || (followed !== undefined && followed !== null && followed.ids !== null)
  return departments.length === 0 && areNamed && (object.definition.private === undefined || owners.length === 1)
}

/** A set within the single records that are shared with the person or reached through others. */
function withinShared(object: ObjectSnapshot, context: QueryContext, set: Set): Set {
  const ids = [...reachOf(object, context.actor, 'read').records, ...(context.followed?.ids ?? [])]
  return { ...set, name: `shared_${set.name}`, ids }
}

/**
 * The best of one's own records, when they are more than are ranked or all there are to see; null when others have to be
 * looked at too.
 */
async function bestOfOwn(
  db: Executor,
  object: ObjectSnapshot,
  input: FindInput & { readonly isTitled: boolean },
): Promise<readonly string[] | null> {
  const { q, context } = input
  const own = withinOwn(object, context)
  if (own === null) return null
  const isShort = wordsOf(q).every((word) => [...word].length < 2)
  const isRead = isVague(q) && object.searchFields.some((field) => field.definition.search === true)
  const set = isShort && input.isTitled ? TITLED(q) : isRead ? READ(object, q) : INSIDE(object, q)
  const isAll = isOwnAll(object, context)
  const sets = isAll ? [own(set), withinShared(object, context, set)] : [own(set)]
  const first = await bestOf(db, object, { ...input, sets })
  if (isShort && input.isTitled) return isAll || first.ids.length >= input.limit ? first.ids : null
  if (isAll && !first.isCut) return first.ids
  // Two letters or digits are in so much that one's own is answer enough.
  if (!first.isCut && !(isRead && first.ids.length >= input.limit)) return null
  if (!input.isTitled) return first.ids
  // A title that begins so must not be missing, whoever's it is.
  const titled = await narrowed(db, object, { context, set: TITLED(q) })
  return (await bestOf(db, object, { ...input, sets: [titled, these(first.ids)] })).ids
}

/**
 * Ids of the best, chosen through the system's way in within what the person may see: row security asks the same again of
 * every candidate, at many times the price. It has its say when the records are read; until then nobody is told anything.
 */
async function bestIds(db: Doors, object: ObjectSnapshot, input: FindInput): Promise<readonly string[]> {
  const { context, q } = input
  const { title } = object.definition
  const isTitled = isOpen(object, context.actor, title) && title === object.searchFields[0]?.key
  const own = await bestOfOwn(db.all, object, { ...input, isTitled })
  if (own !== null) return own
  const narrow = (set: Set): Promise<Set> => narrowed(db.all, object, { context, set })
  // One character is looked for at the beginning of titles; inside of texts it would be in half of them.
  if (isTitled && wordsOf(q).every((word) => [...word].length < 2))
    return (await bestOf(db.all, object, { ...input, sets: [await narrow(TITLED(q))] })).ids
  const inside = await narrow(INSIDE(object, q))
  const first = await bestOf(db.all, object, { ...input, sets: [inside] })
  // Among more matches than are ranked, those whose title begins so must not be missing.
  return isTitled && first.isCut
    ? (await bestOf(db.all, object, { ...input, sets: [await narrow(TITLED(q)), these(first.ids)] })).ids
    : first.ids
}

/**
 * The most relevant records for a text, each as JSON text: exact before prefix before inside before pinyin, recently opened
 * and one's own first among equals, then the shortest title. Where nothing fits, Latin words may have typing errors.
 */
export async function findRecords(db: Doors, key: string, input: FindInput): Promise<readonly string[]> {
  const object = objectOf(input.context.snapshot, key)
  if (wordsOf(input.q).length === 0 || object.searchFields.length === 0) return []
  const found = await bestIds(db, object, input)
  const ids = found.length > 0 ? found : await findNear(db, key, input)
  return ids.length === 0 ? [] : readRecords(db.own, key, { ...input, ids })
}
