import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { pools as poolsModule } from '@perigon/pools'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { relayAll } from './relay.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let [ann, ben, boss, outsider, reader]: TestClient[] = []
let people: { readonly [name: string]: Person } = {}
let pool = ''
let small = ''
let number = 0

const root = systemActor('test')

async function write(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await server.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
  return result?.ok === true ? result.id : ''
}

/** A customer nobody answers for, lying in a pool. */
async function pooled(where = pool): Promise<string> {
  number += 1
  return write('customer', { name: `无主客户 ${number}`, phone: '0512-55550001', pool: where })
}

async function row(id: string): Promise<Record<string, unknown>> {
  const [found] = await server.kernel.db.query<Record<string, unknown>>({
    text: 'select owner, pool, pooled_at, owned_since, version from customer where id = $1',
    values: [id],
  })
  return found ?? {}
}

const claim = async (who: TestClient | undefined, customer: string, where = pool) =>
  who?.request('POST', `/api/v1/pools/${where}/claim`, { customer })

async function changesOf(customer: string): Promise<readonly string[]> {
  const rows = await server.kernel.db.query<{ kind: string }>({
    text: 'select kind from ownership_change where customer = $1 order by at, id',
    values: [customer],
  })
  return rows.map(({ kind }) => kind)
}

beforeAll(async () => {
  server = await startTestServer()
  const department = await write('department', { name: '华东' })
  const below = await write('department', { name: '苏州', parent: department })
  people = {
    ann: await hire(server, { login: 'ann', role: 'sales_rep', department: below }),
    ben: await hire(server, { login: 'ben', role: 'sales_rep', department }),
    boss: await hire(server, { login: 'boss', role: 'sales_manager', department }),
    outsider: await hire(server, { login: 'outsider', role: 'sales_rep', department: null }),
    reader: await hire(server, { login: 'reader', role: 'finance', department }),
  }
  pool = await write('customer_pool', {
    name: '华东公海',
    former_owner_block_days: 7,
    place: 2,
    admission: { field: 'customer_type', op: 'eq', value: 'oem' },
  })
  small = await write('customer_pool', {
    name: '试用公海',
    claim_limit: 2,
    daily_limit: 3,
    place: 1,
    admission: { field: 'customer_type', op: 'eq', value: 'channel' },
  })
  for (const at of [pool, small]) {
    await write('pool_member', { pool: at, with_department: department })
    await write('pool_member', { pool: at, part: 'manager', employee: people['boss']?.employee })
  }
  ;[ann, ben, boss, outsider, reader] = await Promise.all(
    ['ann', 'ben', 'boss', 'outsider', 'reader'].map((login) => signedIn(server.http, login, PASSWORD)),
  )
}, 60_000)
afterAll(() => server.stop())

describe('a pool', () => {
  it('shows its members what lies in it, with few fields, and nothing to others', async () => {
    const id = await pooled()
    const list = await ann?.request('POST', `/api/v1/pools/${pool}/query`, {})
    const shown = list?.json().data.find((each: { id: string }) => each.id === id)
    expect(Object.keys(shown).sort()).toEqual(
      [
        'blocked_until',
        'customer_type',
        'id',
        'industry',
        'last_contact_at',
        'lifecycle_stage',
        'name',
        'pooled_at',
        'region',
        'version',
      ].sort(),
    )
    expect(list?.body).not.toContain('55550001')
    expect((await ann?.request('GET', `/api/v1/customers/${id}`))?.statusCode).toBe(404)
    expect((await outsider?.request('POST', `/api/v1/pools/${pool}/query`, {}))?.statusCode).toBe(404)
    expect((await outsider?.request('GET', '/api/v1/pools'))?.json().data).toEqual([])
    expect((await ann?.request('GET', '/api/v1/pools'))?.json().data.map((each: { name: string }) => each.name)).toEqual([
      '试用公海',
      '华东公海',
    ])
  })

  it('finds by name only: what members may not see cannot be guessed by searching for it', async () => {
    const id = await pooled()
    const find = async (q: string) =>
      (await ann?.request('POST', `/api/v1/pools/${pool}/query`, { q }))?.json().data.some((each: { id: string }) => each.id === id)
    expect(await find(`无主客户 ${number}`)).toBe(true)
    expect(await find('55550001')).toBe(false)
  })
})

describe('claiming', () => {
  it('makes the claimant the owner, in their department, since now; and the customer is theirs to read', async () => {
    const id = await pooled()
    expect((await claim(ann, id))?.statusCode).toBe(200)
    expect(await row(id)).toMatchObject({ owner: people['ann']?.employee, pool, pooled_at: null, owned_since: expect.any(Date) })
    expect((await ann?.request('GET', `/api/v1/customers/${id}`))?.statusCode).toBe(200)
    const history = await ann?.request('GET', `/api/v1/customers/${id}/history`)
    expect(history?.json().data[0]).toMatchObject({ actor: { name: 'ann' } })
  })

  it('lets exactly one of two win who claim at once; the other is told by whom it was taken', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await pooled()
      const answers = await Promise.all([claim(ann, id), claim(ben, id)])
      expect(answers.map((answer) => answer?.statusCode).sort()).toEqual([200, 409])
      const lost = answers.find((answer) => answer?.statusCode === 409)?.json()
      expect(lost.code).toBe('pool.taken')
      expect(lost.title).toMatch(/ann|ben/)
      expect(await changesOf(id)).toEqual(['claimed'])
    }
  })

  it('stops at the number one person may hold, also in two windows at once', async () => {
    const ids = [await pooled(small), await pooled(small), await pooled(small)]
    const answers = await Promise.all(ids.map((id) => claim(ben, id, small)))
    expect(answers.map((answer) => answer?.statusCode).sort()).toEqual([200, 200, 409])
    expect(answers.find((answer) => answer?.statusCode === 409)?.json().code).toBe('pool.limit')
  })

  it('stops at the number a day, and a claim taken back does not count', async () => {
    const put = async (id: string) => ann?.request('POST', '/api/v1/pools/release', { pool: small, customer: id, reason: '试过了' })
    const first = await pooled(small)
    await claim(ann, first, small)
    expect((await ann?.request('POST', `/api/v1/pools/${small}/unclaim`, { customer: first }))?.statusCode).toBe(200)
    for (let round = 0; round < 3; round += 1) {
      const id = await pooled(small)
      expect((await claim(ann, id, small))?.statusCode).toBe(200)
      expect((await put(id))?.statusCode).toBe(200)
    }
    expect((await claim(ann, await pooled(small), small))?.json()).toMatchObject({ code: 'pool.daily_limit', status: 409 })
  })

  it('makes a former owner wait, and says until when; others need not', async () => {
    const id = await pooled()
    await claim(ann, id)
    await ann?.request('POST', '/api/v1/pools/release', { pool, customer: id, reason: '不在我的区域' })
    expect((await claim(ann, id))?.json()).toMatchObject({ code: 'pool.former_owner', data: { until: expect.stringMatching(/^\d{4}-/) } })
    const listed = (await ann?.request('POST', `/api/v1/pools/${pool}/query`, {}))?.json().data
    expect(listed.find((each: { id: string }) => each.id === id).blocked_until).toMatch(/^\d{4}-/)
    expect((await claim(ben, id))?.statusCode).toBe(200)
  })

  it('is taken back within minutes, as if it had not been, and by nobody else', async () => {
    const id = await pooled()
    await claim(ann, id)
    expect((await ben?.request('POST', `/api/v1/pools/${pool}/unclaim`, { customer: id }))?.statusCode).toBe(409)
    expect((await ann?.request('POST', `/api/v1/pools/${pool}/unclaim`, { customer: id }))?.statusCode).toBe(200)
    expect(await row(id)).toMatchObject({ owner: null, pool, owned_since: null, pooled_at: expect.any(Date) })
    expect((await claim(ann, id))?.statusCode).toBe(200)
    await server.kernel.db.query({ text: `update ownership_change set at = at - interval '11 minutes' where customer = $1`, values: [id] })
    expect((await ann?.request('POST', `/api/v1/pools/${pool}/unclaim`, { customer: id }))?.json().code).toBe('pool.undo_closed')
  })

  it('refuses outsiders, those who may only read, wrong ids, and what lies elsewhere', async () => {
    const id = await pooled()
    expect((await claim(outsider, id))?.statusCode).toBe(404)
    expect((await claim(reader, id))?.statusCode).toBe(403)
    expect((await claim(ann, 'nonsense'))?.statusCode).toBe(422)
    expect((await ann?.request('POST', `/api/v1/pools/${pool}/claim`, {}))?.json().errors).toMatchObject([{ path: 'customer' }])
    expect((await claim(ann, id, small))?.json().code).toBe('pool.gone')
    expect(await row(id)).toMatchObject({ owner: null, version: 1 })
  })
})

describe('handing over', () => {
  it('lets a manager of the pool give customers to a person, all or none, and no member', async () => {
    const ids = [await pooled(), await pooled()]
    const give = (who: TestClient | undefined, to: string | undefined) =>
      who?.request('POST', `/api/v1/pools/${pool}/assign`, { customers: ids, to })
    expect((await give(ann, people['ann']?.employee))?.statusCode).toBe(403)
    const gone = await write('employee', { name: '离职者', status: 'left', left_on: '2026-01-01' })
    expect((await give(boss, gone))?.json().errors).toMatchObject([{ path: 'to', code: 'inactive_person' }])
    expect((await give(boss, people['ben']?.employee))?.statusCode).toBe(200)
    expect(await changesOf(ids[0] ?? '')).toEqual(['assigned'])
    await write('customer', { name: '占位' })
    const more = [...ids, await pooled()]
    expect(
      (await boss?.request('POST', `/api/v1/pools/${pool}/assign`, { customers: more, to: people['ann']?.employee }))?.json().code,
    ).toBe('pool.taken')
    expect(await row(more[2] ?? '')).toMatchObject({ owner: null })
  })

  it('puts back with a reason, by whom the customer belongs to, and by nobody out of reach', async () => {
    const id = await pooled()
    await claim(ann, id)
    const put = (who: TestClient | undefined, reason: string) =>
      who?.request('POST', '/api/v1/pools/release', { pool, customer: id, reason })
    expect((await put(ann, ' '))?.json().errors).toMatchObject([{ path: 'reason', code: 'reason_required' }])
    expect((await put(ben, '抢一下'))?.statusCode).toBe(404)
    expect((await put(boss, '重新分配'))?.statusCode).toBe(200)
    expect(await changesOf(id)).toEqual(['claimed', 'released'])
  })
})

describe('the tale of owners', () => {
  const relay = (): Promise<void> => relayAll(server.kernel, poolsModule.subscribers)

  it('brings new customers without an owner into the first pool they fit, and leaves the rest alone', async () => {
    const [oem, channel, other] = [
      await write('customer', { name: '配套厂', customer_type: 'oem' }),
      await write('customer', { name: '渠道商', customer_type: 'channel' }),
      await write('customer', { name: '终端', customer_type: 'end_user' }),
    ]
    await relay()
    expect((await row(oem))['pool']).toBe(pool)
    expect(await row(channel)).toMatchObject({ pool: small, owner: null, pooled_at: expect.any(Date) })
    expect((await row(other))['pool']).toBe(null)
    expect(await changesOf(oem)).toEqual(['admitted'])
  })

  it('tells of every other change of owner once', async () => {
    const id = await write('customer', { name: '换手客户', owner: people['ann']?.employee })
    await server.kernel.write(root, [{ object: 'customer', op: 'update', id, patch: { owner: people['ben']?.employee } }], {
      cause: { kind: 'api' },
    })
    await relay()
    await relay()
    expect(await changesOf(id)).toEqual(['changed'])
  })

  it('keeps pool and dates from being set by hand', async () => {
    const id = await pooled()
    await claim(ann, id)
    const { version } = await row(id)
    const change = await ann?.request('PATCH', `/api/v1/customers/${id}`, { pool: null }, { 'if-match': `"${version}"` })
    expect(change?.json().errors).toMatchObject([{ path: 'pool', code: 'read_only' }])
  })
})

describe('a reclaim rule', () => {
  let admin: TestClient | undefined
  const draft = { date_field: 'last_contact_at', days: 3, counting: 'calendar', remind_before: 2, manager_before: 1 }
  const aged: { [days: number]: string } = {}

  beforeAll(async () => {
    await hire(server, { login: 'chief', role: 'administrator', department: null })
    admin = await signedIn(server.http, 'chief', PASSWORD)
    for (const days of [0, 1, 2, 3, 9]) {
      const since = new Date(Date.now() - days * 86_400_000).toISOString()
      const [made] = await server.kernel.write(
        root,
        [
          {
            object: 'customer',
            op: 'create',
            patch: { name: `预演 ${days}`, number: `PREVIEW${days}`, owner: people['ann']?.employee, owned_since: since },
          },
        ],
        { cause: { kind: 'seed' } },
      )
      aged[days] = made?.ok === true ? made.id : ''
    }
  })
  const condition = { field: 'name', op: 'starts_with', value: '预演' }

  it('tells before it is switched on whom it would strike today, rung by rung', async () => {
    const answer = (await admin?.request('POST', '/api/v1/pools/rules/preview', { ...draft, condition }))?.json()
    const names = (rung: string) => answer[rung].data.map((each: { name: string }) => each.name)
    expect(names('reclaim')).toEqual(['预演 3', '预演 9'])
    expect(answer.reclaim.count).toBe(2)
    expect(names('manager')).toEqual(['预演 2'])
    expect(names('owner')).toEqual(['预演 1'])
  })

  it('is previewed by those who write rules alone, and what is wrong with it is told by its field', async () => {
    const ask = (who: TestClient | undefined, body: object) => who?.request('POST', '/api/v1/pools/rules/preview', body)
    expect((await ask(ann, draft))?.statusCode).toBe(403)
    expect((await ask(admin, { ...draft, days: 'x' }))?.json().errors).toMatchObject([{ path: 'days' }])
    expect((await ask(admin, { ...draft, date_field: 'phone' }))?.json().errors).toMatchObject([{ path: 'date_field' }])
    expect((await ask(admin, { ...draft, condition: { field: 'nothing', op: 'eq', value: 1 } }))?.statusCode).toBe(400)
  })

  it('is on the record of whoever may read it: when it goes back, why, and how it changed hands', async () => {
    await write('pool_rule', { name: '三天', pool, days: 30, counting: 'calendar', condition, active: true })
    const tell = (who: TestClient | undefined, days: number) => who?.request('GET', `/api/v1/customers/${aged[days] ?? ''}/ownership`)
    expect((await tell(ann, 9))?.json()).toMatchObject({
      reclaim: { left: 21, counting: 'calendar', facts: { date_field: 'owned_since', days: 30, rule_name: { zh: '三天' } } },
      changes: [],
    })
    expect((await tell(ben, 9))?.statusCode).toBe(404)
    await ann?.request('POST', '/api/v1/pools/release', { pool, customer: aged[3], reason: '预算取消' })
    await claim(ben, aged[3] ?? '')
    const told = (await tell(ben, 3))?.json().changes
    expect(told).toMatchObject([
      { kind: 'claimed', to: 'ben', by: 'ben', pool: '华东公海' },
      { kind: 'released', from: 'ann', reason: '预算取消' },
    ])
  })
})
