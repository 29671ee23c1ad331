import { clearOld, startDue, workOnExport } from '@perigon/exports'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient
let other: TestClient
let lin: Person

const RECORDS = 1300

async function made(who: TestClient, path: string, body: object): Promise<string> {
  const answer = await who.request('POST', `/api/v1/${path}`, body)
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.json().id
}

async function system(object: string, id: string, patch: Record<string, unknown>): Promise<void> {
  await server.kernel.write(systemActor('test'), [{ object, op: 'update', id, patch }], { cause: { kind: 'system' } })
}

const run = async (id: string) => (await rep.request('GET', `/api/v1/export-runs/${id}`)).json()
const ended = (id: string) =>
  expect.poll(async () => (await run(id)).state, { timeout: 30_000, interval: 200 }).not.toMatch(/queued|running/)

async function fileIdOf(id: string, who = rep): Promise<string | null | undefined> {
  const { data } = (await who.request('GET', '/api/v1/export-progress')).json()
  return data.find((each: { run: string }) => each.run === id)?.file
}

async function fileOf(id: string, who = rep) {
  const file = await fileIdOf(id)
  return who.request('GET', `/api/v1/files/${file}/content`)
}

beforeAll(async () => {
  server = await startTestServer('all')
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  await hire(server, { login: 'wang', role: 'sales_rep', department: null })
  rep = await signedIn(server.http, 'lin', PASSWORD)
  other = await signedIn(server.http, 'wang', PASSWORD)
  const commands = Array.from({ length: RECORDS }, (_, index) => ({
    object: 'customer',
    op: 'create' as const,
    patch: { name: `客户${index}`, owner: lin.employee },
  }))
  await server.kernel.write(systemActor('test'), commands, { cause: { kind: 'seed' } })
  await made(other, 'customers', { name: '别人的客户' })
})
afterAll(() => server.stop())

describe('an export in the background', () => {
  it('makes the file its list shows, with progress, a notice and a line in the log', async () => {
    const id = await made(rep, 'customers/export-runs', { format: 'csv', fields: ['name'], sort: ['name'], name: '我的客户' })
    await ended(id)
    expect(await run(id)).toMatchObject({ state: 'done', rows: RECORDS, name: '我的客户', error: null })
    const lines = (await fileOf(id)).body.trim().split('\r\n')
    expect([lines.length, lines.includes('别人的客户')]).toEqual([RECORDS + 1, false])
    await expect
      .poll(async () => (await rep.request('GET', '/api/v1/notifications')).body, { timeout: 5000 })
      .toContain('导出完成：我的客户（1300 条）')
    const log = await server.kernel.db.query<{ rows: number }>({
      text: `select (changes ->> 'rows')::int as rows from event where changes ->> 'run' = $1`,
      values: [id],
    })
    expect(log).toEqual([{ rows: RECORDS }])
  })

  it('is its owner’s alone, file and all', async () => {
    const id = await made(rep, 'customers/export-runs', {
      format: 'jsonl',
      fields: ['name'],
      filter: { field: 'name', op: 'eq', value: '客户7' },
    })
    await ended(id)
    expect((await fileOf(id)).body).toContain('客户7')
    for (const url of [`/api/v1/export-runs/${id}`, `/api/v1/export-runs/${id}/files`])
      expect([url, (await other.request('GET', url)).statusCode]).toEqual([url, 404])
    expect((await fileOf(id, other)).statusCode).toBe(404)
    expect(await fileIdOf(id, other)).toBeUndefined()
    expect((await other.request('POST', `/api/v1/export-runs/${id}/cancel`, {})).statusCode).toBe(404)
  })

  it('refuses before it begins what the list would refuse', async () => {
    const asked = async (path: string, body: object): Promise<number> =>
      (await rep.request('POST', `/api/v1/${path}/export-runs`, body)).statusCode
    expect(await asked('customers', { format: 'docx' })).toBe(400)
    expect(await asked('customers', { format: 'csv', fields: ['nothing'] })).toBe(400)
    expect(await asked('customers', { format: 'csv', filter: { field: 'nothing', op: 'eq', value: 1 } })).toBe(400)
    expect(await asked('users', { format: 'csv' })).toBe(403)
    expect((await rep.request('POST', '/api/v1/export-runs', { name: 'x' })).statusCode).toBeGreaterThanOrEqual(400)
  })

  it('goes on in another process when its worker dies half way, and makes one file', async () => {
    const id = await made(rep, 'customers/export-runs', { format: 'csv', fields: ['name'] })
    await ended(id)
    // As a killed worker leaves it: running, its lease over, no file.
    await server.kernel.db.query({
      text: `update export_work set lease_until = now() - interval '1 minute', rows = 200 where run = $1`,
      values: [id],
    })
    await server.kernel.db.query({ text: `delete from attachment where record = $1`, values: [id] })
    await system('export_run', id, { state: 'running' })
    await ended(id)
    expect(await run(id)).toMatchObject({ state: 'done', rows: RECORDS })
    expect((await rep.request('GET', `/api/v1/export-runs/${id}/files`)).json().data).toHaveLength(1)
  })

  it('is done by one of two workers that ask at once', async () => {
    const deps = { kernel: server.kernel, intake: () => Promise.reject(new Error('not the second one')) }
    const id = await made(rep, 'customers/export-runs', { format: 'csv', fields: ['name'] })
    await ended(id)
    await workOnExport(deps, id)
    expect((await run(id)).state).toBe('done')
  })

  it('ends when it is cancelled, and leaves no file', async () => {
    const id = await made(rep, 'customers/export-runs', { format: 'xlsx' })
    const answer = await rep.request('POST', `/api/v1/export-runs/${id}/cancel`, {})
    await ended(id)
    const { state } = await run(id)
    expect([answer.statusCode, state]).toEqual(state === 'done' ? [409, 'done'] : [202, 'cancelled'])
    if (state === 'cancelled') expect(await fileIdOf(id)).toBeNull()
  })

  it('fails in the ledger when the right is gone by the time it is made', async () => {
    const zhao = await hire(server, { login: 'zhao', role: 'sales_rep', department: null })
    const id = await made(await signedIn(server.http, 'zhao', PASSWORD), 'customers/export-runs', { format: 'csv' })
    const now = async (): Promise<{ state: string; error: string | null }> =>
      JSON.parse((await server.kernel.get(systemActor('test'), 'export_run', { id })).body)
    await expect.poll(async () => (await now()).state, { timeout: 30_000 }).toBe('done')
    await system('user', zhao.user, { roles: ['field_engineer'] })
    await system('export_run', id, { state: 'queued' })
    await expect.poll(async () => (await now()).state, { timeout: 30_000 }).toBe('failed')
    expect((await now()).error).toBe('access.denied')
  })

  it('that fails tells its owner why, and what to do', async () => {
    const gone = { name: '旧字段清单', object: 'customer', format: 'csv', query: { fields: ['name', 'x_gone'] }, rhythm: 'daily', hour: 8 }
    const id = await made(rep, 'export-schedules', { ...gone, working_days: false })
    await server.kernel.db.query({ text: `update export_schedule set next_at = '2026-01-01' where id = $1`, values: [id] })
    const told = async () => {
      const filter = { field: 'title', op: 'contains', value: '旧字段清单' }
      return (await rep.request('POST', '/api/v1/notifications/query', { filter, fields: ['title', 'body'] })).json().data[0]
    }
    await expect.poll(told, { timeout: 30_000 }).toMatchObject({ title: '导出失败：旧字段清单' })
    expect((await told()).body).toBe('筛选或列中的字段已不存在，或不再对您开放。请修改此定期导出的列或条件')
  })

  it('is cleared away after thirty days', async () => {
    const id = await made(rep, 'customers/export-runs', { format: 'csv', fields: ['name'] })
    await ended(id)
    await system('export_run', id, { ended_at: '2026-01-01T00:00:00Z' })
    expect(await clearOld(server.kernel)).toBeGreaterThanOrEqual(1)
    expect((await run(id)).state).toBe('expired')
    expect(await fileIdOf(id)).toBeNull()
  })
})

describe('an export on a schedule', () => {
  it('has its next time at once, and none while it is off', async () => {
    const id = await made(rep, 'export-schedules', {
      name: '周报',
      object: 'customer',
      format: 'csv',
      rhythm: 'weekly',
      weekday: 'monday',
      hour: 8,
    })
    const one = async () => (await rep.request('GET', `/api/v1/export-schedules/${id}`)).json()
    const first = await one()
    expect([new Date(first.next_at).getTime() > server.kernel.clock.now().getTime(), new Date(first.next_at).getUTCDay()]).toEqual([
      true,
      1,
    ])
    await rep.request('PATCH', `/api/v1/export-schedules/${id}`, { active: false }, { 'if-match': `"${first.version}"` })
    expect((await one()).next_at).toBeNull()
  })

  it('is begun once when it is due, however many processes look, and made with its owner’s rights', async () => {
    const patch = {
      name: '每日客户',
      object: 'customer',
      format: 'csv',
      query: { fields: ['name'] },
      rhythm: 'daily',
      hour: 8,
      working_days: false,
    }
    const id = await made(rep, 'export-schedules', patch)
    await system('export_schedule', id, { next_at: '2026-01-01T00:00:00Z' })
    const begun = (await Promise.all([startDue(server.kernel), startDue(server.kernel), startDue(server.kernel)])).flat()
    const runs = async () =>
      (
        await rep.request(
          'GET',
          `/api/v1/export-runs?filter=${encodeURIComponent(JSON.stringify({ field: 'schedule', op: 'eq', value: id }))}`,
        )
      ).json().data
    expect(begun.length).toBeLessThanOrEqual(1)
    await expect.poll(async () => (await runs())[0]?.state, { timeout: 30_000 }).toBe('done')
    expect(await runs()).toHaveLength(1)
    expect((await runs())[0]).toMatchObject({ name: '每日客户', rows: RECORDS })
    const schedule = (await rep.request('GET', `/api/v1/export-schedules/${id}`)).json()
    expect(new Date(schedule.next_at) > server.kernel.clock.now()).toBe(true)
  })
  it('refuses values of the wrong type, field by field, and changes made on what somebody changed meanwhile', async () => {
    const plan = { name: '月报', object: 'customer', format: 'csv', rhythm: 'monthly', month_day: 1, hour: 8 }
    const issues = async (patch: object): Promise<readonly (readonly [string, string])[]> => {
      const answer = await rep.request('POST', '/api/v1/export-schedules', { ...plan, ...patch })
      expect(answer.statusCode).toBe(422)
      return answer.json().errors.map((issue: { path: string; code: string }) => [issue.path, issue.code])
    }
    expect(await issues({ hour: 'early' })).toEqual([['hour', 'type']])
    expect(await issues({ hour: 24, month_day: 0 })).toEqual([
      ['month_day', 'too_small'],
      ['hour', 'too_large'],
    ])
    expect(await issues({ rhythm: 'hourly' })).toEqual([['rhythm', 'option']])
    expect(await issues({ active: 'sometimes' })).toEqual([['active', 'type']])
    expect(await issues({ format: 7 })).toEqual([['format', 'type']])
    expect(await issues({ name: { zh: '报' } })).toEqual([['name', 'type']])
    expect(await issues({ object: null })).toEqual([['object', 'required']])
    expect(await issues({ next_at: '2026-01-01T00:00:00Z' })).toEqual([['next_at', 'read_only']])

    const id = await made(rep, 'export-schedules', plan)
    const change = (patch: object, version: number) =>
      rep.request('PATCH', `/api/v1/export-schedules/${id}`, patch, { 'if-match': `"${version}"` })
    expect((await change({ hour: 9 }, 1)).statusCode).toBe(200)
    const stale = await change({ hour: 10 }, 1)
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'record.version_conflict'])
    expect(stale.json().data.fields).toMatchObject([{ field: 'hour', base: 8, theirs: 9, yours: 10 }])
    // Another field on the old version is nobody's loss: both stay, and the next time follows the hour.
    expect((await change({ rhythm: 'daily' }, 1)).statusCode).toBe(200)
    expect((await rep.request('GET', `/api/v1/export-schedules/${id}`)).json()).toMatchObject({ hour: 9, rhythm: 'daily', version: 3 })
  })
})

describe('a schedule that keeps failing', () => {
  const plan = { name: '坏清单', object: 'customer', format: 'csv', rhythm: 'daily', hour: 8, working_days: false }
  const gone = { fields: ['name', 'x_gone'] }
  const one = async (id: string) => (await rep.request('GET', `/api/v1/export-schedules/${id}`)).json()
  const change = async (id: string, patch: object): Promise<number> =>
    (await rep.request('PATCH', `/api/v1/export-schedules/${id}`, patch, { 'if-match': `"${(await one(id)).version}"` })).statusCode

  /** Makes what the schedule asks for once, as the work does when it is due. */
  async function once(id: string): Promise<void> {
    await system('export_schedule', id, { next_at: '2026-01-01T00:00:00Z' })
    const [begun = ''] = await startDue(server.kernel)
    await workOnExport({ kernel: server.kernel, intake: () => Promise.reject(new Error('nothing to take in')) }, begun)
    await ended(begun)
  }
  const told = async (name: string): Promise<readonly { title: string; body: string; link_record: string }[]> => {
    const filter = { field: 'title', op: 'eq', value: `定期导出已暂停：${name}` }
    return (await rep.request('POST', '/api/v1/notifications/query', { filter, fields: ['title', 'body', 'link_record'] })).json().data
  }

  it('is paused after five failures in a row, tells its owner once and why, and starts afresh when switched on', async () => {
    const id = await made(rep, 'export-schedules', { ...plan, query: gone })
    for (const failures of [1, 2, 3, 4]) {
      await once(id)
      expect(await one(id)).toMatchObject({ failures, active: true, paused_why: null })
    }
    await once(id)
    expect(await one(id)).toMatchObject({ failures: 5, active: false, paused_why: 'query.unknown_field', next_at: null })
    const notices = await told(plan.name)
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({
      link_record: id,
      body: '已连续 5 次失败。筛选或列中的字段已不存在，或不再对您开放。请修改此定期导出的列或条件。处理后请在“导出”页重新启用。',
    })
    await system('export_schedule', id, { next_at: '2026-01-01T00:00:00Z' })
    expect(await startDue(server.kernel)).toEqual([])
    expect(await change(id, { active: true })).toBe(200)
    const again = await one(id)
    expect([again.failures, again.paused_why, typeof again.next_at]).toEqual([0, null, 'string'])
    await once(id)
    expect(await one(id)).toMatchObject({ failures: 1, active: true })
  })

  it('forgets its failures when its columns are changed or a file is made; the change stands in the log', async () => {
    const id = await made(rep, 'export-schedules', { ...plan, name: '修好的清单', query: gone })
    await once(id)
    await once(id)
    expect((await one(id)).failures).toBe(2)
    expect(await change(id, { query: { fields: ['name'] }, format: 'jsonl' })).toBe(200)
    expect(await one(id)).toMatchObject({ failures: 0, format: 'jsonl', query: { fields: ['name'] } })
    const logged = await server.kernel.db.query<{ changes: object }>({
      text: `select changes from event where record = $1 and op = 'update' and changes ? 'query'`,
      values: [id],
    })
    expect(logged).toHaveLength(1)
    await system('export_schedule', id, { failures: 3, next_at: '2026-01-01T00:00:00Z' })
    const refused = await other.request('PATCH', `/api/v1/export-schedules/${id}`, { format: 'csv' }, { 'if-match': '"1"' })
    expect(refused.statusCode).toBe(404)
    await expect.poll(async () => (await one(id)).failures, { timeout: 30_000, interval: 300 }).toBe(0)
    expect(await told('修好的清单')).toEqual([])
  })

  it('counts and tells once when the server dies while it is paused', async () => {
    const id = await made(rep, 'export-schedules', { ...plan, name: '中断清单', query: gone })
    await system('export_schedule', id, { failures: 4, next_at: '2026-01-01T00:00:00Z' })
    const { db } = server.kernel
    await db.query(
      `create function perish() returns trigger language plpgsql as $$ begin
         if new.title like '%中断清单' then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`,
    )
    await db.query('create trigger perish before insert on notification for each row execute function perish()')
    const [begun = ''] = await startDue(server.kernel)
    const deps = { kernel: server.kernel, intake: () => Promise.reject(new Error('nothing to take in')) }
    await expect(workOnExport(deps, begun)).rejects.toThrow(/database|connection|terminat/i)
    expect([(await run(begun)).state, (await one(id)).failures, (await one(id)).active]).toEqual(['queued', 4, true])
    await db.query('drop trigger perish on notification')
    await workOnExport(deps, begun)
    await ended(begun)
    await workOnExport(deps, begun)
    expect(await one(id)).toMatchObject({ failures: 5, active: false })
    expect(await told('中断清单')).toHaveLength(1)
  })
})

describe('an export that cannot be told in the log', () => {
  it('is not made: no file without its line', async () => {
    const { db } = server.kernel
    await db.query(
      `create function no_line() returns trigger language plpgsql as $$ begin if new.op = 'export' then raise exception 'no line'; end if; return new; end $$`,
    )
    await db.query('create trigger no_line before insert on event for each row execute function no_line()')
    const id = await made(rep, 'customers/export-runs', { format: 'csv', fields: ['name'], name: '没有记录' })
    await ended(id)
    await db.query('drop trigger no_line on event')
    expect(await run(id)).toMatchObject({ state: 'failed', error: 'server.error' })
    expect(await db.query({ text: 'select 1 from attachment where record = $1', values: [id] })).toEqual([])
  })
})
