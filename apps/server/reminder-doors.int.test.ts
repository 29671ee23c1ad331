import { systemActor } from '@perigon/kernel'
import { workOnReminders } from '@perigon/reminders'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let clients: { readonly admin: TestClient; readonly rep: TestClient; readonly peer: TestClient }
let owner = ''
let customer = ''

async function write(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await server.kernel.write(systemActor('test'), [{ object, op: 'create', patch }], { cause: { kind: 'seed' } })
  return result?.ok === true ? result.id : ''
}

const RULE = {
  name: '久未联系',
  name_en: 'Long silent',
  object: 'customer',
  date_field: 'last_contact_at',
  counting: 'calendar',
  steps: [{ key: 'a', after: 30, tell: 'owner' }],
}

beforeAll(async () => {
  server = await startTestServer()
  const department = await write('department', { name: '华东' })
  owner = (await hire(server, { login: 'rep', role: 'sales_rep', department })).employee
  await hire(server, { login: 'peer', role: 'sales_rep', department })
  const silent = { last_contact_at: '2025-11-03T02:00:00Z', owned_since: '2025-01-06T02:00:00Z' }
  customer = await write('customer', { name: '常州精密', owner, ...silent })
  const [admin, rep, peer] = await Promise.all(['admin', 'rep', 'peer'].map((login) => signedIn(server.http, login, PASSWORD)))
  if (admin === undefined || rep === undefined || peer === undefined) throw new Error('nobody signed in')
  clients = { admin, rep, peer }
}, 60_000)
afterAll(() => server.stop())

describe('the doors of the reminders', () => {
  it('preview, run and tell for whoever may write rules; others read the log of their own records', async () => {
    const { admin, rep, peer } = clients
    const made = await admin.request('POST', '/api/v1/reminder-rules', { ...RULE, active: true })
    expect(made.statusCode).toBe(201)
    const preview = await admin.request('POST', '/api/v1/reminders/preview', { ...RULE, rule: made.json().id })
    expect(preview.json().rungs).toMatchObject([{ key: 'a', records: 1, people: 1, who: [{ name: 'rep', records: 1 }] }])
    const records = await admin.request('POST', '/api/v1/reminders/preview/records', { ...RULE, step: 'a' })
    expect(records.json()).toMatchObject({ data: [{ id: customer, title: '常州精密', owner: 'rep', base: '2025-11-03' }], next: null })
    expect((await admin.request('POST', '/api/v1/reminders/run', {})).json().data[0]).toMatchObject({ finished_at: null })
    await workOnReminders(server.kernel)
    expect((await admin.request('GET', '/api/v1/reminders/runs')).json().data[0]).toMatchObject({
      counts: { reached: 1, people: 1, notices: 1 },
      asked_by: '管理员',
      problems: null,
    })
    expect((await rep.request('GET', '/api/v1/reminders/log')).json().data).toMatchObject([{ record: customer, told: ['rep'] }])
    expect((await peer.request('GET', '/api/v1/reminders/log')).json().data).toEqual([])
    expect((await rep.request('GET', `/api/v1/customers/${customer}/next-reminder`)).json()).toEqual({ next: null })
    expect((await peer.request('GET', `/api/v1/customers/${customer}/next-reminder`)).statusCode).toBe(404)
  })

  it('stay shut for whoever may not write rules', async () => {
    const { rep } = clients
    for (const path of ['preview', 'preview/records', 'run'])
      expect((await rep.request('POST', `/api/v1/reminders/${path}`, { ...RULE, step: 'a' })).statusCode).toBe(403)
    expect((await rep.request('GET', '/api/v1/reminders/runs')).statusCode).toBe(403)
    expect((await rep.request('POST', '/api/v1/reminder-rules', RULE)).statusCode).toBe(403)
  })

  it('say what is wrong with what they are given, by its field and step', async () => {
    const { admin } = clients
    const wrong = await admin.request('POST', '/api/v1/reminder-rules', { ...RULE, steps: [{ key: 'a', after: -1, tell: 'owner' }] })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.json().errors).toMatchObject([{ path: 'steps', message: 'Step 1: the days must be a whole number from 0 to 3650' }])
    const bad = [
      ['POST', '/api/v1/reminders/preview', { ...RULE, steps: 7 }, 422],
      ['POST', '/api/v1/reminders/preview', [], 400],
      ['POST', '/api/v1/reminders/preview', { ...RULE, condition: { field: 'nothing', op: 'eq', value: 1 } }, 400],
      ['POST', '/api/v1/reminders/preview/records', { ...RULE, step: 'zz' }, 400],
      ['POST', '/api/v1/reminders/preview/records', { ...RULE, step: 'a', cursor: -1 }, 400],
      ['GET', '/api/v1/reminders/log?rule=x', undefined, 400],
      ['GET', '/api/v1/reminders/log?from=2026-02-30', undefined, 400],
      ['GET', '/api/v1/reminders/log?tell=everybody', undefined, 400],
      ['GET', '/api/v1/reminders/log?cursor=1;drop', undefined, 400],
      ['GET', '/api/v1/customers/x/next-reminder', undefined, 404],
      ['GET', `/api/v1/nothings/${customer}/next-reminder`, undefined, 404],
    ] as const
    for (const [method, path, body, status] of bad)
      expect([path, (await admin.request(method, path, body)).statusCode]).toEqual([path, status])
  })
})
