import type { Source } from '@perigon/kernel'
import type { Chunk } from './run-row.ts'

/** So many records are looked at in one statement, whether few or all of them have reached the rung: no statement takes long. */
const WINDOW = 5000

/** The records a chunk looks at: those behind its place, up to `end`; null when that is all there are. */
export type Window = { readonly where: readonly string[]; readonly end: string | null }

/** The next stretch of an object's records in the order of their ids. */
export async function nextWindow({ tx, run }: Chunk, source: Source): Promise<Window> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from "${source.object.table}" where ($1::uuid is null or id > $1) order by id offset ${WINDOW - 1} limit 1`,
    values: [run.place],
  })
  const end = rows[0]?.id ?? null
  const edge = (sign: string, id: string | null): readonly string[] =>
    id === null ? [] : [`${source.alias}.id ${sign} ${source.bind(id)}::uuid`]
  return { where: [...edge('>', run.place), ...edge('<=', end)], end }
}
