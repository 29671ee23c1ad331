import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createDatabase, migrate } from '@perigon/db'
import { type Actor, keepLog, listPartitions, sealOnce, systemActor, verifySeals } from '@perigon/kernel'
import { emptyDatabase, type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'
import { migrationsDir } from './template.ts'

let house: House
let folder: string
let customer: string
let contact: string
const root = systemActor('test')
const START = '2026-11-24T02:00:00Z'

beforeAll(async () => {
  house = await openHouse(modules, START)
  folder = mkdtempSync(join(tmpdir(), 'perigon-archive-'))
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

async function create(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'api' } })
  return result?.ok === true ? result.id : ''
}

const update = (object: string, id: string, patch: Record<string, unknown>) =>
  house.kernel.write(root, [{ object, op: 'update', id, patch }], { cause: { kind: 'api' } })

async function sealAll(): Promise<void> {
  // The horizon is that of the whole server: a neighbour's long transaction makes us wait.
  const open = 'select 1 from event e where not exists (select 1 from event_seal s where s.seq = e.seq) limit 1'
  while ((await house.db.query(open)).length > 0) await sealOnce(house.db)
}

const partitionOf = async (id: string): Promise<readonly string[]> =>
  (
    await house.db.query<{ name: string }>({
      text: 'select distinct tableoid::regclass::text as name from event where record = $1 order by 1',
      values: [id],
    })
  ).map((row) => row.name)

const keep = (days: number | null) => keepLog(house.kernel, { folder, days })

describe('the event log by months', () => {
  it('has next months ahead, and takes a write of any time', async () => {
    await keep(null)
    const names = (await listPartitions(house.db)).map((partition) => partition.name)
    expect(names.slice(-2)).toEqual(['event_2027_01', 'event_2027_02'])
    house.clock.set('2029-05-05T00:00:00Z')
    const id = await create('customer', { name: '很久以后' })
    expect(await partitionOf(id)).toEqual(['event_default'])
    await keep(null)
    expect(await partitionOf(id)).toEqual(['event_2029_05'])
    expect((await house.kernel.history(root, 'customer', { id })).data).toHaveLength(1)
    house.clock.set(START)
  })

  it('puts nothing away before its time, nor what is not sealed', async () => {
    house.clock.set('2027-01-10T02:00:00Z')
    customer = await create('customer', { name: '早年客户', short_name: '一' })
    contact = await create('contact', { name: '张三', mobile: '13800138000' })
    house.clock.set('2027-02-10T02:00:00Z')
    await update('customer', customer, { short_name: '二' })
    house.clock.set('2027-06-20T02:00:00Z')
    expect(await keep(30)).toEqual([])
    house.clock.set('2027-08-20T02:00:00Z')
    expect(await keep(180)).toEqual([])
    await sealAll()
    const [follower] = house.kernel.modules.flatMap((module) => module.subscribers ?? [])
    await house.db.query({ text: `insert into event_cursor (name, xid, seq) values ($1, '0', 0)`, values: [follower?.name] })
    expect(await keep(180)).toEqual([])
    await house.db.query({ text: 'delete from event_cursor where name = $1', values: [follower?.name] })
    expect(await keep(180)).toEqual(expect.arrayContaining(['event_2027_01']))
  })

  it('what was put away is in a file, in the chain and in the log, and gone from the database', async () => {
    expect(await partitionOf(customer)).toEqual(['event_2027_02'])
    const [archive] = await house.db.query<{ file: string; sha256: string; events: number }>(
      `select file, sha256, events from event_archive where partition = 'event_2027_01'`,
    )
    const lines = gunzipSync(readFileSync(join(folder, archive?.file ?? '')))
      .toString('utf8')
      .trim()
      .split('\n')
    expect([lines.length, lines.some((line) => line.includes('早年客户'))]).toEqual([archive?.events, true])
    const told = await house.db.query<{ changes: { sha256: string } }>(`select changes from event where op = 'archive'`)
    expect(told.map((row) => row.changes.sha256)).toContain(archive?.sha256)
    await sealAll()
    const { faults, archived } = await verifySeals(house.db, folder)
    expect([faults, archived > 0]).toEqual([[], true])
  })

  it('a record whose beginning is put away is still told as it was since', async () => {
    const actor: Actor = { ...root, time_zone: 'Asia/Shanghai' }
    const at = (moment: string) => house.kernel.asOf(actor, 'customer', { id: customer, at: new Date(moment) })
    house.clock.set('2027-08-21T02:00:00Z')
    await update('customer', customer, { short_name: '三' })
    expect(await at('2027-08-20T12:00:00Z')).toMatchObject({ short_name: '二', name: '早年客户', version: 2 })
    expect(await at('2027-08-22T00:00:00Z')).toMatchObject({ short_name: '三', version: 3 })
    await expect(at('2027-01-10T02:00:00Z')).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(at('2026-12-01T00:00:00Z')).rejects.toMatchObject({ code: 'record.not_found' })
  })

  it('an erasure reaches the file as well, and the chain stays whole', async () => {
    const input = { object: 'contact', verb: 'erase', id: contact, params: { reason: '本人要求' }, version: undefined }
    await house.kernel.verb({ ...root, kind: 'user', admin: true }, input)
    const before = readdirSync(folder)
    await keep(180)
    const after = readdirSync(folder)
    expect(after).not.toEqual(before)
    const all = after.map((name) => gunzipSync(readFileSync(join(folder, name))).toString('utf8')).join('')
    expect([all.includes('张三'), all.includes('13800138000'), all.includes(contact), all.includes('早年客户')]).toEqual([
      false,
      false,
      true,
      true,
    ])
    await sealAll()
    expect((await verifySeals(house.db, folder)).faults).toEqual([])
  })

  it('a file that is changed, shortened or gone is found, and so is an event that hides behind an archive', async () => {
    const [archive] = await house.db.query<{ file: string }>(`select file from event_archive where partition = 'event_2027_01'`)
    const path = join(folder, archive?.file ?? '')
    const whole = readFileSync(path)
    appendFileSync(path, 'x')
    expect((await verifySeals(house.db, folder)).faults.map((fault) => fault.fault)).toEqual(['archive'])
    rmSync(path)
    expect((await verifySeals(house.db, folder)).faults.map((fault) => fault.fault)).toEqual(['archive'])
    writeFileSync(path, whole)
    expect((await verifySeals(house.db, folder)).faults).toEqual([])
    await house.db.transaction(async (tx) => {
      await tx.query(`set local session_replication_role = replica`)
      await tx.query(
        `with gone as (delete from event where record = '${customer}' returning seq) update event_seal set archive = (select id from event_archive where partition = 'event_2027_01') where seq in (select seq from gone)`,
      )
    })
    expect((await verifySeals(house.db, folder)).faults.map((fault) => fault.fault)).toContain('archive')
  })

  it('cannot be emptied', async () => {
    await expect(house.db.query('truncate event')).rejects.toThrow('append-only')
    await expect(house.db.query('truncate event_seal')).rejects.toThrow('append-only')
    await expect(house.db.query('delete from event_default')).resolves.toEqual([])
  })
})

it('an installation with a log of one table keeps every row, number and seal', async () => {
  const database = await emptyDatabase()
  const db = createDatabase({ url: database.url, max: 2 })
  const before = mkdtempSync(join(tmpdir(), 'perigon-migrations-'))
  try {
    for (const name of readdirSync(migrationsDir))
      if (name < '0020') writeFileSync(join(before, name), readFileSync(join(migrationsDir, name)))
    await migrate(db, before)
    for (let index = 0; index < 2500; index += 1)
      await db.query(
        `insert into event (id, at, actor_name, object, record, op, version, changes, cause, snapshot) values (gen_random_uuid(), now() - interval '${index % 400} days', 'x', 'customer', gen_random_uuid(), 'create', 1, '{"name":"甲"}', '{"kind":"api"}', 1)`,
      )
    while ((await db.query('select count(*) as n from event_seal'))[0]?.['n'] !== 2500) await sealOnce(db)
    await migrate(db, migrationsDir)
    expect(await db.query('select count(*) as n, max(seq) as last, count(distinct tableoid) as tables from event')).toEqual([
      { n: 2500, last: 2500, tables: 1 },
    ])
    expect(await verifySeals(db, before)).toEqual({ sealed: 2500, archived: 0, faults: [] })
    const [next] = await db.query(
      `insert into event (id, at, actor_name, object, record, op, version, changes, cause, snapshot) values (gen_random_uuid(), now(), 'x', 'customer', null, 'export', 1, '{}', '{}', 1) returning seq`,
    )
    expect(next?.['seq']).toBe(2501)
    const plan = await db.query(
      `explain select 1 from event where record = '01900000-0000-7000-8000-000000000001' and seq < 5 order by seq desc limit 5`,
    )
    expect(JSON.stringify(plan)).toContain('event_first_record_idx')
  } finally {
    await db.close()
    await database.drop()
    rmSync(before, { recursive: true, force: true })
  }
}, 60_000)
