import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { breakGlassLink } from './cli/break-glass.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let lin: Person
let client: TestClient
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  client = await signedIn(server.http, 'lin', PASSWORD)
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(() => server.stop())

const make = async (body: object, by: TestClient = client): Promise<string> =>
  (await by.request('POST', '/api/v1/account/tokens', { name: 'sync', ...body })).json().token
const withToken = (token: string, ...[method, url, payload]: readonly ['GET' | 'POST' | 'PATCH' | 'DELETE', string, object?]) =>
  server.http.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload === undefined ? {} : { payload }) })
const mine = async () => (await client.request('GET', '/api/v1/account/tokens')).json().data

describe('an API token', () => {
  it('does what its owner may, is shown once, and tells when it was last used', async () => {
    const token = await make({})
    expect(token).toMatch(/^pgn_[\w-]{43}$/)
    expect((await withToken(token, 'POST', '/api/v1/customers', { name: '苏州测试有限公司' })).statusCode).toBe(201)
    const [row] = await mine()
    expect(row).toMatchObject({ name: 'sync', reading_only: false, objects: null, expires_at: null, hint: token.slice(-4) })
    expect(row.last_used_at).not.toBeNull()
    expect(JSON.stringify(row)).not.toContain(token)
  })

  it('that only reads reads, lists and counts, and changes nothing', async () => {
    const token = await make({ reading_only: true })
    const { data } = (await withToken(token, 'GET', '/api/v1/customers')).json()
    expect(data).toHaveLength(1)
    expect((await withToken(token, 'POST', '/api/v1/customers/query', {})).statusCode).toBe(200)
    expect((await withToken(token, 'POST', '/api/v1/customers/aggregate', { measures: [{ fn: 'count' }] })).statusCode).toBe(200)
    const refused = [
      await withToken(token, 'POST', '/api/v1/customers', { name: 'x' }),
      await withToken(token, 'PATCH', `/api/v1/customers/${data[0].id}`, { name: 'x' }),
      await withToken(token, 'DELETE', `/api/v1/customers/${data[0].id}`),
      await withToken(token, 'POST', '/api/v1/customers/batch', { operations: [] }),
      await withToken(token, 'PATCH', '/api/v1/session', { locale: 'en-US' }),
    ]
    expect(refused.map((answer) => answer.json().code)).toEqual(refused.map(() => 'auth.reading_only'))
  })

  it('for some objects knows no others, not even through links or search', async () => {
    const token = await make({ objects: ['task'] })
    expect((await withToken(token, 'POST', '/api/v1/tasks', { subject: 'call back' })).statusCode).toBe(201)
    expect((await withToken(token, 'GET', '/api/v1/customers')).statusCode).toBe(403)
    expect((await withToken(token, 'POST', '/api/v1/customers', { name: 'x' })).statusCode).toBe(403)
    expect((await withToken(token, 'GET', '/api/v1/search?q=苏州')).body).not.toContain('苏州测试')
    const keys = (await withToken(token, 'GET', '/api/v1/meta')).json().objects.map((object: { key: string }) => object.key)
    expect(keys).toEqual(['task'])
  })

  it('of an administrator with limits opens no administrator’s door', async () => {
    const token = await make({ reading_only: true }, admin)
    expect((await withToken(token, 'GET', '/api/v1/customers')).json().data).toHaveLength(1)
    for (const url of ['/api/v1/audit', '/api/v1/mail', '/api/v1/sign-in-policy', '/api/v1/users', '/api/v1/roles'])
      expect((await withToken(token, 'GET', url)).statusCode).toBe(403)
  })

  it('ends on its day, when it is revoked, and with its user; nobody else can revoke it', async () => {
    const ending = await make({ name: 'ending', days: 30 })
    expect((await withToken(ending, 'GET', '/api/v1/session')).statusCode).toBe(200)
    await server.kernel.db.query(`update api_token set expires_at = now() - interval '1 second' where name = 'ending'`)
    server.signIn.forget()
    expect((await withToken(ending, 'GET', '/api/v1/session')).statusCode).toBe(401)
    const token = await make({ name: 'revoked' })
    const row = (await mine()).find((each: { name: string }) => each.name === 'revoked')
    expect((await admin.request('DELETE', `/api/v1/account/tokens/${row.id}`)).statusCode).toBe(404)
    expect((await withToken(token, 'GET', '/api/v1/session')).statusCode).toBe(200)
    expect((await client.request('DELETE', `/api/v1/account/tokens/${row.id}`)).statusCode).toBe(204)
    expect((await withToken(token, 'GET', '/api/v1/session')).statusCode).toBe(401)
  })

  it('is made for whoever asks, whatever the body says, and not by another token', async () => {
    const token = await make({ name: 'identity', user: 'admin', user_id: 'admin', login: 'admin' })
    expect((await withToken(token, 'GET', '/api/v1/session')).json().user.login).toBe('lin')
    expect((await withToken(token, 'POST', '/api/v1/account/tokens', { name: 'child' })).statusCode).toBe(401)
  })

  it('of an unknown object or for too long is refused', async () => {
    const ask = async (body: object) =>
      (await client.request('POST', '/api/v1/account/tokens', { name: 'x', ...body })).json().errors[0].path
    expect([await ask({ objects: ['secrets'] }), await ask({ days: 100_000 }), await ask({ days: 0 }), await ask({ name: ' ' })]).toEqual([
      'objects',
      'days',
      'days',
      'name',
    ])
  })
})

describe('break-glass', () => {
  it('lets whoever holds the machine back in: a link, once, although locked, disabled and shut out by networks', async () => {
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'user', op: 'update', id: lin.user, patch: { status: 'disabled', auth: 'ldap' } }],
      { cause: { kind: 'system' } },
    )
    await server.kernel.db.query(`update sign_in_policy set networks = '{10.0.0.0/8}'`)
    await server.kernel.db.query(`insert into login_failure (key, failures, last_at) values ('login:lin', 12, now())`)
    await expect(breakGlassLink(server.kernel, server.signIn, { login: 'lin', administrator: false, anyNetwork: false })).rejects.toThrow(
      '--administrator',
    )
    const token = await breakGlassLink(server.kernel, server.signIn, { login: 'lin', administrator: true, anyNetwork: true })
    server.signIn.forget()
    const finish = () =>
      server.http.inject({ method: 'POST', url: '/api/v1/password-reset/finish', payload: { token, password: 'Rescue-Harbour-55' } })
    expect((await finish()).statusCode).toBe(204)
    expect((await finish()).json().code).toBe('auth.reset_link')
    const back = await signedIn(server.http, 'lin', 'Rescue-Harbour-55')
    expect((await back.request('GET', '/api/v1/session')).json().admin).toBe(true)
    const { data } = (await back.request('GET', '/api/v1/audit?op=password')).json()
    expect(data.map((row: { changes: object }) => row.changes)).toContainEqual({ by: 'command line', link: true })
    expect(data.map((row: { actor_name: string }) => row.actor_name)).toContain('command line')
  })
})
