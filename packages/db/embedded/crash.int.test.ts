import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedDatabase, EmbeddedDatabaseError, startEmbedded } from './index.ts'

let dataDir = ''
let open: EmbeddedDatabase[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'perigon-crash-'))
  open = []
})

afterEach(async () => {
  for (const database of open) await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the embedded database', () => {
  test('is made once, keeps data and port, and is durable and Chinese-capable', async () => {
    const first = await start()
    expect(first.created).toBe(true)
    await query(first, 'create table t (name text)')
    await query(first, "insert into t values ('周全科技')")
    await first.stop()
    const second = await start()
    expect([second.created, second.adopted, second.url]).toEqual([false, false, first.url])
    expect(await query(second, 'select name from t')).toEqual([{ name: '周全科技' }])
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding', 'listen_addresses']
    const shown = await query(second, `select name, setting from pg_settings where name in ('${names.join("','")}')`)
    expect(Object.fromEntries(shown.map((row) => [row['name'], row['setting']]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      listen_addresses: '127.0.0.1',
    })
    await query(second, 'create extension pg_trgm')
    const grams = await query(second, "select cardinality(show_trgm('周全科技')) > 0 as works")
    expect(grams).toEqual([{ works: true }])
  })

  test('tells a second start who holds it', async () => {
    await start('127.0.0.1:7300')
    const refusal = await start('second').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(EmbeddedDatabaseError)
    expect(refusal).toMatchObject({ code: 'held' })
    expect(String(refusal)).toContain(`process ${process.pid} (127.0.0.1:7300`)
  })

  test('refuses a cluster of another version in words', async () => {
    await (await start()).stop()
    writeFileSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '16\n')
    await expect(start()).rejects.toMatchObject({ code: 'wrong_version' })
  })

  test('starts although a stranger now has the number in postmaster.pid', async () => {
    const database = await start()
    await query(database, 'create table t (n int)')
    process.kill(database.pid, 'SIGSTOP')
    const path = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
    const [, ...rest] = readFileSync(path, 'utf8').split('\n')
    process.kill(database.pid, 'SIGCONT')
    await database.stop()
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
    writeFileSync(path, [String(stranger.pid), ...rest].join('\n'))
    const again = await start()
    stranger.kill('SIGKILL')
    expect(await query(again, 'select count(*)::int as n from t')).toEqual([{ n: 0 }])
  })

  test('comes back on the same port while its owner lives, after kill -9 of the postmaster', async () => {
    const database = await start()
    await query(database, 'create table t (n int)')
    const before = database.pid
    process.kill(before, 'SIGKILL')
    await waitFor(async () => database.pid !== before)
    await waitFor(async () => (await query(database, 'select 1 from t').catch(() => undefined)) !== undefined)
    await expect(start()).rejects.toMatchObject({ code: 'held' })
  })

  test('does not wait for a long query of a postmaster that was killed', async () => {
    const database = await start()
    const busy = new pg.Client({ connectionString: database.url })
    busy.on('error', () => undefined)
    await busy.connect()
    // Computes without ever waiting, so that it does not notice the death of its parent.
    const asked = busy.query("select count(*) from generate_series(1, 100000000000) n where md5(n::text) = 'x'").catch(() => undefined)
    await waitFor(
      async () => (await query(database, "select 1 from pg_stat_activity where query like '%md5%' and state = 'active'")).length > 1,
    )
    process.kill(database.pid, 'SIGKILL')
    await waitFor(async () => (await query(database, 'select 1').catch(() => undefined)) !== undefined)
    await asked
  })
})

describe.each(['node', 'postmaster', 'both'] as const)('kill -9 of %s during writes', (victim) => {
  test('loses no acknowledged row', async () => {
    let acknowledged = 0
    for (let round = 0; round < 3; round += 1) {
      const { writer, seen } = await startWriter(100 + round * 77)
      if (victim !== 'postmaster') writer.kill('SIGKILL')
      if (victim !== 'node') process.kill(seen.pid, 'SIGKILL')
      // The writer's own supervisor may be bringing the database back: it has to go first.
      writer.kill('SIGKILL')
      await gone(writer)
      acknowledged = Math.max(acknowledged, seen.row)
      const database = await start()
      if (victim === 'node') expect(database.adopted).toBe(true)
      const [found] = await query(database, 'select count(*)::int as rows, max(n)::int as last from written where n <= $1', [acknowledged])
      expect(found?.['last']).toBe(acknowledged)
      await database.stop()
      open = []
    }
    expect(acknowledged).toBeGreaterThan(300)
  })
})

async function start(holder = 'test'): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, log: () => undefined, holder })
  open.push(database)
  return database
}

async function startWriter(rows: number): Promise<{ writer: ChildProcess; seen: { pid: number; row: number } }> {
  const script = fileURLToPath(new URL('./crash-writer.fixture.ts', import.meta.url))
  const writer = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const seen = { pid: 0, row: 0 }
  let count = 0
  let text = ''
  await new Promise<void>((done, fail) => {
    writer.on('exit', () => fail(new Error('the writer ended by itself')))
    writer.stdout.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const [kind, value] = line.split(' ')
        if (kind === 'pid') seen.pid = Number(value)
        else seen.row = Number(value)
        count += 1
      }
      if (count > rows) done()
    })
  })
  return { writer, seen }
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => child.once('exit', () => done()))
}

async function query(database: EmbeddedDatabase, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
  const begun = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - begun > 40_000) throw new Error('waited for 40 s in vain')
    await new Promise((done) => setTimeout(done, 50))
  }
}
