import { newId } from '@perigon/contracts'
import { startNotificationMail } from '@perigon/activities'
import { systemActor } from '@perigon/kernel'
import { createMail } from '@perigon/mail'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer } from './mail.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let lin: Person
let wang: Person
let client: TestClient
let other: TestClient

beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer('all', {
    publicUrl: 'https://crm.example.com',
    mail: { smtpUrl: mail.url, from: 'Perigon <crm@example.com>' },
  })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  wang = await hire(server, { login: 'wang', role: 'sales_rep', department: null })
  for (const [person, locale] of [
    [lin, 'zh-CN'],
    [wang, 'en-US'],
  ] as const) {
    const patch = { email: `${person.login}@example.com`, locale }
    await server.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: person.user, patch }], {
      cause: { kind: 'system' },
    })
  }
  client = await signedIn(server.http, 'lin', PASSWORD)
  other = await signedIn(server.http, 'wang', PASSWORD)
})
afterAll(async () => {
  await server.stop()
  await mail.stop()
})

async function notify(owner: string, kind: string, title: string): Promise<string> {
  const id = newId()
  await server.kernel.write(systemActor('test'), [{ object: 'notification', op: 'create', id, patch: { owner, kind, title } }], {
    cause: { kind: 'system' },
  })
  return id
}

const choose = (who: TestClient, patch: object) => who.request('POST', '/api/v1/notification-preferences', patch)
const mails = (part: string): number => mail.caught.filter((each) => each.text.includes(part)).length

/** Mail whose process dies between the ledger and the queue, every time. */
const dyingMail = () => {
  const jobs = { register: async () => undefined, send: () => Promise.reject(new Error('killed')), stop: async () => undefined }
  return createMail({ db: server.kernel.db, jobs, settings: { smtpUrl: mail.url, from: 'Perigon <crm@example.com>' } })
}

/** The digests a process would send at this moment. */
async function digestsAt(iso: string): Promise<number> {
  const kernel = { ...server.kernel, clock: { now: () => new Date(iso) } }
  const options = { mail: await dyingMail(), publicUrl: 'https://crm.example.com', work: false, onError: () => undefined }
  return (await startNotificationMail(kernel, options).sweep()).digests
}

describe('mail about notifications', () => {
  it('goes at once where somebody wants it so, in their language and once only', async () => {
    const id = await notify(lin.user, 'mention', '陆文斌提到了您')
    await notify(wang.user, 'mention', 'Lu mentioned you')
    await notify(lin.user, 'job', '导入完成')
    const { text } = await mail.next('陆文斌提到了您')
    expect(text).toContain('查看通知：https://crm.example.com/notifications')
    // As text and as HTML it opens what it is about; programs that answer for somebody away leave it alone.
    const opens = `https://crm.example.com/notifications/open?id=${id}`
    expect([text.includes(`\n${opens}\r\n`) || text.includes(`\n${opens}\n`), text.includes(`href="${opens}"`)]).toEqual([true, true])
    expect(text).toContain('List-Unsubscribe: <https://crm.example.com/notifications/preferences>')
    expect(text).toContain('Auto-Submitted: auto-generated')
    // Sent a second time after a crash it would be the same mail.
    const [entry] = await server.kernel.db.query<{ id: string }>({
      text: `select id from mail_message where payload ->> 'notification' = $1`,
      values: [id],
    })
    expect(text).toContain(`Message-ID: <${entry?.id}@example.com>`)
    expect((await mail.next('Lu mentioned you')).to).toEqual(['wang@example.com'])
    await new Promise((wake) => setTimeout(wake, 6000))
    expect([mails('陆文斌提到了您'), mails('导入完成')]).toEqual([1, 0])
  }, 30_000)

  it('follows what a person chose, the newest choice first', async () => {
    await choose(client, { kind: 'job', in_app: 'instant', email: 'instant' })
    await notify(lin.user, 'job', '第二次导入完成')
    await mail.next('第二次导入完成')
    await choose(client, { kind: 'job', in_app: 'off', email: 'off' })
    const id = await notify(lin.user, 'job', '第三次导入完成')
    await expect
      .poll(async () => (await client.request('GET', `/api/v1/notifications/${id}`)).json().done_at, { timeout: 5000 })
      .not.toBeNull()
    await new Promise((wake) => setTimeout(wake, 6000))
    expect(mails('第三次导入完成')).toBe(0)
  }, 30_000)

  it('is nobody else’s to choose, and is refused when it is none', async () => {
    const made = (await choose(client, { kind: 'todo', email: 'off' })).json()
    expect((await choose(client, { kind: 'todo', email: 'pigeon' })).json().errors[0].path).toBe('email')
    const url = `/api/v1/notification-preferences/${made.id}`
    expect((await other.request('PATCH', url, { email: 'instant' }, { 'if-match': '"1"' })).statusCode).toBe(404)
    expect((await client.request('PATCH', url, { email: 'digest' }, { 'if-match': '"1"' })).statusCode).toBe(200)
    expect((await client.request('PATCH', url, { email: 'off' }, { 'if-match': '"1"' })).statusCode).toBe(409)
  })
})

describe('the daily digest', () => {
  it('comes once per person and working day, at their hour, although two processes send it and one is killed between ledger and queue', async () => {
    await choose(other, { kind: 'todo', in_app: 'instant', email: 'digest' })
    await other.request('POST', '/api/v1/digest-times', { hour: 9 })
    const [early, read] = [await notify(wang.user, 'todo', 'Call Kunshan'), await notify(wang.user, 'todo', 'Seen already')]
    await server.kernel.db.query({
      text: `update notification set created_at = '2031-03-06T06:00:00Z' where id = any($1)`,
      values: [[early, read]],
    })
    await other.request('PATCH', `/api/v1/notifications/${read}`, { read_at: '2031-03-06T07:00:00Z' }, { 'if-match': '"1"' })
    // Thursday 2031-03-06, 14:00 in Shanghai it came; Friday is a working day, the digest is due at nine.
    expect(await digestsAt('2031-03-07T00:30:00Z')).toBe(0)
    expect(await digestsAt('2031-03-08T01:30:00Z')).toBe(0)
    const both = await Promise.allSettled([digestsAt('2031-03-07T01:30:00Z'), digestsAt('2031-03-07T01:30:00Z')])
    expect(both.map((each) => (each.status === 'rejected' ? 'killed' : each.value)).toSorted()).toEqual([0, 'killed'])
    // The ledger's row without a job is what the kill left. It is found and sent.
    await server.kernel.db.query(`update mail_message set created_at = now() - interval '1 minute' where kind = 'notification_digest'`)
    const letter = await mail.next('Call Kunshan')
    expect(letter.to).toEqual(['wang@example.com'])
    expect(letter.text).toContain('To do (1)')
    expect(letter.text).not.toContain('Seen already')
    expect(await digestsAt('2031-03-07T09:00:00Z')).toBe(0)
    await new Promise((wake) => setTimeout(wake, 6000))
    expect(mails('Call Kunshan')).toBe(1)
  }, 40_000)

  it('writes out the newest fifty and counts all of them', async () => {
    const ids: string[] = []
    for (let n = 1; n <= 53; n += 1) ids.push(await notify(wang.user, 'todo', `Visit number ${n}.`))
    await server.kernel.db.query({
      text: `update notification n set created_at = '2031-03-10T06:00:00Z'::timestamptz + x.place * interval '1 second'
             from unnest($1::uuid[]) with ordinality as x (id, place) where n.id = x.id`,
      values: [ids],
    })
    await expect(digestsAt('2031-03-11T01:30:00Z')).rejects.toThrow('killed')
    await server.kernel.db.query(`update mail_message set created_at = now() - interval '1 minute' where state = 'queued'`)
    const { text } = await mail.next('Visit number 53.')
    expect(text).toContain('Subject: 53 notifications for you')
    expect(text).toContain('To do (53)')
    expect(text).toContain('3 more notifications')
    expect([text.includes('Visit number 4.'), text.includes('Visit number 3.')]).toEqual([true, false])
  }, 40_000)
})
