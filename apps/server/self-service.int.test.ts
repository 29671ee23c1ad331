import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient
let buyer: TestClient
let customer: string
let other: string
let contact: string
let colleague: string
let login: string

async function write(object: string, patch: Record<string, unknown>, id?: string): Promise<string> {
  const command = id === undefined ? { object, op: 'create' as const, patch } : { object, op: 'update' as const, id, patch }
  const [result] = await server.kernel.write(systemActor('test'), [command], { cause: { kind: 'system' } })
  if (result?.ok !== true) throw new Error(`${object} was refused`)
  server.signIn.forget()
  return result.id
}

const status = async (client: TestClient, url: string): Promise<number> => (await client.request('GET', url)).statusCode
const listed = async (path: string): Promise<readonly string[]> =>
  (await buyer.request('GET', `/api/v1/${path}?fields=name`)).json().data.map((each: { id: string }) => each.id)

beforeAll(async () => {
  server = await startTestServer()
  const department = await write('department', { name: '华东' })
  await hire(server, { login: 'rep', role: 'sales_rep', department })
  rep = await signedIn(server.http, 'rep', PASSWORD)
  const made = async (path: string, body: object): Promise<string> => (await rep.request('POST', `/api/v1/${path}`, body)).json().id
  customer = await made('customers', { name: '太湖精工', credit_limit: '50000', description: '价格敏感' })
  other = await made('customers', { name: '滆湖轴承' })
  contact = await made('contacts', { name: '陆工', customer, mobile: '13812345678' })
  colleague = await made('contacts', { name: '唐工', customer })
  login = await write('user', { login: 'lu', name: '陆工', self_service: true, roles: ['customer_contact', 'administrator'] })
  await server.signIn.setPassword(login, { login: 'lu', password: PASSWORD })
})
afterAll(() => server.stop())

describe('a login of a customer', () => {
  it('is nobody’s before it is somebody’s: it does not get in', async () => {
    await expect(signedIn(server.http, 'lu', PASSWORD)).rejects.toThrow(/401/)
  })

  it('is a customer’s alone: no employee’s or partner’s login, and no other login can be a contact’s', async () => {
    const employee = await write('employee', { name: '某人' })
    await expect(write('user', { login: 'both', name: '两边', self_service: true, employee })).rejects.toThrow(/self_service|422|invalid/i)
    const plain = await write('user', { login: 'plain', name: '内部', roles: ['executive'] })
    await expect(write('self_service_login', { user: plain, contact })).rejects.toThrow(/user|422|invalid/i)
  })

  it('sees its own card and its company, and nothing beside them, whatever else its roles say', async () => {
    await write('self_service_login', { user: login, contact })
    buyer = await signedIn(server.http, 'lu', PASSWORD)
    expect([await listed('customers'), await listed('contacts')]).toEqual([[customer], [contact]])
    expect([await status(buyer, `/api/v1/customers/${other}`), await status(buyer, `/api/v1/contacts/${colleague}`)]).toEqual([404, 404])
    const card = (await buyer.request('GET', `/api/v1/customers/${customer}`)).json()
    const told = ['credit_limit', 'description', 'lifecycle_stage'].filter((field) => field in card)
    expect([card.name, told]).toEqual(['太湖精工', []])
    expect((await buyer.request('GET', '/api/v1/search?q=唐工')).body).not.toContain(colleague)
    expect(await listed('opportunities')).toEqual([])
    expect((await buyer.request('PATCH', `/api/v1/customers/${customer}`, { name: '改名' }, { 'if-match': '"1"' })).statusCode).toBe(403)
    expect(await status(buyer, '/api/v1/users')).toBe(403)
  })

  it('is told why', async () => {
    const access = (await buyer.request('GET', `/api/v1/customers/${customer}/access`)).json()
    expect([access.outside, access.reasons]).toEqual([true, [expect.objectContaining({ kind: 'share', via: '陆工', writes: false })]])
  })

  it('follows the positions of the contact, and ends with the contact', async () => {
    const position = await write('contact_position', { contact, customer: other, start: '2020-01-01' })
    expect([...(await listed('customers'))].toSorted()).toEqual([customer, other].toSorted())
    await write('contact_position', { end: '2020-12-31' }, position)
    expect(await listed('customers')).toEqual([customer])
    await write('contact', { status: 'left' }, contact)
    expect(await status(buyer, `/api/v1/customers/${customer}`)).toBe(401)
    await expect(signedIn(server.http, 'lu', PASSWORD)).rejects.toThrow(/401/)
  })
})
