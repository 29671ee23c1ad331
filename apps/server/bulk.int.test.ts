import { type BulkRequest, type Json } from '@perigon/contracts'
import { type Actor, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { signedIn, type TestClient } from '@perigon/testing'
import { type BulkWork, createBulk, moveBulk, parseBulk, previewBulk, workOnBulk } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulkDeps } from './bulk-job.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: Person
let other: Person
let client: TestClient
const root = systemActor('test')

beforeAll(async () => {
  server = await startTestServer()
  const [department] = await server.kernel.write(root, [{ object: 'department', op: 'create', patch: { name: '华东' } }], {
    cause: { kind: 'system' },
  })
  const place = department?.ok === true ? department.id : null
  rep = await hire(server, { login: 'bulk.rep', role: 'sales_rep', department: place })
  other = await hire(server, { login: 'bulk.other', role: 'sales_rep', department: place })
  client = await signedIn(server.http, rep.login, PASSWORD)
}, 60_000)
afterAll(() => server.stop())

async function actor(person: Person = rep): Promise<Actor> {
  const found = await actorById(server.kernel.db, person.user)
  if (found === null) throw new Error(person.login)
  return found
}

async function customers(prefix: string, count: number, owner: Person = rep): Promise<string[]> {
  const commands = Array.from({ length: count }, (_, index) => ({
    object: 'customer',
    op: 'create' as const,
    patch: { name: `${prefix}${String(index).padStart(5, '0')}`, owner: owner.employee, source: 'search', status: 'active' },
  }))
  const results = await server.kernel.write(root, commands, {
    cause: { kind: 'import', operation: '01900000-0000-7000-8000-0000000000aa' },
  })
  return results.flatMap((result) => (result.ok ? [result.id] : []))
}

const named = (prefix: string): NonNullable<BulkRequest['query']> => ({ filter: { field: 'name', op: 'starts_with', value: prefix } })

async function begin(body: BulkRequest, deps: BulkWork = bulkDeps(server.kernel), object = 'customer'): Promise<string> {
  const who = await actor()
  return createBulk(deps, who, parseBulk(server.kernel, who, { object, body }))
}

async function ledger(id: string): Promise<{ readonly [field: string]: Json }> {
  const { body } = await server.kernel.get(root, 'bulk_operation', { id })
  return JSON.parse(body)
}

async function values(prefix: string, field: string): Promise<Map<Json, number>> {
  const rows = await server.kernel.db.query<{ value: Json; n: number }>({
    text: `select "${field}" as value, count(*)::int as n from customer where name like $1 and deleted_at is null group by 1`,
    values: [`${prefix}%`],
  })
  return new Map(rows.map((row) => [row.value, row.n]))
}

async function eventsOf(id: string): Promise<number> {
  const rows = await server.kernel.db.query<{ n: number }>({
    text: `select count(*)::int as n from event where operation = $1 and object = 'customer'`,
    values: [id],
  })
  return rows[0]?.n ?? 0
}

async function undo(id: string): Promise<void> {
  const deps = bulkDeps(server.kernel)
  await moveBulk(deps, await actor(), { id, from: ['done', 'cancelled', 'failed'], to: 'undoing' })
  await workOnBulk(deps, id)
}

/** A kernel whose writes of customers go through `around`. */
function watched(around: (chunk: number, write: () => Promise<unknown>) => Promise<unknown>): BulkWork {
  const deps = bulkDeps(server.kernel)
  let chunk = 0
  return {
    ...deps,
    kernel: {
      ...server.kernel,
      write: async (...args: Parameters<typeof server.kernel.write>) => {
        if (args[1][0]?.object !== 'customer') return server.kernel.write(...args)
        chunk += 1
        let results: Awaited<ReturnType<typeof server.kernel.write>> = []
        await around(chunk, async () => {
          results = await server.kernel.write(...args)
        })
        return results
      },
    },
  }
}

describe('a change of many records', () => {
  it('tells beforehand how many match, whom the person may change, what is refused and why, and some before and after', async () => {
    await customers('预览甲', 30)
    await customers('预览乙', 4, other)
    const [read] = await server.kernel.db.query<{ id: string }>(`select id from customer where name = '预览乙00000'`)
    await server.kernel.write(
      root,
      [
        {
          object: 'record_share',
          op: 'create',
          patch: { record_object: 'customer', record: read?.id, employee: rep.employee, access: 'read' },
        },
      ],
      { cause: { kind: 'system' } },
    )
    const who = await actor()
    const change = parseBulk(server.kernel, who, {
      object: 'customer',
      body: { verb: 'edit', query: named('预览'), patch: { source: 'exhibition' } },
    })
    const preview = await previewBulk(server.kernel, who, change)
    expect([preview.total, preview.allowed, preview.checked, preview.unchanged]).toEqual([31, 30, 31, 0])
    expect(preview.refused).toEqual([
      expect.objectContaining({ count: 1, code: 'access.denied', examples: [{ id: read?.id, title: '预览乙00000' }] }),
    ])
    expect(preview.samples[0]).toMatchObject({ before: { source: 'search' }, after: { source: 'exhibition' } })
    expect((await values('预览', 'source')).get('exhibition')).toBeUndefined()
  })

  it('refuses a wrong type, an unknown field, a missing right and an empty required field before a record is touched', async () => {
    const [id] = await customers('错误', 1)
    const answers = await Promise.all(
      [
        { verb: 'edit', ids: [id], patch: { employee_count: '很多' } },
        { verb: 'edit', ids: [id], patch: { nonsense: 1 } },
        { verb: 'edit', ids: [id], patch: { name: null } },
        { verb: 'edit', ids: [id], patch: { name_normalized: 'x' } },
        { verb: 'tag', ids: [id], tags: { field: 'name', add: ['x'] } },
        { verb: 'explode', ids: [id] },
        { verb: 'edit', ids: ['x'], patch: { source: 'search' } },
        { verb: 'edit', query: { filter: { field: 'nonsense', op: 'eq', value: 1 } }, patch: { source: 'search' } },
      ].map((body) => client.request('POST', '/api/v1/customers/bulk/preview', body)),
    )
    expect(answers.map((answer) => answer.statusCode)).toEqual([422, 422, 422, 422, 422, 400, 400, 400])
    const roles = await client.request('POST', '/api/v1/roles/bulk', { verb: 'edit', query: {}, patch: { name: '我' } })
    expect(roles.statusCode).toBe(403)
  })

  it('of a few chosen records is done in the answer, one record without the right is refused and the others are not stopped', async () => {
    const mine = await customers('少量', 5)
    const theirs = await customers('别人', 1, other)
    const answer = await client.request('POST', '/api/v1/customers/bulk', {
      verb: 'edit',
      ids: [...mine, ...theirs],
      patch: { source: 'exhibition' },
    })
    expect(answer.json()).toMatchObject({ state: 'done', total: 6, done: 5, failed: 1 })
    const { data } = (await client.request('GET', `/api/v1/bulk-operations/${answer.json().id}/problems`)).json()
    expect(data).toEqual([{ object: 'customer', id: theirs[0], title: '', code: 'record.not_found', message: expect.any(String) }])
    const csv = await client.request('GET', `/api/v1/bulk-operations/${answer.json().id}/problems.csv`)
    expect(csv.body.trim().split('\r\n')).toHaveLength(2)
    const stranger = await signedIn(server.http, other.login, PASSWORD)
    for (const path of ['', '/problems'])
      expect((await stranger.request('GET', `/api/v1/bulk-operations/${answer.json().id}${path}`)).statusCode).toBe(404)
    expect((await stranger.request('POST', `/api/v1/bulk-operations/${answer.json().id}/take-back`, {})).statusCode).toBe(404)
    expect((await client.request('POST', '/api/v1/bulk-operations', { name: '假' })).statusCode).toBe(422)
  })

  it('of everything that matches neither skips nor repeats, though the filter is on the field that changes', async () => {
    await customers('冻结', 3500)
    const query = {
      filter: {
        and: [
          { field: 'name', op: 'starts_with', value: '冻结' },
          { field: 'source', op: 'eq', value: 'search' },
        ],
      },
    } as const
    const id = await begin({ verb: 'edit', query, patch: { source: 'exhibition' } })
    await workOnBulk(bulkDeps(server.kernel), id)
    expect(await ledger(id)).toMatchObject({ state: 'done', total: 3500, done: 3500, failed: 0 })
    expect(await values('冻结', 'source')).toEqual(new Map([['exhibition', 3500]]))
    expect(await eventsOf(id)).toBe(3500)
    const left = await server.kernel.db.query({ text: 'select 1 from bulk_item where operation = $1', values: [id] })
    expect(left).toEqual([])
  })

  it('goes on after its worker was killed in the middle of a chunk, and changes nothing twice', async () => {
    await customers('断点', 3500)
    const id = await begin({ verb: 'edit', query: named('断点'), patch: { source: 'exhibition' } })
    const dying = watched(async (chunk, write) => {
      await write()
      // Written, but not yet told to the ledger: the whole chunk goes back.
      if (chunk === 3) throw new Error('killed')
    })
    await workOnBulk(dying, id).catch(() => undefined)
    await server.kernel.db.query({ text: `update bulk_operation set state = 'running' where id = $1`, values: [id] })
    await server.kernel.db.query({ text: 'update bulk_run set lease_until = null where operation = $1', values: [id] })
    // The other lane may have written the last five hundred meanwhile.
    const { done } = await ledger(id)
    expect([2000, 2500]).toContain(done)
    expect((await values('断点', 'source')).get('exhibition')).toBe(done)
    await workOnBulk(bulkDeps(server.kernel), id)
    expect(await ledger(id)).toMatchObject({ state: 'done', done: 3500, failed: 0 })
    expect([await values('断点', 'source'), await eventsOf(id)]).toEqual([new Map([['exhibition', 3500]]), 3500])
  })

  it('does not run twice at once: a second worker finds nothing to do', async () => {
    await customers('双工', 2000)
    const id = await begin({ verb: 'edit', query: named('双工'), patch: { source: 'exhibition' } })
    await Promise.all([workOnBulk(bulkDeps(server.kernel), id), workOnBulk(bulkDeps(server.kernel), id)])
    expect([(await ledger(id))['done'], await eventsOf(id)]).toEqual([2000, 2000])
  })

  it('keeps what somebody saves at the same moment: their field stays, and the change is made as well', async () => {
    const [first] = await customers('同时', 1200)
    const id = await begin({ verb: 'edit', query: named('同时'), patch: { source: 'exhibition' } })
    const racing = watched(async (chunk, write) => {
      if (chunk === 1)
        await server.kernel.write(root, [{ object: 'customer', op: 'update', id: first ?? '', patch: { short_name: '他人' } }], {
          cause: { kind: 'api' },
        })
      await write()
    })
    await workOnBulk(racing, id)
    const { body } = await server.kernel.get(root, 'customer', { id: first ?? '', fields: ['short_name', 'source'] })
    expect([JSON.parse(body), (await ledger(id))['failed']]).toMatchObject([{ short_name: '他人', source: 'exhibition' }, 0])
  })

  it('stops within a chunk when it is cancelled, and what was done can be taken back', async () => {
    await customers('取消', 3500)
    const id = await begin({ verb: 'edit', query: named('取消'), patch: { source: 'exhibition' } })
    const cancelling = watched(async (chunk, write) => {
      await write()
      // In the middle of the third chunk, which is written and rolled back.
      if (chunk === 3) await moveBulk(bulkDeps(server.kernel), await actor(), { id, from: ['running'], to: 'cancelled' })
    })
    await workOnBulk(cancelling, id)
    const { state, done } = await ledger(id)
    expect([state, Number(done) > 0 && Number(done) < 3500]).toEqual(['cancelled', true])
    expect((await values('取消', 'source')).get('exhibition')).toBe(done)
    await undo(id)
    expect([await ledger(id), await values('取消', 'source')]).toMatchObject([
      { state: 'undone', undone: done, kept: 0 },
      new Map([['search', 3500]]),
    ])
  })

  it('stops when the person is suspended while it runs', async () => {
    await customers('停用', 4500)
    const id = await begin({ verb: 'edit', query: named('停用'), patch: { source: 'exhibition' } })
    const suspending = watched(async (chunk, write) => {
      await write()
      if (chunk === 1)
        await server.kernel.write(root, [{ object: 'user', op: 'update', id: rep.user, patch: { status: 'disabled' } }], {
          cause: { kind: 'system' },
        })
    })
    await workOnBulk(suspending, id)
    await server.kernel.write(root, [{ object: 'user', op: 'update', id: rep.user, patch: { status: 'active' } }], {
      cause: { kind: 'system' },
    })
    const { state, error, done } = await ledger(id)
    // What the other lane had begun by then is finished, nothing new is begun.
    expect([state, error, Number(done) > 0 && Number(done) < 4500]).toEqual(['failed', 'access.denied', true])
    expect((await values('停用', 'source')).get('exhibition')).toBe(done)
  })
})

describe('taking a change of many records back', () => {
  it('restores former values, keeps what somebody changed since, and tells which records those are', async () => {
    const ids = await customers('撤回', 6)
    const id = await begin({ verb: 'edit', ids, patch: { source: 'exhibition', short_name: '同名' } })
    await workOnBulk(bulkDeps(server.kernel), id)
    const edit = (record: string | undefined, patch: object): Promise<unknown> =>
      server.kernel.write(root, [{ object: 'customer', op: 'update', id: record ?? '', patch: { ...patch } }], { cause: { kind: 'api' } })
    await edit(ids[0], { source: 'referral' })
    await edit(ids[1], { phone: '021-66668888' })
    await server.kernel.write(root, [{ object: 'customer', op: 'delete', id: ids[2] ?? '' }], { cause: { kind: 'api' } })
    await undo(id)
    expect(await ledger(id)).toMatchObject({ state: 'undone', undone: 5, kept: 2 })
    expect(await values('撤回', 'source')).toEqual(
      new Map([
        ['search', 4],
        ['referral', 1],
      ]),
    )
    expect(await values('撤回', 'short_name')).toEqual(new Map([[null, 5]]))
    const { data } = (await client.request('GET', `/api/v1/bulk-operations/${id}/problems`)).json()
    expect(data.map((each: { title: string }) => each.title).sort()).toEqual(['撤回00000', '撤回00002'])
    expect(data.every((each: { code: string }) => each.code === 'bulk.changed')).toBe(true)
    const again = await client.request('POST', `/api/v1/bulk-operations/${id}/take-back`, {})
    expect([again.statusCode, again.json().code]).toEqual([409, 'bulk.state'])
  })

  it('brings a transfer back although the records are no longer the person’s own, with their department', async () => {
    const ids = await customers('转移', 3)
    const answer = await client.request('POST', '/api/v1/customers/bulk', { verb: 'transfer', ids, patch: { owner: other.employee } })
    expect(answer.json()).toMatchObject({ state: 'done', done: 0, failed: 3 })
    const boss = await hire(server, { login: 'bulk.boss', role: 'sales_manager', department: (await actor()).department })
    const manager = await signedIn(server.http, boss.login, PASSWORD)
    const moved = (
      await manager.request('POST', '/api/v1/customers/bulk', { verb: 'transfer', ids, patch: { owner: other.employee } })
    ).json()
    expect([moved.done, await values('转移', 'owner')]).toEqual([3, new Map([[other.employee, 3]])])
    await manager.request('POST', `/api/v1/bulk-operations/${moved.id}/take-back`, {})
    await workOnBulk(bulkDeps(server.kernel), moved.id)
    expect(await values('转移', 'owner')).toEqual(new Map([[rep.employee, 3]]))
  })

  it('brings deleted records back', async () => {
    const boss = await signedIn(server.http, 'admin', PASSWORD)
    const ids = await customers('删除', 4)
    const gone = (await boss.request('POST', '/api/v1/customers/bulk', { verb: 'delete', ids })).json()
    expect([gone.done, (await values('删除', 'source')).size]).toEqual([4, 0])
    await boss.request('POST', `/api/v1/bulk-operations/${gone.id}/take-back`, {})
    await workOnBulk(bulkDeps(server.kernel), gone.id)
    expect(await values('删除', 'source')).toEqual(new Map([['search', 4]]))
  })

  it('goes on after its worker was killed half-way, and is refused after 30 days', async () => {
    await customers('撤断', 2500)
    const id = await begin({ verb: 'edit', query: named('撤断'), patch: { source: 'exhibition' } })
    const deps = bulkDeps(server.kernel)
    await workOnBulk(deps, id)
    await moveBulk(deps, await actor(), { id, from: ['done'], to: 'undoing' })
    let parts = 0
    const dying: BulkWork = {
      ...deps,
      actorOf: async (user) => {
        parts += 1
        if (parts === 4) throw new Error('killed')
        return deps.actorOf(user)
      },
    }
    await workOnBulk(dying, id).catch(() => undefined)
    expect(await ledger(id)).toMatchObject({ undone: 2000 })
    await server.kernel.db.query({ text: `update bulk_operation set state = 'undoing' where id = $1`, values: [id] })
    await server.kernel.db.query({ text: 'update bulk_run set lease_until = null where operation = $1', values: [id] })
    await workOnBulk(deps, id)
    expect([await ledger(id), await values('撤断', 'source')]).toMatchObject([
      { state: 'undone', undone: 2500, kept: 0 },
      new Map([['search', 2500]]),
    ])
    await server.kernel.db.query({
      text: `update bulk_operation set state = 'done', created_at = now() - interval '31 days' where id = $1`,
      values: [id],
    })
    expect((await client.request('POST', `/api/v1/bulk-operations/${id}/take-back`, {})).json()).toMatchObject({ code: 'operation.closed' })
  })
})

describe('tags of many records', () => {
  it('are added to what each has and taken off, and come back as they were', async () => {
    const ids = await customers('标签', 3)
    const set = (record: string | undefined, tags: readonly string[]): Promise<unknown> =>
      server.kernel.write(root, [{ object: 'customer', op: 'update', id: record ?? '', patch: { tags } }], { cause: { kind: 'api' } })
    await set(ids[0], ['展会', '旧'])
    await set(ids[1], ['重点'])
    const answer = await client.request('POST', '/api/v1/customers/bulk', {
      verb: 'tag',
      ids,
      tags: { field: 'tags', add: ['重点'], remove: ['旧'] },
    })
    expect(answer.json()).toMatchObject({ state: 'done', done: 2, unchanged: 1 })
    const tags = async (): Promise<unknown[]> =>
      (await server.kernel.db.query({ text: `select tags from customer where name like '标签%' order by name` })).map((row) => row['tags'])
    expect(await tags()).toEqual([['展会', '重点'], ['重点'], ['重点']])
    await undo(answer.json().id)
    expect(await tags()).toEqual([['展会', '旧'], ['重点'], null])
  })
})
