import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let chief: TestClient

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'chief', role: 'administrator', department: null })
  chief = await signedIn(server.http, 'chief', PASSWORD)
})
afterAll(() => server.stop())

type Customer = { readonly id: string; readonly version: number; readonly name: string; readonly former_names: string | null }

const create = async (name: string): Promise<Customer> => (await chief.request('POST', '/api/v1/customers', { name })).json()
const read = async ({ id }: Pick<Customer, 'id'>): Promise<Customer> => (await chief.request('GET', `/api/v1/customers/${id}`)).json()
async function change(customer: Customer, patch: Partial<Customer>): Promise<Customer> {
  const { version } = await read(customer)
  const headers = { 'if-match': `"${version}"` }
  return (await chief.request('PATCH', `/api/v1/customers/${customer.id}`, patch, headers)).json()
}
const found = async (q: string): Promise<unknown> => (await chief.request('GET', `/api/v1/search?q=${encodeURIComponent(q)}`)).json().groups

describe('names a customer had before', () => {
  it('are kept when it is renamed, each once, and found by any part and by pinyin', async () => {
    const customer = await create('青浦旧名机械厂')
    expect(await change(customer, { name: '上海新名智能装备有限公司' })).toMatchObject({ former_names: '青浦旧名机械厂' })
    for (const q of ['旧名机械', 'jmjx', '青浦旧名机械厂'])
      expect(await found(q)).toMatchObject([
        { object: 'customer', items: [{ id: customer.id, title: '上海新名智能装备有限公司', found: { field: 'former_names' } }] },
      ])
    await change(customer, { name: '上海第三名有限公司' })
    expect((await read(customer)).former_names).toBe('青浦旧名机械厂；上海新名智能装备有限公司')
    // Called again as it was once, that is no former name any more.
    await change(customer, { name: '青浦旧名机械厂' })
    expect((await read(customer)).former_names).toBe('上海新名智能装备有限公司；上海第三名有限公司')
  })

  it('are what people write there, too', async () => {
    const customer = await create('嘉定自写有限公司')
    await change(customer, { former_names: '嘉定老厂' })
    await change(customer, { name: '嘉定改写有限公司', former_names: '嘉定老厂；嘉定大厂' })
    expect((await read(customer)).former_names).toBe('嘉定老厂；嘉定大厂；嘉定自写有限公司')
  })

  it('go again when the renaming is taken back', async () => {
    const customer = await create('宝山误改有限公司')
    const { version } = await change(customer, { name: '宝山误该有限公司' })
    await chief.request('POST', `/api/v1/customers/${customer.id}/undo`, {}, { 'if-match': `"${version}"` })
    expect(await read(customer)).toMatchObject({ name: '宝山误改有限公司', former_names: null })
  })

  it('are those of a record merged into it, until the merge is taken back', async () => {
    const [kept, gone] = [await create('松江留下有限公司'), await create('松江从前有限公司')]
    await change(gone, { name: '松江并入有限公司' })
    const merged = await chief.request('POST', `/api/v1/customers/${kept.id}/merge`, { losers: [gone.id], choices: { name: gone.id } })
    expect(await read(kept)).toMatchObject({ name: '松江并入有限公司', former_names: '松江从前有限公司；松江留下有限公司' })
    expect(await found('松江从前')).toMatchObject([{ items: [{ id: kept.id }] }])
    expect((await chief.request('POST', `/api/v1/operations/${merged.json().operation}/undo`, {})).statusCode).toBeLessThan(300)
    expect(await read(kept)).toMatchObject({ name: '松江留下有限公司', former_names: null })
    expect(await read(gone)).toMatchObject({ name: '松江并入有限公司', former_names: '松江从前有限公司' })
  })

  it('are kept when many are renamed at once', async () => {
    const root = systemActor('test')
    const named = (prefix: string) => Array.from({ length: 150 }, (_, at) => `${prefix}${at}号`)
    const made = await server.kernel.write(
      root,
      named('奉贤').map((name) => ({ object: 'customer', op: 'create', patch: { name } })),
      { cause: { kind: 'api' } },
    )
    const ids = made.flatMap((each) => (each.ok ? [each.id] : []))
    await server.kernel.write(
      root,
      named('临港').map((name, at) => ({ object: 'customer', op: 'update', id: ids[at] ?? '', patch: { name } })),
      { cause: { kind: 'import' } },
    )
    const rows = await server.kernel.db.query(`select count(*)::int as n from customer where former_names = replace(name, '临港', '奉贤')`)
    expect(rows).toEqual([{ n: 150 }])
  })
})
