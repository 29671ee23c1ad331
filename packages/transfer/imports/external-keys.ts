import type { Executor } from '@perigon/db'
import { objectOf, type Snapshot } from '@perigon/kernel'

/** One record as another system names it. */
export type ExternalKey = { readonly key: string; readonly record: string }

/** Living records that stand for these ids of another system. */
export async function findByKey(
  db: Executor,
  snapshot: Snapshot,
  input: { readonly source: string; readonly object: string; readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (input.keys.length === 0) return new Map()
  const { table } = objectOf(snapshot, input.object)
  const rows = await db.query<ExternalKey>({
    text: `select k.key, k.record from external_key k join "${table}" t on t.id = k.record and t.deleted_at is null
           where k.source = $1 and k.object = $2 and k.key = any($3)`,
    values: [input.source, input.object, input.keys],
  })
  return new Map(rows.map((row) => [row.key, row.record]))
}

/** Remembers which records stand for which ids; an id whose record is gone may stand for a new one. */
export async function keepKeys(
  db: Executor,
  input: { readonly source: string; readonly object: string; readonly keys: readonly ExternalKey[] },
): Promise<void> {
  if (input.keys.length === 0) return
  await db.query({
    text: `insert into external_key (source, object, key, record) select distinct on (key) $1, $2, key, record from json_to_recordset($3::json) as x(key text, record uuid)
           on conflict (source, object, key) do update set record = excluded.record where external_key.record <> excluded.record`,
    values: [input.source, input.object, JSON.stringify(input.keys)],
  })
}

/** The ids of rows whose record was there already and says nothing new: they are written by nobody, but others link to them. */
export async function keepSkippedKeys(
  db: Executor,
  input: { readonly source: string; readonly object: string; readonly job: string },
): Promise<void> {
  await db.query({
    text: `insert into external_key (source, object, key, record)
           select distinct on (external) $1, $2, external, record from import_row where job = $3 and status = 'skip' and external is not null and record is not null
           on conflict (source, object, key) do update set record = excluded.record where external_key.record <> excluded.record`,
    values: [input.source, input.object, input.job],
  })
}
