import { signedIn, type TestClient } from '@perigon/testing'
import { systemActor } from '@perigon/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient
let other: TestClient
let manager: TestClient
let outsider: TestClient
let mine: string
let theirs: string
let repEmployee: string

async function department(name: string, parent: string | null): Promise<string> {
  const [result] = await server.kernel.write(systemActor('test'), [{ object: 'department', op: 'create', patch: { name, parent } }], {
    cause: { kind: 'system' },
  })
  return result?.ok === true ? result.id : ''
}

beforeAll(async () => {
  server = await startTestServer()
  const east = await department('华东', null)
  const shanghai = await department('上海', east)
  const north = await department('华北', null)
  repEmployee = (await hire(server, { login: 'rep.one', role: 'sales_rep', department: shanghai })).employee
  await hire(server, { login: 'rep.two', role: 'sales_rep', department: shanghai })
  await hire(server, { login: 'boss.east', role: 'sales_manager', department: east })
  await hire(server, { login: 'boss.north', role: 'sales_manager', department: north })
  ;[rep, other, manager, outsider] = [
    await signedIn(server.http, 'rep.one', PASSWORD),
    await signedIn(server.http, 'rep.two', PASSWORD),
    await signedIn(server.http, 'boss.east', PASSWORD),
    await signedIn(server.http, 'boss.north', PASSWORD),
  ]
  mine = (await rep.request('POST', '/api/v1/customers', { name: '我的客户' })).json().id
  theirs = (await other.request('POST', '/api/v1/customers', { name: '同事的客户', annual_revenue: '5' })).json().id
})
afterAll(() => server.stop())

const names = async (client: TestClient, query = ''): Promise<readonly string[]> =>
  (await client.request('GET', `/api/v1/customers?sort=name&fields=name${query}`))
    .json()
    .data.map((record: { name: string }) => record.name)

describe('row scope', () => {
  it('a rep sees their own, a manager the department tree, a manager elsewhere nothing', async () => {
    expect(await names(rep)).toEqual(['我的客户'])
    expect((await names(manager)).toSorted()).toEqual(['同事的客户', '我的客户'])
    expect(await names(outsider)).toEqual([])
  })

  it('absent and not yours are the same answer, on every door', async () => {
    const absent = '01900000-0000-7000-8000-00000000dead'
    const told: unknown[] = []
    for (const id of [theirs, absent]) {
      const answers = [
        await rep.request('GET', `/api/v1/customers/${id}`),
        await rep.request('PATCH', `/api/v1/customers/${id}`, { name: 'x' }, { 'if-match': '"1"' }),
        await rep.request('DELETE', `/api/v1/interactions/${id}`),
        await rep.request('GET', `/api/v1/customers/${id}/history`),
        await rep.request('POST', '/api/v1/recent', { object: 'customer', id }),
      ]
      expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual(answers.map(() => [404, 'record.not_found']))
      told.push(answers.map((answer) => ({ ...answer.json(), request: '' })))
    }
    expect(told[0]).toEqual(told[1])
  })

  it('search, pickers, counts and sums end at the same border', async () => {
    const found = (await rep.request('GET', `/api/v1/search?q=${encodeURIComponent('客户')}`))
      .json()
      .groups.find((group: { object: string }) => group.object === 'customer')
    expect(found.items.map((item: { title: string }) => item.title)).toEqual(['我的客户'])
    expect((await rep.request('GET', `/api/v1/customers/lookup?q=${encodeURIComponent('同事')}`)).json().data).toEqual([])
    expect((await rep.request('GET', '/api/v1/customers?count=true&limit=1')).json().count).toBe(1)
    const sums = (
      await rep.request('POST', '/api/v1/customers/aggregate', { measures: [{ fn: 'count' }, { fn: 'sum', field: 'annual_revenue' }] })
    ).json()
    expect(sums.rows[0].values).toEqual([1, null])
  })

  it('a link to somebody else’s record is refused, and its title is hidden', async () => {
    const refused = await rep.request('POST', '/api/v1/contacts', { name: '王某', customer: theirs })
    expect([refused.statusCode, refused.json().errors[0]]).toEqual([422, expect.objectContaining({ path: 'customer', code: 'link' })])
    const contact = await manager.request('POST', '/api/v1/contacts', { name: '赵某', customer: theirs, owner: repEmployee })
    expect(contact.statusCode).toBe(201)
    expect((await rep.request('GET', `/api/v1/contacts/${contact.json().id}`)).json().customer).toEqual({ id: theirs, title: null })
    const leak = await rep.request('POST', '/api/v1/contacts/query', {
      filter: { field: 'customer.name', op: 'contains', value: '同事' },
      fields: ['name'],
    })
    expect(leak.json().data).toEqual([])
    const sorted = await rep.request('GET', '/api/v1/contacts?sort=customer.annual_revenue&fields=name,customer.annual_revenue')
    expect(sorted.json().data[0]['customer.annual_revenue']).toBeNull()
  })

  it('a rep can neither give a record away nor make one for somebody else', async () => {
    const employee = (await other.request('GET', '/api/v1/session')).json().employee.id
    const given = await rep.request('PATCH', `/api/v1/customers/${mine}`, { owner: employee }, { 'if-match': '"1"' })
    expect(given.statusCode).toBe(422)
    expect((await rep.request('POST', '/api/v1/customers', { name: '代建', owner: employee })).statusCode).toBe(422)
    const moved = await manager.request('PATCH', `/api/v1/customers/${mine}`, { owner: employee }, { 'if-match': '"1"' })
    expect(moved.statusCode).toBe(200)
    expect(await names(rep)).toEqual([])
  })
})

describe('roles', () => {
  it('master data is read by all and written by administrators', async () => {
    expect((await rep.request('GET', '/api/v1/products')).statusCode).toBe(200)
    expect((await rep.request('POST', '/api/v1/products', { name: '新产品' })).statusCode).toBe(403)
  })

  it('users and roles stay out of reach', async () => {
    expect((await rep.request('GET', '/api/v1/users')).statusCode).toBe(403)
    expect((await rep.request('POST', '/api/v1/users', { login: 'evil', name: 'evil', roles: ['administrator'] })).statusCode).toBe(403)
    const meta = (await rep.request('GET', '/api/v1/meta')).json().objects.map((object: { key: string }) => object.key)
    expect(meta).not.toContain('user')
  })

  it('system fields and the owner’s department cannot be assigned from outside', async () => {
    for (const field of ['created_by', 'updated_at', 'department', 'version', 'deleted_at', 'id']) {
      const answer = await rep.request('POST', '/api/v1/customers', { name: '越权', [field]: '2020-01-01T00:00:00Z' })
      expect([field, answer.statusCode]).toEqual([field, 422])
    }
  })

  it('a saved view is private until it is shared', async () => {
    const view = await rep.request('POST', '/api/v1/saved-views', {
      object: 'customer',
      name: '我的视图',
      config: { columns: ['name'] },
      shared: false,
    })
    expect(view.statusCode).toBe(201)
    expect((await other.request('GET', '/api/v1/saved-views')).json().data).toEqual([])
    await rep.request('PATCH', `/api/v1/saved-views/${view.json().id}`, { shared: true }, { 'if-match': '"1"' })
    expect((await other.request('GET', '/api/v1/saved-views')).json().data).toHaveLength(1)
    expect(
      (await other.request('PATCH', `/api/v1/saved-views/${view.json().id}`, { name: '改名' }, { 'if-match': '"2"' })).statusCode,
    ).toBe(403)
  })
})
