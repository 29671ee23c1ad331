import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient
let rep: TestClient
let [survivor, loser, contact, interaction] = ['', '', '', '']

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'chief', role: 'administrator', department: null })
  const [team] = await server.kernel.write(systemActor('test'), [{ object: 'department', op: 'create', patch: { name: '一部' } }], {
    cause: { kind: 'seed' },
  })
  await hire(server, { login: 'rep.m', role: 'sales_manager', department: team?.ok === true ? team.id : null })
  await hire(server, { login: 'rep.n', role: 'sales_rep', department: null })
  admin = await signedIn(server.http, 'chief', PASSWORD)
  rep = await signedIn(server.http, 'rep.m', PASSWORD)
})
afterAll(() => server.stop())

const create = async (path: string, body: Record<string, unknown>, client = admin): Promise<string> =>
  (await client.request('POST', `/api/v1/${path}`, body)).json().id
const read = async (path: string): Promise<Record<string, { id?: string }>> => (await admin.request('GET', `/api/v1/${path}`)).json()
const count = async (path: string, customer: string): Promise<number> =>
  (
    await admin.request('POST', `/api/v1/${path}/query`, {
      filter: { field: 'customer', op: 'eq', value: customer },
      count: true,
      fields: [],
    })
  ).json().count

beforeEach(async () => {
  survivor = await create('customers', { name: '合并后留下有限公司', phone: '021-5555 0001' })
  loser = await create('customers', {
    name: '合并后消失有限公司',
    website: 'https://gone.example.cn',
    phone: '021-5555 0002',
  })
  contact = await create('contacts', { name: '王五', customer: loser })
  interaction = await create('interactions', {
    type: 'visit',
    subject: '拜访',
    customer: loser,
    at: '2026-11-01T02:00:00Z',
    status: 'done',
  })
  await create('customers', { name: '合并子公司', parent: loser })
})

describe('merging', () => {
  it('moves all that points to the loser, keeps the chosen values, leads from the loser to the survivor, and can be undone', async () => {
    await admin.request('PATCH', `/api/v1/customers/${loser}`, { credit_code: '91350100M000100Y43' }, { 'if-match': '"1"' })
    const answer = await admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: [loser], choices: { phone: loser } })
    expect(answer.json()).toMatchObject({ moved: { contact: 1, contact_position: 1, interaction: 1, customer: 1 } })
    const kept = await read(`customers/${survivor}`)
    expect(kept).toMatchObject({
      name: '合并后留下有限公司',
      phone: '+862155550002',
      website: 'https://gone.example.cn/',
      credit_code: '91350100M000100Y43',
    })
    expect((await read(`contacts/${contact}`))['customer']?.id).toBe(survivor)
    expect((await read(`interactions/${interaction}`))['customer']?.id).toBe(survivor)
    expect((await read(`customers/${loser}`))['id']).toBe(survivor)
    expect([await count('contacts', survivor), await count('interactions', survivor), await count('contacts', loser)]).toEqual([1, 1, 0])

    await admin.request('PATCH', `/api/v1/contacts/${contact}`, { title: '后来改的' }, { 'if-match': '"2"' })
    const undo = await admin.request('POST', `/api/v1/operations/${answer.json().operation}/undo`, {})
    expect(undo.json()).toMatchObject({ kept: [{ object: 'contact', id: contact }] })
    expect(await read(`customers/${survivor}`)).toMatchObject({ phone: '+862155550001', website: null, credit_code: null })
    expect(await read(`customers/${loser}`)).toMatchObject({ id: loser, credit_code: '91350100M000100Y43' })
    expect((await read(`interactions/${interaction}`))['customer']?.id).toBe(loser)
    expect((await read(`contacts/${contact}`))['customer']?.id).toBe(survivor)
    const again = await admin.request('POST', `/api/v1/operations/${answer.json().operation}/undo`, {})
    expect([again.statusCode, again.json().code]).toEqual([409, 'operation.closed'])
  })

  it('leads through several merges, and a merge of the whole chain leaves one', async () => {
    const third = await create('customers', { name: '第三家' })
    await admin.request('POST', `/api/v1/customers/${loser}/merge`, { losers: [third] })
    await admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: [loser] })
    expect((await read(`customers/${third}`))['id']).toBe(survivor)
  })

  it('moves a child that the person cannot see, but merges only what they may change and delete', async () => {
    const mine = await create('customers', { name: '我的一' }, rep)
    const alsoMine = await create('customers', { name: '我的二' }, rep)
    const hidden = await create('interactions', {
      type: 'call',
      at: '2026-11-02T02:00:00Z',
      subject: '保密',
      customer: alsoMine,
      private: true,
    })
    const refused = await rep.request('POST', `/api/v1/customers/${mine}/merge`, { losers: [loser] })
    expect(refused.statusCode).toBe(404)
    const answer = await rep.request('POST', `/api/v1/customers/${mine}/merge`, { losers: [alsoMine] })
    expect(answer.json()).toMatchObject({ moved: { interaction: 1 } })
    expect((await read(`interactions/${hidden}`))['customer']?.id).toBe(mine)
    const other = await signedIn(server.http, 'rep.n', PASSWORD)
    expect((await other.request('POST', `/api/v1/operations/${answer.json().operation}/undo`, {})).statusCode).toBe(404)
    expect((await rep.request('POST', `/api/v1/operations/${answer.json().operation}/undo`, {})).statusCode).toBe(200)
  })

  it.each([
    [{}, 400],
    [{ losers: [] }, 400],
    [{ losers: 'x' }, 400],
    [{ losers: ['01900000-0000-7000-8000-00000000dead'] }, 404],
    [{ losers: ['01900000-0000-7000-8000-00000000dead'], choices: { name: 'x' } }, 400],
  ])('refuses %j with %d', async (body, status) => {
    expect((await admin.request('POST', `/api/v1/customers/${survivor}/merge`, body)).statusCode).toBe(status)
  })

  it('takes what a loser says over an “unknown” of the survivor, and keeps an “unknown” that somebody chose', async () => {
    const people = async (gender: string, other: string): Promise<readonly [string, string]> => [
      await create('contacts', { name: '赵六', gender }),
      await create('contacts', { name: '赵六', gender: other }),
    ]
    const [unknown, known] = await people('u', 'f')
    await admin.request('POST', `/api/v1/contacts/${unknown}/merge`, { losers: [known], choices: {} })
    expect(await read(`contacts/${unknown}`)).toMatchObject({ gender: 'f' })
    const [chosen, given] = await people('u', 'm')
    await admin.request('POST', `/api/v1/contacts/${chosen}/merge`, { losers: [given], choices: { gender: chosen } })
    expect(await read(`contacts/${chosen}`)).toMatchObject({ gender: 'u' })
    const [both, silent] = await people('u', 'u')
    await admin.request('POST', `/api/v1/contacts/${both}/merge`, { losers: [silent], choices: {} })
    expect(await read(`contacts/${both}`)).toMatchObject({ gender: 'u' })
  })

  it('refuses to merge a record with itself', async () => {
    expect((await admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: [survivor] })).statusCode).toBe(400)
  })

  it('happens once when two people merge the same records at the same moment', async () => {
    const merge = (stays: string, goes: string) => admin.request('POST', `/api/v1/customers/${stays}/merge`, { losers: [goes] })
    const answers = await Promise.all([merge(survivor, loser), merge(loser, survivor), merge(survivor, loser)])
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 404, 404])
    const left = (await read(`customers/${survivor}`))['id']
    expect((await read(`customers/${loser}`))['id']).toBe(left)
    expect((await read(`contacts/${contact}`))['customer']?.id).toBe(left)
  })

  it('takes over what a loser says last, although it is changed at the same moment', async () => {
    const edit = admin.request('PATCH', `/api/v1/customers/${loser}`, { address: '最后的地址' }, { 'if-match': '"1"' })
    const [edited, merged] = await Promise.all([edit, admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: [loser] })])
    expect(merged.statusCode).toBe(200)
    const kept = (await admin.request('GET', `/api/v1/customers/${survivor}`)).json().address
    expect(kept).toBe(edited.statusCode === 200 ? '最后的地址' : null)
  })

  it('makes one of twenty, and no more at once', async () => {
    const more = []
    for (let index = 0; index < 19; index += 1) more.push(await create('customers', { name: `重复${index}` }))
    expect((await admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: [loser, ...more] })).statusCode).toBe(400)
    const { operation } = (await admin.request('POST', `/api/v1/customers/${survivor}/merge`, { losers: more })).json()
    expect((await read(`customers/${more[18]}`))['id']).toBe(survivor)
    expect((await admin.request('POST', `/api/v1/operations/${operation}/undo`, {})).json()).toMatchObject({ kept: [] })
    expect((await read(`customers/${more[18]}`))['id']).toBe(more[18])
  })

  it('does all or nothing', async () => {
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'customer', op: 'update', id: survivor, patch: { lifecycle_stage: 'signed' } }],
      {
        cause: { kind: 'seed' },
      },
    )
    const answer = await admin.request('POST', `/api/v1/customers/${survivor}/merge`, {
      losers: [loser],
      choices: { lifecycle_stage: loser },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'record.invalid'])
    expect((await read(`contacts/${contact}`))['customer']?.id).toBe(loser)
  })
})
