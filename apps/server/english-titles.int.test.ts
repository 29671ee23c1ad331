import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let chief: TestClient
let customer = ''

const CHINESE = { 'accept-language': 'zh-CN' }
const ENGLISH = { 'accept-language': 'en-US' }
const READERS = [
  ['zh-CN', CHINESE, '采矿业'],
  ['en-US', ENGLISH, 'Mining'],
] as const

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'chief', role: 'administrator', department: null })
  chief = await signedIn(server.http, 'chief', PASSWORD)
  const [industry] = await server.kernel.db.query<{ id: string }>(`select id from industry where name = '采矿业'`)
  customer = (await chief.request('POST', '/api/v1/customers', { name: '山西晋北矿业有限公司', industry: industry?.id })).json().id
  // An industry of the company's own, which nobody has translated.
  const own = (await chief.request('POST', '/api/v1/industries', { name: '注塑模具', code: 'ZS1' })).json().id
  await chief.request('POST', '/api/v1/customers', { name: '台州注塑有限公司', industry: own })
})
afterAll(() => server.stop())

describe.each(READERS)('records with a title in English, read in %s', (...[, headers, title]) => {
  const asked = async (...[method, path, body]: readonly ['GET' | 'POST', string, object?]) =>
    (await chief.request(method, `/api/v1/${path}`, body, headers)).json()

  it('are called so on a record, in lists, groups and orders', async () => {
    expect((await asked('GET', `customers/${customer}`)).industry.title).toBe(title)
    const listed = await asked('POST', 'customers/query', { fields: ['name', 'industry'], sort: ['industry'] })
    const order = title === 'Mining' ? ['注塑模具', 'Mining'] : ['采矿业', '注塑模具']
    expect(listed.data.map((each: { industry: { title: string } }) => each.industry.title)).toEqual(order)
    const groups = await asked('POST', 'customers/aggregate', { group: [{ field: 'industry' }], measures: [{ fn: 'count' }] })
    expect(groups.rows.map((row: { keys: { title: string }[] }) => row.keys[0]?.title)).toContain(title)
  })

  it('are offered so, and found in both languages', async () => {
    for (const q of ['采矿', 'mining']) {
      const found = await asked('GET', `industries/lookup?q=${encodeURIComponent(q)}`)
      expect(found.data.map((each: { title: string }) => each.title)).toContain(title)
    }
    expect((await asked('GET', `industries/lookup?q=${encodeURIComponent('注塑模具')}`)).data[0].title).toBe('注塑模具')
  })
})
