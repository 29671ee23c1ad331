import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bend, softwareKey } from './authenticator.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

const PARTY = { origin: 'https://crm.example.com', rpId: 'crm.example.com' }
let server: TestServer
let lin: Person
let client: TestClient
let key: ReturnType<typeof softwareKey>

beforeAll(async () => {
  server = await startTestServer('web', { publicUrl: PARTY.origin })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  client = await signedIn(server.http, 'lin', PASSWORD)
  key = softwareKey({ ...PARTY, userHandle: lin.user })
})
beforeEach(async () => {
  await server.kernel.db.query('delete from login_failure')
})
afterAll(() => server.stop())

const post = (url: string, payload: object) => server.http.inject({ method: 'POST', url, payload })
const begin = async (): Promise<{ challenge: string }> => (await client.request('POST', '/api/v1/account/passkeys/begin', {})).json()
const add = async (bend: Bend = {}, challenge?: string) =>
  client.request('POST', '/api/v1/account/passkeys', {
    name: '办公电脑',
    response: key.register(challenge ?? (await begin()).challenge, bend),
  })
const ask = async (): Promise<string> => (await post('/api/v1/session/passkey/begin', {})).json().challenge
const enter = async (bend: Bend = {}, challenge?: string) =>
  post('/api/v1/session/passkey', { response: key.answer(challenge ?? (await ask()), bend) })

describe('registering a passkey', () => {
  it.each([
    ['from another origin', { origin: 'https://crm.example.com.evil.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['that was not unlocked', { unlocked: false }],
  ])('%s is refused', async (_what, bend) => {
    expect((await add(bend)).json().code).toBe('auth.passkey')
  })

  it('with a challenge of nobody, of somebody else, or used before is refused', async () => {
    expect((await add({}, 'bm90LWEtY2hhbGxlbmdl')).json().code).toBe('auth.passkey')
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const { challenge } = (await admin.request('POST', '/api/v1/account/passkeys/begin', {})).json()
    expect((await add({}, challenge)).json().code).toBe('auth.passkey')
    const own = await begin()
    expect((await add({}, own.challenge)).statusCode).toBe(204)
    expect((await add({}, own.challenge)).json().code).toBe('auth.passkey')
  })

  it('shows it in the list with its name, and only to its owner', async () => {
    const { data, origin } = (await client.request('GET', '/api/v1/account/passkeys')).json()
    expect([origin, data.length, data[0].name]).toEqual([PARTY.origin, 1, '办公电脑'])
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    expect((await admin.request('GET', '/api/v1/account/passkeys')).json().data).toEqual([])
    expect((await admin.request('PATCH', `/api/v1/account/passkeys/${data[0].id}`, { name: 'mine' })).statusCode).toBe(404)
    expect((await admin.request('DELETE', `/api/v1/account/passkeys/${data[0].id}`)).statusCode).toBe(404)
    expect((await client.request('PATCH', `/api/v1/account/passkeys/${data[0].id}`, { name: '手机' })).statusCode).toBe(204)
  })
})

describe('signing in with a passkey', () => {
  it('opens a session without a name or a password', async () => {
    const answer = await enter({ counter: 5 })
    expect(answer.json()).toMatchObject({ user: { login: 'lin' }, must: null })
    expect(answer.cookies.map((cookie) => cookie.name)).toContain('perigon_session')
  })

  it.each([
    ['from another origin', { counter: 9, origin: 'https://evil.example' }],
    ['for another relying party', { counter: 9, rpId: 'evil.example' }],
    ['that was not unlocked', { counter: 9, unlocked: false }],
    ['whose counter runs backwards', { counter: 4 }],
    ['whose counter stands still', { counter: 5 }],
  ])('%s is refused, and noted', async (_what, bend) => {
    const answer = await enter(bend)
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'auth.passkey'])
    const rows = await server.kernel.db.query<{ found: number }>({
      text: `select count(*)::int as found from event where op = 'sign_in_failed' and record = $1 and changes ? 'passkey'`,
      values: [lin.user],
    })
    expect(rows[0]?.found).toBeGreaterThan(0)
  })

  it('with a challenge answered before, or too old, is refused', async () => {
    const challenge = await ask()
    expect((await enter({ counter: 10 }, challenge)).statusCode).toBe(200)
    expect((await enter({ counter: 11 }, challenge)).json().code).toBe('auth.passkey')
    const old = await ask()
    await server.kernel.db.query(`update passkey_challenge set expires_at = now() - interval '1 second'`)
    expect((await enter({ counter: 12 }, old)).json().code).toBe('auth.passkey')
    const forRegistering = await begin()
    expect((await enter({ counter: 13 }, forRegistering.challenge)).json().code).toBe('auth.passkey')
  })

  it('of somebody else’s key, a made-up answer, or garbage is refused', async () => {
    const stranger = softwareKey({ ...PARTY, userHandle: lin.user })
    expect((await post('/api/v1/session/passkey', { response: stranger.answer(await ask()) })).json().code).toBe('auth.passkey')
    const forged = { ...key.answer(await ask(), { counter: 20 }) }
    const signature = stranger.answer(await ask(), { counter: 20 }).response.signature
    expect(
      (await post('/api/v1/session/passkey', { response: { ...forged, response: { ...forged.response, signature } } })).json().code,
    ).toBe('auth.passkey')
    for (const response of [null, {}, { id: 'x' }, { id: '<script>', rawId: 'x', response: {} }])
      expect((await post('/api/v1/session/passkey', { response })).statusCode).toBe(401)
  })

  it('is two factors: a role that asks for them takes it, and not the password alone', async () => {
    const set = async (second_factor: boolean): Promise<void> => {
      const [role] = await server.kernel.db.query<{ id: string }>(`select id from role where key = 'sales_rep'`)
      await server.kernel.write(systemActor('test'), [{ object: 'role', op: 'update', id: role?.id ?? '', patch: { second_factor } }], {
        cause: { kind: 'system' },
      })
      server.signIn.forget()
    }
    await set(true)
    expect((await enter({ counter: 30 })).json().must).toBeNull()
    expect((await post('/api/v1/session', { login: 'lin', password: PASSWORD })).json().code).toBe('auth.use_passkey')
    expect((await post('/api/v1/session', { login: 'lin', password: 'wrong' })).json().code).toBe('auth.invalid')
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    await admin.request('POST', `/api/v1/users/${lin.user}/second-factor/remove`, {})
    expect((await enter({ counter: 31 })).json().code).toBe('auth.passkey')
    expect((await post('/api/v1/session', { login: 'lin', password: PASSWORD })).json().must).toBe('second_factor')
    await set(false)
  })

  it('ends with the passkey, and with the user', async () => {
    expect((await add()).statusCode).toBe(204)
    await server.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: lin.user, patch: { status: 'disabled' } }], {
      cause: { kind: 'system' },
    })
    expect((await enter({ counter: 40 })).json().code).toBe('auth.passkey')
  })
})
