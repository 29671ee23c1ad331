import { Readable } from 'node:stream'
import { createFileStore } from '@perigon/files'
import { signedIn, type TestClient } from '@perigon/testing'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let lin: TestClient
let xu: TestClient
let customer: string
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  await hire(server, { login: 'xu', role: 'sales_rep', department: null })
  lin = await signedIn(server.http, 'lin', PASSWORD)
  xu = await signedIn(server.http, 'xu', PASSWORD)
  customer = (await lin.request('POST', '/api/v1/customers', { name: '附件客户' })).json().id
})
afterAll(() => server.stop())

function upload(client: TestClient, name: string, content: Buffer) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')])
  return server.http.inject({
    method: 'POST',
    url: `/api/v1/customers/${customer}/files`,
    headers: { cookie: client.cookie, 'x-csrf-token': client.csrf, 'content-type': 'multipart/form-data; boundary=b' },
    payload,
  })
}

describe('files of a record', () => {
  it('a picture is shown, whatever its name says; equal names become revisions', async () => {
    const first = (await upload(lin, '现场.png', PNG)).json()
    expect(first).toMatchObject({ name: '现场.png', media_type: 'image/png', size: PNG.length, revision: 1, kind: 'photo' })
    expect((await upload(lin, '现场.png', PNG)).json().revision).toBe(2)
    const content = await lin.request('GET', `/api/v1/files/${first.id}/content`)
    expect([content.statusCode, content.headers['content-type'], content.rawPayload.equals(PNG)]).toEqual([200, 'image/png', true])
    expect(content.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  })

  it('a page or script in picture’s clothing is only ever downloaded', async () => {
    for (const evil of [
      '<html><script>alert(1)</script></html>',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ]) {
      const { id } = (await upload(lin, '../../x.png', Buffer.from(evil))).json()
      const content = await lin.request('GET', `/api/v1/files/${id}/content`)
      expect([content.headers['content-type'], content.headers['x-content-type-options']]).toEqual(['application/octet-stream', 'nosniff'])
      expect(content.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''x\.png$/)
    }
  })

  it('whoever may not read the record gets the answer of an absent one, at every door', async () => {
    const { id } = (await upload(lin, '合同.pdf', Buffer.from('%PDF-1.7\n'))).json()
    const answers = [
      await xu.request('GET', `/api/v1/customers/${customer}/files`),
      await xu.request('GET', `/api/v1/files/${id}/content`),
      await xu.request('DELETE', `/api/v1/files/${id}`),
      await upload(xu, 'x.png', PNG),
    ]
    expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual(answers.map(() => [404, 'record.not_found']))
    expect((await xu.request('GET', '/api/v1/attachments')).statusCode).toBe(403)
  })

  it('who may only read the record may not add or remove', async () => {
    const { employee } = (await xu.request('GET', '/api/v1/session')).json()
    await lin.request('POST', `/api/v1/customers/${customer}/shares`, { employee: employee.id, access: 'read' })
    const { data } = (await xu.request('GET', `/api/v1/customers/${customer}/files`)).json()
    expect(data.length).toBeGreaterThan(0)
    expect((await upload(xu, 'x.png', PNG)).statusCode).toBe(403)
    expect((await xu.request('DELETE', `/api/v1/files/${data[0].id}`)).statusCode).toBe(403)
    expect((await lin.request('DELETE', `/api/v1/files/${data[0].id}`)).statusCode).toBe(204)
    expect((await lin.request('GET', `/api/v1/files/${data[0].id}/content`)).statusCode).toBe(404)
  })
})

describe('the store', () => {
  it('keeps equal contents once, refuses what is too large without leaving anything, and sweeps only old orphans', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perigon-files-'))
    const store = createFileStore(folder)
    const [a, b] = [await store.put(Readable.from([PNG]), 1000), await store.put(Readable.from([PNG]), 1000)]
    expect(a.sha256).toBe(b.sha256)
    await expect(store.put(Readable.from([Buffer.alloc(600), Buffer.alloc(600)]), 1000)).rejects.toMatchObject({
      code: 'request.too_large',
    })
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(names.map((entry) => entry.name)).toEqual([a.sha256])
    expect(await store.sweep(async () => new Set())).toBe(0)
    expect(() => store.open('../../../etc/passwd')).toThrow('record.not_found')
  })
})
