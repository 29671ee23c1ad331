import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(() => server.stop())

const nested = (depth: number): unknown => (depth === 0 ? { field: 'name', op: 'eq', value: 'x' } : { not: nested(depth - 1) })

describe('the door', () => {
  it('lets nobody in without a session, and says so in the caller’s language', async () => {
    const answer = await server.http.inject({ method: 'GET', url: '/api/v1/customers', headers: { 'accept-language': 'zh-CN' } })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ code: 'auth.required', title: '请先登录', status: 401 })
  })

  it('answers an unknown user and a wrong password alike', async () => {
    const wrong = await server.http.inject({ method: 'POST', url: '/api/v1/session', payload: { login: 'admin', password: 'nope' } })
    const unknown = await server.http.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { login: 'nobody-here', password: 'nope' },
    })
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401])
    const [a, b] = [wrong.json(), unknown.json()]
    expect({ ...a, request: '' }).toEqual({ ...b, request: '' })
  })

  it('refuses a write without the CSRF token or from another site', async () => {
    const bare = await server.http.inject({
      method: 'POST',
      url: '/api/v1/customers',
      headers: { cookie: admin.cookie },
      payload: { name: 'x' },
    })
    expect([bare.statusCode, bare.json().code]).toEqual([403, 'auth.csrf'])
    const foreign = await admin.request('POST', '/api/v1/customers', { name: 'x' }, { origin: 'https://evil.example' })
    expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'auth.origin'])
  })

  it('takes a bearer token instead', async () => {
    const token = await server.signIn.createToken('admin', { name: 'test' })
    const answer = await server.http.inject({
      method: 'POST',
      url: '/api/v1/customers',
      headers: { authorization: `Bearer ${token}` },
      payload: { name: '令牌客户' },
    })
    expect(answer.statusCode).toBe(201)
  })

  it('slows down after five failures', async () => {
    const attempt = () =>
      server.http.inject({ method: 'POST', url: '/api/v1/session', remoteAddress: '10.9.9.9', payload: { login: 'slow', password: 'x' } })
    for (let index = 0; index < 5; index += 1) expect((await attempt()).statusCode).toBe(401)
    const sixth = await attempt()
    expect([sixth.statusCode, sixth.json().code]).toEqual([429, 'auth.throttled'])
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('records over HTTP', () => {
  it('creates, reads, changes with If-Match and tells a conflict with both images', async () => {
    const created = await admin.request('POST', '/api/v1/customers', { name: '冲突公司' })
    expect(created.statusCode).toBe(201)
    const { id } = created.json()
    const url = `/api/v1/customers/${id}`
    expect((await admin.request('PATCH', url, { short_name: '甲' })).statusCode).toBe(428)
    expect((await admin.request('PATCH', url, { short_name: '甲' }, { 'if-match': '"1"' })).json()).toMatchObject({
      version: 2,
      short_name: '甲',
    })
    const late = await admin.request('PATCH', url, { short_name: '乙' }, { 'if-match': '"1"' })
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({
      code: 'record.version_conflict',
      data: { current: { version: 2, short_name: '甲' }, yours: { short_name: '乙' }, changed_by: { name: '管理员' } },
    })
  })

  it('names every wrong field in both languages', async () => {
    const body = { employee_count: 'many', nonsense: 1 }
    const [en, zh] = [
      await admin.request('POST', '/api/v1/customers', body),
      await admin.request('POST', '/api/v1/customers', body, { 'accept-language': 'zh-CN' }),
    ]
    expect(en.statusCode).toBe(422)
    expect(en.json().errors.map((error: { path: string; message: string }) => [error.path, error.message])).toContainEqual([
      'name',
      'Required',
    ])
    expect(zh.json().errors.map((error: { path: string; message: string }) => [error.path, error.message])).toContainEqual(['name', '必填'])
  })

  it('pages through everything exactly once, in both directions of the sort', async () => {
    await admin.request('POST', '/api/v1/products/batch', {
      operations: Array.from({ length: 25 }, (_, index) => ({
        op: 'create',
        data: { name: `产品${index % 7}`, list_price: index % 3 === 0 ? null : String(index) },
      })),
    })
    for (const sort of ['name', '-name', 'list_price', '-list_price', '-updated_at']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const page = (await admin.request('GET', `/api/v1/products?limit=4&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)).json()
        seen.push(...page.data.map((record: { id: string }) => record.id))
        cursor = page.next ?? ''
      } while (cursor !== '')
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 25, 25])
    }
  })

  it('takes a batch row by row', async () => {
    const answer = await admin.request('POST', '/api/v1/customers/batch', {
      mode: 'row_by_row',
      operations: [
        { op: 'create', data: { name: '行一' } },
        { op: 'create', data: {} },
      ],
    })
    expect(answer.json().results.map((result: { ok: boolean }) => result.ok)).toEqual([true, false])
  })

  it('wins an opportunity by its verb, keeps the stage history, and refuses the plain update', async () => {
    const stages = (await admin.request('GET', '/api/v1/sales-stages?limit=50&fields=name,process,kind')).json().data
    const open = stages.find(
      (stage: { kind: string; process: { title: string } }) => stage.kind === 'open' && stage.process.title !== 'Simple pipeline',
    )
    const wonStage = stages.find(
      (stage: { kind: string; process: { id: string } }) => stage.kind === 'won' && stage.process.id === open.process.id,
    )
    const created = await admin.request('POST', '/api/v1/opportunities', { name: '检测中心项目', process: open.process.id, stage: open.id })
    expect(created.statusCode).toBe(201)
    const { id, version } = created.json()
    const plain = await admin.request('PATCH', `/api/v1/opportunities/${id}`, { stage: wonStage.id }, { 'if-match': `"${version}"` })
    expect(plain.statusCode).toBe(422)
    const lost = await admin.request('POST', `/api/v1/opportunities/${id}/lose`, {})
    expect(lost.statusCode).toBe(422)
    const customer = (await admin.request('POST', '/api/v1/customers', { name: '赢单客户' })).json().id
    await admin.request('PATCH', `/api/v1/opportunities/${id}`, { customer, amount: '1000' }, { 'if-match': `"${version}"` })
    const won = await admin.request('POST', `/api/v1/opportunities/${id}/win`, { closed_on: '2026-11-24' })
    expect([won.statusCode, won.json().state]).toEqual([200, 'won'])
    const history = (
      await admin.request(
        'GET',
        `/api/v1/stage-history?filter=${encodeURIComponent(JSON.stringify({ field: 'opportunity', op: 'eq', value: id }))}`,
      )
    ).json().data
    expect(history).toHaveLength(2)
  })
})

describe('bad input', () => {
  const refused: readonly (readonly [string, string, unknown, number])[] = [
    ['an unknown object', '/api/v1/unicorns', undefined, 404],
    [
      'an unknown field in a filter',
      `/api/v1/customers?filter=${encodeURIComponent('{"field":"nope","op":"eq","value":1}')}`,
      undefined,
      400,
    ],
    ['a filter that is not JSON', '/api/v1/customers?filter=%7Bbroken', undefined, 400],
    ['a cursor from nowhere', '/api/v1/customers?cursor=abc', undefined, 400],
    ['a limit of a million', '/api/v1/customers?limit=1000000', undefined, 400],
    ['an injected sort', `/api/v1/customers?sort=${encodeURIComponent('name;drop table customer')}`, undefined, 400],
    ['an id that is none', "/api/v1/customers/1'or'1", undefined, 404],
    ['a list as body', '/api/v1/customers', [1], 400],
    ['a name of ten thousand characters', '/api/v1/customers', { name: '长'.repeat(10_000) }, 422],
  ]
  it.each(refused)('%s is a clear %i', async (...[_name, url, body, status]) => {
    const answer = await admin.request(body === undefined ? 'GET' : 'POST', url, body)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ status, type: expect.stringContaining('urn:perigon:error:') })
  })

  it('a filter nested 200 deep is refused by its depth', async () => {
    const answer = await admin.request('POST', '/api/v1/customers/query', { filter: nested(200) })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'query.too_deep'])
  })

  it('a cursor from another list is refused', async () => {
    const first = (await admin.request('GET', '/api/v1/regions?limit=2')).json()
    const answer = await admin.request('GET', `/api/v1/industries?limit=2&cursor=${first.next}`)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'query.cursor'])
  })

  it('a body of ten megabytes is 413, broken JSON 400, __proto__ 400, another media type 415', async () => {
    const send = (payload: string, type = 'application/json') =>
      server.http.inject({
        method: 'POST',
        url: '/api/v1/customers',
        headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrf, 'content-type': type },
        payload,
      })
    expect((await send(JSON.stringify({ name: 'x'.repeat(10_000_000) }))).statusCode).toBe(413)
    expect((await send('{"name":')).statusCode).toBe(400)
    expect((await send('{"__proto__":{"admin":true},"name":"x"}')).statusCode).toBe(400)
    expect((await send('<x/>', 'text/xml')).statusCode).toBe(415)
  })

  it('full-width digits in a phone become a number', async () => {
    const answer = await admin.request('POST', '/api/v1/contacts', { name: '李雷', mobile: '１３８００１３８０００' })
    expect([answer.statusCode, answer.json().mobile]).toEqual([201, '+8613800138000'])
  })
})

describe('documents', () => {
  it('OpenAPI 3.1 names every object, verb and field', async () => {
    const document = (await admin.request('GET', '/api/v1/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/customers', '/api/v1/opportunities/{id}/win', '/api/v1/contacts/batch']),
    )
    const references = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? []
    for (const reference of new Set(references)) expect(Object.keys(document.components.schemas)).toContain(reference.split('/').pop())
  })

  it('a custom field appears in API, filter, metadata, OpenAPI and import without a restart', async () => {
    const caller = await server.signIn.bySession(/perigon_session=([^;]+)/.exec(admin.cookie)?.[1] ?? '', '127.0.0.1')
    if (caller === null) throw new Error('no session')
    await server.kernel.addCustomField(caller.actor, {
      object: 'customer',
      key: 'x_channel_grade',
      definition: {
        type: 'select',
        label: { zh: '渠道等级', en: 'Channel grade' },
        options: [{ value: 'gold', label: { zh: '金牌', en: 'Gold' } }],
      },
    })
    const created = await admin.request('POST', '/api/v1/customers', { name: '自定义字段客户', x_channel_grade: 'gold' })
    expect([created.statusCode, created.json().x_channel_grade]).toEqual([201, 'gold'])
    const found = await admin.request('POST', '/api/v1/customers/query', {
      filter: { field: 'x_channel_grade', op: 'eq', value: 'gold' },
      sort: ['x_channel_grade'],
      fields: ['name', 'x_channel_grade'],
    })
    expect(found.json().data).toHaveLength(1)
    const meta = (await admin.request('GET', '/api/v1/meta')).json().objects.find((object: { key: string }) => object.key === 'customer')
    expect(meta.fields.map((field: { key: string }) => field.key)).toContain('x_channel_grade')
    expect(meta.form.at(-1).fields).toEqual(['x_channel_grade'])
    const document = (await admin.request('GET', '/api/v1/openapi.json')).json()
    expect(document.components.schemas.CustomerCreate.properties.x_channel_grade).toBeDefined()
    const boundary = 'x-boundary'
    const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="客户.csv"\r\ncontent-type: text/csv\r\n\r\n客户名称,渠道等级\r\n导入客户,金牌\r\n\r\n--${boundary}--\r\n`
    const upload = await server.http.inject({
      method: 'POST',
      url: '/api/v1/imports?object=customer',
      headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrf, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload,
    })
    expect(upload.statusCode).toBe(201)
    expect(upload.json().mapping.columns.map((column: { field: string }) => column.field)).toEqual(['name', 'x_channel_grade'])
  })
})

describe('undo', () => {
  it('takes one’s own last change back, also a stage that cannot go back without a reason', async () => {
    const stages = (await admin.request('GET', '/api/v1/sales-stages?limit=50&sort=position&fields=name,process,kind'))
      .json()
      .data.filter((stage: { process: { title: string } }) => stage.process.title !== 'Simple pipeline')
    const [first, second] = stages
    const created = (
      await admin.request('POST', '/api/v1/opportunities', {
        name: '撤销阶段',
        process: first.process.id,
        stage: first.id,
        customer: (await admin.request('POST', '/api/v1/customers', { name: '撤销客户' })).json().id,
      })
    ).json()
    const url = `/api/v1/opportunities/${created.id}`
    const moved = await admin.request('PATCH', url, { stage: second.id }, { 'if-match': '"1"' })
    expect([moved.statusCode, moved.json().stage.id]).toEqual([200, second.id])
    expect((await admin.request('POST', `${url}/undo`, {}, { 'if-match': '"1"' })).statusCode).toBe(409)
    const undone = await admin.request('POST', `${url}/undo`, {}, { 'if-match': '"2"' })
    expect([undone.statusCode, undone.json().stage.id, undone.json().probability]).toEqual([200, first.id, created.probability])
  })

  it('a clash of unique values names the record that holds it', async () => {
    const code = '91350100M000100Y43'
    await admin.request('POST', '/api/v1/customers', { name: '持有者', credit_code: code })
    const clash = await admin.request('POST', '/api/v1/customers', { name: '后来者', credit_code: code })
    expect(clash.json().errors[0]).toMatchObject({ path: 'credit_code', code: 'unique_of', message: `“${code}” is in use by “持有者”` })
  })
})
