import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient
let clerk: TestClient
let first: string
let second: string

beforeAll(async () => {
  server = await startTestServer()
  const field_rights = { contact: { mobile: 'masked', email: 'hidden' } }
  const grants = { contact: { read: 'all', create: 'all', update: 'all' }, customer: { read: 'all', update: 'all' } }
  await server.kernel.write(
    systemActor('test'),
    [{ object: 'role', op: 'create', patch: { name: '录入员', key: 'clerk', grants, field_rights } }],
    { cause: { kind: 'system' } },
  )
  await hire(server, { login: 'clerk', role: 'clerk', department: null })
  first = (await hire(server, { login: 'rep.first', role: 'sales_rep', department: null })).employee
  second = (await hire(server, { login: 'rep.second', role: 'sales_rep', department: null })).employee
  admin = await signedIn(server.http, 'admin', PASSWORD)
  clerk = await signedIn(server.http, 'clerk', PASSWORD)
})
afterAll(() => server.stop())

const create = async (path: string, body: unknown): Promise<string> =>
  `/api/v1/${path}/${(await admin.request('POST', `/api/v1/${path}`, body)).json().id}`
const patch = (client: TestClient, [url, version]: readonly [string, number], body: unknown) =>
  client.request('PATCH', url, body, { 'if-match': `"${version}"` })

describe('two people with one record', () => {
  it('who touched different fields both get what they typed', async () => {
    const url = await create('customers', { name: '双人编辑公司', address: '原地址', employee_count: 10 })
    await patch(admin, [url, 1], { address: '管理员写的' })
    const merged = await patch(clerk, [url, 1], { employee_count: 30 })
    expect([merged.statusCode, merged.headers['etag']]).toEqual([200, '"3"'])
    expect(merged.json()).toMatchObject({ version: 3, address: '管理员写的', employee_count: 30 })
  })

  it('who touched the same field are told what was there, what is there now, whose it is, and what they typed', async () => {
    const url = await create('customers', { name: '同字段公司', address: '原地址', employee_count: 10 })
    await patch(admin, [url, 1], { address: '先写的' })
    const late = await patch(clerk, [url, 1], { address: '后写的', employee_count: 30 })
    expect([late.statusCode, late.json().code]).toEqual([409, 'record.version_conflict'])
    const { fields, current } = late.json().data
    expect(fields).toEqual([
      {
        field: 'address',
        base: '原地址',
        theirs: '先写的',
        yours: '后写的',
        by: { id: expect.any(String), name: '管理员' },
        at: expect.any(String),
      },
    ])
    expect([current.version, current.employee_count]).toEqual([2, 10])
    expect((await patch(clerk, [url, current.version], { address: '后写的', employee_count: 30 })).json()).toMatchObject({
      version: 3,
      address: '后写的',
      employee_count: 30,
    })
  })

  it('the first value stands as the base however often it changed since, and the last one who changed it is named', async () => {
    const url = await create('customers', { name: '多次修改公司', address: '甲' })
    await patch(admin, [url, 1], { address: '乙' })
    await patch(clerk, [url, 2], { address: '丙' })
    const [conflict] = (await patch(admin, [url, 1], { address: '丁' })).json().data.fields
    expect([conflict.base, conflict.theirs, conflict.by.name]).toEqual(['甲', '丙', 'clerk'])
  })

  it('no conflict where both wrote the same, or where it is back at what it was', async () => {
    const url = await create('customers', { name: '殊途同归公司', address: '甲' })
    await patch(admin, [url, 1], { address: '乙' })
    expect((await patch(clerk, [url, 1], { address: '乙' })).json()).toMatchObject({ version: 2, address: '乙' })
    await patch(admin, [url, 2], { address: '甲' })
    expect((await patch(clerk, [url, 1], { address: '丙' })).json()).toMatchObject({ version: 4, address: '丙' })
  })

  it('links in a conflict have their names, as far as the person may see them', async () => {
    const url = await create('customers', { name: '负责人之争', owner: first })
    await patch(admin, [url, 1], { owner: second })
    const [conflict] = (await patch(admin, [url, 1], { owner: null })).json().data.fields
    expect([conflict.base.id, conflict.theirs.id, typeof conflict.theirs.title]).toEqual([first, second, 'string'])
  })

  it('a field one may not write is refused as ever, and a conflict tells nothing about it', async () => {
    const url = await create('contacts', { name: '李雷', mobile: '13800135678', email: 'li@example.com', title: '甲' })
    await patch(admin, [url, 1], { mobile: '13900009999', email: 'lei@example.com', title: '乙' })
    const late = await patch(clerk, [url, 1], { mobile: '13911112222', email: 'x@example.com', title: '丙' })
    expect(late.statusCode).toBe(409)
    expect(late.json().data.fields.map((each: { field: string }) => each.field)).toEqual(['title'])
    expect(late.body).not.toMatch(/lei@|li@|13900009999|13800135678/)
    const alone = await patch(clerk, [url, 1], { mobile: '13911112222', email: 'x@example.com' })
    expect(
      alone
        .json()
        .errors.map((each: { path: string; code: string }) => `${each.path}:${each.code}`)
        .toSorted(),
    ).toEqual(['email:unknown_field', 'mobile:read_only'])
  })

  it('a record deleted meanwhile is absent; one deleted and brought back takes the change', async () => {
    const url = await create('customers', { name: '中途删除公司', address: '甲' })
    await admin.request('DELETE', url)
    expect((await patch(clerk, [url, 1], { address: '乙' })).statusCode).toBe(404)
    await admin.request('POST', `${url}/restore`, {})
    expect((await patch(clerk, [url, 1], { address: '乙' })).json()).toMatchObject({ version: 4, address: '乙' })
  })

  it('a version that never was, and deleting by an old one, are conflicts without fields', async () => {
    const url = await create('customers', { name: '版本错误公司' })
    await patch(admin, [url, 1], { address: '甲' })
    expect((await patch(clerk, [url, 9], { address: '乙' })).json().data.fields).toEqual([])
    expect((await patch(clerk, [url, 0], { address: '乙' })).statusCode).toBe(409)
    expect((await admin.request('DELETE', url, undefined, { 'if-match': '"1"' })).statusCode).toBe(409)
  })

  it('of many at once only those in conflict are refused', async () => {
    const [one, two] = [
      await create('customers', { name: '批一', address: '甲' }),
      await create('customers', { name: '批二', address: '甲' }),
    ]
    await patch(admin, [one, 1], { address: '乙' })
    await patch(admin, [two, 1], { employee_count: 5 })
    const operations = [one, two].map((url) => ({ op: 'update', id: url.slice(-36), version: 1, data: { address: '丙' } }))
    const { results } = (await clerk.request('POST', '/api/v1/customers/batch', { operations, mode: 'row_by_row' })).json()
    expect(results.map((each: { ok: boolean }) => each.ok)).toEqual([false, true])
    expect(results[0].problem.data.fields[0]).toMatchObject({ field: 'address', theirs: '乙', yours: '丙' })
  })

  it('many writers of different fields at the same moment all get through', async () => {
    const url = await create('customers', { name: '抢写公司' })
    const bodies = [{ address: '甲' }, { employee_count: 7 }, { short_name: '抢写' }, { phone: '0512-66334455' }]
    const answers = await Promise.all(bodies.map((body) => patch(clerk, [url, 1], body)))
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200, 200])
    expect((await admin.request('GET', url)).json()).toMatchObject({ version: 5, address: '甲', employee_count: 7, short_name: '抢写' })
  })
})

describe('a log that no longer reaches back', () => {
  it('makes every field a conflict, with nothing told of what was there', async () => {
    const url = await create('customers', { name: '旧日志公司', address: '甲' })
    await patch(admin, [url, 1], { employee_count: 3 })
    await server.kernel.db.transaction(async (tx) => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query({ text: 'delete from event where record = $1', values: [url.slice(-36)] })
    })
    const [conflict] = (await patch(clerk, [url, 1], { address: '乙' })).json().data.fields
    expect([conflict.field, 'base' in conflict, conflict.theirs, conflict.yours]).toEqual(['address', false, '甲', '乙'])
  })
})
