import { type BulkProblem, ERRORS } from '@perigon/contracts'
import { type Actor, type Kernel } from '@perigon/kernel'
import type { StoredProblem } from './bulk-store.ts'
import { readSome, reasonOf } from './preview-bulk.ts'

type Row = { readonly record: string; readonly problem: StoredProblem & { readonly object: string } }

const PAGE = 200

/** The records an operation left, in the order of their ids, with the reason in the reader's words; at most 200 after an id. */
export async function problemsOf(
  kernel: Kernel,
  actor: Actor,
  input: { readonly operation: string; readonly after: string | null },
): Promise<{ readonly data: readonly BulkProblem[]; readonly next: string | null }> {
  const rows = await kernel.db.query<Row>({
    text: `select record, problem from bulk_item where operation = $1 and problem is not null and ($2::uuid is null or record > $2::uuid)
           order by record limit ${PAGE}`,
    values: [input.operation, input.after],
  })
  const titles = new Map<string, string>()
  for (const [object, some] of Map.groupBy(rows, (row) => row.problem.object)) {
    const ids = some.map((row) => row.record)
    for (const trash of [false, true])
      for (const read of (await readSome(kernel, actor, { object, ids, fields: [], trash })).values()) titles.set(read.id, read.title)
  }
  const objects = kernel.snapshot().objects
  const data = rows.map(({ record, problem }) => ({
    object: problem.object,
    id: record,
    title: titles.get(record) ?? '',
    code: problem.code,
    message: problem.code in ERRORS ? reasonOf(problem, objects.get(problem.object), actor.locale) : problem.code,
  }))
  return { data, next: rows.length < PAGE ? null : (rows[rows.length - 1]?.record ?? null) }
}

/** All of them as rows of a table. */
export async function* problemRows(kernel: Kernel, actor: Actor, operation: string): AsyncGenerator<readonly string[]> {
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof problemsOf>> = await problemsOf(kernel, actor, { operation, after })
    for (const problem of page.data) yield [problem.title, problem.message, problem.id]
    after = page.next
  } while (after !== null)
}
