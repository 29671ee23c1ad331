import { fixedClock } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startMailServer } from './mail.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

const clock = fixedClock('2026-11-24T02:00:00Z')
let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let lin: Person
let admin: TestClient

beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer('all', {
    clock,
    publicUrl: 'https://crm.example.com',
    mail: { smtpUrl: mail.url, from: 'crm@example.com' },
    trustProxy: '127.0.0.1',
  })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
})
beforeEach(async () => {
  clock.set('2026-11-24T02:00:00Z')
  await server.kernel.db.query('delete from login_failure')
  await role({ second_factor: false, networks: [] })
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(async () => {
  await server.stop()
  await mail.stop()
})

async function role(patch: { readonly second_factor?: boolean; readonly networks?: readonly string[] }): Promise<void> {
  const rows = await server.kernel.db.query<{ id: string }>(`select id from role where key = 'sales_rep'`)
  await server.kernel.write(systemActor('test'), [{ object: 'role', op: 'update', id: rows[0]?.id ?? '', patch: { ...patch } }], {
    cause: { kind: 'system' },
  })
  server.signIn.forget()
}
const policy = (body: object) => admin.request('POST', '/api/v1/sign-in-policy', body)
const from = (peer: string, headers: { readonly [name: string]: string } = {}) =>
  server.http.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { login: 'lin', password: PASSWORD },
    remoteAddress: peer,
    headers,
  })
const look = (client: TestClient) => client.request('GET', '/api/v1/session')
const notes = async (op: string): Promise<readonly { readonly changes: object }[]> =>
  (await admin.request('GET', `/api/v1/audit?op=${op}`)).json().data

describe('a session', () => {
  it('ends when it is idle for longer than the policy says', async () => {
    const client = await signedIn(server.http, 'lin', PASSWORD)
    clock.set('2026-11-24T02:29:00Z')
    expect((await look(client)).statusCode).toBe(200)
    clock.set('2026-11-24T02:58:00Z')
    expect((await look(client)).statusCode).toBe(200)
    clock.set('2026-11-24T03:29:00Z')
    expect((await look(client)).statusCode).toBe(401)
  })

  it('ends twelve hours after it began, however busy', async () => {
    const client = await signedIn(server.http, 'lin', PASSWORD)
    for (let minutes = 20; minutes < 720; minutes += 20) {
      clock.set(new Date(Date.UTC(2026, 10, 24, 2, minutes)).toISOString())
      expect((await look(client)).statusCode).toBe(200)
    }
    clock.set('2026-11-24T14:00:01Z')
    expect((await look(client)).statusCode).toBe(401)
  })

  it('follows a changed policy', async () => {
    expect((await policy({ idle_minutes: 5 })).json()).toMatchObject({ idle_minutes: 5, session_hours: 12 })
    const client = await signedIn(server.http, 'lin', PASSWORD)
    clock.set('2026-11-24T02:06:00Z')
    expect((await look(client)).statusCode).toBe(401)
    admin = await signedIn(server.http, 'admin', PASSWORD)
    await policy({ idle_minutes: 30 })
    const { data } = (await admin.request('GET', '/api/v1/audit?object=sign_in_policy')).json()
    expect(data[0].changes.idle_minutes).toBeDefined()
  })

  it('is over when the roles of its person change, and when the user is disabled', async () => {
    const update = async (patch: { readonly roles?: readonly string[]; readonly status?: string }): Promise<void> => {
      await server.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: lin.user, patch: { ...patch } }], {
        cause: { kind: 'system' },
      })
      server.signIn.forget()
    }
    const before = await signedIn(server.http, 'lin', PASSWORD)
    await update({ roles: ['sales_rep', 'sales_manager'] })
    expect((await look(before)).statusCode).toBe(401)
    await update({ roles: ['sales_rep'] })
    expect((await look(before)).statusCode).toBe(401)
    const after = await signedIn(server.http, 'lin', PASSWORD)
    await update({ status: 'disabled' })
    expect((await look(after)).statusCode).toBe(401)
    await update({ status: 'active' })
  })

  it('is never carried over: a token put into the browser before is not the one after', async () => {
    const planted = 'a'.repeat(43)
    const answer = await from('127.0.0.1', { cookie: `perigon_session=${planted}; __Host-perigon_session=${planted}` })
    const token = answer.cookies.find((each) => each.name.endsWith('perigon_session'))?.value
    expect(token).toHaveLength(43)
    expect(token).not.toBe(planted)
  })
})

describe('cookies', () => {
  it('are HttpOnly, SameSite=Lax, of this host alone and Secure behind TLS; HSTS then too', async () => {
    const plain = await from('127.0.0.1')
    expect(plain.cookies[0]).toMatchObject({ name: 'perigon_session', httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(plain.headers['strict-transport-security']).toBeUndefined()
    const behind = await from('127.0.0.1', { 'x-forwarded-proto': 'https' })
    for (const cookie of behind.cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
      expect(cookie.name).toMatch(/^__Host-perigon_/)
      expect(cookie.domain).toBeUndefined()
    }
    expect(behind.headers['strict-transport-security']).toContain('max-age=31536000')
  })

  it('without the prefix are not taken behind TLS, and a proxy nobody trusts does not make it TLS', async () => {
    const plain = await from('127.0.0.1')
    const cookie = `perigon_session=${plain.cookies[0]?.value}`
    const get = (headers: { readonly [name: string]: string }, remoteAddress = '127.0.0.1') =>
      server.http.inject({ method: 'GET', url: '/api/v1/session', headers: { cookie, ...headers }, remoteAddress })
    expect((await get({})).statusCode).toBe(200)
    expect((await get({ 'x-forwarded-proto': 'https' })).statusCode).toBe(401)
    expect((await from('203.0.113.5', { 'x-forwarded-proto': 'https' })).cookies[0]?.name).toBe('perigon_session')
  })
})

describe('a list of networks', () => {
  it('of a role refuses sign-in from elsewhere in clear words, and says so in the log', async () => {
    await role({ networks: ['10.0.0.0/8', '2001:db8::/32'] })
    expect((await from('10.2.3.4')).statusCode).toBe(200)
    expect((await from('::ffff:10.2.3.4')).statusCode).toBe(200)
    expect((await from('2001:db8::5')).statusCode).toBe(200)
    const refused = await from('203.0.113.9', { 'accept-language': 'en-US' })
    expect([refused.statusCode, refused.json().title]).toEqual([
      403,
      'Signing in from your network (203.0.113.9) is not allowed. Ask an administrator',
    ])
    expect((await notes('sign_in_failed')).map((note) => note.changes)).toContainEqual({ peer: '203.0.113.9', reason: 'network' })
  })

  it('looks at the address a trusted proxy names, and at no other', async () => {
    await role({ networks: ['10.0.0.0/8'] })
    expect((await from('127.0.0.1', { 'x-forwarded-for': '10.1.1.1' })).statusCode).toBe(200)
    expect((await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).statusCode).toBe(403)
    expect((await from('203.0.113.9', { 'x-forwarded-for': '10.1.1.1' })).statusCode).toBe(403)
  })

  it('stops a session and a token that turn up elsewhere', async () => {
    await role({ networks: ['127.0.0.0/8'] })
    const client = await signedIn(server.http, 'lin', PASSWORD)
    const token = await server.signIn.createToken('lin', { name: 'test' })
    const get = (headers: { readonly [name: string]: string }, remoteAddress: string) =>
      server.http.inject({ method: 'GET', url: '/api/v1/session', headers, remoteAddress })
    expect((await get({ cookie: client.cookie }, '127.0.0.1')).statusCode).toBe(200)
    expect((await get({ cookie: client.cookie }, '203.0.113.9')).json().code).toBe('auth.network')
    expect((await get({ authorization: `Bearer ${token}` }, '127.0.0.1')).statusCode).toBe(200)
    expect((await get({ authorization: `Bearer ${token}` }, '203.0.113.9')).json().code).toBe('auth.network')
  })

  it('of the installation holds for administrators too, but cannot shut out who writes it', async () => {
    expect((await policy({ networks: ['10.0.0.0/8'] })).json().errors[0].code).toBe('shuts_you_out')
    const [{ id, version }] = (await admin.request('GET', '/api/v1/sign-in-policies')).json().data
    const around = await admin.request(
      'PATCH',
      `/api/v1/sign-in-policies/${id}`,
      { networks: ['10.0.0.0/8'] },
      { 'if-match': `"${version}"` },
    )
    expect(around.json().errors).toEqual([expect.objectContaining({ path: 'networks', code: 'read_only' })])
    expect((await policy({ networks: ['ten'] })).statusCode).toBe(422)
    expect((await policy({ networks: ['10.0.0.0/8', '127.0.0.1'] })).statusCode).toBe(200)
    expect((await from('10.9.9.9')).statusCode).toBe(200)
    expect((await from('192.0.2.1')).json().code).toBe('auth.network')
    await policy({ networks: [] })
    expect((await from('192.0.2.1')).statusCode).toBe(200)
  })

  it('is for administrators to see and change', async () => {
    const client = await signedIn(server.http, 'lin', PASSWORD)
    expect((await client.request('GET', '/api/v1/sign-in-policy')).statusCode).toBe(403)
    expect((await client.request('POST', '/api/v1/sign-in-policy', { idle_minutes: 5 })).statusCode).toBe(403)
    expect((await client.request('GET', '/api/v1/sign-in-policies')).statusCode).toBe(403)
  })
})

describe('a role that needs a second factor', () => {
  it('lets somebody without one do nothing but set it up, and then everything', async () => {
    await role({ second_factor: true })
    const client = await signedIn(server.http, 'lin', PASSWORD)
    expect((await look(client)).json().must).toBe('second_factor')
    expect((await client.request('GET', '/api/v1/customers')).json().code).toBe('auth.must_second_factor')
    expect((await client.request('GET', '/api/v1/meta')).json().code).toBe('auth.must_second_factor')
    expect((await client.request('POST', '/api/v1/tasks', { subject: 'x' })).json().code).toBe('auth.must_second_factor')
    const { secret } = (await client.request('POST', '/api/v1/account/second-factor', {})).json()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() })
    const { recovery_codes } = (await client.request('POST', '/api/v1/account/second-factor/confirm', { code })).json()
    expect((await look(client)).json().must).toBeNull()
    expect((await client.request('GET', '/api/v1/customers')).statusCode).toBe(200)
    await client.request('POST', '/api/v1/account/second-factor/remove', { code: recovery_codes[0] })
    expect((await client.request('GET', '/api/v1/customers')).json().code).toBe('auth.must_second_factor')
  })
})

describe('one-time codes', () => {
  it('drift by one step and no more, work once, and cannot be tried a thousand times', async () => {
    const { user } = await hire(server, { login: 'codes', role: 'sales_rep', department: null })
    const client = await signedIn(server.http, 'codes', PASSWORD)
    const { secret } = (await client.request('POST', '/api/v1/account/second-factor', {})).json()
    const at = (steps: number): string =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() + steps * 30_000 })
    const enter = (code: string) =>
      server.http.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'codes', password: PASSWORD, code } })
    await client.request('POST', '/api/v1/account/second-factor/confirm', { code: at(-1) })
    expect([(await enter(at(2))).statusCode, (await enter(at(-2))).statusCode]).toEqual([401, 401])
    expect([(await enter(at(1))).statusCode, (await enter(at(1))).statusCode]).toEqual([200, 401])
    expect((await enter(at(0))).json().code).toBe('auth.code')
    await server.kernel.db.query('delete from login_failure')
    const answers: number[] = []
    for (let guess = 0; guess < 1000; guess += 1) answers.push((await enter(String(guess).padStart(6, '7'))).statusCode)
    expect(answers.filter((status) => status !== 429)).toHaveLength(5)
    const rows = await server.kernel.db.query({ text: `select 1 from event where op = 'sign_in_failed' and record = $1`, values: [user] })
    expect(rows.length).toBeGreaterThanOrEqual(5)
  })
})

describe('a browser that was never here', () => {
  it('is told to its person, once, in the product and by mail; the first one of all is not', async () => {
    const chen = await hire(server, { login: 'chen', role: 'sales_rep', department: null })
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'user', op: 'update', id: chen.user, patch: { email: 'chen@example.com', locale: 'en-US' } }],
      { cause: { kind: 'system' } },
    )
    const enter = (device: string | undefined) =>
      server.http.inject({
        method: 'POST',
        url: '/api/v1/session',
        payload: { login: 'chen', password: PASSWORD },
        headers: {
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/150.0',
          ...(device === undefined ? {} : { cookie: `perigon_device=${device}` }),
        },
      })
    const notices = () =>
      server.kernel.db.query<{ title: string; body: string }>({
        text: 'select title, body from notification where owner = $1',
        values: [chen.user],
      })
    const first = await enter(undefined)
    const device = first.cookies.find((cookie) => cookie.name === 'perigon_device')?.value
    await enter(device)
    expect(await notices()).toEqual([])
    await enter(undefined)
    expect(await notices()).toEqual([
      { title: 'Signed in from a new device', body: expect.stringContaining('Chrome · Windows, 127.0.0.1, Nov 24, 2026') },
    ])
    const { to, text } = await mail.next('Signed in from a new device')
    expect(to).toEqual(['chen@example.com'])
    expect(text).toContain('change your password')
    await enter(device)
    expect(await notices()).toHaveLength(1)
  })
})
