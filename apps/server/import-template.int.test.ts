import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { readXlsx, type Workbook, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let rep: TestClient
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer('all')
  const [department] = await server.kernel.write(systemActor('test'), [{ object: 'department', op: 'create', patch: { name: '华东' } }], {
    cause: { kind: 'system' },
  })
  await hire(server, { login: 'rep', role: 'sales_rep', department: department?.ok === true ? department.id : null })
  admin = await signedIn(server.http, 'admin', PASSWORD)
  rep = await signedIn(server.http, 'rep', PASSWORD)
})
afterAll(() => server.stop())

async function template(client: TestClient, path: string): Promise<Workbook> {
  const answer = await client.request('GET', `/api/v1/${path}/import-template`, undefined, { 'accept-language': 'zh-CN' })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return readXlsx(answer.rawPayload)
}

describe('a template to fill in', () => {
  it('has a column for each field of the form, a star for the required ones, and drop-downs', async () => {
    const book = await template(admin, 'customers')
    const [sheet, choices] = book.sheets
    expect([sheet?.name, choices?.name]).toEqual(['客户', '选项'])
    const header = (sheet?.rows[0] ?? []).map(String)
    expect(header).toEqual(expect.arrayContaining(['客户名称 *', '统一社会信用代码', '行业']))
    expect(header).not.toContain('完整度')
    const lists = (sheet?.dataValidations ?? []).filter((each) => each.type === 'list')
    const industries = (await admin.request('GET', '/api/v1/industries?limit=200&fields=name')).json().data.length
    const column = (choices?.rows[0] ?? []).indexOf('行业')
    expect((choices?.rows ?? []).filter((row) => (row[column] ?? null) !== null).length).toBe(industries + 1)
    expect(lists.length).toBe(choices?.rows[0]?.length)
  })

  it('comes back as an import whose columns are all understood', async () => {
    const book = await template(admin, 'customers')
    const header = (book.sheets[0]?.rows[0] ?? []).map(String)
    const choices = book.sheets[1]?.rows ?? []
    const first = (label: string): string => String(choices[1]?.[(choices[0] ?? []).indexOf(label)] ?? '')
    const row = header.map((name) =>
      name === '客户名称 *' ? '模板客户' : name === '行业' ? first('行业') : name === '客户类型' ? first('客户类型') : '',
    )
    const filled = await writeXlsx({ sheets: [{ name: '客户', rows: [header, row] }] })
    const payload = Buffer.concat([
      Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'),
      Buffer.from(filled),
      Buffer.from('\r\n--b--\r\n'),
    ])
    const sent = await server.http.inject({
      method: 'POST',
      url: '/api/v1/imports?object=customer',
      headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrf, 'content-type': 'multipart/form-data; boundary=b' },
      payload,
    })
    const { mapping } = sent.json()
    expect(mapping.columns.filter((column: { field: string | null }) => column.field === null)).toEqual([])
  })

  it('leaves out what the person may not write, and is refused to whoever may not import', async () => {
    const own = (await template(rep, 'customers')).sheets[0]?.rows[0] ?? []
    const all = (await template(admin, 'customers')).sheets[0]?.rows[0] ?? []
    expect(own.length).toBeLessThanOrEqual(all.length)
    expect((await rep.request('GET', '/api/v1/roles/import-template')).statusCode).toBe(403)
    expect((await admin.request('GET', '/api/v1/nothing/import-template')).statusCode).toBe(404)
  })
})
