import type pg from 'pg'

export type Mark = { readonly at: string; readonly seq: number }

/** What was there before a run, so that it can be told from what the run adds. */
export async function markStart(client: pg.Client): Promise<Mark> {
  const rows = await client.query<Mark>(`select now()::text as at, coalesce((select max(seq) from event), 0)::float8 as seq`)
  return rows.rows[0] ?? { at: new Date().toISOString(), seq: 0 }
}

/** Takes away the customers and events of a run; numbers and versions go on, nothing that is measured depends on them. */
export async function cleanUp(client: pg.Client, mark: Mark): Promise<void> {
  await client.query('set statement_timeout = 0; set session_replication_role = replica')
  await client.query('delete from customer_search where id in (select id from customer where created_at >= $1)', [mark.at])
  await client.query('delete from customer where created_at >= $1', [mark.at])
  await client.query('delete from event_seal where seq > $1', [mark.seq])
  await client.query('delete from event where seq > $1', [mark.seq])
  await client.query('delete from import_row; delete from import_job')
  await client.query('vacuum analyze customer; ')
  await client.query('vacuum analyze event')
  await client.query('vacuum import_row')
}
