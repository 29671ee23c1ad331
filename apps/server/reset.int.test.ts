import { signedIn } from '@perigon/testing'
import { systemActor } from '@perigon/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer } from './mail.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let lin: Person
const log: string[] = []

async function giveAddress(person: Person, email: string, locale: string): Promise<void> {
  await server.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: person.user, patch: { email, locale } }], {
    cause: { kind: 'system' },
  })
}

beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer('all', {
    publicUrl: 'https://crm.example.com',
    mail: { smtpUrl: mail.url, from: 'Perigon <crm@example.com>' },
    log: (line) => log.push(line),
  })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  await giveAddress(lin, 'Lin@example.com', 'zh-CN')
})
afterAll(async () => {
  await server.stop()
  await mail.stop()
})

const post = (url: string, payload: object, headers: { readonly [name: string]: string } = {}) =>
  server.http.inject({ method: 'POST', url, payload, headers })
const ask = (login: string, headers?: { readonly [name: string]: string }) => post('/api/v1/password-reset', { login }, headers)
const finish = (token: string, password: string) => post('/api/v1/password-reset/finish', { token, password })
const tokenIn = (text: string): string => /reset-password#([\w-]+)/.exec(text)?.[1] ?? ''

/** What the ledger says once nothing of this kind is waiting any more. */
async function settled(
  kind: string,
): Promise<readonly { readonly state: string; readonly recipient: string | null; readonly error: string | null }[]> {
  const admin = await signedIn(server.http, 'admin', PASSWORD)
  for (let turn = 0; turn < 150; turn += 1) {
    const { data } = (await admin.request('GET', '/api/v1/mail')).json()
    const mine = data.filter((row: { kind: string }) => row.kind === kind)
    if (mine.length > 0 && mine.every((row: { state: string }) => row.state !== 'queued')) return mine
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error('mail is still waiting')
}

describe('a password reset by mail', () => {
  it('answers the same for a name that exists and one that does not, and writes to nobody for the latter', async () => {
    const [known, unknown] = [await ask('lin', { host: 'evil.example' }), await ask('nobody-here', { host: 'evil.example' })]
    expect([known.statusCode, known.body]).toEqual([202, unknown.body])
    await mail.next('reset-password#')
    const ledger = await settled('password_reset')
    expect(ledger.map((row) => row.state).toSorted()).toEqual(['nobody', 'sent'])
    expect(mail.caught.map((each) => each.to)).toEqual([['lin@example.com']])
  })

  it('names the configured address, whatever the Host header said, and stands where no referrer reaches', async () => {
    const { text } = await mail.next('reset-password#')
    expect(text).toContain('https://crm.example.com/reset-password#')
    expect(text).not.toContain('evil.example')
    expect(text).toContain('重设')
  })

  it('refuses a weak and a former password without using the link up, takes a good one once, and ends all sessions', async () => {
    const elsewhere = await signedIn(server.http, 'lin', PASSWORD)
    const token = tokenIn((await mail.next('reset-password#')).text)
    expect((await finish(token, 'short')).json().errors[0].code).toBe('weak_password')
    expect((await finish(token, PASSWORD)).json().errors[0].code).toBe('former_password')
    expect((await finish(token, 'Another-Canal-88')).statusCode).toBe(204)
    expect((await finish(token, 'Third-Canal-99-x')).json().code).toBe('auth.reset_link')
    expect((await elsewhere.request('GET', '/api/v1/session')).statusCode).toBe(401)
    await signedIn(server.http, 'lin', 'Another-Canal-88')
  })

  it('keeps only the hash, and nothing of the token in the log, the queue or the event log', async () => {
    const token = tokenIn((await mail.next('reset-password#')).text)
    expect(token).toHaveLength(43)
    expect(log.join('\n')).not.toContain(token)
    const everything = await server.kernel.db.query<{ text: string }>(
      `select (select json_agg(j) from pgboss.job j)::text || (select json_agg(e) from event e)::text || (select json_agg(m) from mail_message m)::text as text`,
    )
    expect(everything[0]?.text).toContain('password_reset')
    expect(everything[0]?.text).not.toContain(token)
  })

  it('is refused after fifteen minutes, and an earlier link once a later one was mailed', async () => {
    mail.caught.length = 0
    await ask('LIN@example.com')
    const first = tokenIn((await mail.next('reset-password#')).text)
    mail.caught.length = 0
    await ask('lin')
    const second = tokenIn((await mail.next('reset-password#')).text)
    expect((await finish(first, 'Fourth-Canal-11')).json().code).toBe('auth.reset_link')
    await server.kernel.db.query(`update password_link set expires_at = now() - interval '1 second'`)
    expect((await finish(second, 'Fourth-Canal-11')).json().code).toBe('auth.reset_link')
  })

  it('is written in the language of the person, and told in the audit log', async () => {
    const chen = await hire(server, { login: 'chen', role: 'sales_rep', department: null })
    await giveAddress(chen, 'chen@example.com', 'en-US')
    mail.caught.length = 0
    await ask('chen')
    expect((await mail.next('reset-password#')).text).toContain('Reset your Perigon password')
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    const { data } = (await admin.request('GET', '/api/v1/audit?op=password')).json()
    expect(data.map((row: { changes: object }) => row.changes)).toContainEqual({ reset: 'mailed' })
    expect(data.map((row: { changes: object }) => row.changes)).toContainEqual({ by: 'link by mail' })
  })

  it('is for administrators to look up, not for others', async () => {
    const rep = await signedIn(server.http, 'chen', PASSWORD)
    expect((await rep.request('GET', '/api/v1/mail')).statusCode).toBe(403)
  })

  it('tells in the ledger what the mail server refused for good', async () => {
    mail.refuse(550)
    await server.kernel.db.query('delete from login_failure')
    await ask('chen')
    const ledger = await settled('password_reset')
    expect(ledger[0]).toMatchObject({ state: 'failed', recipient: 'chen@example.com' })
    expect(ledger[0]?.error).toContain('mailbox unavailable')
    mail.refuse(null)
  })

  it('makes a peer that asks again and again wait', async () => {
    const codes: number[] = []
    for (let turn = 0; turn < 7; turn += 1) codes.push((await ask(`guess${turn}`)).statusCode)
    expect(codes.at(-1)).toBe(429)
  })
})
