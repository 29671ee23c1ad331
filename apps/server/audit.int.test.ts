import { sealOnce, systemActor, verifySeals } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(() => server.stop())

const audit = async (query: string) => (await admin.request('GET', `/api/v1/audit?${query}`)).json().data

async function sealAll(): Promise<void> {
  const before = await server.kernel.db.query<{ horizon: string }>('select pg_current_xact_id()::text as horizon')
  for (;;) {
    const now = await server.kernel.db.query<{ passed: boolean }>({
      text: 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as passed',
      values: [before[0]?.horizon],
    })
    const sealed = await sealOnce(server.kernel.db)
    if (sealed === 0 && now[0]?.passed === true) return
  }
}

describe('the log', () => {
  it('tells sign-ins and failures with where they came from', async () => {
    await server.http.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { login: 'admin', password: 'wrong' },
      headers: { 'user-agent': 'probe' },
    })
    const [failed] = await audit('op=sign_in_failed')
    expect(failed).toMatchObject({ op: 'sign_in_failed', actor_name: 'admin', changes: { peer: '127.0.0.1', agent: 'probe' } })
    expect((await audit('op=sign_in'))[0]).toMatchObject({ actor_name: '管理员' })
  })

  it('tells an export: who, filter, rows and the hash of what went out', async () => {
    await admin.request('POST', '/api/v1/customers', { name: '导出一' })
    await admin.request(
      'GET',
      `/api/v1/customers/export?fields=name&filter=${encodeURIComponent('{"field":"name","op":"eq","value":"导出一"}')}`,
    )
    const [entry] = await audit('op=export')
    expect(entry).toMatchObject({
      object: 'customer',
      changes: { rows: 1, format: 'csv', fields: ['name'], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('tells a change of rights', async () => {
    const roles = (await admin.request('GET', '/api/v1/roles?fields=key,grants')).json().data
    const rep = roles.find((role: { key: string }) => role.key === 'sales_rep')
    await admin.request(
      'PATCH',
      `/api/v1/roles/${rep.id}`,
      { grants: { ...rep.grants, customer: { read: 'all' } } },
      { 'if-match': `"${rep.version}"` },
    )
    const [entry] = await audit('object=role&op=update')
    expect(entry.changes.grants[1].customer).toEqual({ read: 'all' })
  })

  it('names the record, finds it by words, and tells kinds apart', async () => {
    const { id } = (await admin.request('POST', '/api/v1/customers', { name: '日志查找有限公司', short_name: '查找' })).json()
    await admin.request('PATCH', `/api/v1/customers/${id}`, { short_name: '找到' }, { 'if-match': '"1"' })
    const [changed, made] = await audit(`q=${encodeURIComponent('日志查找')}`)
    expect([changed.title, changed.told.short_name, made.op]).toEqual(['日志查找有限公司', { before: '查找', after: '找到' }, 'create'])
    expect((await audit(`q=${encodeURIComponent('找到')}&kind=change`))[0].record).toBe(id)
    const kinds = async (kind: string) => (await audit(`kind=${kind}`)).map((entry: { op: string }) => entry.op)
    expect(
      (await kinds('sign_in')).every((op: string) => ['sign_in', 'sign_in_failed', 'sign_out', 'password', 'token'].includes(op)),
    ).toBe(true)
    const rights = (await audit('kind=rights')).map((entry: { object: string }) => entry.object)
    expect([rights.includes('role'), rights.includes('customer')]).toEqual([true, false])
    expect(await audit(`kind=delete&record=${id}`)).toEqual([])
    await admin.request('DELETE', `/api/v1/customers/${id}`)
    expect((await audit(`kind=delete&record=${id}`))[0].title).toBe('日志查找有限公司')
  })

  it('finds those who act without being people by the name that is shown of them, in either language', async () => {
    const found = async (words: string): Promise<readonly string[]> => [
      ...new Set<string>((await audit(`q=${encodeURIComponent(words)}`)).map((entry: { actor_name: string }) => entry.actor_name)),
    ]
    const write = (actor: string, name: string) =>
      server.kernel.write(systemActor(actor), [{ object: 'customer', op: 'create', patch: { name } }], { cause: { kind: 'system' } })
    await write('file sweep', '清理写入有限公司')
    await write('pools.reclaimed', '自动写入有限公司')
    for (const words of ['文件清理', '系统 · 文件清理', '系统文件清理', 'Clearing Files'])
      expect(await found(words)).toEqual(['file sweep'])
    for (const words of ['系统 · 自动', 'by itself']) expect(await found(words)).toEqual(['pools.reclaimed'])
    expect(await found('系统')).toEqual(expect.arrayContaining(['file sweep', 'pools.reclaimed']))
    // What somebody typed at a refused sign-in is shown as it was typed.
    await server.http.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'file sweep', password: 'wrong' } })
    expect((await audit(`q=${encodeURIComponent('文件清理')}`)).map((entry: { op: string }) => entry.op)).toEqual(['create'])
  })

  it('tells what came with an API token', async () => {
    const { token } = (await admin.request('POST', '/api/v1/account/tokens', { name: '接口', days: 30 })).json()
    const made = await server.http.inject({
      method: 'POST',
      url: '/api/v1/customers',
      headers: { authorization: `Bearer ${token}` },
      payload: { name: '接口客户' },
    })
    expect((await audit('kind=api')).map((entry: { record: string; cause: object }) => [entry.record, entry.cause])).toEqual([
      [made.json().id, { kind: 'api', via: 'token' }],
    ])
  })

  it('is exported with its filter, and that stands in it', async () => {
    const answer = await admin.request('GET', `/api/v1/audit/export?format=csv&q=${encodeURIComponent('日志查找')}`, undefined, {
      'accept-language': 'zh-CN',
    })
    const lines = answer.body.trim().split('\r\n')
    expect([lines[0], lines.length]).toEqual(['时间,操作人,操作,对象,记录,记录编号,内容,来由', 4])
    expect(lines[2]).toContain('简称: 查找 → 找到')
    const [export_] = await audit('kind=export')
    expect(export_.changes).toMatchObject({ rows: 3, format: 'csv' })
    expect((await admin.request('GET', '/api/v1/audit/export?format=xlsx&kind=export')).rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  it('is for administrators, and bad questions are clear refusals', async () => {
    await hire(server, { login: 'rep', role: 'sales_rep', department: null })
    const rep = await signedIn(server.http, 'rep', PASSWORD)
    expect((await rep.request('GET', '/api/v1/audit')).statusCode).toBe(403)
    expect((await rep.request('GET', '/api/v1/audit/export')).statusCode).toBe(403)
    for (const query of ['op=everything', 'kind=gossip', 'actor=me', 'from=yesterday', "cursor=1'or'1"])
      expect([query, (await admin.request('GET', `/api/v1/audit?${query}`)).statusCode]).toEqual([query, 400])
  })

  it('cannot be changed, and whoever does it behind its back is found', async () => {
    await sealAll()
    expect((await verifySeals(server.kernel.db, 'no archives here')).faults).toEqual([])
    await expect(server.kernel.db.query(`update event set actor_name = 'nobody' where op = 'export'`)).rejects.toThrow('append-only')
    await expect(server.kernel.db.query(`delete from event where op = 'export'`)).rejects.toThrow('append-only')
    const [victim] = await server.kernel.db.query<{ seq: number }>(`select seq from event where op = 'export' limit 1`)
    const [other] = await server.kernel.db.query<{ seq: number }>(`select seq from event where op = 'sign_in' limit 1`)
    await server.kernel.db.transaction(async (tx) => {
      await tx.query('alter table event disable trigger event_keep')
      await tx.query({ text: `update event set actor_name = 'nobody' where seq = $1`, values: [victim?.seq] })
      await tx.query({ text: 'delete from event where seq = $1', values: [other?.seq] })
      await tx.query('alter table event enable trigger event_keep')
    })
    const { faults } = await verifySeals(server.kernel.db, 'no archives here')
    expect(faults.toSorted((a, b) => a.fault.localeCompare(b.fault))).toEqual([
      { seq: victim?.seq, fault: 'changed' },
      { seq: other?.seq, fault: 'removed' },
    ])
  })
})

describe('a record as it was', () => {
  it('is what its history says at any moment', async () => {
    const { id } = (await admin.request('POST', '/api/v1/customers', { name: '时光', annual_revenue: '5' })).json()
    const moments = [new Date().toISOString()]
    for (const [version, name] of [
      [1, '时光二'],
      [2, '时光三'],
    ] as const) {
      await new Promise((done) => setTimeout(done, 5))
      await admin.request('PATCH', `/api/v1/customers/${id}`, { name }, { 'if-match': `"${version}"` })
      moments.push(new Date().toISOString())
    }
    const names = await Promise.all(
      moments.map(async (at) => (await admin.request('GET', `/api/v1/customers/${id}/as-of?at=${at}`)).json()),
    )
    expect(names.map((record) => [record.version, record.name, record.annual_revenue])).toEqual(
      ['时光', '时光二', '时光三'].map((name, index) => [index + 1, name, { amount: '5.00', currency: 'CNY', base: '5.00' }]),
    )
    expect((await admin.request('GET', `/api/v1/customers/${id}/as-of?at=2020-01-01T00:00:00Z`)).statusCode).toBe(404)
  })
})

describe('a masked value', () => {
  it('is shown one by one to those who may, and each time is in the log', async () => {
    const role = (key: string, unmask: boolean) => ({
      object: 'role' as const,
      op: 'create' as const,
      patch: { name: key, key, unmask, grants: { contact: { read: 'all' } }, field_rights: { contact: { mobile: 'masked' } } },
    })
    await server.kernel.write(systemActor('test'), [role('looker', false), role('unmasker', true)], { cause: { kind: 'system' } })
    await hire(server, { login: 'looker', role: 'looker', department: null })
    await hire(server, { login: 'unmasker', role: 'unmasker', department: null })
    const { id } = (await admin.request('POST', '/api/v1/contacts', { name: '甲某', mobile: '13800135678' })).json()
    const url = `/api/v1/contacts/${id}/unmask`
    const [looker, unmasker] = [await signedIn(server.http, 'looker', PASSWORD), await signedIn(server.http, 'unmasker', PASSWORD)]
    expect((await looker.request('POST', url, { field: 'mobile' })).statusCode).toBe(403)
    expect((await unmasker.request('POST', url, { field: 'mobile' })).json()).toEqual({ value: '+8613800135678' })
    expect((await unmasker.request('POST', url, { field: 'email' })).statusCode).toBe(403)
    expect(await audit(`op=unmask&record=${id}`)).toEqual([
      expect.objectContaining({ actor_name: 'unmasker', changes: { field: 'mobile' } }),
    ])
  })
})

describe('a person who asks', () => {
  it('gets all that is kept about them, and is erased from the record and its history, while the facts stay', async () => {
    const contact = (
      await admin.request('POST', '/api/v1/contacts', { name: '周某某', mobile: '13900009999', email: 'zhou@example.com' })
    ).json()
    await admin.request('PATCH', `/api/v1/contacts/${contact.id}`, { mobile: '13900008888' }, { 'if-match': '"1"' })
    await admin.request('POST', '/api/v1/interactions', { type: 'call', subject: '通话', contact: contact.id })
    const kept = (await admin.request('GET', `/api/v1/contacts/${contact.id}/personal-data`)).json()
    expect([kept.contact.name, kept.history.length, kept.related.interactions.length]).toEqual(['周某某', 2, 1])
    await sealAll()
    const erased = await admin.request('POST', `/api/v1/contacts/${contact.id}/erase`, { reason: '本人要求' })
    expect([erased.statusCode, erased.json().mobile, erased.json().email]).toEqual([200, null, null])
    const traces = await server.kernel.db.query<{ n: number }>({
      text: `select count(*)::int as n from event where record = $1 and changes::text ~ '周某某|1390000|zhou@'`,
      values: [contact.id],
    })
    expect(traces[0]?.n).toBe(0)
    expect((await audit(`op=erase&record=${contact.id}`))[0].actor_name).toBe('管理员')
    expect(
      (
        await admin.request(
          'GET',
          `/api/v1/interactions?filter=${encodeURIComponent(JSON.stringify({ field: 'contact', op: 'eq', value: contact.id }))}`,
        )
      ).json().data,
    ).toHaveLength(1)
    await sealAll()
    const mine = await server.kernel.db.query<{ seq: number }>({ text: 'select seq from event where record = $1', values: [contact.id] })
    const { faults } = await verifySeals(server.kernel.db, 'no archives here')
    expect(faults.filter((fault) => mine.some((row) => row.seq === fault.seq))).toEqual([])
  })
})

describe('words in a long log', () => {
  it('are looked for stretch by stretch, saying how far, and in an export to the end', async () => {
    const { id } = (await admin.request('POST', '/api/v1/customers', { name: '很久以前有限公司' })).json()
    // As if half a million lines had been written since.
    await server.kernel.db.query(`select setval('event_number', nextval('event_number') + 500000)`)
    await admin.request('POST', '/api/v1/customers', { name: '近日有限公司' })
    const words = `q=${encodeURIComponent('很久以前')}`
    const page = async (cursor: string | null) =>
      (await admin.request('GET', `/api/v1/audit?${words}${cursor === null ? '' : `&cursor=${cursor}`}`)).json()
    const first = await page(null)
    expect([first.data, new Date(first.searched_to).getTime() <= Date.now()]).toEqual([[], true])
    const found = []
    let rounds = 0
    for (let { next } = first; next !== null; rounds += 1) {
      const { data, ...rest } = await page(next)
      found.push(...data)
      next = rest.next
    }
    expect([found.map((entry) => entry.record), rounds]).toEqual([[id], 2])
    expect((await admin.request('GET', `/api/v1/audit/export?format=csv&${words}`)).body).toContain('很久以前')
    const late = `${words}&from=${new Date(Date.now() + 60_000).toISOString()}`
    expect((await admin.request('GET', `/api/v1/audit?${late}`)).json()).toEqual({ data: [], next: null, searched_to: null })
  })
})
