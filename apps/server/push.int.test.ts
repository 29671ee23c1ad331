import { createECDH } from 'node:crypto'
import { startNotificationPush } from '@perigon/activities'
import { newId } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { createPush } from '@perigon/push'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decrypt, startPushService, vapidOf } from './push-service.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

const DEVICES = '/api/v1/account/push-devices'
let server: TestServer
let service: Awaited<ReturnType<typeof startPushService>>
let lin: Person
let wang: Person
let client: TestClient
let other: TestClient
let admin: TestClient
let log = ''

beforeAll(async () => {
  service = await startPushService()
  server = await startTestServer('all', {
    publicUrl: 'https://crm.example.com',
    pushInside: true,
    log: (line) => {
      log += line
    },
  })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  wang = await hire(server, { login: 'wang', role: 'sales_rep', department: null })
  await write('user', wang.user, { locale: 'en-US' })
  client = await signedIn(server.http, 'lin', PASSWORD)
  other = await signedIn(server.http, 'wang', PASSWORD)
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(async () => {
  await server.stop()
  await service.stop()
})

const system = { cause: { kind: 'system' } } as const
const write = (object: string, id: string, patch: { readonly [field: string]: string }) =>
  server.kernel.write(systemActor('test'), [{ object, op: 'update', id, patch }], system)

async function notify(owner: string, patch: { readonly [field: string]: string }): Promise<string> {
  const id = newId()
  await server.kernel.write(
    systemActor('test'),
    [{ object: 'notification', op: 'create', id, patch: { owner, kind: 'todo', ...patch } }],
    system,
  )
  return id
}

async function turnOn(who: TestClient, name: string) {
  const browser = service.browser(name)
  const answer = await who.request('POST', DEVICES, browser.subscription)
  expect(answer.statusCode).toBe(201)
  return { ...browser, id: String(answer.json().id) }
}

const devices = async (who: TestClient): Promise<readonly { id: string; last_success_at: string | null; service: string }[]> =>
  (await who.request('GET', DEVICES)).json().data

type Entry = {
  readonly state: string
  readonly attempts: number
  readonly status: number | null
  readonly error: string | null
  readonly wait: number | null
}
const entries = (notification: string) =>
  server.kernel.db.query<Entry>({
    text: `select state, attempts, status, error, extract(epoch from next_at - now())::float as wait from push_message where payload ->> 'notification' = $1`,
    values: [notification],
  })
const stateOf = async (notification: string): Promise<string> => (await entries(notification)).map(({ state }) => state).join()
/** Its time to try again is now. */
const hurry = () => server.kernel.db.query(`update push_message set next_at = now() - interval '1 second' where next_at is not null`)

describe('what is read here', () => {
  it('is what RFC 8291 gives in its appendix', () => {
    const body = Buffer.from(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
      'base64url',
    )
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey(Buffer.from('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url'))
    expect(decrypt(body, ecdh, Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url'))).toBe('When I grow up, I want to be a watermelon')
  })
})

describe('push to devices', () => {
  it('tells a person in their language on each of their devices, encrypted for the device and signed by the installation, once', async () => {
    const [phone, desk, hers] = [await turnOn(client, 'phone'), await turnOn(client, 'desk'), await turnOn(other, 'hers')]
    const task = newId()
    const id = await notify(lin.user, { title: '李娜给了您一个任务', link_object: 'task', link_record: task })
    const second = await notify(wang.user, { title: 'A task from Li Na', body: 'Call Kunshan' })
    await expect.poll(() => stateOf(id)).toBe('sent,sent')
    await expect.poll(() => stateOf(second)).toBe('sent')
    const said = { title: '李娜给了您一个任务', body: '待办', url: `/notifications/open?id=${id}`, tag: id, lang: 'zh-CN' }
    expect(service.shown(phone)).toEqual([said])
    expect(service.shown(desk)).toEqual([said])
    expect(service.shown(hers)).toEqual([
      { title: 'A task from Li Na', body: 'Call Kunshan', url: `/notifications/open?id=${second}`, tag: second, lang: 'en-US' },
    ])

    const headers = service.delivered[0]?.headers ?? {}
    const { claims, key } = vapidOf(String(headers.authorization))
    expect(key).toBe((await client.request('GET', DEVICES)).json().public_key)
    expect(claims).toMatchObject({ aud: service.origin, sub: 'https://crm.example.com' })
    const hours = (Number(claims.exp) - server.kernel.clock.now().getTime() / 1000) / 3600
    expect([hours > 0, hours <= 24]).toEqual([true, true])
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'normal' })
    expect(String(headers['topic'])).toMatch(/^[\w-]{1,32}$/)
    expect((await devices(client)).map(({ last_success_at }) => last_success_at === null)).toEqual([false, false])
    await new Promise((wake) => setTimeout(wake, 6000))
    expect([service.shown(phone).length, service.shown(hers).length]).toEqual([1, 1])
  }, 30_000)

  it('follows what a person chose, and what is usual where they chose nothing about it', async () => {
    await client.request('POST', '/api/v1/notification-preferences', { kind: 'todo', in_app: 'instant', email: 'off' })
    const usual = await notify(lin.user, { title: '照常' })
    await expect.poll(() => stateOf(usual)).toBe('sent,sent')
    await client.request('POST', '/api/v1/notification-preferences', { kind: 'todo', in_app: 'instant', email: 'off', push: 'off' })
    await client.request('POST', '/api/v1/notification-preferences', { kind: 'record', in_app: 'off', email: 'off', push: 'instant' })
    const [off, unusual] = [await notify(lin.user, { title: '不推' }), await notify(lin.user, { kind: 'record', title: '要推' })]
    await expect.poll(() => stateOf(unusual)).toBe('sent,sent')
    expect(await stateOf(off)).toBe('')
    const wrong = await client.request('POST', '/api/v1/notification-preferences', {
      kind: 'todo',
      in_app: 'instant',
      email: 'off',
      push: 'pigeon',
    })
    expect(wrong.json().errors[0].path).toBe('push')
    await client.request('POST', '/api/v1/notification-preferences', { kind: 'todo', in_app: 'instant', email: 'off', push: 'instant' })
  }, 30_000)

  it('is tried again with growing delay, and no sooner than the service asks', async () => {
    const told = service.delivered.length
    service.answer({ status: 429, headers: { 'retry-after': '120' } })
    const id = await notify(wang.user, { title: 'Again' })
    await expect.poll(async () => (await entries(id))[0]?.status).toBe(429)
    const first = (await entries(id))[0]
    expect(first).toMatchObject({ state: 'queued', attempts: 1, error: '429 as told' })
    expect([Number(first?.wait) > 100, Number(first?.wait) <= 120]).toEqual([true, true])
    service.answer({ status: 503 })
    await hurry()
    await expect.poll(async () => (await entries(id))[0]?.attempts).toBe(2)
    const second = (await entries(id))[0]
    expect([Number(second?.wait) > 40, Number(second?.wait) <= 60]).toEqual([true, true])
    await hurry()
    await expect.poll(() => stateOf(id)).toBe('sent')
    expect(service.delivered.length).toBe(told + 1)
  }, 40_000)

  it('ends as failed where a service will not have it, and where it is not there for too long', async () => {
    service.answer({ status: 403 })
    const refused = await notify(wang.user, { title: 'Refused' })
    await expect.poll(() => stateOf(refused)).toBe('failed')
    service.answer(...Array.from({ length: 6 }, () => ({ status: 500 })))
    const never = await notify(wang.user, { title: 'Never' })
    await expect
      .poll(
        async () => {
          await hurry()
          return stateOf(never)
        },
        { timeout: 45_000, interval: 1000 },
      )
      .toBe('failed')
    expect((await entries(never))[0]).toMatchObject({ attempts: 6, status: 500 })
    const ledger = (await admin.request('GET', '/api/v1/push')).json()
    expect(ledger.data[0]).toMatchObject({ state: 'failed', status: 500, service: service.origin.slice(7) })
    expect((await client.request('GET', '/api/v1/push')).statusCode).toBe(403)
  }, 60_000)

  it('drops a device that its service does not know any more', async () => {
    const [gone, lost] = [await turnOn(other, 'gone'), await turnOn(other, 'lost')]
    expect(await devices(other)).toHaveLength(3)
    service.answer({ status: 410 }, { status: 404 })
    const kept = (await devices(other)).find(({ id }) => id !== gone.id && id !== lost.id)
    await server.kernel.db.query({ text: `update push_device set created_at = now() + interval '1 day' where id = $1`, values: [kept?.id] })
    const id = await notify(wang.user, { title: 'Gone' })
    await expect.poll(() => stateOf(id)).toBe('gone,gone')
    await server.kernel.db.query({ text: 'update push_device set created_at = now() where id = $1', values: [kept?.id] })
    expect((await devices(other)).map((each) => each.id)).toEqual([kept?.id])
  }, 30_000)

  it('sends again what a killed process left, and the device replaces the one by the other', async () => {
    const hers = await turnOn(other, 'killed')
    const id = await notify(wang.user, { title: 'Twice' })
    const ledger = () => entries(id)
    await expect.poll(() => stateOf(id)).toBe('sent,sent')
    // What a kill between the service's yes and the ledger's note leaves: taken long ago, and no end.
    await server.kernel.db.query({
      text: `update push_message set state = 'queued', attempts = 0, ended_at = null, claimed_at = now() - interval '1 minute' where payload ->> 'notification' = $1`,
      values: [id],
    })
    await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe('sent,sent')
    expect(await ledger()).toHaveLength(2)
    const sent = service.delivered.filter(({ path }) => path === '/push/killed').slice(-2)
    expect(new Set(sent.map(({ headers }) => headers['topic'])).size).toBe(1)
    expect(
      service
        .shown(hers)
        .slice(-2)
        .map(({ tag }) => tag),
    ).toEqual([id, id])
  }, 40_000)

  it('sends once although two processes look, and one of them dies between ledger and queue', async () => {
    const dead = { register: async () => undefined, send: () => Promise.reject(new Error('killed')), stop: async () => undefined }
    const dying = await createPush({
      ...server.kernel,
      jobs: dead,
      secrets: server.signIn.deps.secrets,
      subject: 'mailto:a@b.example',
      allowed: async () => true,
      inside: true,
    })
    const sweep = () => startNotificationPush(server.kernel, { push: dying, work: false, onError: () => undefined }).sweep()
    const before = service.delivered.length
    const id = await notify(wang.user, { title: 'One of two' })
    await Promise.allSettled([sweep(), sweep()])
    await server.kernel.db.query({
      text: `update push_message set created_at = now() - interval '1 minute' where payload ->> 'notification' = $1 and state = 'queued'`,
      values: [id],
    })
    await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe('sent,sent')
    expect(service.delivered.length).toBe(before + 2)
  }, 40_000)
})

describe('the devices of a person', () => {
  it('are theirs alone, and removable; a browser that somebody else turns on is theirs from then on', async () => {
    const shared = await turnOn(client, 'shared')
    expect((await other.request('DELETE', `${DEVICES}/${shared.id}`)).statusCode).toBe(404)
    const again = await other.request('POST', DEVICES, shared.subscription)
    expect(again.statusCode).toBe(201)
    expect((await devices(client)).some(({ id }) => id === again.json().id)).toBe(false)
    expect((await other.request('DELETE', `${DEVICES}/${again.json().id}`)).statusCode).toBe(204)
    expect((await other.request('DELETE', `${DEVICES}/nonsense`)).statusCode).toBe(404)
  })

  it('tell neither addresses nor keys, not even in the log', async () => {
    const browser = await turnOn(client, 'quiet')
    const text = JSON.stringify((await client.request('GET', DEVICES)).json())
    const rows = await server.kernel.db.query<{ private_key: string }>('select private_key from push_key')
    expect(rows[0]?.private_key).toMatch(/^v1\./)
    const secret = server.signIn.deps.secrets.open(rows[0]?.private_key ?? '', 'push_key') ?? ''
    expect(secret).toHaveLength(43)
    for (const hidden of [browser.subscription.endpoint, browser.subscription.keys.auth, secret]) {
      expect(text).not.toContain(hidden)
      expect(log).not.toContain(hidden)
    }
    await client.request('DELETE', `${DEVICES}/${browser.id}`)
  })

  it.each([
    ['no address', { endpoint: 'nonsense' }, 'endpoint'],
    ['an address with a password', { endpoint: 'https://a:b@push.example.com/x' }, 'endpoint'],
    ['a file', { endpoint: 'file:///etc/passwd' }, 'endpoint'],
    [
      'a key that is no point',
      { endpoint: 'https://push.example.com/x', keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: 'x' } },
      'keys.p256dh',
    ],
  ])('are refused with %s, naming the field', async (_what, body, path) => {
    const answer = await client.request('POST', DEVICES, body)
    expect([answer.statusCode, answer.json().errors.map((each: { path: string }) => each.path)]).toEqual([
      422,
      expect.arrayContaining([path]),
    ])
  })

  it('end when the person is disabled', async () => {
    const gone = await hire(server, { login: 'gone', role: 'sales_rep', department: null })
    const theirs = await signedIn(server.http, 'gone', PASSWORD)
    await turnOn(theirs, 'theirs')
    await write('user', gone.user, { status: 'disabled' })
    const left = () => server.kernel.db.query({ text: 'select id from push_device where user_id = $1', values: [gone.user] })
    await expect.poll(left).toEqual([])
  }, 20_000)

  it('cannot be turned on while the administrator has push off, and nothing is sent', async () => {
    const policy = (push: boolean) => admin.request('POST', '/api/v1/sign-in-policy', { push })
    expect((await policy(false)).json().push).toBe(false)
    expect((await client.request('GET', DEVICES)).json().public_key).toBeNull()
    const answer = await client.request('POST', DEVICES, service.browser('late').subscription)
    expect([answer.statusCode, answer.json().errors[0].message]).toEqual([422, 'Push to devices is turned off by the administrator'])
    const id = await notify(lin.user, { title: '安静' })
    await new Promise((wake) => setTimeout(wake, 6000))
    expect(await stateOf(id)).toBe('')
    expect((await policy(true)).json().push).toBe(true)
    expect(service.delivered.some(({ path }) => path === '/push/late')).toBe(false)
  }, 30_000)
})

describe('the keys of the installation', () => {
  it('are made once, whichever process asks first', async () => {
    const open = () =>
      createPush({
        ...server.kernel,
        jobs: server.jobs,
        secrets: server.signIn.deps.secrets,
        subject: 'mailto:a@b.example',
        allowed: async () => true,
      })
    const made = await Promise.all([open(), open()])
    const { public_key } = (await client.request('GET', DEVICES)).json()
    expect(made.map(({ publicKey }) => publicKey)).toEqual([public_key, public_key])
  })
  it('are not made anew where they cannot be read: every device would fall silent', async () => {
    const strange = { seal: (text: string) => text, open: () => null }
    const push = await createPush({
      ...server.kernel,
      jobs: server.jobs,
      secrets: strange,
      subject: 'mailto:a@b.example',
      allowed: async () => true,
    })
    expect([push.publicKey, await push.sendOnce('x', []).catch(() => 'unknown')]).toEqual([null, 'unknown'])
  })
})
