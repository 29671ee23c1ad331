import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@perigon/contracts'
import { signedIn, type TestClient } from '@perigon/testing'
import { type Actor, systemActor } from '@perigon/kernel'
import { describeSource, exportColumns, exportRows, readRows, writeSheet } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  admin = await signedIn(server.http, 'admin', PASSWORD)
  for (const name of ['=HYPERLINK("http://evil.example","点我")', '+1+1', '@SUM(A1)', '普通客户', '𠮷🙂']) {
    await admin.request('POST', '/api/v1/customers', { name, mobile: undefined, employee_count: 7, credit_code: null })
  }
})
afterAll(() => server.stop())

async function rowsOf(name: string, bytes: Buffer): Promise<readonly (readonly string[])[]> {
  const path = join(tmpdir(), `perigon-export-${process.pid}-${name}`)
  writeFileSync(path, bytes)
  const source = await describeSource(path)
  const rows = await Array.fromAsync(readRows(path, source))
  return rows.map((row) => row.cells)
}

describe('an export', () => {
  it('to CSV opens in Excel with its Chinese, and no cell runs as a formula', async () => {
    const answer = await admin.request('GET', '/api/v1/customers/export?fields=name,employee_count&sort=created_at', undefined, {
      'accept-language': 'zh-CN',
    })
    expect(answer.headers['content-type']).toContain('text/csv')
    expect(answer.body.startsWith('\ufeff客户名称,员工人数')).toBe(true)
    expect(answer.body).not.toMatch(/(^|[\r\n,"])[=+@]/)
    expect(answer.body).toContain('𠮷🙂')
  })

  it('to XLSX keeps formulas as texts and reads back as it was', async () => {
    const answer = await admin.request('GET', '/api/v1/customers/export?fields=name,employee_count&sort=created_at&format=xlsx')
    const rows = await rowsOf('a.xlsx', answer.rawPayload)
    expect(rows.map((row) => row[0])).toEqual(['=HYPERLINK("http://evil.example","点我")', '+1+1', '@SUM(A1)', '普通客户', '𠮷🙂'])
  })

  it('holds what the list’s filter holds', async () => {
    const filter = encodeURIComponent(JSON.stringify({ field: 'name', op: 'eq', value: '普通客户' }))
    const answer = await admin.request('GET', `/api/v1/customers/export?fields=name&filter=${filter}`)
    expect(answer.body.trim().split('\r\n')).toHaveLength(2)
  })

  it('holds the chosen records and no others, in the order they were chosen', async () => {
    const page = (await admin.request('GET', '/api/v1/customers?fields=name&sort=created_at')).json()
    const ids = [page.data[3].id, page.data[1].id]
    const answer = await admin.request('GET', `/api/v1/customers/export?fields=name&format=jsonl&ids=${ids.join(',')}`)
    const lines = answer.body.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(ids)
    expect((await admin.request('GET', '/api/v1/customers/export?ids=nonsense')).statusCode).toBe(400)
    const many = [...ids, ...Array.from({ length: 2000 }, () => newId())]
    const asked = { format: 'jsonl', fields: ['name'], ids: many }
    expect((await admin.request('POST', '/api/v1/customers/export', asked)).body).toBe(answer.body)
    const refused = [
      { ...asked, ids: ['nonsense'] },
      { ...asked, ids: Array.from({ length: 10_001 }, () => ids[0]) },
      { ...asked, format: 'pdf' },
    ]
    for (const body of refused) expect((await admin.request('POST', '/api/v1/customers/export', body)).json().code).toBe('request.invalid')
  })

  it('refuses what narrows nothing instead of letting everything out', async () => {
    const code = async (answer: Promise<{ json(): { code: string } }>): Promise<string> => (await answer).json().code
    const bodies = [
      { ids: 'nonsense' },
      { ids: { length: 1 } },
      { filter: 'name' },
      { filter: [] },
      { q: 5 },
      { sort: 'name' },
      { fields: 'name' },
    ]
    const said = await Promise.all(bodies.map((body) => code(admin.request('POST', '/api/v1/customers/export', body))))
    const addresses = ['filter=name', 'filter=5', 'q=a&q=b', 'ids=a&ids=b', 'ids=nonsense']
    const addressed = await Promise.all(addresses.map((address) => code(admin.request('GET', `/api/v1/customers/export?${address}`))))
    const refused = (word: string): string => (word.startsWith('filter') && word !== 'filter=name' ? 'query.malformed' : 'request.invalid')
    expect(said).toEqual(bodies.map((body) => refused(Object.keys(body).join())))
    expect(addressed).toEqual(addresses.map(refused))
    const whole = (await admin.request('GET', '/api/v1/customers/export?fields=name')).body
    const nothing = { fields: ['name'], filter: null, q: null, sort: null, ids: null }
    expect((await admin.request('POST', '/api/v1/customers/export', nothing)).body).toBe(whole)
  })

  it('has columns through links, headed as the list heads them, in every format', async () => {
    const page = (await admin.request('GET', '/api/v1/customers?fields=name&sort=created_at')).json()
    const [customer] = page.data
    const name = '张三'
    const made = await admin.request('POST', '/api/v1/contacts', { name, customer: customer.id })
    expect(made.statusCode).toBe(201)
    const columns = 'fields=name,customer,customer.employee_count,customer.owner'
    const csv = (await admin.request('GET', `/api/v1/contacts/export?${columns}`, undefined, { 'accept-language': 'zh-CN' })).body
    expect(csv.split('\r\n')[0]).toBe('\ufeff姓名,所属客户,所属客户 › 员工人数,所属客户 › 负责人')
    expect(csv.split('\r\n')[1]).toMatch(/^张三,.*,7,/)
    const xlsx = await admin.request('GET', `/api/v1/contacts/export?${columns}&format=xlsx`)
    expect((await rowsOf('links.xlsx', xlsx.rawPayload))[0]?.[2]).toBe('7')
    const jsonl = (await admin.request('GET', `/api/v1/contacts/export?${columns}&format=jsonl`)).body
    expect(JSON.parse(jsonl)).toMatchObject({ name, 'customer.employee_count': 7 })
    const chosen = (await admin.request('GET', `/api/v1/contacts/export?${columns}&format=jsonl&ids=${made.json().id}`)).body
    expect(chosen).toBe(jsonl)
    for (const path of ['customer.x_gone', 'name.length', 'customer.'])
      expect((await admin.request('GET', `/api/v1/contacts/export?fields=name,${path}`)).json().code).toBe('query.unknown_field')
  })

  const person = (grants: Actor['grants'], employee: string | null = null): Actor => ({
    ...systemActor('test'),
    kind: 'user',
    admin: false,
    employee,
    grants,
  })

  it('has columns of linked records only for who may export those as well', () => {
    const asked = { object: 'contact', keys: ['name', 'customer', 'customer.employee_count'], format: 'csv' }
    const contact = { read: 'all', export: 'all' } as const
    const pathsFor = (customer: Actor['grants'][string]) =>
      exportColumns(server.kernel, person({ contact, customer }), asked).map(({ path }) => path)
    expect(pathsFor({ read: 'all', export: 'all' })).toEqual(asked.keys)
    const denied = expect.objectContaining({ code: 'access.denied' })
    expect(() => pathsFor({ read: 'all' })).toThrow(denied)
    expect(() => pathsFor({ read: 'all', export: 'own' })).toThrow(denied)
  })

  it('as JSON lines holds each record with its id and the values as the interface gives them', async () => {
    const answer = await admin.request('GET', '/api/v1/customers/export?fields=name,employee_count&sort=created_at&format=jsonl')
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toHaveLength(5)
    expect(lines[3]).toEqual({ id: expect.any(String), name: '普通客户', employee_count: 7 })
  })

  it('refuses a format it does not write, and cards of what has none', async () => {
    for (const format of ['pdf', 'vcf']) {
      const answer = await admin.request('GET', `/api/v1/customers/export?format=${format}`)
      expect([format, answer.statusCode]).toEqual([format, 400])
    }
  })

  it('of contacts as cards reads back through the import into the same contact', async () => {
    const customers = await admin.request('GET', '/api/v1/customers?fields=name&limit=1')
    const customer: string = customers.json().data[0].id
    await admin.request('POST', '/api/v1/contacts', {
      name: '王小明',
      customer,
      mobile: '13800138000',
      email: 'w@example.com',
      birthday: '1985-04-12',
    })
    const answer = await admin.request('GET', '/api/v1/contacts/export?format=vcf')
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([
      200,
      'text/vcard; charset=utf-8',
      'attachment; filename="contacts.vcf"',
    ])
    const path = join(tmpdir(), `perigon-export-${process.pid}.vcf`)
    writeFileSync(path, answer.rawPayload)
    const source = await describeSource(path)
    const rows = await Array.fromAsync(readRows(path, source))
    const row = Object.fromEntries(source.header.map((title, index) => [title, rows[0]?.cells[index]]))
    expect(source.format).toBe('vcard')
    expect(row).toMatchObject({ Name: '王小明', 'E-mail': 'w@example.com', Birthday: '1985-04-12' })
    expect(row['Mobile']).toMatch(/138.?0013.?8000/)
  })

  it('is told in the log with its format, whichever it was', async () => {
    const log = await server.kernel.db.query<{ format: string }>(
      "select distinct changes->>'format' as format from event where op = 'export' order by 1",
    )
    expect(log.map((row) => row.format)).toEqual(['csv', 'jsonl', 'vcf', 'xlsx'])
  })

  it('holds of what one may read only what the right to export covers, chosen or not', async () => {
    const employee = (await admin.request('POST', '/api/v1/employees', { name: '李四' })).json().id
    const own = (await admin.request('POST', '/api/v1/customers', { name: '李四的客户', owner: employee })).json().id
    const all = (await admin.request('GET', '/api/v1/customers?fields=name&sort=created_at'))
      .json()
      .data.map(({ id }: { id: string }) => id)
    const exported = async (right: 'own' | 'all', ids?: readonly string[]) => {
      const actor = person({ customer: { read: 'all', export: right } }, employee)
      const columns = exportColumns(server.kernel, actor, { object: 'customer', keys: ['name'], format: 'csv' })
      return (await Array.fromAsync(exportRows(server.kernel, actor, { object: 'customer', columns, query: {}, ids }))).flat()
    }
    expect(all.length).toBeGreaterThan(5)
    expect((await exported('all')).length).toBe(all.length)
    expect(await exported('own')).toEqual(['李四的客户'])
    expect((await exported('all')).length).toBe(all.length)
    expect(await exported('own', [all[0], own, all[1]])).toEqual(['李四的客户'])
    expect((await exported('all', [all[0], own])).length).toBe(2)
  })

  it('a workbook of 30,000 rows is read as a stream, row by row', async () => {
    async function* many(): AsyncGenerator<readonly string[]> {
      for (let index = 0; index < 30_000; index += 1) yield [`客户${index}`, String(index)]
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of writeSheet({ name: '客户', header: ['客户名称', '员工人数'], rows: many() })) chunks.push(chunk)
    const rows = await rowsOf('b.xlsx', Buffer.concat(chunks))
    expect([rows.length, rows[29_999]]).toEqual([30_000, ['客户29999', '29999']])
  })
})
