import type { Executor } from '@perigon/db'
import { isOpen } from '../access/field-rights.ts'
import { objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { quote, Source, wireExpression } from './source.ts'
import { parameters, prepared } from './statement.ts'
import { beginning, inside, lexeme, piecesCondition, searchCondition, searchedText } from './search.ts'
import { type FindInput, findNear } from './near.ts'
import { plainText, wordsOf } from '../text/search-text.ts'

/** So many matches are ranked; with more the most relevant of them, not of all, come first. */
const CANDIDATES = 300
const TITLE_CANDIDATES = 100
const TITLE_LETTERS = 40

type Row = { readonly body: string }

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

function candidates(source: Source, condition: string, limit: number): string {
  return `(select ${source.alias}.id from ${source.from()} where ${[...source.visible(false), condition].join(' and ')} limit ${limit})`
}

/** The records of these ids in their order, as JSON texts; without those the actor may not see. */
async function recordsById(
  db: Executor,
  key: string,
  input: Pick<FindInput, 'context' | 'fields'> & { readonly ids: readonly string[] },
): Promise<readonly string[]> {
  const object = objectOf(input.context.snapshot, key)
  const { values, bind } = parameters()
  const source = new Source(object, { context: input.context, bind })
  const ids = bind(input.ids)
  const where = [...source.visible(false), `${source.alias}.id = any(${ids}::uuid[])`].join(' and ')
  const body = bodyOf(source, input.fields)
  const text = `select ${body} as body from ${source.from()} where ${where} order by array_position(${ids}::uuid[], ${source.alias}.id)`
  return (await db.query<Row>(prepared(text, values))).map((row) => row.body)
}

function bodyOf(source: Source, fields: readonly string[]): string {
  const { alias, context } = source
  const columns = fields.map((path) => `${wireExpression(context, source.resolve(path), source.bind)} as "${path}"`)
  return `(select row_to_json(x) from (select ${[`${alias}.id`, `${alias}.version`, ...columns].join(', ')}) x)::text`
}

async function bestIds(db: Executor, object: ObjectSnapshot, input: FindInput): Promise<readonly string[]> {
  const { context, q } = input
  const { values, bind } = parameters()
  const source = new Source(object, { context, bind })
  const sets = [candidates(source, searchCondition(source, q), CANDIDATES)]
  if (isOpen(object, context.actor, object.definition.title) && object.definition.title === object.searchFields[0]?.key) {
    const title = [...plainText(q)].slice(0, TITLE_LETTERS).join('')
    sets.unshift(candidates(source, piecesCondition(source, `${lexeme(`^${title}`)}:*`), TITLE_CANDIDATES))
  }
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
  const text = `with hit as (${sets.join(' union ')}) select ${alias}.id from ${source.from()} join hit on hit.id = ${alias}.id order by ${order.join(', ')}, ${alias}.id limit ${bind(input.limit)}`
  return (await db.query<{ id: string }>(prepared(text, values))).map((row) => row.id)
}

/**
 * The most relevant records for a text, each as JSON text: exact before prefix before inside before pinyin, recently opened
 * and one's own first among equals, then the shortest title. Where nothing fits, Latin words may have typing errors.
 */
export async function findRecords(db: Executor, key: string, input: FindInput): Promise<readonly string[]> {
  const object = objectOf(input.context.snapshot, key)
  if (wordsOf(input.q).length === 0 || object.searchFields.length === 0) return []
  const found = await bestIds(db, object, input)
  const ids = found.length > 0 ? found : await findNear(db, key, input)
  return ids.length === 0 ? [] : recordsById(db, key, { ...input, ids })
}
