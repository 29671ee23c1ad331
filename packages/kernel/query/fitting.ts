import type { Executor } from '@perigon/db'
import { objectOf } from '../compile/compile.ts'
import { compileCondition } from './condition.ts'
import { parseCondition } from './parse-condition.ts'
import { type QueryContext, Source } from './source.ts'
import { parameters } from './statement.ts'

/** Which of these records a stored condition fits, for rules that look at records as they are written; no condition fits all. */
export async function fittingIds(
  db: Executor,
  context: QueryContext,
  input: { readonly object: string; readonly ids: readonly string[]; readonly condition: unknown },
): Promise<ReadonlySet<string>> {
  const { object, ids, condition } = input
  if (ids.length === 0 || condition === null || condition === undefined) return new Set(ids)
  const { values, bind } = parameters()
  const source = new Source(objectOf(context.snapshot, object), { context, bind })
  const where = [
    `${source.alias}.id = any(${bind(ids)}::uuid[])`,
    ...source.visible(false),
    compileCondition(source, parseCondition(condition)),
  ]
  const rows = await db.query<{ id: string }>({
    text: `select ${source.alias}.id from ${source.from()} where ${where.join(' and ')}`,
    values,
  })
  return new Set(rows.map(({ id }) => id))
}
