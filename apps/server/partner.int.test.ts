import { systemActor } from '@perigon/kernel'
import { STANDARD_PROCESS } from '@perigon/sales'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient
let dealer: TestClient
let partner: string
let shared: string
let other: string
let customer: string

async function make(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await server.kernel.write(systemActor('test'), [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
  if (result?.ok !== true) throw new Error(`${object} was refused`)
  return result.id
}

async function opportunity(name: string): Promise<string> {
  const stage = STANDARD_PROCESS.stages.confirmed
  const body = { name, customer, probability: '40', process: STANDARD_PROCESS.id, stage }
  const answer = await rep.request('POST', '/api/v1/opportunities', body)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().id
}

const status = async (client: TestClient, url: string): Promise<number> => (await client.request('GET', url)).statusCode
const reach = async (): Promise<readonly string[]> =>
  (await dealer.request('GET', '/api/v1/opportunities?fields=name')).json().data.map((each: { id: string }) => each.id)

beforeAll(async () => {
  server = await startTestServer()
  const department = await make('department', { name: '华东' })
  await hire(server, { login: 'rep', role: 'sales_rep', department })
  partner = await make('partner', { name: '无锡启辰', status: 'active' })
  const user = await make('user', { login: 'dealer', name: '周', partner, roles: ['partner'] })
  await server.signIn.setPassword(user, { login: 'dealer', password: PASSWORD })
  rep = await signedIn(server.http, 'rep', PASSWORD)
  dealer = await signedIn(server.http, 'dealer', PASSWORD)
  customer = (await rep.request('POST', '/api/v1/customers', { name: '太湖精工' })).json().id
  shared = await opportunity('共享的商机')
  other = await opportunity('不共享的商机')
})
afterAll(() => server.stop())

describe('somebody of a partner', () => {
  it('sees nothing before anything is shared', async () => {
    const list = await dealer.request('GET', '/api/v1/opportunities?fields=name')
    expect([list.statusCode, list.json()]).toEqual([200, expect.objectContaining({ data: [] })])
    expect(await status(dealer, `/api/v1/opportunities/${shared}`)).toBe(404)
  })

  it('sees the shared opportunity without internal fields, and nothing that hangs on it', async () => {
    const share = await rep.request('POST', `/api/v1/opportunities/${shared}/shares`, { partner, part: 'partner', access: 'read' })
    expect(share.statusCode).toBe(201)
    expect(await reach()).toEqual([shared])
    expect(await status(dealer, `/api/v1/opportunities/${other}`)).toBe(404)
    const record = (await dealer.request('GET', `/api/v1/opportunities/${shared}`)).json()
    expect(record.name).toBe('共享的商机')
    const whole = (await rep.request('GET', `/api/v1/opportunities/${shared}`)).json()
    expect(['probability' in whole, 'probability' in record]).toEqual([true, false])
    expect(await status(dealer, '/api/v1/opportunities?sort=-probability')).toBe(400)
    expect(await status(dealer, `/api/v1/customers/${customer}`)).toBe(404)
    expect((await dealer.request('GET', '/api/v1/search?q=太湖')).body).not.toContain(customer)
  })

  it('learns why, but not who else or whom it is shared with', async () => {
    const url = `/api/v1/opportunities/${shared}`
    const access = (await dealer.request('GET', `${url}/access`)).json()
    expect([access.outside, access.reasons]).toEqual([true, [expect.objectContaining({ kind: 'share', via: '无锡启辰', writes: false })]])
    expect([await status(dealer, `${url}/access/people`), await status(dealer, `${url}/shares`)]).toEqual([403, 403])
    const shares = (await rep.request('GET', `${url}/shares`)).json().data
    expect(shares).toEqual([expect.objectContaining({ partner: expect.objectContaining({ title: '无锡启辰' }), part: 'partner' })])
  })

  it('changes what is shared to be written, and cannot pass it on or make new ones', async () => {
    const url = `/api/v1/opportunities/${shared}`
    const patch = { next_step: '已约客户看样机' }
    expect((await dealer.request('PATCH', url, patch, { 'if-match': '"1"' })).statusCode).toBe(403)
    await rep.request('POST', `${url}/shares`, { partner, part: 'partner', access: 'write' })
    expect((await dealer.request('PATCH', url, patch, { 'if-match': '"1"' })).statusCode).toBe(200)
    expect((await dealer.request('POST', `${url}/shares`, { partner, access: 'write' })).statusCode).toBe(403)
    expect((await dealer.request('POST', '/api/v1/opportunities', { name: '新', customer })).statusCode).toBe(403)
  })

  it('loses it with the share, and everything with the partnership', async () => {
    const url = `/api/v1/opportunities/${shared}`
    const [{ id }] = (await rep.request('GET', `${url}/shares`)).json().data
    expect((await rep.request('DELETE', `${url}/shares/${id}`)).statusCode).toBe(204)
    expect([await status(dealer, url), await reach()]).toEqual([404, []])
    await rep.request('POST', `${url}/shares/${id}/restore`, {})
    expect(await status(dealer, url)).toBe(200)
    await server.kernel.write(systemActor('test'), [{ object: 'partner', op: 'update', id: partner, patch: { status: 'suspended' } }], {
      cause: { kind: 'system' },
    })
    server.signIn.forget()
    expect(await status(dealer, url)).toBe(401)
    await expect(signedIn(server.http, 'dealer', PASSWORD)).rejects.toThrow(/401/)
  })
})
