import { crc32 } from 'node:zlib'
import { signedIn, type TestClient } from '@perigon/testing'
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

describe('refusals, undo and previews', () => {
  it('a program is refused by its name and by its bytes, in the language of the person', async () => {
    const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(120)])
    for (const [name, content] of [
      ['setup.EXE', Buffer.from('MZ')],
      ['photo.png', elf],
      ['run.ps1', Buffer.from('Get-Process')],
    ] as const) {
      const answer = await upload(lin, name, content)
      expect([name, answer.statusCode, answer.json().code, answer.json().title]).toEqual([
        name,
        422,
        'file.program',
        `不接受可执行文件“${name}”，可压缩为 zip 后上传`,
      ])
    }
  })

  it('a deleted file comes back by undo, for those who may change the record', async () => {
    const { id } = (await upload(lin, '合同二.pdf', Buffer.from('%PDF-1.7\n'))).json()
    await lin.request('DELETE', `/api/v1/files/${id}`)
    expect((await xu.request('POST', `/api/v1/files/${id}/restore`, {})).statusCode).toBe(403)
    expect((await lin.request('POST', `/api/v1/files/${id}/restore`, {})).statusCode).toBe(204)
    expect((await lin.request('GET', `/api/v1/files/${id}/content`)).statusCode).toBe(200)
  })

  it('a picture has a small one; what is none, or unpacks into gigabytes, has not', async () => {
    const { id } = (await upload(lin, '小图.png', PNG)).json()
    const small = await lin.request('GET', `/api/v1/files/${id}/preview`)
    expect([small.statusCode, small.headers['content-type'], small.rawPayload.subarray(8, 12).toString()]).toEqual([
      200,
      'image/webp',
      'WEBP',
    ])
    const header = Buffer.from(PNG)
    header.writeUInt32BE(60_000, 16)
    header.writeUInt32BE(60_000, 20)
    header.writeUInt32BE(crc32(header.subarray(12, 29)), 29)
    for (const content of [header, Buffer.from('%PDF-1.7')]) {
      const other = (await upload(lin, 'x.png', content)).json()
      expect((await lin.request('GET', `/api/v1/files/${other.id}/preview`)).json().code).toBe('file.no_preview')
    }
  })
})
