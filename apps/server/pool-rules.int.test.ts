import { createImport, describeSource, guessMapping, moveImport, workOnImport } from '@perigon/transfer'
import { objectOf, systemActor } from '@perigon/kernel'
import { poolsWait, runChunk, workOnPools } from '@perigon/pools'
import { type House, openHouse } from '@perigon/testing'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { modules } from './modules.ts'
import { relayAll } from './relay.fixture.ts'

const root = systemActor('test')
// A Wednesday; the house has no holidays, so weeks have five working days.
const NOON = '2026-11-25T04:00:00Z'
let house: House
let names = 0
let [owner, other, manager]: string[] = []
let pool = ''
let rule = ''

async function write(object: string, patch: Record<string, unknown>, kind: 'system' | 'seed' = 'system'): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind } })
  return result?.ok === true ? result.id : ''
}

async function change(object: string, id: string, patch: Record<string, unknown>): Promise<void> {
  await house.kernel.write(root, [{ object, op: 'update', id, patch }], { cause: { kind: 'api' } })
}

/** A customer somebody has answered for since a day. */
async function owned(since: string, more: Record<string, unknown> = {}): Promise<string> {
  names += 1
  return write('customer', { name: `客户 ${names}`, owner, owned_since: `${since}T02:00:00Z`, ...more }, 'seed')
}

function relay(): Promise<void> {
  return relayAll(
    house.kernel,
    modules.flatMap((module) => module.subscribers ?? []),
  )
}

/** Everything that follows a change by day: dates. */
async function settle(): Promise<void> {
  await relay()
  await workOnPools(house.kernel)
  await relay()
}

async function row(
  id: string,
): Promise<{ readonly owner: string | null; readonly pool: string | null; readonly reclaim_at: string | null }> {
  const rows = await house.db.query<{ owner: string | null; pool: string | null; reclaim_at: string | null }>({
    text: `select owner, pool, to_char(reclaim_at, 'YYYY-MM-DD') as reclaim_at from customer where id = $1`,
    values: [id],
  })
  return rows[0] ?? { owner: null, pool: null, reclaim_at: null }
}

async function notices(): Promise<readonly string[]> {
  const rows = await house.db.query<{ text: string }>({
    text: `select u.login || ': ' || n.title as text from notification n join "user" u on u.id = n.owner order by n.created_at, n.id`,
    values: [],
  })
  return rows.map(({ text }) => text)
}

beforeAll(async () => {
  house = await openHouse(modules, NOON)
  const department = await write('department', { name: '华东' })
  manager = await write('employee', { name: '经理', department })
  owner = await write('employee', { name: '销售', department, manager })
  other = await write('employee', { name: '同事', department })
  for (const [login, employee, locale] of [
    ['sales', owner, 'zh-CN'],
    ['boss', manager, 'en-US'],
  ])
    await write('user', { login, name: login, employee, locale, roles: ['sales_rep'] })
  pool = await write('customer_pool', { name: '华东公海', name_en: 'East pool' })
})
afterAll(() => house.close())

/** Each test has its own rule, night and customers. */
beforeEach(async () => {
  house.clock.set(NOON)
  await house.db.query({ text: 'delete from pool_run; delete from pool_notice; delete from notification', values: [] })
  for (const { id } of await house.db.query<{ id: string }>({ text: 'select id from pool_rule where active', values: [] }))
    await change('pool_rule', id, { active: false })
  await house.kernel.write(
    root,
    (await house.db.query<{ id: string }>({ text: 'select id from customer where deleted_at is null', values: [] })).map(
      ({ id }) => ({ object: 'customer', op: 'delete', id }) as const,
    ),
    { cause: { kind: 'system' } },
  )
  rule = await write(
    'pool_rule',
    { name: '跟进', name_en: 'Follow up', pool, days: 10, active: true, active_since: '2026-01-05T00:00:00Z' },
    'seed',
  )
  await settle()
  await house.db.query({ text: 'delete from pool_run', values: [] })
})

describe('the day a customer goes back', () => {
  it('counts working days from the last contact, never from before the owner began, and moves with a visit', async () => {
    const silent = await owned('2026-11-16')
    const visited = await owned('2026-11-16')
    await write('interaction', { type: 'call', subject: '回访', customer: visited, owner, status: 'done', at: '2026-11-20T02:00:00Z' })
    await settle()
    expect((await row(silent)).reclaim_at).toBe('2026-11-30')
    expect((await row(visited)).reclaim_at).toBe('2026-12-04')
  })

  it('moves when a day off is entered and when the rule changes, and goes when the rule is switched off', async () => {
    const id = await owned('2026-11-16')
    await settle()
    const off = await write('calendar_day', { day: '2026-11-27', kind: 'off', name: '司庆' })
    await settle()
    expect((await row(id)).reclaim_at).toBe('2026-12-01')
    await change('pool_rule', rule, { counting: 'calendar', days: 12 })
    await settle()
    expect((await row(id)).reclaim_at).toBe('2026-11-28')
    await change('pool_rule', rule, { active: false })
    await settle()
    expect((await row(id)).reclaim_at).toBe(null)
    await house.kernel.write(root, [{ object: 'calendar_day', op: 'delete', id: off }], { cause: { kind: 'api' } })
  })

  it('applies to the customers of the condition alone; of several rules the earliest counts', async () => {
    await change('pool_rule', rule, { condition: { field: 'is_strategic', op: 'eq', value: false } })
    await write('pool_rule', {
      name: '渠道',
      pool,
      days: 5,
      condition: { field: 'customer_type', op: 'eq', value: 'channel' },
      active: true,
    })
    const plain = await owned('2026-11-16')
    const channel = await owned('2026-11-16', { customer_type: 'channel' })
    const strategic = await owned('2026-11-16', { is_strategic: true })
    await settle()
    expect([(await row(plain)).reclaim_at, (await row(channel)).reclaim_at, (await row(strategic)).reclaim_at]).toEqual([
      '2026-11-30',
      '2026-11-23',
      null,
    ])
  })

  it('is the same whichever way the owner changes: one by one, in bulk, by transfer, by import, by claim', async () => {
    const ids: string[] = []
    for (let index = 0; index < 4; index += 1) ids.push(await owned('2026-11-02'))
    const [api, batch, transfer, imported] = ids
    const claimed = await write('customer', { name: '待领取', pool })
    const to = (id: string | undefined) => ({ object: 'customer', op: 'update', id: id ?? '', patch: { owner: other } }) as const
    await house.kernel.write(root, [to(api)], { cause: { kind: 'api' } })
    await house.kernel.write(root, [to(batch)], { cause: { kind: 'batch', operation: '01900000-0000-7000-8000-0000000000aa' } })
    await house.kernel.write(root, [to(transfer)], { cause: { kind: 'verb', ref: 'transfer' } })
    await house.kernel.write(root, [to(claimed)], { cause: { kind: 'system', ref: 'pool.claim' } })
    await importOwner(`客户 ${names}`, '同事')
    await settle()
    const dates = await Promise.all([api, batch, transfer, imported, claimed].map(async (id) => (await row(id ?? '')).reclaim_at))
    expect(dates).toEqual(Array.from({ length: 5 }, () => '2026-12-09'))
    expect((await row(imported ?? '')).owner).toBe(other)
  })

  it('is refused for a date that is none, and for a reminder before the count begins', async () => {
    const [result] = await house.kernel.write(
      root,
      [
        {
          object: 'pool_rule',
          op: 'create',
          patch: { name: '错', pool, date_field: 'phone; drop table customer', days: 5, remind_before: 5 },
        },
      ],
      { cause: { kind: 'api' }, mode: 'row_by_row' },
    )
    expect(result?.ok === false && result.error.issues).toMatchObject([{ path: 'remind_before', code: 'too_large' }])
    const [second] = await house.kernel.write(
      root,
      [{ object: 'pool_rule', op: 'create', patch: { name: '错', pool, date_field: 'phone', days: 5 } }],
      { cause: { kind: 'api' }, mode: 'row_by_row' },
    )
    expect(second?.ok === false && second.error.issues).toMatchObject([{ path: 'date_field', code: 'option' }])
  })
})

/** The last customer's owner, changed by a file. */
async function importOwner(name: string, person: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perigon-pools-'))
  const path = join(folder, 'owners.csv')
  writeFileSync(path, `客户名称,负责人\n${name},${person}\n`)
  const source = await describeSource(path)
  const guessed = guessMapping(source, objectOf(house.kernel.snapshot(), 'customer'), { actor: root, snapshot: house.kernel.snapshot() })
  const mapping = { ...guessed, match: 'name', existing: 'update' as const }
  const id = await createImport(house.db, { object: 'customer', fileName: 'owners.csv', filePath: path, source, mapping, actor: root })
  for (const [from, to] of [
    ['uploaded', 'checking'],
    ['checked', 'running'],
  ] as const) {
    await moveImport(house.db, id, { from: [from], to })
    await workOnImport(importDeps(house.kernel), id)
  }
  rmSync(folder, { recursive: true })
}

describe('the night', () => {
  const night = async (at: string): Promise<void> => {
    house.clock.set(at)
    await relay()
    expect(await poolsWait(house.kernel)).toBe(true)
    await settle()
  }

  it('reminds the owner, tells the manager, and takes the customer back, each once, with the figures', async () => {
    await change('pool_rule', rule, { remind_before: 3, manager_before: 1 })
    const id = await owned('2026-11-16')
    await night('2026-11-24T19:00:00Z')
    expect(await notices()).toEqual([`sales: “客户 ${names}”将于 2026-11-30 回收到华东公海，请尽快跟进`])
    await night('2026-11-25T19:00:00Z')
    expect((await notices()).length).toBe(1)
    await night('2026-11-26T19:00:00Z')
    expect((await notices())[1]).toBe(`boss: 客户 ${names} (销售) goes back to East pool on 2026-11-30`)
    expect((await row(id)).owner).toBe(owner)
    await night('2026-11-29T19:00:00Z')
    expect(await row(id)).toEqual({ owner: null, pool, reclaim_at: null })
    expect((await notices())[2]).toContain('已回收到华东公海')
    const why = await house.db.query<{ body: string }>({ text: 'select body from notification order by created_at, id', values: [] })
    const [zh, en] = ['规则“跟进”：满 10 个工作日回收', 'Rule “Follow up”: after 10 working days']
    expect(why.map(({ body }) => body)).toEqual([zh, en, zh])
    const told = await house.db.query<{ kind: string; from_owner: string; facts: unknown }>({
      text: 'select kind, from_owner, facts from ownership_change where customer = $1',
      values: [id],
    })
    expect(told).toEqual([
      {
        kind: 'reclaimed',
        from_owner: owner,
        facts: {
          rule,
          rule_name: { zh: '跟进', en: 'Follow up' },
          date_field: 'owned_since',
          base: '2026-11-16',
          days: 10,
          counting: 'working',
          due: '2026-11-30',
        },
      },
    ])
  })

  it('tells whoever is next above when an owner has no login, or the manager has none either, once for each customer', async () => {
    await change('pool_rule', rule, { remind_before: 3, manager_before: 3 })
    const silent = await write('employee', { name: '无账号经理', manager })
    const clerk = await write('employee', { name: '无账号', manager: silent })
    await owned('2026-11-16', { owner: clerk })
    const orphan = await write('employee', { name: '独自一人' })
    await owned('2026-11-16', { owner: orphan })
    const admin = await write('user', { login: 'root', name: '管理员', roles: ['administrator'], locale: 'zh-CN' })
    const told = async () => (await notices()).toSorted()
    await night('2026-11-24T19:00:00Z')
    expect(await told()).toEqual([
      `boss: 客户 ${names - 1} (无账号) goes back to East pool on 2026-11-30`,
      `root: “客户 ${names}”（独自一人）将于 2026-11-30 回收到华东公海，请尽快跟进`,
    ])
    await house.db.query({ text: 'delete from notification', values: [] })
    await night('2026-11-29T19:00:00Z')
    expect(await told()).toEqual([
      `boss: 客户 ${names - 1} (无账号) went back to East pool`,
      `root: “客户 ${names}”（独自一人）已回收到华东公海`,
    ])
    await change('user', admin, { status: 'disabled' })
  })

  it('leaves time for a reminder when a rule is switched on over old customers', async () => {
    await change('pool_rule', rule, { active: false })
    const id = await owned('2026-01-05')
    await change('pool_rule', rule, { remind_before: 3 })
    await change('pool_rule', rule, { active: true })
    await night('2026-11-25T19:00:00Z')
    expect(await row(id)).toMatchObject({ owner, reclaim_at: '2026-11-30' })
    expect((await notices()).length).toBe(1)
    await night('2026-11-29T19:00:00Z')
    expect(await row(id)).toMatchObject({ owner: null, pool })
  })

  it('spares whom somebody saw a minute ago, although the date kept is of yesterday', async () => {
    const id = await owned('2026-11-02')
    await settle()
    await house.db.query({ text: `update customer set last_contact_at = $2 where id = $1`, values: [id, '2026-11-25T03:00:00Z'] })
    await night('2026-11-25T19:00:00Z')
    expect(await row(id)).toMatchObject({ owner, reclaim_at: '2026-12-09' })
  })

  it('goes on after its worker was killed in the middle of a chunk: everybody once, nobody twice', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({
      object: 'customer',
      op: 'create',
      patch: { name: `久未联系 ${index}`, owner, owned_since: '2026-10-01T02:00:00Z' },
    })) as { object: string; op: 'create'; patch: Record<string, unknown> }[]
    await house.kernel.write(root, many, { cause: { kind: 'seed' } })
    await relay()
    house.clock.set('2026-11-25T19:00:00Z')
    await poolsWait(house.kernel)
    // The server loses the connection, as when a worker is killed, while the second chunk is being written.
    const before = await house.db.query<{ n: number }>({
      text: `select count(*)::int as n from ownership_change where kind = 'reclaimed'`,
      values: [],
    })
    await house.db.query({
      text: `create function perish() returns trigger language plpgsql as $$ begin
               if (select count(*) from ownership_change where kind = 'reclaimed') > ${(before[0]?.n ?? 0) + 300} then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
             create trigger perish before insert on ownership_change for each row execute function perish()`,
      values: [],
    })
    await expect(workOnPools(house.kernel)).rejects.toThrow(/database|connection|terminat/i)
    const count = async (): Promise<{ free: number; told: number; place: string | null }> => {
      const rows = await house.db.query<{ free: number; told: number; place: string | null }>({
        text: `select (select count(*)::int from customer where owner is null and pool = $1 and deleted_at is null) as free,
                 (select count(*)::int from ownership_change h join customer c on c.id = h.customer and c.deleted_at is null where h.kind = 'reclaimed') as told,
                 (select place from pool_run where kind = 'nightly' and finished_at is null) as place`,
        values: [pool],
      })
      return rows[0] ?? { free: 0, told: 0, place: null }
    }
    const half = await count()
    expect(half.free).toBe(200)
    expect(half.told).toBe(200)
    expect(half.place).not.toBe(null)
    await house.db.query({ text: 'drop trigger perish on ownership_change; drop function perish', values: [] })
    // Two workers go on together.
    await Promise.all([workOnPools(house.kernel), workOnPools(house.kernel)])
    expect(await count()).toEqual({ free: 450, told: 450, place: null })
    const runs = await house.db.query<{ counts: unknown }>({ text: `select counts from pool_run where kind = 'nightly'`, values: [] })
    expect(runs).toMatchObject([{ counts: { reclaim: 450 } }])
    await poolsWait(house.kernel)
    expect(await runChunk(house.kernel)).toBe(false)
  })
})
