import type { Condition } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { rowCondition } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { Operation } from '../module.ts'
import { compileCondition } from './condition.ts'
import { type QueryContext, Source, wireExpression } from './source.ts'
import { parameters, prepared } from './statement.ts'

/** Which records: these, or all that match a list's filter and search. */
export type Wanted =
  | { readonly ids: readonly string[] }
  | { readonly ids?: undefined; readonly filter?: Condition | undefined; readonly q?: string | undefined }

/** The conditions of what is wanted, within what the actor may read. */
function conditions(source: Source, wanted: Wanted): string[] {
  const all = source.visible(false, wanted.ids !== undefined)
  if (wanted.ids !== undefined) return [...all, `${source.alias}.id = any(${source.bind(wanted.ids)}::uuid[])`]
  if (wanted.filter !== undefined) all.push(compileCondition(source, wanted.filter))
  if (wanted.q !== undefined && wanted.q !== '') all.push(compileCondition(source, { search: wanted.q }))
  return all
}

/** Ids of what is wanted in their own order, a piece at a time: the next piece begins after the last id. */
export async function walkIds(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly wanted: Wanted; readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const { values, bind } = parameters()
  const source = new Source(objectOf(input.context.snapshot, key), { context: input.context, bind })
  const where = conditions(source, input.wanted)
  const { alias } = source
  if (input.after !== null) where.push(`${alias}.id > ${bind(input.after)}::uuid`)
  const text = `select ${alias}.id from ${source.from()} where ${where.join(' and ')} order by ${alias}.id limit ${bind(input.limit)}`
  return (await db.query<{ id: string }>(prepared(text, values))).map((row) => row.id)
}

/** How many are wanted, on how many of them the actor's rows allow the operation, and the first it does not allow. */
export async function countReach(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly wanted: Wanted; readonly operation: Operation; readonly examples: number },
): Promise<{ readonly total: number; readonly allowed: number; readonly denied: readonly string[] }> {
  const { context } = input
  const object = objectOf(context.snapshot, key)
  const { values, bind } = parameters()
  const source = new Source(object, { context, bind })
  const where = conditions(source, input.wanted).join(' and ')
  const row = rowCondition(object, context.actor, { operation: input.operation, alias: source.alias, bind })
  const allowed = row === null ? 'true' : `coalesce(${row}, false)`
  const text = `with hit as materialized (select ${source.alias}.id, ${allowed} as allowed from ${source.from()} where ${where})
    select count(*)::int as total, (count(*) filter (where allowed))::int as allowed,
      array(select id from hit where not allowed order by id limit ${bind(input.examples)}) as denied from hit`
  const found = await db.query<{ total: number; allowed: number; denied: readonly string[] }>(prepared(text, values))
  return found[0] ?? { total: 0, allowed: 0, denied: [] }
}

/** The records of these ids in their order, as JSON texts; without those the actor may not see. */
export async function readRecords(
  db: Executor,
  key: string,
  input: { readonly context: QueryContext; readonly ids: readonly string[]; readonly fields: readonly string[]; readonly trash?: boolean },
): Promise<readonly string[]> {
  const { context } = input
  const { values, bind } = parameters()
  const source = new Source(objectOf(context.snapshot, key), { context, bind })
  const { alias } = source
  const ids = bind(input.ids)
  const where = [...source.visible(input.trash === true), ...source.covered(), `${alias}.id = any(${ids}::uuid[])`].join(' and ')
  const columns = input.fields.map((path) => `${wireExpression(source, source.resolve(path))} as "${path}"`)
  const body = `(select row_to_json(x) from (select ${[`${alias}.id`, `${alias}.version`, ...columns].join(', ')}) x)::text as body`
  const text = `select ${body} from ${source.from()} where ${where} order by array_position(${ids}::uuid[], ${alias}.id)`
  return (await db.query<{ body: string }>(prepared(text, values))).map((row) => row.body)
}
