import { MAX_SHEET_CELLS, type SheetRow } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient
let clerk: TestClient

beforeAll(async () => {
  server = await startTestServer()
  const field_rights = { contact: { mobile: 'masked', email: 'hidden' } }
  const grants = { contact: { read: 'all', update: 'all' }, customer: { read: 'all' } }
  await server.kernel.write(
    systemActor('test'),
    [{ object: 'role', op: 'create', patch: { name: '录入员', key: 'clerk', grants, field_rights } }],
    { cause: { kind: 'system' } },
  )
  await hire(server, { login: 'clerk', role: 'clerk', department: null })
  await hire(server, { login: '林晓', role: 'sales_rep', department: null })
  admin = await signedIn(server.http, 'admin', PASSWORD)
  clerk = await signedIn(server.http, 'clerk', PASSWORD)
})
afterAll(() => server.stop())

const create = async (path: string, body: unknown): Promise<string> => (await admin.request('POST', `/api/v1/${path}`, body)).json().id
const read = async (path: string, id: string) => (await admin.request('GET', `/api/v1/${path}/${id}`)).json()
const paste = (path: string, rows: readonly SheetRow[], client = admin) => client.request('POST', `/api/v1/${path}/sheet`, { rows })

describe('a pasted block', () => {
  it('is read like an imported file: labels in both languages, thousands, dates, links by name', async () => {
    const [a, b] = [await create('customers', { name: '粘贴甲' }), await create('customers', { name: '粘贴乙' })]
    const answer = await paste('customers', [
      { id: a, version: 1, texts: { customer_type: '最终用户', annual_revenue: '1,234.50', owner: '林晓', employee_count: ' 120 ' } },
      { id: b, version: 1, texts: { customer_type: 'distributor', annual_revenue: '¥ 2,000', employee_count: '' } },
    ])
    expect(answer.json()).toMatchObject({
      operation: expect.any(String),
      rows: [
        { id: a, faults: {} },
        { id: b, faults: {} },
      ],
    })
    expect(await read('customers', a)).toMatchObject({
      employee_count: 120,
      owner: { title: '林晓' },
      annual_revenue: { amount: '1234.50' },
    })
  })

  it('keeps what is wrong in its cells and writes the rest of the row', async () => {
    const id = await create('customers', { name: '半行公司', employee_count: 5, address: '甲' })
    const { rows } = (
      await paste('customers', [
        { id, version: 1, texts: { employee_count: 'many', address: '乙', owner: '查无此人', credit_code: '91310000000000000X' } },
      ])
    ).json()
    expect(Object.keys(rows[0].faults).toSorted()).toEqual(['credit_code', 'employee_count', 'owner'])
    expect(rows[0].faults.owner).toBe('“查无此人” was not found')
    expect(await read('customers', id)).toMatchObject({ employee_count: 5, address: '乙', version: 2 })
  })

  it('is one operation: one undo takes all of it back', async () => {
    const ids = [await create('customers', { name: '撤销甲', address: '旧' }), await create('customers', { name: '撤销乙', address: '旧' })]
    const { operation, rows } = (
      await paste('customers', [...ids.map((id) => ({ id, texts: { address: '新' } })), { texts: { name: '撤销丙' } }])
    ).json()
    expect((await admin.request('POST', `/api/v1/operations/${operation}/undo`, {})).json()).toMatchObject({ undone: 3, kept: [] })
    expect(await Promise.all(ids.map(async (id) => (await read('customers', id)).address))).toEqual(['旧', '旧'])
    expect((await admin.request('GET', `/api/v1/customers/${rows[2].id}`)).statusCode).toBe(404)
  })

  it('operations are taken back one after the other, and what another person typed since stays', async () => {
    const id = await create('customers', { name: '连续撤销', address: '甲', employee_count: 1, short_name: '连' })
    const first = (await paste('customers', [{ id, texts: { address: '乙', employee_count: '2', short_name: '撤' } }])).json()
    const second = (await paste('customers', [{ id, texts: { employee_count: '3' } }])).json()
    await admin.request('PATCH', `/api/v1/customers/${id}`, { short_name: '别人写的' }, { 'if-match': '"3"' })
    for (const { operation } of [second, first]) await admin.request('POST', `/api/v1/operations/${operation}/undo`, {})
    expect(await read('customers', id)).toMatchObject({ address: '甲', employee_count: 1, short_name: '别人写的' })
    expect((await admin.request('POST', `/api/v1/operations/${first.operation}/undo`, {})).json().code).toBe('operation.closed')
  })

  it('blank cells empty, and a required one refuses to', async () => {
    const id = await create('customers', { name: '清空公司', address: '甲' })
    const { rows } = (await paste('customers', [{ id, texts: { address: '', name: '' } }])).json()
    expect(rows[0].faults).toEqual({ name: 'Required' })
    expect(await read('customers', id)).toMatchObject({ address: null, name: '清空公司' })
  })

  it('tells a cell that somebody changed meanwhile, and merges beside it', async () => {
    const id = await create('customers', { name: '合并公司', address: '甲', employee_count: 1 })
    await admin.request('PATCH', `/api/v1/customers/${id}`, { address: '乙' }, { 'if-match': '"1"' })
    const { rows } = (await paste('customers', [{ id, version: 1, texts: { address: '丙', employee_count: '9' } }])).json()
    expect(rows[0].faults).toEqual({ address: '管理员 changed this to “乙” meanwhile; your value was not saved' })
    expect(await read('customers', id)).toMatchObject({ address: '乙', employee_count: 9 })
  })

  it('creates new rows whole or not at all, and says what is missing', async () => {
    const { rows } = (
      await paste('customers', [
        { texts: { name: '新行公司', employee_count: '3' } },
        { texts: { name: '坏行公司', employee_count: 'x' } },
        { texts: { address: '无名' } },
      ])
    ).json()
    expect([typeof rows[0].id, rows[1].id, Object.keys(rows[1].faults), rows[2].id]).toEqual(['string', null, ['employee_count'], null])
    expect(rows[2].fault).toMatch(/Required/)
    expect((await admin.request('GET', `/api/v1/customers?q=${encodeURIComponent('坏行公司')}`)).json().data).toEqual([])
  })

  it('namesakes are told apart by what the record links to already', async () => {
    const [one, two] = [await create('sales-processes', { name: '流程一' }), await create('sales-processes', { name: '流程二' })]
    const stage = (process: string, name: string, position: number) =>
      create('sales-stages', { process, name, position, probability: '10', kind: 'open' })
    const first = await stage(one, '初步接洽', 1)
    const [here] = [await stage(one, '方案评估', 2), await stage(two, '方案评估', 1)]
    const customer = await create('customers', { name: '阶段公司' })
    const id = await create('opportunities', { name: '阶段商机', customer, process: one, stage: first })
    const { rows } = (await paste('opportunities', [{ id, texts: { stage: '方案评估' } }])).json()
    expect(rows[0].faults).toEqual({})
    expect((await read('opportunities', id)).stage.id).toBe(here)
    const created = (await paste('opportunities', [{ texts: { name: '新商机', stage: '方案评估' } }])).json()
    expect(created.rows[0].faults.stage).toMatch(/matches several/)
  })

  it('a guarded formula loses its apostrophe', async () => {
    const id = await create('customers', { name: '公式公司' })
    await paste('customers', [{ id, texts: { address: "'=1+1" } }])
    expect((await read('customers', id)).address).toBe('=1+1')
  })
})

describe('rights in a pasted block', () => {
  it('masked, hidden and unknown cells refuse; the others are written', async () => {
    const id = await create('contacts', { name: '王芳', mobile: '13800135678', email: 'wang@example.com' })
    const { rows } = (
      await paste('contacts', [{ id, texts: { mobile: '13900001111', email: 'x@y.cn', nonsense: '1', title: '总监' } }], clerk)
    ).json()
    expect(rows[0].faults).toEqual({
      mobile: 'Kept by the system; it cannot be set',
      email: 'There is no such field',
      nonsense: 'There is no such field',
    })
    expect(await read('contacts', id)).toMatchObject({ mobile: '+8613800135678', email: 'wang@example.com', title: '总监' })
  })

  it('who may not change or create gets nothing written', async () => {
    const id = await create('customers', { name: '只读公司', address: '甲' })
    expect((await paste('customers', [{ id, texts: { address: '乙' } }], clerk)).statusCode).toBe(403)
    const contact = await create('contacts', { name: '赵六' })
    const { operation, rows } = (await paste('contacts', [{ texts: { name: '新人' } }, { id: id, texts: { title: 'x' } }], clerk)).json()
    expect([operation, rows[0].id, typeof rows[0].fault]).toEqual([null, null, 'string'])
    expect(rows[1].faults.title).toMatch(/does not exist/)
    expect((await read('contacts', contact)).version).toBe(1)
  })

  it('is bounded and well formed', async () => {
    const id = await create('customers', { name: '大块公司' })
    const many = Array.from({ length: MAX_SHEET_CELLS + 1 }, () => ({ id, texts: { address: 'x' } }))
    const large = await paste('customers', many)
    expect([large.statusCode, large.json().code]).toEqual([413, 'sheet.too_many'])
    for (const rows of [[], [{ id: 'x' }], [{ id, texts: { address: 1 } }], [7]])
      expect((await admin.request('POST', '/api/v1/customers/sheet', { rows })).statusCode).toBe(400)
    expect((await admin.request('POST', '/api/v1/nothings/sheet', { rows: [{ id }] })).statusCode).toBe(404)
  })
})
