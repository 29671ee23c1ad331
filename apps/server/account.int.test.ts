import { signedIn, type TestClient } from '@perigon/testing'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let lin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  lin = await signedIn(server.http, 'lin', PASSWORD)
})
afterAll(() => server.stop())

const signIn = (payload: object) => server.http.inject({ method: 'POST', url: '/api/v1/session', payload })

describe('sessions', () => {
  it('are listed with where they are, and one can be ended from another', async () => {
    const elsewhere = await signedIn(server.http, 'lin', PASSWORD)
    const { data } = (await lin.request('GET', '/api/v1/account/sessions')).json()
    expect(data.map((row: { current: boolean }) => row.current).sort()).toEqual([false, true])
    const other = data.find((row: { current: boolean }) => !row.current)
    expect((await lin.request('DELETE', `/api/v1/account/sessions/${other.id}`)).statusCode).toBe(204)
    expect((await elsewhere.request('GET', '/api/v1/session')).statusCode).toBe(401)
    expect((await lin.request('GET', '/api/v1/session')).statusCode).toBe(200)
  })

  it('of somebody else cannot be ended', async () => {
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const { data } = (await admin.request('GET', '/api/v1/account/sessions')).json()
    await lin.request('DELETE', `/api/v1/account/sessions/${data[0].id}`)
    expect((await admin.request('GET', '/api/v1/session')).statusCode).toBe(200)
  })
})

describe('a password', () => {
  it('is changed with the present one; weak and former ones are refused; other sessions end', async () => {
    const elsewhere = await signedIn(server.http, 'lin', PASSWORD)
    const change = (present: string, password: string) => lin.request('POST', '/api/v1/account/password', { present, password })
    expect((await change('wrong', 'Another-Canal-88')).json().code).toBe('auth.present_password')
    expect((await change(PASSWORD, 'short')).json().errors[0].code).toBe('weak_password')
    expect((await change(PASSWORD, PASSWORD)).json().errors[0].code).toBe('former_password')
    expect((await change(PASSWORD, 'Another-Canal-88')).statusCode).toBe(204)
    expect((await change('Another-Canal-88', PASSWORD)).json().errors[0].code).toBe('former_password')
    expect((await elsewhere.request('GET', '/api/v1/session')).statusCode).toBe(401)
    expect((await lin.request('GET', '/api/v1/session')).statusCode).toBe(200)
    expect((await signIn({ login: 'lin', password: PASSWORD })).statusCode).toBe(401)
    expect((await signIn({ login: 'lin', password: 'Another-Canal-88' })).statusCode).toBe(200)
  })
})

describe('a second factor', () => {
  it('is confirmed by a code, then asked for; a code works once, a recovery code once', async () => {
    const { secret, uri } = (await lin.request('POST', '/api/v1/account/second-factor', {})).json()
    expect(uri).toContain('otpauth://totp/Perigon:lin')
    const code = (offset = 0): string =>
      new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
        timestamp: Date.now() + offset * 30_000,
      })
    expect((await lin.request('POST', '/api/v1/account/second-factor/confirm', { code: '000000' })).json().code).toBe('auth.wrong_code')
    const { recovery_codes } = (await lin.request('POST', '/api/v1/account/second-factor/confirm', { code: code() })).json()
    expect(recovery_codes).toHaveLength(10)
    const password = 'Another-Canal-88'
    expect((await signIn({ login: 'lin', password })).json().code).toBe('auth.second_factor')
    expect((await signIn({ login: 'lin', password: 'wrong', code: code(1) })).json().code).toBe('auth.invalid')
    expect((await signIn({ login: 'lin', password, code: code() })).json().code).toBe('auth.code')
    expect((await signIn({ login: 'lin', password, code: code(1) })).statusCode).toBe(200)
    expect((await signIn({ login: 'lin', password, code: code(1) })).statusCode).toBe(401)
    expect((await signIn({ login: 'lin', password, code: recovery_codes[0].toLowerCase() })).statusCode).toBe(200)
    expect((await signIn({ login: 'lin', password, code: recovery_codes[0] })).statusCode).toBe(401)
    expect((await lin.request('POST', '/api/v1/account/second-factor/remove', { code: recovery_codes[1] })).statusCode).toBe(204)
    expect((await signIn({ login: 'lin', password })).statusCode).toBe(200)
  })
})
