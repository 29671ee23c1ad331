import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer } from './mail.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let mail: Awaited<ReturnType<typeof startMailServer>>
let lin: Person
let client: TestClient
let other: TestClient
let contact: string

const HOUR = 3_600_000
const inHours = (hours: number): string => new Date(server.kernel.clock.now().getTime() + hours * HOUR).toISOString()
const stamp = (iso: string): string => iso.replace(/[-:]|\.\d+/g, '')

async function made(who: TestClient, path: string, body: object): Promise<string> {
  const answer = await who.request('POST', `/api/v1/${path}`, body)
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().id
}

/** The lines of an iCalendar text as they were before they were folded (RFC 5545 3.1). */
const unfolded = (text: string): string => text.replace(/\r?\n[ \t]/g, '')

/** Quoted-printable undone (RFC 2045 6.7). */
function unquoted(text: string): string {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The subject of a mail, with its encoded words undone (RFC 2047). */
function subjectOf(text: string): string {
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(text)?.[1] ?? ''
  return subject.replace(/\s*=\?UTF-8\?B\?([^?]*)\?=/gi, (_, code: string) => Buffer.from(code, 'base64').toString('utf8'))
}

/** The iCalendar part of a mail, with its transfer encoding undone. */
function calendarIn(text: string): string {
  const [whole, body = ''] = /content-type: text\/calendar[^]*?\r?\n\r?\n([^]*?)\r?\n--/i.exec(text) ?? ['']
  const isBase64 = /content-transfer-encoding: base64/i.test(whole)
  return unfolded(isBase64 ? Buffer.from(body, 'base64').toString('utf8') : unquoted(body))
}

beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer('all', {
    publicUrl: 'https://crm.example.com/',
    mail: { smtpUrl: mail.url, from: 'Perigon <crm@example.com>' },
  })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  await hire(server, { login: 'wang', role: 'sales_rep', department: null })
  const address = { object: 'employee', op: 'update', id: lin.employee, patch: { email: 'lin@hengyue.example.com' } } as const
  await server.kernel.write(systemActor('test'), [address], { cause: { kind: 'system' } })
  client = await signedIn(server.http, 'lin', PASSWORD)
  other = await signedIn(server.http, 'wang', PASSWORD)
  const customer = await made(client, 'customers', { name: '太湖精工' })
  contact = await made(client, 'contacts', { name: '陆工', customer, email: 'lu@taihu.example.com' })
})
afterAll(async () => {
  await server.stop()
  await mail.stop()
})

describe('a calendar to subscribe to', () => {
  let path: string
  const feed = (headers: Record<string, string> = {}) => server.http.inject({ method: 'GET', url: path, headers })

  it('shows one’s own open tasks, visits and meetings, and nobody else’s', async () => {
    const due = inHours(30)
    await made(client, 'tasks', { subject: '寄样品；含逗号,与分号', due_at: due, assignee: lin.employee })
    await made(client, 'interactions', {
      type: 'visit',
      subject: '现场勘测',
      at: inHours(50),
      duration_s: 7200,
      status: 'planned',
      contact,
    })
    await made(client, 'interactions', { type: 'call', subject: '一通电话', at: inHours(-2), contact })
    await made(other, 'tasks', { subject: '别人的任务', due_at: due })
    const answer = await client.request('POST', '/api/v1/account/calendar-feed', {})
    expect(answer.statusCode).toBe(201)
    path = answer.json().path
    const got = await feed()
    const text = unfolded(got.body)
    expect([got.statusCode, got.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2)
    expect(text).toContain('SUMMARY:任务：寄样品；含逗号\\,与分号')
    expect(text).toContain(`DTSTART:${stamp(due)}`)
    expect(text).toContain('SUMMARY:拜访：现场勘测')
    expect(text).toMatch(/URL;VALUE=URI:https:\/\/crm\.example\.com\/interactions\//)
    expect(text).not.toContain('别人的任务')
  })

  it('is not sent again while nothing has changed', async () => {
    const { etag } = (await feed()).headers
    expect((await feed({ 'if-none-match': String(etag) })).statusCode).toBe(304)
    await made(client, 'tasks', { subject: '又一件', due_at: inHours(5), assignee: lin.employee })
    expect((await feed({ 'if-none-match': String(etag) })).statusCode).toBe(200)
  })

  it('has a secret that opens no other door, and no other secret opens it', async () => {
    const token = path.slice('/calendar/'.length, -'.ics'.length)
    const bearer = { authorization: `Bearer ${token}` }
    expect((await server.http.inject({ method: 'GET', url: '/api/v1/tasks', headers: bearer })).statusCode).toBe(403)
    expect((await server.http.inject({ method: 'GET', url: '/api/v1/customers', headers: bearer })).statusCode).toBe(403)
    const usual = await client.request('POST', '/api/v1/account/tokens', { name: '报表' })
    for (const wrong of [`/calendar/${usual.json().token}.ics`, '/calendar/x.ics', path.slice(0, -4)])
      expect((await server.http.inject({ method: 'GET', url: wrong })).statusCode).toBe(404)
  })

  it('ends when it is revoked', async () => {
    const [row] = (await client.request('GET', '/api/v1/account/tokens'))
      .json()
      .data.filter((each: { objects: string[] | null }) => each.objects?.includes('calendar_feed'))
    expect((await client.request('DELETE', `/api/v1/account/tokens/${row.id}`)).statusCode).toBe(204)
    expect((await feed()).statusCode).toBe(404)
  })
})

describe('an invitation', () => {
  let visit: string
  let version = 1
  const change = async (patch: object, id = visit): Promise<void> => {
    version = (await client.request('GET', `/api/v1/interactions/${id}`)).json().version
    const answer = await client.request('PATCH', `/api/v1/interactions/${id}`, patch, { 'if-match': `"${version}"` })
    if (answer.statusCode !== 200) throw new Error(answer.body)
  }
  const about = (part: string) => mail.caught.filter((each) => each.text.includes('text/calendar') && calendarIn(each.text).includes(part))

  it('goes to the contact of a planned visit', async () => {
    visit = await made(client, 'interactions', {
      type: 'visit',
      subject: '样机演示',
      at: inHours(70),
      duration_s: 3600,
      status: 'planned',
      contact,
    })
    const answer = await client.request('POST', `/api/v1/interactions/${visit}/invite`, {})
    expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()])
    const caught = await mail.next('text/calendar')
    const text = calendarIn(caught.text)
    expect(caught.to).toEqual(['lu@taihu.example.com'])
    expect(caught.text).toContain('Reply-To: lin@hengyue.example.com')
    expect(text).toContain('METHOD:REQUEST')
    expect(text).toContain(`UID:interaction-${visit}@perigon`)
    expect(text).toContain('SEQUENCE:0')
    expect(text).toMatch(/ATTENDEE;[^\n]*RSVP=TRUE[^\n]*:MAILTO:lu@taihu\.example\.com/i)
  })

  it('follows the date, once for each change, and says nothing of what the guest is not told', async () => {
    await change({ outcome: '已准备' })
    const at = inHours(94)
    await change({ at })
    await expect.poll(() => about('SEQUENCE:1').length, { timeout: 15_000 }).toBe(1)
    expect(calendarIn(about('SEQUENCE:1')[0]?.text ?? '')).toContain(`DTSTART:${stamp(at)}`)
    expect(mail.caught.map((each) => subjectOf(each.text))).toEqual(['邀请：样机演示', '变更：样机演示'])
  })

  it('is taken back by emptying its field, and can be sent again', async () => {
    const id = await made(client, 'interactions', { type: 'meeting', subject: '评审会', at: inHours(20), status: 'planned', contact })
    await client.request('POST', `/api/v1/interactions/${id}/invite`, {})
    await expect.poll(() => about(`UID:interaction-${id}`).length, { timeout: 15_000 }).toBe(1)
    await change({ invited_at: null }, id)
    await expect.poll(() => about(`UID:interaction-${id}`).length, { timeout: 15_000 }).toBe(2)
    expect(calendarIn(about(`UID:interaction-${id}`)[1]?.text ?? '')).toContain('METHOD:CANCEL')
    await client.request('POST', `/api/v1/interactions/${id}/invite`, {})
    await expect.poll(() => about(`UID:interaction-${id}`).length, { timeout: 15_000 }).toBe(3)
  })

  it('is withdrawn with the visit', async () => {
    await change({ status: 'cancelled' })
    await expect.poll(() => about('METHOD:CANCEL').length, { timeout: 15_000 }).toBe(1)
    expect(calendarIn(about('METHOD:CANCEL')[0]?.text ?? '')).toContain('STATUS:CANCELLED')
    await new Promise((wake) => setTimeout(wake, 6000))
    expect(about(`UID:interaction-${visit}`)).toHaveLength(3)
  })

  it('goes to nobody without an address, and not for what is past or done', async () => {
    const silent = await made(client, 'contacts', { name: '无邮箱' })
    const body = { type: 'meeting', subject: '会', at: inHours(10), status: 'planned', contact: silent }
    const refused = async (patch: object): Promise<readonly string[]> => {
      const id = await made(client, 'interactions', { ...body, ...patch })
      const answer = await client.request('POST', `/api/v1/interactions/${id}/invite`, {})

      return [String(answer.statusCode), ...answer.json().errors.map((issue: { path: string }) => issue.path)]
    }
    expect(await refused({})).toEqual(['422', 'contact'])
    expect(await refused({ at: inHours(-1), contact })).toEqual(['422', 'at'])
    expect(await refused({ type: 'call', contact })).toEqual(['422', 'status'])
  })
})
