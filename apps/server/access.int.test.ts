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

describe('views shared with roles', () => {
  const view = (more: object) => ({ object: 'customer', name: '按角色', config: { columns: ['name'] }, shared: true, ...more })
  const names = async (who: TestClient): Promise<readonly string[]> =>
    (
      await who.request('POST', '/api/v1/saved-views/query', {
        filter: { field: 'name', op: 'starts_with', value: '按角色' },
        sort: ['name'],
      })
    )
      .json()
      .data.map((each: { name: string }) => each.name)

  it('are there for the people of those roles, the maker and administrators, and for nobody else', async () => {
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const made = await rep.request('POST', '/api/v1/saved-views', view({ audience: ['sales_manager'] }))
    expect(made.statusCode).toBe(201)
    await rep.request('POST', '/api/v1/saved-views', view({ name: '按角色给大家', audience: [] }))
    expect(await names(manager)).toEqual(['按角色', '按角色给大家'])
    expect(await names(rep)).toEqual(['按角色', '按角色给大家'])
    expect(await names(admin)).toEqual(['按角色', '按角色给大家'])
    expect(await names(other)).toEqual(['按角色给大家'])
    const { id } = made.json()
    const doors = await Promise.all([manager, other].map((who) => who.request('GET', `/api/v1/saved-views/${id}`)))
    expect(doors.map((each) => each.statusCode)).toEqual([200, 404])
    const found = await other.request('POST', '/api/v1/saved-views/count', { filter: { field: 'name', op: 'eq', value: '按角色' } })
    expect(found.json()).toEqual({ count: 0, count_capped: false })
  })

  it('what a role sees first is set by administrators, and only of shared views', async () => {
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const refused = await rep.request('POST', '/api/v1/saved-views', view({ default_for: ['sales_rep'] }))
    expect([refused.statusCode, refused.json().errors]).toEqual([
      422,
      [expect.objectContaining({ path: 'default_for', code: 'administrator' })],
    ])
    const hidden = await admin.request('POST', '/api/v1/saved-views', view({ shared: false, default_for: ['sales_rep'] }))
    expect([hidden.statusCode, hidden.json().errors[0].path]).toEqual([422, 'shared'])
    expect((await admin.request('POST', '/api/v1/saved-views', view({ name: '首选', default_for: ['sales_rep'] }))).statusCode).toBe(201)
    const told = (await rep.request('GET', '/api/v1/session')).json()
    expect(told.role_names).toEqual([{ key: 'sales_rep', label: expect.objectContaining({ zh: expect.any(String) }) }])
  })

  it('how a person arranged theirs is nobody else’s', async () => {
    const kept = await rep.request('POST', '/api/v1/view-preferences', { object: 'customer', pinned: ['mine', 'team'], first_view: 'mine' })
    expect(kept.statusCode).toBe(201)
    expect((await other.request('GET', '/api/v1/view-preferences')).json().data).toEqual([])
    expect((await other.request('GET', `/api/v1/view-preferences/${kept.json().id}`)).statusCode).toBe(404)
  })
})

describe('sharing, standing in, teams and branches', () => {
  const system = systemActor('test')
  const write = async (object: string, patch: Record<string, unknown>): Promise<string> => {
    const [result] = await server.kernel.write(system, [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
    server.signIn.forget()
    return result?.ok === true ? result.id : ''
  }
  const employeeOf = async (client: TestClient): Promise<string> => (await client.request('GET', '/api/v1/session')).json().employee.id

  it('a shared record is seen by the one it is shared with, to read or to write, until it is taken back', async () => {
    const id = (await other.request('POST', '/api/v1/customers', { name: '共享客户' })).json().id
    const url = `/api/v1/customers/${id}`
    expect((await rep.request('GET', url)).statusCode).toBe(404)
    expect((await rep.request('POST', `${url}/shares`, { employee: repEmployee })).statusCode).toBe(404)
    const share = await other.request('POST', `${url}/shares`, { employee: repEmployee, access: 'read' })
    expect(share.statusCode).toBe(201)
    expect((await rep.request('GET', url)).statusCode).toBe(200)
    expect(await names(rep)).toContain('共享客户')
    expect((await rep.request('PATCH', url, { short_name: '改' }, { 'if-match': '"1"' })).statusCode).toBe(403)
    const why = (await rep.request('GET', `${url}/access`)).json()
    expect([why.reasons, why.can.update]).toEqual([
      [expect.objectContaining({ kind: 'share', via: 'rep.one', by: 'rep.two', until: null, writes: false })],
      false,
    ])
    expect((await other.request('DELETE', `${url}/shares/${share.json().id}`)).statusCode).toBe(204)
    expect((await rep.request('GET', url)).statusCode).toBe(404)
    await other.request('POST', `${url}/shares`, { employee: repEmployee, access: 'write' })
    expect((await rep.request('PATCH', url, { short_name: '改' }, { 'if-match': '"1"' })).statusCode).toBe(200)
  })

  it('a share that is over counts no more; one with a department reaches those below it', async () => {
    const id = (await outsider.request('POST', '/api/v1/customers', { name: '北方客户' })).json().id
    await write('record_share', { record_object: 'customer', record: id, employee: repEmployee, until: '2020-01-01' })
    expect((await rep.request('GET', `/api/v1/customers/${id}`)).statusCode).toBe(404)
    const department = (await manager.request('GET', '/api/v1/departments?q=华东')).json().data[0].id
    await write('record_share', { record_object: 'customer', record: id, with_department: department })
    expect((await rep.request('GET', `/api/v1/customers/${id}`)).statusCode).toBe(200)
  })

  it('who stands in reaches the records of the absent, on those days only', async () => {
    const absent = await employeeOf(outsider)
    const id = (await outsider.request('POST', '/api/v1/customers', { name: '休假者的客户' })).json().id
    await write('delegation', { from_employee: absent, to_employee: repEmployee, start: '2020-01-01', end: '2020-02-01', reason: '休假' })
    expect((await rep.request('GET', `/api/v1/customers/${id}`)).statusCode).toBe(404)
    await write('delegation', { from_employee: absent, to_employee: repEmployee, start: '2020-01-01', end: '2099-01-01', reason: '休假' })
    expect((await rep.request('GET', `/api/v1/customers/${id}`)).statusCode).toBe(200)
    expect((await rep.request('GET', `/api/v1/customers/${id}/access`)).json().reasons).toEqual([
      expect.objectContaining({ kind: 'stands_in', via: 'boss.north', since: '2020-01-01', until: '2099-01-01', scope: 'own' }),
    ])
  })
})

describe('standing in for a manager', () => {
  const write = async (object: string, patch: Record<string, unknown>): Promise<string> => {
    const [result] = await server.kernel.write(systemActor('test'), [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
    server.signIn.forget()
    return result?.ok === true ? result.id : ''
  }

  it('gives the manager’s reach by the manager’s roles in that time, not the administrator’s everything', async () => {
    const south = await write('department', { name: '华南' })
    const boss = await hire(server, { login: 'boss.south', role: 'sales_manager', department: south })
    const chief = await hire(server, { login: 'chief', role: 'administrator', department: null })
    await hire(server, { login: 'rep.south', role: 'sales_rep', department: south })
    const seller = await signedIn(server.http, 'rep.south', PASSWORD)
    const url = `/api/v1/customers/${(await seller.request('POST', '/api/v1/customers', { name: '南方客户' })).json().id}`
    await write('delegation', {
      from_employee: chief.employee,
      to_employee: repEmployee,
      start: '2020-01-01',
      end: '2099-01-01',
      reason: '休假',
    })
    expect((await rep.request('GET', url)).statusCode).toBe(404)
    const stand = { from_employee: boss.employee, to_employee: repEmployee, reason: '休假' }
    await write('delegation', { ...stand, start: '2020-01-01', end: '2020-02-01' })
    expect((await rep.request('GET', url)).statusCode).toBe(404)
    await write('delegation', { ...stand, start: '2020-01-01', end: '2099-01-01' })
    expect((await rep.request('GET', url)).statusCode).toBe(200)
    expect((await rep.request('GET', `${url}/access`)).json().reasons).toEqual([
      expect.objectContaining({ kind: 'stands_in', via: 'boss.south', since: '2020-01-01', until: '2099-01-01' }),
    ])
    expect((await rep.request('PATCH', url, { short_name: '南' }, { 'if-match': '"1"' })).statusCode).toBe(200)
  })
})

describe('field rights', () => {
  let clerk: TestClient
  let id: string
  beforeAll(async () => {
    const field_rights = { contact: { mobile: 'masked', email: 'hidden', level: 'read' } }
    const grants = { contact: { read: 'all', create: 'all', update: 'all', export: 'all' } }
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'role', op: 'create', patch: { name: '录入员', key: 'clerk', grants, field_rights } }],
      { cause: { kind: 'system' } },
    )
    await hire(server, { login: 'clerk', role: 'clerk', department: null })
    clerk = await signedIn(server.http, 'clerk', PASSWORD)
    const [result] = await server.kernel.write(
      systemActor('test'),
      [{ object: 'contact', op: 'create', patch: { name: '韩梅梅', mobile: '13800135678', email: 'han@example.com', level: 'executive' } }],
      { cause: { kind: 'system' } },
    )
    id = result?.ok === true ? result.id : ''
  })

  it('a masked value shows its ends, a hidden field does not exist', async () => {
    const record = (await clerk.request('GET', `/api/v1/contacts/${id}`)).json()
    expect([record.mobile, 'email' in record, record.level]).toEqual(['138****5678', false, 'executive'])
    const meta = (await clerk.request('GET', '/api/v1/meta')).json().objects.find((object: { key: string }) => object.key === 'contact')
    const field = (key: string) => meta.fields.find((candidate: { key: string }) => candidate.key === key)
    expect([field('email'), field('mobile').masked, field('mobile').sortable, field('level').read_only]).toEqual([
      undefined,
      true,
      false,
      true,
    ])
    expect(JSON.stringify(meta.form)).not.toContain('email')
  })

  it('neither is on a card, and in JSON lines the masked one is masked', async () => {
    const cards = (await clerk.request('GET', '/api/v1/contacts/export?format=vcf')).body
    expect([cards.includes('FN:韩梅梅'), cards.includes('TEL'), cards.includes('EMAIL')]).toEqual([true, false, false])
    const lines = await clerk.request('GET', '/api/v1/contacts/export?format=jsonl&fields=name,mobile')
    expect(lines.body).toContain('138****5678')
    expect(lines.body).not.toContain('13800135678')
    expect((await clerk.request('GET', '/api/v1/contacts/export?format=jsonl&fields=email')).statusCode).toBe(400)
  })

  it('neither can be filtered, sorted, grouped, counted, searched, asked for or exported', async () => {
    const ask = (path: string, body?: unknown) => clerk.request(body === undefined ? 'GET' : 'POST', path, body)
    const filter = (field: string) => ask('/api/v1/contacts/query', { filter: { field, op: 'not_empty' } })
    expect([(await filter('mobile')).statusCode, (await filter('email')).statusCode]).toEqual([403, 400])
    expect([(await ask('/api/v1/contacts?sort=mobile')).statusCode, (await ask('/api/v1/contacts?sort=-email')).statusCode]).toEqual([
      403, 400,
    ])
    expect((await ask('/api/v1/contacts/aggregate', { measures: [{ fn: 'count_distinct', field: 'mobile' }] })).statusCode).toBe(403)
    expect((await ask('/api/v1/contacts/aggregate', { measures: [{ fn: 'count' }], group: [{ field: 'email' }] })).statusCode).toBe(400)
    expect((await ask('/api/v1/contacts?fields=email')).statusCode).toBe(400)
    expect((await ask('/api/v1/contacts?q=5678')).json().data).toEqual([])
    expect((await ask('/api/v1/search?q=5678')).json().groups).toEqual([])
    expect((await ask(`/api/v1/contacts?q=${encodeURIComponent('韩梅')}`)).json().data).toHaveLength(1)
    expect((await ask('/api/v1/contacts/export?fields=name,mobile')).body).toContain('138****5678')
    expect((await ask('/api/v1/contacts/export?fields=name,email')).statusCode).toBe(400)
  })

  it('nor be written, nor read from history', async () => {
    const write = await clerk.request(
      'PATCH',
      `/api/v1/contacts/${id}`,
      { mobile: '13900001111', email: 'x@y.cn', level: 'middle' },
      { 'if-match': '"1"' },
    )
    expect(
      write
        .json()
        .errors.map((error: { path: string; code: string }) => `${error.path}:${error.code}`)
        .sort(),
    ).toEqual(['email:unknown_field', 'level:read_only', 'mobile:read_only'])
    const [entry] = (await clerk.request('GET', `/api/v1/contacts/${id}/history`)).json().data
    expect([entry.changes.mobile.after, entry.changes.email]).toEqual(['138****5678', undefined])
  })

  it('rights that nothing understands are refused when a role is written', async () => {
    const bad = await server.kernel.write(
      systemActor('test'),
      [{ object: 'role', op: 'create', patch: { name: 'x', key: 'x', grants: { customer: { read: 'galaxy' } } } }],
      { cause: { kind: 'system' }, mode: 'row_by_row' },
    )
    expect(bad[0]?.ok).toBe(false)
  })
})

describe('an administrator', () => {
  it('sees what a changed role would mean before it is saved, and nothing is changed by asking', async () => {
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const roles = (await admin.request('GET', '/api/v1/roles?fields=key,grants')).json().data
    const role = roles.find((each: { key: string }) => each.key === 'sales_rep')
    const preview = await admin.request('POST', `/api/v1/roles/${role.id}/preview`, {
      grants: { ...role.grants, customer: { read: 'all' } },
    })
    const { effects } = preview.json()
    const mine = effects.find((effect: { name: string; object: string }) => effect.name === 'rep.one' && effect.object === 'customer')
    const all = (await admin.request('GET', '/api/v1/customers?count=true&limit=1')).json().count
    const now = (await rep.request('GET', '/api/v1/customers?count=true&limit=1')).json().count
    expect([mine.before, mine.after]).toEqual([now, all])
    expect((await rep.request('GET', '/api/v1/customers?count=true&limit=1')).json().count).toBe(now)
    expect((await rep.request('POST', `/api/v1/roles/${role.id}/preview`, { grants: {} })).statusCode).toBe(403)
    expect((await admin.request('POST', `/api/v1/roles/${role.id}/preview`, { grants: { customer: { read: 'galaxy' } } })).statusCode).toBe(
      422,
    )
  })

  it('gives people passwords; nobody else does', async () => {
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const user = (await admin.request('GET', '/api/v1/users?q=rep.two')).json().data[0]
    expect((await rep.request('POST', `/api/v1/users/${user.id}/password`, { password: 'Taken-Over-99' })).statusCode).toBe(403)
    expect((await admin.request('POST', `/api/v1/users/${user.id}/password`, { password: 'short' })).statusCode).toBe(422)
    expect((await admin.request('POST', `/api/v1/users/${user.id}/password`, { password: 'Fresh-Harbour-42' })).statusCode).toBe(204)
    expect((await signedIn(server.http, 'rep.two', 'Fresh-Harbour-42')).csrf).not.toBe('')
  })
})
