import type { Executor } from '@perigon/db'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import { parameters, prepared } from '../query/statement.ts'

/** Which of these master-data records are still named by living records: id → object that names it. One statement. */
export async function livingReferences(
  db: Executor,
  snapshot: Snapshot,
  input: { readonly object: ObjectSnapshot; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { values, bind } = parameters()
  const ids = bind(input.ids)
  const parts: string[] = []
  for (const other of snapshot.objects.values()) {
    for (const field of other.own.concat(
      other.definition.access === 'owned' ? [...other.fields.values()].filter((candidate) => candidate.key === 'owner') : [],
    )) {
      if (field.definition.target !== input.object.key || field.definition.on_delete !== 'restrict') continue
      parts.push(
        `select w.id, '${other.key}' as object from unnest(${ids}::uuid[]) w(id) where exists (select 1 from "${other.table}" t where t."${field.key}" = w.id and t.deleted_at is null)`,
      )
    }
  }
  if (parts.length === 0) return new Map()
  const rows = await db.query<{ id: string; object: string }>(prepared(parts.join(' union all '), values))
  return new Map(rows.map((row) => [row.id, row.object]))
}
