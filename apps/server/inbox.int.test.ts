import { newId } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let lin: Person
let wang: Person
let client: TestClient
let other: TestClient

beforeAll(async () => {
  server = await startTestServer()
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  wang = await hire(server, { login: 'wang', role: 'sales_manager', department: null })
  client = await signedIn(server.http, 'lin', PASSWORD)
  other = await signedIn(server.http, 'wang', PASSWORD)
})
afterAll(() => server.stop())

/** Notifications for somebody; answers their ids. */
async function notify(owner: string, titles: readonly string[], kind = 'todo'): Promise<readonly string[]> {
  const commands = titles.map((title) => ({
    object: 'notification',
    op: 'create' as const,
    id: newId(),
    patch: { owner, kind, title, body: `${title}的说明` },
  }))
  await server.kernel.write(systemActor('test'), commands, { cause: { kind: 'system' } })
  return commands.map((command) => command.id)
}

async function titles(who: TestClient, query: object): Promise<readonly string[]> {
  const answer = await who.request('POST', '/api/v1/notifications/query', { sort: ['-created_at'], limit: 200, ...query })
  const { data }: { data: readonly { title: string }[] } = answer.json()
  return data.map((each) => each.title)
}

const UNREAD = { field: 'read_at', op: 'empty' }
const OPEN = { field: 'done_at', op: 'empty' }

describe('the inbox', () => {
  it('keeps read and done apart, and takes done back', async () => {
    const [id = ''] = await notify(lin.user, ['回访苏州华信'])
    const at = '2026-11-24T02:00:00Z'
    const read = await client.request('PATCH', `/api/v1/notifications/${id}`, { read_at: at }, { 'if-match': '"1"' })
    expect(read.statusCode).toBe(200)
    expect(await titles(client, { filter: OPEN })).toContain('回访苏州华信')
    expect(await titles(client, { filter: UNREAD })).not.toContain('回访苏州华信')
    await client.request('PATCH', `/api/v1/notifications/${id}`, { done_at: at }, { 'if-match': '"2"' })
    expect(await titles(client, { filter: OPEN })).not.toContain('回访苏州华信')
    const undone = await client.request('POST', `/api/v1/notifications/${id}/undo`, {}, { 'if-match': '"3"' })
    expect(undone.statusCode).toBe(200)
    expect(await titles(client, { filter: OPEN })).toContain('回访苏州华信')
  })

  it('is searched by what titles and texts say', async () => {
    await notify(lin.user, ['昆山精工的报价被查看'], 'record')
    expect(await titles(client, { q: '精工' })).toEqual(['昆山精工的报价被查看'])
  })

  it('marks all of a kind as read in parts, and takes that back as one', async () => {
    await notify(
      lin.user,
      Array.from({ length: 450 }, (_, index) => `导入 ${index}`),
      'job',
    )
    await notify(wang.user, ['别人的导入'], 'job')
    const marked = await client.request('POST', '/api/v1/notifications/mark', { as: 'read', kinds: ['job'] })
    expect(marked.json()).toMatchObject({ changed: 450, more: false })
    expect(await titles(client, { filter: { and: [UNREAD, { field: 'kind', op: 'eq', value: 'job' }] } })).toEqual([])
    expect(await titles(client, { filter: { and: [UNREAD, { field: 'kind', op: 'eq', value: 'record' }] } })).toHaveLength(1)
    expect(await titles(other, { filter: UNREAD })).toEqual(['别人的导入'])
    const back = await client.request('POST', `/api/v1/operations/${marked.json().operation}/undo`, {})
    expect(back.json()).toMatchObject({ undone: 450, kept: [] })
  })

  it('refuses a wrong type, a stranger, and a change on top of a newer one', async () => {
    const [id = ''] = await notify(lin.user, ['催款'])
    const wrong = await client.request('PATCH', `/api/v1/notifications/${id}`, { done_at: 'gestern' }, { 'if-match': '"1"' })
    expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([422, 'done_at'])
    expect((await client.request('POST', '/api/v1/notifications/mark', { as: 'gone' })).statusCode).toBe(400)
    expect((await client.request('POST', '/api/v1/notifications/mark', { as: 'read', kinds: ['weather'] })).statusCode).toBe(400)
    const stranger = await other.request('PATCH', `/api/v1/notifications/${id}`, { read_at: null }, { 'if-match': '"1"' })
    expect(stranger.statusCode).toBe(404)
    const admin = await signedIn(server.http, 'admin', PASSWORD)
    expect(await titles(admin, { filter: { field: 'title', op: 'eq', value: '催款' } })).toEqual([])
    await client.request('PATCH', `/api/v1/notifications/${id}`, { read_at: '2026-11-24T02:00:00Z' }, { 'if-match': '"1"' })
    const late = await client.request('PATCH', `/api/v1/notifications/${id}`, { read_at: null }, { 'if-match': '"1"' })
    expect([late.statusCode, late.json().code]).toEqual([409, 'record.version_conflict'])
  })

  it('stopped half way through marking, keeps whole parts, and goes on where it stopped when asked again', async () => {
    const ids = await notify(
      wang.user,
      Array.from({ length: 450 }, (_, index) => `半途 ${index}`),
      'record',
    )
    const readOnes = async () => {
      const rows = await server.kernel.db.query<{ version: number; n: number }>({
        text: 'select version, count(*)::int as n from notification where id = any($1) and read_at is not null group by version',
        values: [ids],
      })
      return rows
    }
    await server.kernel.db.query(`create function perigon_test_stop() returns trigger language plpgsql as $$
      begin
        if (select count(*) from notification where read_at is not null and title like '半途%') > 300 then raise exception 'stopped'; end if;
        return null;
      end $$`)
    await server.kernel.db.query(
      'create trigger test_stop after update on notification for each statement execute function perigon_test_stop()',
    )
    const stopped = await other.request('POST', '/api/v1/notifications/mark', { as: 'read', kinds: ['record'] })
    expect(stopped.statusCode).toBe(500)
    expect(await readOnes()).toEqual([{ version: 2, n: 200 }])
    await server.kernel.db.query('drop trigger test_stop on notification')
    const again = await other.request('POST', '/api/v1/notifications/mark', { as: 'read', kinds: ['record'] })
    expect(again.json()).toMatchObject({ changed: 250, more: false })
    expect(await readOnes()).toEqual([{ version: 2, n: 450 }])
  })
})
