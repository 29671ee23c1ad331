import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'rep.one', role: 'sales_rep', department: null })
  rep = await signedIn(server.http, 'rep.one', PASSWORD)
  await rep.request('POST', '/api/v1/customers', { name: 'Siemens Energy Ltd.', short_name: '西门子能源', phone: '0512-55551286' })
})
afterAll(() => server.stop())

describe('the global search says why', () => {
  const first = async (q: string): Promise<Record<string, unknown>> =>
    (await rep.request('GET', `/api/v1/search?q=${encodeURIComponent(q)}`)).json().groups[0].items[0]

  it.each([
    ['1286', { field: 'phone', value: '+8651255551286', marks: [[10, 14]] }],
    ['0512-5555 1286', { field: 'phone', value: '+8651255551286', marks: [[0, 14]] }],
    ['西门子', { field: 'short_name', value: '西门子能源', marks: [[0, 3]] }],
    ['xmz', { field: 'short_name', value: '西门子能源', marks: [[0, 3]] }],
  ])('%s is in a field that is not shown', async (q, found) => {
    expect(await first(q)).toMatchObject({ title: 'Siemens Energy Ltd.', found })
  })

  it('a new record is found by the number it has just got', async () => {
    const { number, id } = (await rep.request('POST', '/api/v1/customers', { name: '编号测试' })).json()
    expect(await first(number)).toMatchObject({ id, found: { field: 'number', value: number } })
    expect(await first('bhcs')).toMatchObject({ id, marks: { title: [[0, 4]] } })
  })

  it('a match in the title needs no reason', async () => {
    const item = await first('siemens')
    expect(item['marks']).toMatchObject({ title: [[0, 7]] })
    expect(item['found']).toBeUndefined()
  })
})
