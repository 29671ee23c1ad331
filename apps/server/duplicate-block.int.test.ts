import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { objectOf } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { signedIn, type TestClient } from '@perigon/testing'
import { createImport, describeSource, getImport, guessMapping, moveImport, workOnImport } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let theirs: Person
let [rep, other, admin]: TestClient[] = []

beforeAll(async () => {
  server = await startTestServer()
  await hire(server, { login: 'rep.b', role: 'sales_rep', department: null })
  theirs = await hire(server, { login: 'other.b', role: 'sales_rep', department: null })
  await hire(server, { login: 'chief.b', role: 'administrator', department: null })
  rep = await signedIn(server.http, 'rep.b', PASSWORD)
  other = await signedIn(server.http, 'other.b', PASSWORD)
  admin = await signedIn(server.http, 'chief.b', PASSWORD)
  await made(rep, { name: '南通晨曦测量仪器有限公司', website: 'https://www.chenxi.example.cn/about', email: 'info@chenxi.example.cn' })
  await respond('客户：名称相同', 'block')
  await respond('客户：网站相同', 'block')
})
afterAll(() => server.stop())

async function made(client: TestClient | undefined, values: Record<string, unknown>) {
  const answer = await client?.request('POST', '/api/v1/customers', values)
  return { status: answer?.statusCode, body: answer?.json() }
}

async function ruleNamed(name: string): Promise<{ id: string; version: number }> {
  const rules = await admin?.request('GET', '/api/v1/duplicate-rules?fields=name&limit=50')
  return rules?.json().data.find((each: { name: string }) => each.name === name)
}

async function respond(name: string, response: string): Promise<number | undefined> {
  const rule = await ruleNamed(name)
  return (await admin?.request('PATCH', `/api/v1/duplicate-rules/${rule.id}`, { response }, { 'if-match': `"${rule.version}"` }))
    ?.statusCode
}

describe('a duplicate rule that refuses', () => {
  it('keeps a second record out, also for somebody who cannot see the first, and tells them no more than whose it is', async () => {
    const { status, body } = await made(other, { name: '南通晨曦测量仪器股份有限公司' })
    expect(status).toBe(422)
    expect(body.errors).toEqual([
      expect.objectContaining({
        path: 'name',
        code: 'duplicate_of',
        message: 'The same as “南通＊＊＊” (Customer: same name; owner: rep.b) and not saved. Use that record, or speak with its owner',
      }),
    ])
    expect(JSON.stringify(body)).not.toContain('晨曦')
  })

  it('names the record to those who see it, with the way to it', async () => {
    const { body } = await made(rep, { name: '（南通）晨曦测量仪器' })
    expect(body.errors[0]).toMatchObject({ data: { holder: '南通晨曦测量仪器有限公司', id: expect.any(String) } })
  })

  it('compares the host of the website, and warns by the domain of e-mail unless anybody may have it', async () => {
    expect((await made(other, { name: '另一家公司', website: 'chenxi.example.cn' })).body.errors[0]).toMatchObject({ path: 'website' })
    const ask = async (email: string) =>
      (await rep?.request('POST', '/api/v1/duplicates', { object: 'customer', values: { email } }))?.json().matches
    expect(await ask('someone@chenxi.example.cn')).toMatchObject([{ reasons: [{ zh: '客户：邮箱域名相同' }], blocks: false }])
    await made(rep, { name: '公共邮箱客户', email: 'one@qq.com' })
    expect(await ask('two@qq.com')).toEqual([])
  })

  it('refuses changing a record into another, but lets everything else of it be changed', async () => {
    const { body } = await made(rep, { name: '如皋暮光机械有限公司' })
    const change = (patch: object, version: number) =>
      rep?.request('PATCH', `/api/v1/customers/${body.id}`, patch, { 'if-match': `"${version}"` })
    expect((await change({ name: '南通晨曦测量仪器' }, 1))?.statusCode).toBe(422)
    expect((await change({ name: '如皋暮光机械股份有限公司', address: '一号路' }, 1))?.statusCode).toBe(200)
  })

  it('writes the first of two equal records of one batch', async () => {
    const create = (name: string) => ({ op: 'create', data: { name } })
    const answer = await rep?.request('POST', '/api/v1/customers/batch', {
      mode: 'row_by_row',
      operations: [create('海门双生电气有限公司'), create('海门双生电气')],
    })
    const results = answer?.json().results
    expect(results.map((each: { ok: boolean }) => each.ok)).toEqual([true, false])
    expect(results[1].problem.errors[0].code).toBe('duplicate_row')
  })

  it('lets one of several pass that say the same at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const name = `同时新建第${round}家公司`
      const answers = await Promise.all([rep, other, admin, rep, other].map((client) => made(client, { name })))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422, 422])
    }
  })

  it('fails the row of an import with the reason, before anything is written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perigon-block-'))
    const path = join(folder, 'customers.csv')
    writeFileSync(path, '客户名称\n南通晨曦测量仪器有限公司\n启东新来电子有限公司\n')
    const { db } = server.kernel
    const actor = await actorById(db, theirs.user)
    if (actor === null) throw new Error('no actor')
    const source = await describeSource(path)
    const mapping = guessMapping(source, objectOf(server.kernel.snapshot(), 'customer'), { actor, snapshot: server.kernel.snapshot() })
    const id = await createImport(db, { object: 'customer', fileName: 'x.csv', filePath: path, source, mapping, actor })
    await moveImport(db, id, { from: ['uploaded'], to: 'checking' })
    await workOnImport(importDeps(server.kernel), id)
    const checked = await getImport(db, id, actor)
    rmSync(folder, { recursive: true })
    expect(checked.counts).toMatchObject({ new: 1, fail: 1 })
    expect(JSON.stringify(checked.problems)).toContain('南通＊＊＊')
  })

  it('cannot be made of what only looks alike, or of the domain of a name', async () => {
    expect(await respond('客户：名称相似', 'block')).toBe(422)
    const answer = await admin?.request('POST', '/api/v1/duplicate-rules', {
      name: 'x',
      target: 'customer',
      field: 'name',
      compare: 'domain',
    })
    expect(answer?.json().errors[0].code).toBe('domain_field')
  })

  it.each([
    [{ target: 'customer', field: 'mobile', compare: 'equal' }, 'field', 'unknown_field'],
    [{ target: 'contact', field: 'credit_code', compare: 'equal' }, 'field', 'unknown_field'],
    [{ target: 'customer', field: 'phone', compare: 'alike' }, 'compare', 'alike_field'],
  ])('cannot compare what is not there: %j', async (rule, path, code) => {
    const answer = await admin?.request('POST', '/api/v1/duplicate-rules', { name: 'x', response: 'warn', ...rule })
    expect(answer?.json().errors).toMatchObject([{ path, code }])
  })

  it('is not for reps to change', async () => {
    const rule = await ruleNamed('客户：名称相同')
    const answer = await rep?.request(
      'PATCH',
      `/api/v1/duplicate-rules/${rule.id}`,
      { response: 'warn' },
      { 'if-match': `"${rule.version}"` },
    )
    expect(answer?.statusCode).toBe(403)
  })
})
