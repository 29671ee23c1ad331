import { runScanStep, scansWait, workOnScans, customers as customersModule } from '@perigon/customers'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scanAndTell } from './duplicate-job.ts'
import { relayAll } from './relay.fixture.ts'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient
let [rep, manager, reader]: TestClient[] = []
let mine = ''

const root = systemActor('test')
const [WORKER, OTHER] = ['01900000-0000-7000-8000-0000000000a1', '01900000-0000-7000-8000-0000000000a2']

async function write(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await server.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'seed' } })
  return result?.ok === true ? result.id : ''
}

async function many(object: string, patches: readonly Record<string, unknown>[]): Promise<readonly string[]> {
  const commands = patches.map((patch) => ({ object, op: 'create' as const, patch }))
  const results = await server.kernel.write(root, commands, { cause: { kind: 'seed' } })
  return results.flatMap((result) => (result.ok ? [result.id] : []))
}

type Group = {
  readonly id: string
  readonly score: number
  readonly members: readonly { readonly id: string }[]
  readonly reasons: readonly { readonly field: string }[]
}
type Groups = { readonly data: readonly Group[]; readonly count: number; readonly next: string | null }

const groups = async (more: Record<string, unknown> = {}, who: TestClient | undefined = admin): Promise<Groups> =>
  (await who?.request('POST', '/api/v1/duplicates/groups/query', { object: 'customer', ...more }))?.json()
const memberIds = (found: Groups): readonly (readonly string[])[] =>
  found.data.map((group) => group.members.map((member) => member.id).toSorted((a, b) => a.localeCompare(b)))
const start = (object = 'customer', who: TestClient | undefined = admin) => who?.request('POST', '/api/v1/duplicates/scans', { object })

async function scan(object = 'customer'): Promise<void> {
  const answer = await start(object)
  if (answer?.statusCode !== 202) throw new Error(answer?.body)
  await workOnScans(server.kernel)
}

async function steps(worker: string): Promise<number> {
  for (let count = 0; ; count += 1) if (!(await runScanStep(server.kernel, worker))) return count
}

async function state(): Promise<{
  readonly state: string
  readonly phase: string
  readonly counts: Record<string, number>
  readonly oversized: readonly { size: number }[]
}> {
  const [row] = await server.kernel.db.query<{
    state: string
    phase: string
    counts: Record<string, number>
    oversized: { size: number }[]
  }>('select state, phase, counts, oversized from duplicate_scan order by started_at desc, id desc limit 1')
  return row ?? { state: '', phase: '', counts: {}, oversized: [] }
}

const relay = (): Promise<void> => relayAll(server.kernel, customersModule.subscribers)

beforeAll(async () => {
  server = await startTestServer()
  const department = await write('department', { name: '华东' })
  await hire(server, { login: 'chief', role: 'administrator', department: null })
  const person = await hire(server, { login: 'rep', role: 'sales_rep', department })
  mine = person.employee
  await hire(server, { login: 'manager', role: 'sales_manager', department })
  await hire(server, { login: 'reader', role: 'finance', department })
  admin = await signedIn(server.http, 'admin', PASSWORD)
  rep = await signedIn(server.http, 'rep', PASSWORD)
  manager = await signedIn(server.http, 'manager', PASSWORD)
  reader = await signedIn(server.http, 'reader', PASSWORD)
})
afterAll(() => server.stop())

beforeEach(async () => {
  await server.kernel.db.query(
    `update customer set deleted_at = now() where deleted_at is null; update contact set deleted_at = now() where deleted_at is null;
     delete from duplicate_scan; delete from duplicate_group; delete from duplicate_pair; delete from duplicate_decision; delete from duplicate_nightly; truncate duplicate_key`,
  )
})

const TWINS = [
  { name: '苏州恒泰精密机械有限公司', phone: '0512-55550001' },
  { name: '苏州恒泰精密机械（集团）有限公司', phone: '0512-55550002' },
]

describe('a scan of the whole base', () => {
  it('finds equal and alike records, one group for each, the surest and largest first', async () => {
    const [a, b] = await many('customer', TWINS)
    const three = await many('customer', [
      { name: '无锡大成电子有限公司', phone: '0510-66660001' },
      { name: '无锡大成电子科技有限公司', phone: '0510-66660001' },
      { name: '大成', phone: '0510-66660001' },
    ])
    await many('customer', [
      { name: '上海宏图软件有限公司', phone: '021-77770001' },
      { name: '北京远航软件有限公司', phone: '010-77770002' },
    ])
    await scan()
    const found = await groups()
    expect(memberIds(found)).toEqual([
      three.toSorted((x, y) => x.localeCompare(y)),
      [a, b].toSorted((x, y) => String(x).localeCompare(String(y))),
    ])
    expect(found).toMatchObject({ count: 2, next: null })
    expect(found.data[0]?.reasons.map((reason) => reason.field)).toContain('phone')
    expect(found.data[1]?.reasons.map((reason) => reason.field)).toEqual(['name'])
    expect(memberIds(await groups({ field: 'phone' }))).toHaveLength(1)
    expect(await groups({ least: 100 })).toMatchObject({ count: 0, data: [] })
    expect(await state()).toMatchObject({ state: 'done', counts: { records: 7, groups: 2 } })
  })

  it('finds contacts by their own rules', async () => {
    const ids = await many('contact', [
      { name: '王小明', mobile: '13800000001' },
      { name: '王小明', mobile: '138 0000 0001' },
      { name: '王小明', mobile: '13800000002' },
    ])
    await scan('contact')
    expect(memberIds(await groups({ object: 'contact' }))).toEqual([ids.slice(0, 2)])
  })

  it('tells of blocks too big to compare each with each, and finds what lies near in them', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      name: `分店${String.fromCharCode(0x4e00 + at * 7)}${String.fromCharCode(0x5e00 + at * 3)}号店`,
      phone: '400-820-8820',
    }))
    await many('customer', [...rows, { name: rows[30]?.name.replace('号店', '号 店') ?? '', phone: '400-820-8820' }])
    await scan()
    const { oversized, counts } = await state()
    expect(counts['oversized']).toBeGreaterThan(0)
    expect(oversized.map((block) => block.size)).toContain(61)
    const status = (await admin.request('GET', '/api/v1/duplicates/scans')).json()
    expect(status.data[0].latest.oversized[0]).toMatchObject({ size: 61 })
    expect((await groups()).count).toBeGreaterThan(0)
    for (const group of (await groups()).data) expect(group.members.length).toBeLessThanOrEqual(10)
  })

  it('goes on where a killed worker stopped, and does nothing twice', async () => {
    await many(
      'customer',
      Array.from({ length: 1500 }, (_, at) => ({
        name: `客户${String.fromCharCode(0x4e00 + at)}${String.fromCharCode(0x6e00 + ((at * 7) % 3000))}`,
        phone: `0512-5${String(1_000_000 + Math.floor(at / 2))}`,
      })),
    )
    await start()
    expect(await runScanStep(server.kernel, WORKER)).toBe(true)
    expect(await state()).toMatchObject({ phase: 'keys', counts: { records: 1000 } })
    expect(await runScanStep(server.kernel, OTHER)).toBe(false)
    expect(await scansWait(server.kernel)).toBe(false)
    // The worker died; its lease ran out.
    await server.kernel.db.query(`update duplicate_scan set lease_until = now() - interval '1 second'`)
    expect(await scansWait(server.kernel)).toBe(true)
    await steps(OTHER)
    expect(await runScanStep(server.kernel, WORKER)).toBe(false)
    const first = await state()
    expect(first).toMatchObject({ state: 'done', counts: { records: 1500, groups: 750, pairs: 750 } })
    expect((await groups()).count).toBe(750)
  })

  it('begins again when a crash of the database took the keys', async () => {
    await many('customer', TWINS)
    await start()
    await runScanStep(server.kernel, WORKER)
    await server.kernel.db.query('truncate duplicate_key')
    await steps(WORKER)
    expect(await state()).toMatchObject({ state: 'done', counts: { records: 2, groups: 1 } })
  })

  it('can be cancelled; what the scan before proposed stays', async () => {
    await many('customer', TWINS)
    await scan()
    await start()
    await runScanStep(server.kernel, WORKER)
    expect((await start())?.json().code).toBe('duplicate.running')
    expect((await admin.request('POST', '/api/v1/duplicates/scans/cancel', { object: 'customer' })).json()).toEqual({ cancelled: true })
    expect(await runScanStep(server.kernel, WORKER)).toBe(false)
    await workOnScans(server.kernel)
    expect(await state()).toMatchObject({ state: 'cancelled' })
    expect((await groups()).count).toBe(1)
    const [left] = await server.kernel.db.query<{ n: number }>('select count(*)::int as n from duplicate_key')
    expect(left?.n).toBe(0)
  })

  it('follows the scan before and takes its leavings away', async () => {
    const [a] = await many('customer', TWINS)
    await scan()
    await server.kernel.write(root, [{ object: 'customer', op: 'update', id: a ?? '', patch: { name: '另一家企业' } }], {
      cause: { kind: 'seed' },
    })
    await scan()
    expect((await groups()).count).toBe(0)
    const [left] = await server.kernel.db.query<{ n: number }>(
      'select (select count(*) from duplicate_pair) + (select count(*) from duplicate_group) as n',
    )
    expect(left?.n).toBe(0)
  })

  it('tells whoever asked for it how it ended, once', async () => {
    await many('customer', TWINS)
    await start()
    await scanAndTell(server.kernel)
    await scanAndTell(server.kernel)
    const rows = await server.kernel.db.query<{ title: string }>(`select title from notification where kind = 'job'`)
    expect(rows).toEqual([{ title: '重复扫描完成：客户，1 组可能重复' }])
  })

  it('starts each night where it is switched on, once', async () => {
    await many('customer', TWINS)
    await admin.request('POST', '/api/v1/duplicates/nightly', { object: 'customer', nightly: true })
    const night = { ...server.kernel, clock: { now: () => new Date('2026-11-24T20:00:00Z') } }
    expect(await scansWait(night)).toBe(true)
    await workOnScans(night)
    expect(await scansWait(night)).toBe(false)
    expect(await state()).toMatchObject({ state: 'done' })
  })
})

describe('what people decide', () => {
  const different = (id: string, more: Record<string, unknown> = {}, who: TestClient | undefined = admin) =>
    who?.request('POST', `/api/v1/duplicates/groups/${id}/different`, { object: 'customer', ...more })

  it('“not the same” is remembered until one of the two says something else', async () => {
    const [a] = await many('customer', TWINS)
    await scan()
    const id = (await groups()).data[0]?.id ?? ''
    expect((await different(id))?.json()).toEqual({ left: 0 })
    expect((await groups()).count).toBe(0)
    expect((await groups({ state: 'different' })).data[0]).toMatchObject({ id, closed_by: '管理员' })
    await scan()
    expect((await groups()).count).toBe(0)
    const patch = { address: '别处' }
    await server.kernel.write(root, [{ object: 'customer', op: 'update', id: a ?? '', patch }], { cause: { kind: 'seed' } })
    await scan()
    expect((await groups()).count).toBe(0)
    await server.kernel.write(root, [{ object: 'customer', op: 'update', id: a ?? '', patch: { phone: '0512-55550009' } }], {
      cause: { kind: 'seed' },
    })
    await scan()
    expect((await groups()).count).toBe(1)
  })

  it('can be taken back', async () => {
    await many('customer', TWINS)
    await scan()
    const id = (await groups()).data[0]?.id ?? ''
    await different(id)
    expect((await different(id))?.json().code).toBe('duplicate.closed')
    expect((await admin.request('POST', `/api/v1/duplicates/groups/${id}/reopen`, { object: 'customer' })).statusCode).toBe(200)
    expect((await groups()).data[0]?.id).toBe(id)
    await scan()
    expect((await groups()).count).toBe(1)
  })

  it('may part one of several', async () => {
    const ids = await many('customer', [...TWINS, { name: '苏州恒泰精密机械股份有限公司' }])
    await scan()
    const id = (await groups()).data[0]?.id ?? ''
    expect((await different(id, { records: [ids[2]] }))?.json()).toEqual({ left: 2 })
    expect(memberIds(await groups())).toEqual([ids.slice(0, 2)])
    await scan()
    expect(memberIds(await groups())).toEqual([ids.slice(0, 2)])
  })

  it('a merge made elsewhere closes the group, undoing it opens it again, deleting closes it too', async () => {
    const [a, b] = await many('customer', TWINS)
    await scan()
    const merged = await admin.request('POST', `/api/v1/customers/${a}/merge`, { losers: [b] })
    expect((await groups()).count).toBe(0)
    await relay()
    expect((await groups({ state: 'merged' })).data).toHaveLength(1)
    await admin.request('POST', `/api/v1/operations/${merged.json().operation}/undo`, {})
    await relay()
    expect((await groups()).count).toBe(1)
    await admin.request('DELETE', `/api/v1/customers/${b}`)
    await relay()
    expect([(await groups()).count, (await groups({ state: 'gone' })).count]).toEqual([0, 1])
  })
})

describe('who may', () => {
  it('see a group: those who may read all its records; others learn nothing of it, not even by number', async () => {
    await many('customer', [{ ...TWINS[0], owner: mine }, TWINS[1] ?? {}])
    const own = await many('customer', [
      { name: '无锡大成电子有限公司', owner: mine },
      { name: '无锡大成电子股份有限公司', owner: mine },
    ])
    await scan()
    expect((await groups()).count).toBe(2)
    const seen = await groups({}, rep)
    expect(memberIds(seen)).toEqual([own])
    expect(seen.count).toBe(1)
    const status = (await rep?.request('GET', '/api/v1/duplicates/scans'))?.json()
    expect(status).toMatchObject({ manages: false, data: [{ latest: { total: 0, counts: {}, oversized: [] } }, {}] })
    const hidden = (await groups()).data.find((group) => !group.members.some((member) => own.includes(member.id)))
    const answer = await rep?.request('POST', `/api/v1/duplicates/groups/${hidden?.id}/different`, { object: 'customer' })
    expect(answer?.statusCode).toBe(404)
    const mineToo = await rep?.request('POST', `/api/v1/duplicates/groups/${seen.data[0]?.id}/different`, { object: 'customer' })
    expect(mineToo?.statusCode).toBe(200)
  })

  it('learn why: of fields that are hidden from or masked for them nothing is told, and a group with no other reason is not listed', async () => {
    const key = 'veiled'
    const patch = { name: key, key, grants: { customer: { read: 'all', update: 'all' } }, field_rights: { customer: { phone: 'masked' } } }
    await write('role', patch)
    await hire(server, { login: key, role: key, department: null })
    const veiled = await signedIn(server.http, key, PASSWORD)
    await many('customer', [
      { name: '苏州恒泰精密机械有限公司', phone: '0512-55550001' },
      { name: '苏州恒泰精密机械集团', phone: '0512-55550001' },
      { name: '无锡大成电子有限公司', phone: '0510-66660001' },
      { name: '采购中心', phone: '0510-66660001' },
    ])
    await scan()
    expect((await groups()).count).toBe(2)
    const seen = await groups({}, veiled)
    expect([seen.count, seen.data.length]).toEqual([1, 1])
    expect(seen.data[0]?.reasons.map((reason) => reason.field)).toEqual(['name'])
    expect(await groups({ field: 'phone' }, veiled)).toMatchObject({ count: 0, data: [] })
  })

  it('decide: those who may change such records', async () => {
    await many('customer', TWINS)
    await scan()
    const id = (await groups()).data[0]?.id
    // In the same words whether there is such a group or not.
    for (const each of [id, WORKER])
      for (const verb of ['different', 'reopen']) {
        const answer = await reader?.request('POST', `/api/v1/duplicates/groups/${each}/${verb}`, { object: 'customer' })
        expect(answer?.statusCode).toBe(403)
      }
  })

  it('scan: administrators', async () => {
    for (const who of [rep, manager, reader]) expect((await start('customer', who))?.statusCode).toBe(403)
    expect((await rep?.request('POST', '/api/v1/duplicates/scans/cancel', { object: 'customer' }))?.statusCode).toBe(403)
    expect((await rep?.request('POST', '/api/v1/duplicates/nightly', { object: 'customer', nightly: true }))?.statusCode).toBe(403)
  })

  it.each([
    ['groups/query', {}],
    ['groups/query', { object: 'user' }],
    ['groups/query', { object: 'customer', state: 'x' }],
    ['groups/query', { object: 'customer', least: 'x' }],
    ['groups/query', { object: 'customer', field: 'owner' }],
    ['groups/query', { object: 'customer', after: '1~x' }],
    ['scans', { object: 'opportunity' }],
    ['nightly', { object: 'customer' }],
  ])('%s refuses %j', async (path, body) => {
    expect((await admin.request('POST', `/api/v1/duplicates/${path}`, body)).statusCode).toBe(400)
  })
})
