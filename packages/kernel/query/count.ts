import { AppError, type CountResult, type ListQuery } from '@perigon/contracts'
import type { Executor, Tx } from '@perigon/db'
import { objectOf } from '../compile/compile.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { rowConditions } from './rows.ts'
import { type QueryContext, Source } from './source.ts'
import { parameters, prepared } from './statement.ts'

/** Counting stops here; a person who reads “10,000+” narrows the filter. */
const COUNT_CAP = 10_000
/** Longer than this nobody waits for a number. */
const PATIENCE_MS = 1500

type Asked = { readonly context: QueryContext; readonly query: Pick<ListQuery, 'filter' | 'q' | 'trash' | 'count'> }

/** How many rows a list has, exactly or up to the cap. */
export async function countRows(
  db: Executor,
  object: ObjectSnapshot,
  { context, query }: Asked,
): Promise<{ readonly count: number; readonly count_capped?: boolean }> {
  const { values, bind } = parameters()
  const source = new Source(object, { context, bind })
  const where = rowConditions(source, query).join(' and ')
  const capped = query.count === 'capped'
  const text = capped
    ? `select count(*)::int as n from (select 1 from ${source.from()} where ${where} limit ${COUNT_CAP + 1}) c`
    : `select count(*)::int as n from ${source.from()} where ${where}`
  const n = (await db.query<{ n: number }>(prepared(text, values)))[0]?.n ?? 0
  return capped && n > COUNT_CAP ? { count: COUNT_CAP, count_capped: true } : { count: n }
}

type Door = { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> }

/** The same within a moment: a count that would take longer is given up, and told as null. */
export async function countSoon(
  db: Door,
  key: string,
  input: { readonly context: QueryContext; readonly query: Pick<ListQuery, 'filter' | 'q'>; readonly patience?: number },
): Promise<CountResult> {
  const object = objectOf(input.context.snapshot, key)
  try {
    return await db.transaction(async (tx) => {
      await tx.query(`set local statement_timeout = ${Math.round(input.patience ?? PATIENCE_MS)}`)
      const found = await countRows(tx, object, { context: input.context, query: { ...input.query, count: 'capped' } })
      return { count: found.count, count_capped: found.count_capped === true }
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'query.timeout') return { count: null, count_capped: false }
    throw error
  }
}
