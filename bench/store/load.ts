import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { indexStatement, type ObjectSnapshot, searchTableOf, searchVersion } from '@perigon/kernel'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Image } from '../company/image.ts'
import { columnsOf, copyText } from './copy-rows.ts'

/** A connection for bulk loading: no time-out, and foreign keys taken on trust because the generator made both sides. */
export async function openLoader(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'perigon bench' })
  await client.connect()
  await client.query(
    `set statement_timeout = 0; set session_replication_role = replica; set maintenance_work_mem = '512MB'; set timezone = 'UTC'`,
  )
  return client
}

/** Does something to a table with its secondary indexes taken down meanwhile. */
async function withoutIndexes(client: pg.Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const indexes = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and not i.indisprimary`,
    [`"${table}"`],
  )
  for (const index of indexes.rows) await client.query(`drop index "${index.name}"`)
  await work()
  for (const index of indexes.rows) await client.query(index.definition)
}

/** Copies records into an object's table, and makes the entries they are found by. */
export async function loadTable(client: pg.Client, object: ObjectSnapshot, images: Iterable<Image>): Promise<void> {
  const columns = columnsOf(object).map((name) => `"${name}"`)
  await withoutIndexes(client, object.table, () =>
    pipeline(
      Readable.from(copyText(object, images), { objectMode: false }),
      client.query(copyFrom(`copy "${object.table}" (${columns.join(', ')}) from stdin`)),
    ),
  )
  if (object.searchFields.length === 0) return
  await withoutIndexes(client, searchTableOf(object), () => client.query(indexStatement(object, `"${object.table}"`)))
  // Their texts are those of today; the server need not go through them.
  await client.query(
    `insert into search_state (object, version, place, done) values ($1, $2, $3, true)
     on conflict (object) do update set version = excluded.version, done = true`,
    [object.key, searchVersion(object), '00000000-0000-0000-0000-000000000000'],
  )
}

/** The events that the application would have written for the creation of these records. */
export async function loadEvents(client: pg.Client, object: ObjectSnapshot): Promise<void> {
  const filled = object.own.flatMap((field) => (field.columns.length === 1 ? [`'${field.key}', t."${field.key}"`] : [])).slice(0, 40)
  await client.query(
    `insert into event (id, at, actor, actor_name, object, record, op, version, changes, cause, snapshot)
     select gen_random_uuid(), t.created_at, t.created_by, '', '${object.key}', t.id, 'create', 1, jsonb_strip_nulls(jsonb_build_object(${filled.join(', ')})), '{"kind":"api"}', 1
     from "${object.table}" t order by t.created_at`,
  )
}
