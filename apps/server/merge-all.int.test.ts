import { customers as customersModule, workOnScans } from '@perigon/customers'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { workOnBulk } from '@perigon/transfer'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bulkDeps } from './bulk-job.ts'
import { relayAll } from './relay.fixture.ts'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient
let [rep, reader]: TestClient[] = []
let employees: readonly string[] = []

const root = systemActor('test')

async function write(object: string, patches: readonly Record<string, unknown>[]): Promise<readonly string[]> {
  const commands = patches.map((patch) => ({ object, op: 'create' as const, patch }))
  const results = await server.kernel.write(root, commands, { cause: { kind: 'seed' } })
  return results.flatMap((result) => (result.ok ? [result.id] : []))
}

beforeAll(async () => {
  server = await startTestServer()
  const people = [
    await hire(server, { login: 'rep', role: 'sales_rep', department: null }),
    await hire(server, { login: 'other', role: 'sales_rep', department: null }),
  ]
  employees = people.map((person) => person.employee)
  await hire(server, { login: 'reader', role: 'finance', department: null })
  admin = await signedIn(server.http, 'admin', PASSWORD)
  rep = await signedIn(server.http, 'rep', PASSWORD)
  reader = await signedIn(server.http, 'reader', PASSWORD)
})
afterAll(() => server.stop())

let ids: readonly string[] = []
const relay = (): Promise<void> => relayAll(server.kernel, customersModule.subscribers)

/** Three groups that can be merged (one with a contact on the twin), and one whose two belong to two people. */
beforeEach(async () => {
  await server.kernel.db.query(
    `update customer set deleted_at = now() where deleted_at is null; update contact set deleted_at = now() where deleted_at is null; delete from duplicate_scan; delete from duplicate_group; truncate duplicate_key`,
  )
  const [owner = '', second = ''] = employees
  ids = await write('customer', [
    { name: '苏州恒泰精密机械有限公司', phone: '0512-55550001', owner, created_at: '2024-01-01T00:00:00Z' },
    {
      name: '苏州恒泰精密机械（集团）有限公司',
      phone: '0512-55550001',
      website: 'https://hengtai.example',
      email: 'a@hengtai.example',
      owner,
    },
    { name: '无锡大成电子有限公司', phone: '0510-66660001', owner, created_at: '2024-01-01T00:00:00Z' },
    { name: '无锡大成电子有限公司', phone: '0510-66660001', owner, created_at: '2025-01-01T00:00:00Z' },
    { name: '常州宏图软件有限公司', phone: '0519-77770001', owner },
    { name: '常州宏图软件有限公司', phone: '0519-77770001' },
    { name: '南通远航物流有限公司', phone: '0513-88880001', owner },
    { name: '南通远航物流有限公司', phone: '0513-88880001', owner: second },
  ])
  await write('contact', [{ name: '王一', customer: ids[3] }])
  await admin.request('POST', '/api/v1/duplicates/scans', { object: 'customer' })
  await workOnScans(server.kernel)
})

const preview = async (body: object = {}, who = admin) =>
  who.request('POST', '/api/v1/duplicates/merge/preview', { object: 'customer', least: 80, ...body })
const start = async (body: object = {}, who = admin) =>
  who.request('POST', '/api/v1/duplicates/merge', { object: 'customer', least: 80, ...body })
const bulk = async (id: string, verb = '', who = admin) =>
  (
    await who.request(
      verb === '' || verb === 'problems' ? 'GET' : 'POST',
      `/api/v1/bulk-operations/${id}${verb === '' ? '' : `/${verb}`}`,
      verb === '' || verb === 'problems' ? undefined : {},
    )
  ).json()
const living = async (): Promise<readonly string[]> =>
  (
    await server.kernel.db.query<{ id: string }>({
      text: `select id from customer where deleted_at is null and id = any($1::uuid[])`,
      values: [ids],
    })
  ).map((row) => row.id)
const open = async (): Promise<number> =>
  (await admin.request('POST', '/api/v1/duplicates/groups/query', { object: 'customer' })).json().count

describe('merging all groups from a certainty on', () => {
  it('is told before: how many, which record stays and why, what is given up, what is left for people', async () => {
    const told = (await preview()).json()
    expect(told).toMatchObject({ groups: 4, records: 4, looked: 4, merging: { groups: 3, records: 3 } })
    expect(told.left).toEqual([{ fields: ['owner'], groups: 1, examples: [{ id: expect.any(String), title: '南通远航物流有限公司' }] }])
    expect(told.samples).toHaveLength(3)
    const of = (survivor: string | undefined) =>
      told.samples.find((sample: { survivor: { id: string } }) => sample.survivor.id === survivor)
    // The younger says more; of equals the older; an owner is something said.
    expect(of(ids[1])).toMatchObject({ by: 'filled', others: [{ id: ids[0] }] })
    expect(of(ids[1]).lost).toEqual([{ field: 'name', kept: '苏州恒泰精密机械（集团）有限公司', lost: ['苏州恒泰精密机械有限公司'] }])
    expect(of(ids[2])).toMatchObject({ by: 'oldest', lost: [] })
    expect(of(ids[4])).toMatchObject({ by: 'filled' })
    expect(told.lost).toEqual([{ field: 'name', label: 'Customer name', groups: 1 }])
    expect(await living()).toHaveLength(8)
  })

  it('does it as one operation, lists what it left, and is taken back whole', async () => {
    const { id } = (await start()).json()
    await workOnBulk(bulkDeps(server.kernel), id)
    expect(await bulk(id)).toMatchObject({ verb: 'merge', state: 'done', total: 4, done: 3, failed: 1, object: 'customer' })
    expect((await living()).toSorted()).toEqual([ids[1], ids[2], ids[4], ids[6], ids[7]].toSorted())
    const [contact] = await server.kernel.db.query<{ customer: string }>(
      `select customer from contact where name = '王一' and deleted_at is null`,
    )
    expect(contact?.customer).toBe(ids[2])
    const { data } = await bulk(id, 'problems')
    expect(data).toEqual([
      {
        object: 'customer',
        id: expect.any(String),
        title: '南通远航物流有限公司',
        code: 'duplicate.differ',
        message: 'They differ: Owner. Compare them first',
      },
    ])
    expect((await admin.request('GET', `/api/v1/customers/${ids[0]}`)).json()).toMatchObject({ id: ids[1] })
    await relay()
    expect(await open()).toBe(1)
    await bulk(id, 'take-back')
    await workOnBulk(bulkDeps(server.kernel), id)
    expect(await bulk(id)).toMatchObject({ state: 'undone', kept: 0 })
    expect(await living()).toHaveLength(8)
    const [again] = await server.kernel.db.query<{ customer: string }>(
      `select customer from contact where name = '王一' and deleted_at is null`,
    )
    expect(again?.customer).toBe(ids[3])
    expect(await server.kernel.db.query(`select 1 from merged_record`)).toEqual([])
    await relay()
    expect(await open()).toBe(4)
  })

  it('leaves what somebody changed since when it is taken back, and tells', async () => {
    const { id } = (await start()).json()
    await workOnBulk(bulkDeps(server.kernel), id)
    const { version } = (await admin.request('GET', `/api/v1/customers/${ids[1]}`)).json()
    const edit = await admin.request('PATCH', `/api/v1/customers/${ids[1]}`, { phone: '0512-55559999' }, { 'if-match': `"${version}"` })
    expect(edit.statusCode).toBe(200)
    await bulk(id, 'take-back')
    await workOnBulk(bulkDeps(server.kernel), id)
    expect(await bulk(id)).toMatchObject({ state: 'undone' })
    const [row] = await server.kernel.db.query<{ phone: string }>({ text: 'select phone from customer where id = $1', values: [ids[1]] })
    expect(row?.phone).toContain('55559999')
    expect(await living()).toHaveLength(8)
  })

  it('stops when it is cancelled, does no group twice when its worker dies, and merges nothing that was dealt with meanwhile', async () => {
    const { id } = (await start()).json()
    const deps = bulkDeps(server.kernel)
    let merges = 0
    const dying = {
      ...deps,
      groups: {
        ...deps.groups,
        merge: async (...input: Parameters<typeof deps.groups.merge>) => {
          merges += 1
          if (merges === 3) throw new Error('killed')
          return deps.groups.merge(...input)
        },
      },
    }
    await expect(workOnBulk(dying, id)).rejects.toThrow('killed')
    // All of a step or nothing: two were merged in it and none is.
    expect(await living()).toHaveLength(8)
    await server.kernel.db.query({ text: `update bulk_run set lease_until = null where operation = $1`, values: [id] })
    await server.kernel.db.query({ text: `update bulk_operation set state = 'running' where id = $1`, values: [id] })
    await admin.request('POST', `/api/v1/customers/${ids[2]}/merge`, { losers: [ids[3]], choices: {} })
    await relay()
    await workOnBulk(deps, id)
    expect(await bulk(id)).toMatchObject({ state: 'done', done: 2, failed: 2 })
    const deletions = await server.kernel.db.query({
      text: `select record from event where object = 'customer' and op = 'delete' and record = any($1::uuid[])`,
      values: [ids],
    })
    expect(new Set(deletions.map((row) => row['record'])).size).toBe(deletions.length)
    const second = await start()
    expect(second.statusCode).toBe(202)
    await bulk(second.json().id, 'cancel')
    await workOnBulk(deps, second.json().id)
    expect(await bulk(second.json().id)).toMatchObject({ state: 'cancelled', done: 0 })
  })

  it('asks for the rights of merging, sees only what its owner sees, and refuses what cannot be meant', async () => {
    for (const ask of [preview, start]) {
      expect((await ask({}, reader)).statusCode).toBe(403)
      for (const body of [{ least: 30 }, { least: 'all' }, { least: 95.5 }, { field: 'tags' }, { object: 'employee' }])
        expect([body, (await ask(body)).statusCode]).toEqual([body, 400])
    }
    const own = await preview({}, rep)
    if (own.statusCode === 200) expect(own.json().groups).toBeLessThan(4)
    else expect(own.statusCode).toBe(403)
    expect((await start({ least: 100 })).json().code).toBe('bulk.nothing')
    expect((await admin.request('POST', '/api/v1/customers/bulk', { verb: 'merge', ids: [ids[0]] })).statusCode).toBe(400)
  })

  it('counts an “unknown” for nothing: it keeps no record, gives up nothing, and gives way to what the other says', async () => {
    const owner = employees[0] ?? ''
    const [, known] = await write('contact', [
      { name: '周慧敏', mobile: '13900001111', gender: 'u', owner, created_at: '2024-01-01T00:00:00Z' },
      { name: '周慧敏', mobile: '13900001111', gender: 'f', owner, created_at: '2025-01-01T00:00:00Z' },
      { name: '吴建国', mobile: '13900002222', gender: 'u', title: '厂长', email: 'wu@example.com', owner },
      { name: '吴建国', mobile: '13900002222', gender: 'm', owner },
    ])
    await admin.request('POST', '/api/v1/duplicates/scans', { object: 'contact' })
    await workOnScans(server.kernel)
    const told = (await preview({ object: 'contact' })).json()
    // Of the first two the younger says more.
    expect(told.samples.map((sample: { survivor: { id: string } }) => sample.survivor.id)).toContain(known)
    expect(told.lost).toEqual([])
    const { id } = (await start({ object: 'contact' })).json()
    await workOnBulk(bulkDeps(server.kernel), id)
    const left = await server.kernel.db.query<{ gender: string }>(
      `select gender from contact where deleted_at is null and name in ('周慧敏', '吴建国') order by gender`,
    )
    expect(left).toEqual([{ gender: 'f' }, { gender: 'm' }])
  })
})
