import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, systemClock } from '@perigon/contracts'
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
let address: string
let lin: Person
let wang: Person
const dataDir = mkdtempSync(join(tmpdir(), 'perigon-live-'))

beforeAll(async () => {
  one = await startTestServer()
  const db = createDatabase({ url: one.kernel.db.url, max: 4 })
  const common = { clock: systemClock, logger: pino({ level: 'silent' }), role: 'web', trustProxy: false, tls: false, pool: 4 } as const
  two = await compose({ ...common, db, dataDir, migrationsDir })
  address = await two.http.listen({ host: '127.0.0.1', port: 0 })
  lin = await hire(one, { login: 'lin', role: 'sales_rep', department: null })
  wang = await hire(one, { login: 'wang', role: 'sales_rep', department: null })
})
afterAll(async () => {
  await two.close()
  await one.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

type Told = { readonly id: string; readonly data: { readonly topic: string; readonly unread: number; readonly open: number } }

/** A stream as a browser reads it. */
async function listen(cookie: string, lastEventId?: string) {
  const abort = new AbortController()
  const headers = { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) }
  const answer = await fetch(`${address}/api/v1/live`, { headers, signal: abort.signal })
  const told: Told[] = []
  let isOver = false
  const read = async (): Promise<void> => {
    let text = ''
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      for (let cut = text.indexOf('\n\n'); cut >= 0; cut = text.indexOf('\n\n')) {
        const found = /^id: (.*)\ndata: (.*)$/.exec(text.slice(0, cut))
        text = text.slice(cut + 2)
        if (found !== null) told.push({ id: found[1] ?? '', data: JSON.parse(found[2] ?? '{}') })
      }
    }
  }
  read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true
    })
  return { answer, told, isOver: () => isOver, close: () => abort.abort() }
}

async function notify(owner: string, title: string): Promise<void> {
  await one.kernel.write(
    systemActor('test'),
    [{ object: 'notification', op: 'create', id: newId(), patch: { owner, kind: 'todo', title } }],
    {
      cause: { kind: 'system' },
    },
  )
}

describe('live', () => {
  it('brings what one process wrote to a browser on the other, and to nobody else', async () => {
    const mine = await listen((await signedIn(one.http, 'lin', PASSWORD)).cookie)
    const other = await listen((await signedIn(one.http, 'wang', PASSWORD)).cookie)
    expect(mine.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await expect.poll(() => mine.told.length).toBe(1)
    await expect.poll(() => other.told.length).toBe(1)
    await notify(lin.user, '回访')
    await expect.poll(() => mine.told.at(-1)?.data).toEqual({ topic: 'notifications', unread: 1, open: 1 })
    expect(JSON.stringify(mine.told)).not.toContain('回访')
    await notify(wang.user, '报价')
    await expect.poll(() => other.told.at(-1)?.data.unread).toBe(1)
    expect(mine.told).toHaveLength(2)
    mine.close()
    other.close()
  })

  it('goes on where a browser stopped: silent when nothing happened, at once when something did', async () => {
    const { cookie } = await signedIn(one.http, 'lin', PASSWORD)
    const first = await listen(cookie)
    await expect.poll(() => first.told.length).toBe(1)
    const last = first.told[0]?.id ?? ''
    first.close()
    const again = await listen(cookie, last)
    await new Promise((wake) => setTimeout(wake, 600))
    expect(again.told).toEqual([])
    again.close()
    await notify(lin.user, '离线时来的')
    const later = await listen(cookie, last)
    await expect.poll(() => later.told.length).toBe(1)
    later.close()
  })

  it('lets go of somebody who signs out on the other process, and of nobody else', async () => {
    const [here, there] = [await signedIn(one.http, 'lin', PASSWORD), await signedIn(one.http, 'lin', PASSWORD)]
    const [gone, stays] = [await listen(here.cookie), await listen(there.cookie)]
    await expect.poll(() => gone.told.length + stays.told.length).toBe(2)
    await here.request('DELETE', '/api/v1/session')
    await expect.poll(gone.isOver).toBe(true)
    expect(stays.isOver()).toBe(false)
    expect((await fetch(`${address}/api/v1/live`, { headers: { cookie: 'perigon_session=nobody' } })).status).toBe(401)
    stays.close()
  })

  it('keeps no idle session alive', async () => {
    const { cookie } = await signedIn(one.http, 'lin', PASSWORD)
    const line = await listen(cookie)
    await expect.poll(() => line.told.length).toBe(1)
    await one.kernel.db.query({ text: `update session set seen_at = now() - interval '20 years' where user_id = $1`, values: [lin.user] })
    // A look that had begun while the session was alive (of the tests above) may still tell; after it nothing may.
    await new Promise((done) => setTimeout(done, 300))
    const told = line.told.length
    await notify(lin.user, '没人在看')
    await expect.poll(line.isOver).toBe(true)
    expect(line.told).toHaveLength(told)
  })

  it('opens so many lines for one person and no more, and one database connection for all', async () => {
    const { cookie } = await signedIn(one.http, 'wang', PASSWORD)
    const lines = []
    for (let n = 0; n < 8; n += 1) lines.push(await listen(cookie))
    const refused = await listen(cookie)
    expect([refused.answer.status, refused.answer.headers.get('retry-after')]).toEqual([429, '60'])
    const listeners = await one.kernel.db.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'perigon listen perigon_live'`,
    )
    expect(listeners[0]?.n).toBe(2)
    for (const line of lines) line.close()
  })

  it('hears again after its connection to the database was cut', async () => {
    const line = await listen((await signedIn(one.http, 'lin', PASSWORD)).cookie)
    await expect.poll(() => line.told.length).toBe(1)
    await one.kernel.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'perigon listen perigon_live'`,
    )
    await notify(lin.user, '断线时来的')
    await expect.poll(() => line.told.length, { timeout: 5000 }).toBe(2)
    line.close()
  })
})
