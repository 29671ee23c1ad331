import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let [rep, other, admin]: TestClient[] = []

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'rep.d', role: 'sales_rep', department: null })
  await hire(server, { login: 'other.d', role: 'sales_rep', department: null })
  await hire(server, { login: 'chief.d', role: 'administrator', department: null })
  rep = await signedIn(server.http, 'rep.d', PASSWORD)
  other = await signedIn(server.http, 'other.d', PASSWORD)
  admin = await signedIn(server.http, 'chief.d', PASSWORD)
  await rep.request('POST', '/api/v1/customers', {
    name: '上海测试精密机械有限公司',
    credit_code: '91350100M000100Y43',
    phone: '021-5555 7788',
  })
  await rep.request('POST', '/api/v1/contacts', { name: '赵六', mobile: '138 1234 5678', email: 'Zhao@Example.cn' })
})
afterAll(() => server.stop())

type Asked = { readonly object: string; readonly values: Record<string, unknown>; readonly id?: string }
const ask = async (client: TestClient | undefined, asked: Asked): Promise<Record<string, unknown>[]> =>
  (await client?.request('POST', '/api/v1/duplicates', asked))?.json().matches
const customer = (values: Record<string, unknown>, id?: string): Asked => ({
  object: 'customer',
  values,
  ...(id === undefined ? {} : { id }),
})

describe('the duplicate check', () => {
  it.each([
    [{ object: 'customer', values: { name: '上海测试精密机械有限公司　' } }, '客户：名称相同'],
    [{ object: 'customer', values: { name: '（上海）测试精密机械' } }, '客户：名称相同'],
    [{ object: 'customer', values: { credit_code: '９１３５０１００ｍ０００１００ｙ４３' } }, '客户：信用代码相同'],
    [{ object: 'customer', values: { phone: '+86 21 55557788' } }, '客户：电话相同'],
    [{ object: 'contact', values: { mobile: '13812345678' } }, '联系人：手机相同'],
    [{ object: 'contact', values: { email: 'zhao@example.cn' } }, '联系人：邮箱相同'],
  ])('finds by %j', async (asked, rule) => {
    const [match] = await ask(rep, asked)
    expect(match).toMatchObject({ score: 100, reasons: [{ zh: rule }] })
    expect(match?.['id']).toEqual(expect.any(String))
  })

  it('finds a name that is only alike, and says how much', async () => {
    const [match] = await ask(rep, customer({ name: '上海测试精密机床有限公司' }))
    expect(match).toMatchObject({ reasons: [{ zh: '客户：名称相似' }] })
    expect(match?.['score']).toBeGreaterThanOrEqual(90)
    expect(await ask(rep, customer({ name: '上海新纪元食品有限公司' }))).toEqual([])
  })

  it('tells somebody who may not see the record only that it is there and whose it is, and notes that', async () => {
    const [match] = await ask(other, customer({ phone: '02155557788' }))
    expect(match).toMatchObject({ id: null, title: '上海＊＊＊', owner: 'rep.d', last_contact_at: null })
    const log = await admin?.request('GET', '/api/v1/audit?op=duplicate_check')
    expect(JSON.stringify(log?.json())).toContain('02155557788')
  })

  it('does not find the record itself', async () => {
    const [match] = await ask(rep, customer({ phone: '021-5555 7788' }))
    expect(await ask(rep, customer({ phone: '021-5555 7788' }, String(match?.['id'])))).toEqual([])
  })

  it('compares nothing by a rule that is switched off', async () => {
    const rules = await admin?.request('GET', '/api/v1/duplicate-rules?fields=name')
    const rule = rules?.json().data.find((each: { name: string }) => each.name === '客户：电话相同')
    await admin?.request('PATCH', `/api/v1/duplicate-rules/${rule.id}`, { active: false }, { 'if-match': `"${rule.version}"` })
    expect(await ask(rep, customer({ phone: '021-5555 7788' }))).toEqual([])
  })

  it.each([
    [{ object: 'user', values: {} }, 400],
    [{ object: 'customer' }, 400],
    [{ object: 'customer', values: {}, id: 'x' }, 404],
    [{ object: 'customer', values: { name: '\u0000', phone: 7, credit_code: { a: 1 } } }, 200],
  ])('answers %j with %d', async (body, status) => {
    expect((await rep?.request('POST', '/api/v1/duplicates', body))?.statusCode).toBe(status)
  })

  it('refuses what is no value when asked strictly, since “not found” would be no answer', async () => {
    const values = { name: '上海测试精密机械', credit_code: '12345', phone: 'nonsense', website: '' }
    const answer = await rep?.request('POST', '/api/v1/duplicates', { ...customer(values), strict: true })
    expect(answer?.statusCode).toBe(422)
    expect(answer?.json().errors.map((each: { path: string }) => each.path)).toEqual(['credit_code', 'phone'])
    expect(await ask(rep, customer(values))).toHaveLength(1)
  })

  it('is no way to read the customer base: sixty questions a minute', async () => {
    let last = 200
    for (let at = 0; at < 70 && last === 200; at += 1)
      last = (await other?.request('POST', '/api/v1/duplicates', { object: 'customer', values: { name: `公司${at}` } }))?.statusCode ?? 0
    expect(last).toBe(429)
  })
})
