import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { systemActor } from '@perigon/kernel'
import { signedIn } from '@perigon/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose, type House } from './compose.ts'
import { migrationsDir } from './template.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let one: TestServer
let two: House
let lin: Person
const dataDir = mkdtempSync(join(tmpdir(), 'perigon-node-'))

beforeAll(async () => {
  one = await startTestServer()
  const db = createDatabase({ url: one.kernel.db.url, max: 4 })
  const common = { clock: systemClock, logger: pino({ level: 'silent' }), role: 'web', trustProxy: false, tls: false, pool: 4 } as const
  two = await compose({ ...common, db, dataDir, migrationsDir })
  lin = await hire(one, { login: 'lin', role: 'sales_rep', department: null })
})
afterAll(async () => {
  await two.close()
  await one.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const MOST_MS = 5_500

/** Asks the other node again and again, as a page would; how long it went on answering. */
async function dies(headers: { readonly [name: string]: string }): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const answer = await two.http.inject({ method: 'GET', url: '/api/v1/session', headers })
    const passed = performance.now() - begun
    if (answer.statusCode === 401 || passed > 2 * MOST_MS) return passed
    await new Promise((wake) => setTimeout(wake, 100))
  }
}

async function alive(headers: { readonly [name: string]: string }): Promise<void> {
  expect((await two.http.inject({ method: 'GET', url: '/api/v1/session', headers })).statusCode).toBe(200)
}

describe('what ends on one node is dead on the other within five seconds', () => {
  it('a session that signed out', async () => {
    const client = await signedIn(one.http, 'lin', PASSWORD)
    await alive({ cookie: client.cookie })
    await client.request('DELETE', '/api/v1/session')
    expect(await dies({ cookie: client.cookie })).toBeLessThan(MOST_MS)
  })

  it('other sessions after “sign out everywhere else” and after a changed password', async () => {
    const [here, there] = [await signedIn(one.http, 'lin', PASSWORD), await signedIn(one.http, 'lin', PASSWORD)]
    await alive({ cookie: there.cookie })
    await here.request('POST', '/api/v1/account/sessions/end-others', {})
    expect(await dies({ cookie: there.cookie })).toBeLessThan(MOST_MS)
    const again = await signedIn(one.http, 'lin', PASSWORD)
    await alive({ cookie: again.cookie })
    await here.request('POST', '/api/v1/account/password', { present: PASSWORD, password: 'Another-Canal-88' })
    expect(await dies({ cookie: again.cookie })).toBeLessThan(MOST_MS)
    await alive({ cookie: here.cookie })
  })

  it('sessions and tokens of somebody whose password an administrator set, or who was disabled', async () => {
    const admin = await signedIn(one.http, 'admin', PASSWORD)
    const client = await signedIn(one.http, 'lin', 'Another-Canal-88')
    const token = { authorization: `Bearer ${await one.signIn.createToken('lin', { name: 'sync' })}` }
    await alive({ cookie: client.cookie })
    await alive(token)
    await admin.request('POST', `/api/v1/users/${lin.user}/password`, { password: 'Third-Harbour-99' })
    expect(await dies({ cookie: client.cookie })).toBeLessThan(MOST_MS)
    expect(await dies(token)).toBeLessThan(MOST_MS)
    const last = await signedIn(one.http, 'lin', 'Third-Harbour-99')
    const lastToken = { authorization: `Bearer ${await one.signIn.createToken('lin', { name: 'sync' })}` }
    await alive({ cookie: last.cookie })
    await alive(lastToken)
    await one.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: lin.user, patch: { status: 'disabled' } }], {
      cause: { kind: 'system' },
    })
    expect(await dies({ cookie: last.cookie })).toBeLessThan(MOST_MS)
    expect(await dies(lastToken)).toBeLessThan(MOST_MS)
  })
})
