import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isJsonObject } from '@perigon/contracts'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { writeImportFile } from './import-file.ts'
import type { Login, Perigon } from './perigon.ts'
import { cpuOf, cpuOfFamily } from './processes.ts'

export type Imported = {
  readonly rows: number
  readonly checkSeconds: number
  readonly runSeconds: number
  readonly rowsPerSecond: number
  readonly copySeconds: number
  readonly copyRowsPerSecond: number
  readonly ratio: number
  /** CPU seconds of the server process and of the database during check and run. */
  readonly serverSeconds: number
  readonly databaseSeconds: number
}

const LIMIT_MS = 900_000

async function call(
  perigon: Perigon,
  login: Login,
  request: { readonly method: string; readonly path: string; readonly body?: FormData | string },
): Promise<Record<string, unknown>> {
  const response = await fetch(`${perigon.url}${request.path}`, {
    method: request.method,
    headers: { ...login.headers, ...(typeof request.body === 'string' ? { 'content-type': 'application/json' } : {}) },
    body: request.body ?? null,
  })
  const answer: unknown = await response.json()
  if (!response.ok || !isJsonObject(answer))
    throw new Error(`${request.method} ${request.path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

async function until(
  perigon: Perigon,
  login: Login,
  input: { readonly id: string; readonly state: string },
): Promise<Record<string, unknown>> {
  const end = performance.now() + LIMIT_MS
  for (;;) {
    const job = await call(perigon, login, { method: 'GET', path: `/api/v1/imports/${input.id}` })
    if (job['state'] === input.state) return job
    if (job['state'] === 'failed' || performance.now() > end) throw new Error(`import: ${JSON.stringify(job)}`)
    await pause(50)
  }
}

/** Upload, check and run through the API, as the browser's wizard does; every row is new. */
async function importFile(
  perigon: Perigon,
  login: Login,
  input: { readonly path: string; readonly rows: number },
): Promise<{ readonly id: string; readonly checkSeconds: number; readonly runSeconds: number }> {
  const form = new FormData()
  form.append('file', await openAsBlob(input.path), 'customers.csv')
  const from = performance.now()
  const uploaded = await call(perigon, login, { method: 'POST', path: '/api/v1/imports?object=customer', body: form })
  const id = String(uploaded['id'])
  await call(perigon, login, { method: 'POST', path: `/api/v1/imports/${id}/check`, body: JSON.stringify(uploaded['mapping']) })
  const checked = await until(perigon, login, { id, state: 'checked' })
  const between = performance.now()
  const counts = checked['counts']
  if (!isJsonObject(counts) || counts['new'] !== input.rows)
    throw new Error(`not every row is new: ${JSON.stringify({ counts, problems: checked['problems'] }).slice(0, 1000)}`)
  await call(perigon, login, { method: 'POST', path: `/api/v1/imports/${id}/run`, body: '{}' })
  await until(perigon, login, { id, state: 'done' })
  return { id, checkSeconds: (between - from) / 1000, runSeconds: (performance.now() - between) / 1000 }
}

/** The rows that were imported, out to a file and by COPY into a table as large and with the same indexes. */
async function copyRows(client: pg.Client, folder: string, operation: string): Promise<number> {
  const columns = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'customer'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  )
  const names = columns.rows.map((column) => `"${column.name}"`).join(', ')
  const path = join(folder, 'rows.txt')
  const imported = `id in (select record from event where operation = '${operation}')`
  await client.query('drop table if exists bench_copy')
  await pipeline(
    client.query(copyTo(`copy (select ${names} from customer where ${imported} order by id) to stdout`)),
    createWriteStream(path),
  )
  await client.query('create table bench_copy (like customer including all)')
  await client.query(`insert into bench_copy (${names}) select ${names} from customer where not (${imported})`)
  await client.query('drop table if exists bench_copy_search')
  await client.query('create table bench_copy_search (like customer_search including all)')
  await client.query(`insert into bench_copy_search select * from customer_search where not (${imported})`)
  await client.query('vacuum analyze bench_copy')
  await client.query('checkpoint')
  const from = performance.now()
  await pipeline(createReadStream(path), client.query(copyFrom(`copy bench_copy (${names}) from stdin`)))
  await client.query(
    `insert into bench_copy_search (id, owner, grams) select id, owner, perigon_grams(search_text) from bench_copy where ${imported}`,
  )
  const seconds = (performance.now() - from) / 1000
  await client.query('drop table bench_copy, bench_copy_search')
  return seconds
}

/** A whole import against COPY of the rows it made. Leaves the customers in the table; the caller cleans up. */
export async function measureImport(
  perigon: Perigon,
  login: Login,
  input: { readonly client: pg.Client; readonly rows: number; readonly next: number; readonly postmaster: number },
): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'perigon-import-'))
  try {
    const path = join(folder, 'customers.csv')
    // Names that two people carry would not be found; those of one person are.
    const owners = await input.client.query<{ name: string }>(
      `select min(name) as name from employee where deleted_at is null group by name having count(*) = 1`,
    )
    await writeImportFile(path, { rows: input.rows, next: input.next, owners: owners.rows.map((row) => row.name) })
    const before = { server: cpuOf(perigon.pid), database: cpuOfFamily(input.postmaster) }
    const { id, checkSeconds, runSeconds } = await importFile(perigon, login, { path, rows: input.rows })
    const used = { serverSeconds: cpuOf(perigon.pid) - before.server, databaseSeconds: cpuOfFamily(input.postmaster) - before.database }
    const copySeconds = await copyRows(input.client, folder, id)
    const rowsPerSecond = input.rows / (checkSeconds + runSeconds)
    const copyRowsPerSecond = input.rows / copySeconds
    return {
      rows: input.rows,
      checkSeconds,
      runSeconds,
      rowsPerSecond,
      copySeconds,
      copyRowsPerSecond,
      ratio: rowsPerSecond / copyRowsPerSecond,
      ...used,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
