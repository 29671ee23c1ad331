import { setTimeout as pause } from 'node:timers/promises'
import { createJobs } from '@perigon/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CrashSite, ended, inTheMiddle, openCrashSite } from './crash-house.fixture.ts'

/**
 * kill -9 of the real server in the middle of long work: a background export, a bulk edit, a run that takes customers back into
 * their pool, and the merging of many duplicates. Started again it ends the work by itself: what was written stays, nothing is done twice.
 */
let site: CrashSite
const leases = ['export_work', 'bulk_run']

beforeAll(async () => {
  site = await openCrashSite('jobs')
}, 120_000)
afterAll(() => site?.close())

const bulk = (id: string) =>
  site.one<{ state: string; total: number; done: number; failed: number }>(
    'select state, total, done, failed from bulk_operation where id = $1',
    [id],
  )

describe('kill -9 in the middle of', () => {
  it('merging many duplicates: each group is one record, once', async () => {
    const pairs = Array.from({ length: 150 }, (_, at) => {
      const name = `${String.fromCodePoint(0x4e00 + at * 61, 0x5e00 + at * 37, 0x6e00 + at * 29)}精密机械`
      return [
        { name: `${name}有限公司`, phone: `0512-5${String(at).padStart(3, '0')}0001`, address: '工业园区' },
        { name: `${name}（集团）有限公司`, phone: `0512-5${String(at).padStart(3, '0')}0001` },
      ]
    })
    const ids = await site.many('customer', pairs.flat())
    await site.many(
      'contact',
      ids.map((customer, at) => ({ name: `人${at}`, customer })),
    )
    await site.admin('POST', 'duplicates/scans', { object: 'customer' })
    await ended(
      async () => (await site.one<{ state: string }>('select state from duplicate_scan order by started_at desc limit 1')).state,
      'done',
    )
    const id = await site.posted('duplicates/merge', { object: 'customer', least: 80 })
    await inTheMiddle(async () => {
      const { state, done } = await bulk(id)
      return state === 'done' ? 'over' : done > 0 ? 'amid' : 'before'
    })
    await site.killAndOpen({ victim: 'node', leases })
    const halfway = await bulk(id)
    expect(halfway.done).toBeLessThan(halfway.total)
    await ended(async () => (await bulk(id)).state, 'done')
    const { total, done, failed } = await bulk(id)
    expect([total, done + failed, failed]).toEqual([150, 150, 0])
    expect(await site.one('select count(*)::int as n from customer where deleted_at is null')).toEqual({ n: 150 })
    const twice = await site.rows(
      `select record from event where object = 'customer' and op = 'delete' group by record having count(*) > 1`,
    )
    expect(twice).toEqual([])
    // Everybody's people are with the one that stayed.
    const homeless = await site.rows(`select p.id from contact p join customer c on c.id = p.customer where c.deleted_at is not null`)
    expect([homeless, (await site.one('select count(*)::int as n from contact where customer is not null'))['n']]).toEqual([[], 300])
  }, 90_000)

  it('a run that takes customers back: each goes once, with one entry of why', async () => {
    const [owner = ''] = await site.many('employee', [{ name: '林晓' }])
    const before = (await site.one<{ n: number }>('select count(*)::int as n from customer where deleted_at is null')).n
    const taken = await site.many(
      'customer',
      Array.from({ length: 2500 }, (_, at) => ({ name: `回收${at}`, owner, owned_since: '2026-01-05T02:00:00Z' })),
    )
    const [pool = ''] = await site.many('customer_pool', [{ name: '华东公海', active: true }])
    await site.many('pool_rule', [{ name: '跟进', pool, days: 10, active: true, active_since: '2026-01-05T00:00:00Z' }])
    const jobs = await createJobs({ db: site.database(), work: false, onError: () => undefined })
    await site.rows(`insert into pool_run (kind, day) values ('nightly', current_date - 1) on conflict do nothing`)
    await jobs.send({ name: 'pools', key: () => 'pools' }, { what: 'pools' })
    const back = async (): Promise<number> =>
      (await site.one<{ n: number }>(`select count(*)::int as n from ownership_change where kind = 'reclaimed'`)).n
    await inTheMiddle(async () => {
      const n = await back()
      return n === 0 ? 'before' : n < taken.length ? 'amid' : 'over'
    })
    await jobs.stop()
    await site.killAndOpen({ victim: 'node', leases })
    expect(await back()).toBeLessThan(taken.length)
    await ended(back, taken.length)
    await ended(async () => (await site.one<{ n: number }>('select count(*)::int as n from pool_run where finished_at is null')).n, 0)
    expect(await site.one(`select count(distinct customer)::int as n from ownership_change where kind = 'reclaimed'`)).toEqual({
      n: taken.length,
    })
    expect(await site.one('select count(*)::int as n from customer where owner is null and pool = $1', [pool])).toEqual({ n: taken.length })
    expect(await site.one('select count(*)::int as n from customer where deleted_at is null')).toEqual({ n: before + taken.length })
  }, 90_000)

  it('a bulk edit: every record is changed, once', async () => {
    const n = (
      await site.many(
        'customer',
        Array.from({ length: 6000 }, (_, at) => ({ name: `批改${at}` })),
      )
    ).length
    const id = await site.posted('customers/bulk', {
      verb: 'edit',
      query: { filter: { field: 'name', op: 'contains', value: '批改' } },
      patch: { description: '一起改的' },
    })
    await inTheMiddle(async () => {
      const { state, done } = await bulk(id)
      return state === 'done' ? 'over' : done > 0 ? 'amid' : 'before'
    })
    await site.killAndOpen({ victim: 'node', leases })
    expect((await bulk(id)).done).toBeLessThan(n)
    await ended(() => bulk(id), { state: 'done', total: n, done: n, failed: 0 })
    expect(await site.one(`select count(*)::int as n from customer where description = '一起改的'`)).toEqual({ n })
    const events = await site.one<{ n: number; records: number }>(
      `select count(*)::int as n, count(distinct record)::int as records from event where operation = $1 and object = 'customer'`,
      [id],
    )
    expect(events).toEqual({ n, records: n })
  }, 90_000)

  it('an export in the background: one whole file, one line in the log', async () => {
    await site.many(
      'customer',
      Array.from({ length: 8000 }, (_, at) => ({ name: `导出${at}` })),
    )
    const { n } = await site.one<{ n: number }>('select count(*)::int as n from customer where deleted_at is null')
    const id = await site.posted('customers/export-runs', {
      format: 'csv',
      fields: ['name', 'owner', 'industry', 'phone', 'created_at', 'updated_at'],
      name: '全部客户',
    })
    const run = () =>
      site.one<{ state: string; rows: number }>(
        'select r.state, w.rows::int as rows from export_run r join export_work w on w.run = r.id where r.id = $1',
        [id],
      )
    await inTheMiddle(async () => {
      const { state } = await run()
      return state === 'done' ? 'over' : state === 'running' ? 'amid' : 'before'
    })
    await pause(150)
    await site.killAndOpen({ victim: 'both', leases })
    expect((await run()).state).toBe('running')
    await ended(async () => (await site.one<{ state: string }>('select state from export_run where id = $1', [id])).state, 'done')
    const { data } = (await site.admin('GET', 'export-progress')).body as { data: { run: string; file: string }[] }
    const file = data.find((each) => each.run === id)?.file
    const lines = (await site.admin('GET', `files/${file}/content`)).bytes.toString('utf8').trim().split('\r\n')
    expect([lines.length - 1, new Set(lines).size]).toEqual([n, n + 1])
    expect((await site.one<{ rows: number }>('select rows::int as rows from export_run where id = $1', [id])).rows).toBe(n)
    expect(await site.one(`select count(*)::int as n from event where op = 'export' and object = 'customer'`)).toEqual({ n: 1 })
    expect(await site.one('select count(*)::int as n from attachment where record = $1', [id])).toEqual({ n: 1 })
  }, 90_000)
})
