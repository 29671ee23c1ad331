import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, startPushService } from './push-service.fixture.ts'
import { hire, PASSWORD, type Person, startTestServer, type TestServer } from './test-server.fixture.ts'

/** The devices of people when two browsers, two tabs or two people ask at the same moment. */
const DEVICES = '/api/v1/account/push-devices'
const MOST = 20
let server: TestServer
let service: Awaited<ReturnType<typeof startPushService>>
let lin: Person
let wang: Person
let hers: TestClient
let his: TestClient

beforeAll(async () => {
  service = await startPushService()
  server = await startTestServer('web', { pushInside: true })
  lin = await hire(server, { login: 'lin', role: 'sales_rep', department: null })
  wang = await hire(server, { login: 'wang', role: 'sales_rep', department: null })
  hers = await signedIn(server.http, 'lin', PASSWORD)
  his = await signedIn(server.http, 'wang', PASSWORD)
})
afterAll(async () => {
  await server.stop()
  await service.stop()
})
beforeEach(() => server.kernel.db.query('delete from push_device'))

type Row = { readonly id: string; readonly user_id: string; readonly endpoint: string; readonly p256dh: string; readonly auth: string }
const stored = () => server.kernel.db.query<Row>('select id, user_id, endpoint, p256dh, auth from push_device')
const turnOn = (who: TestClient, { subscription }: Pick<Browser, 'subscription'>) => who.request('POST', DEVICES, subscription)
const idsOf = async (who: TestClient): Promise<readonly string[]> =>
  (await who.request('GET', DEVICES)).json().data.map(({ id }: { readonly id: string }) => id)

/** The same browser with new keys, as when it subscribed again. */
const again = (name: string, times: number): readonly Browser[] => Array.from({ length: times }, () => service.browser(name))

describe('turning push on at the same moment', () => {
  it('in many tabs of one browser is one device, with the keys of one of them', async () => {
    const tabs = again('tabs', 8)
    const answers = await Promise.all(tabs.map((tab) => turnOn(hers, tab)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(tabs.map(() => 201))
    const rows = await stored()
    expect(rows.map(({ user_id }) => user_id)).toEqual([lin.user])
    expect(new Set(answers.map((answer) => answer.json().id))).toEqual(new Set(rows.map(({ id }) => id)))
    const [row] = rows
    const pairs = tabs.map(({ subscription }) => subscription.keys)
    expect(pairs).toContainEqual({ p256dh: row?.p256dh, auth: row?.auth })
  })

  it('on more devices than a person may have ends at the most, and says so', async () => {
    const answers = await Promise.all(Array.from({ length: MOST + 6 }, (_, at) => turnOn(hers, service.browser(`many${at}`))))
    expect([
      answers.filter(({ statusCode }) => statusCode === 201).length,
      answers.filter(({ statusCode }) => statusCode === 422).length,
      (await stored()).length,
    ]).toEqual([MOST, 6, MOST])
  })

  it('of one browser by two people leaves it to one of them, with that one’s keys', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [mine, theirs] = [service.browser(`shared${round}`), service.browser(`shared${round}`)]
      const answers = await Promise.all([turnOn(hers, mine), turnOn(his, theirs)])
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201])
      const rows = (await stored()).filter(({ endpoint }) => endpoint === mine.subscription.endpoint)
      const owner = rows[0]?.user_id
      expect(rows).toHaveLength(1)
      expect([lin.user, wang.user]).toContain(owner)
      const { keys } = (owner === lin.user ? mine : theirs).subscription
      expect(rows[0]).toMatchObject(keys)
      expect([(await idsOf(hers)).length + (await idsOf(his)).length, round + 1]).toEqual([round + 1, round + 1])
    }
  })
})

describe('removing a device at the same moment', () => {
  it('twice removes it once; the other is told that it is gone', async () => {
    const { id } = (await turnOn(hers, service.browser('gone'))).json()
    const answers = await Promise.all([1, 2].map(() => hers.request('DELETE', `${DEVICES}/${id}`)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([204, 404])
    expect(await stored()).toEqual([])
  })

  it('as it is turned on again leaves it on with an id that is right, or off', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = (await turnOn(hers, service.browser('flicker'))).json()
      const [on, off] = await Promise.all([turnOn(hers, service.browser('flicker')), hers.request('DELETE', `${DEVICES}/${id}`)])
      const left = await idsOf(hers)
      expect([on.statusCode, off.statusCode]).toEqual([201, 204])
      // Removed first, it is a new device; turned on first, it is the old one, and gone.
      expect(left).toEqual(on.json().id === id ? [] : [on.json().id])
    }
  })

  it('as somebody else takes the browser over never takes theirs', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = (await turnOn(hers, service.browser('taken'))).json()
      const [on, off] = await Promise.all([turnOn(his, service.browser('taken')), hers.request('DELETE', `${DEVICES}/${id}`)])
      expect([on.statusCode, [204, 404].includes(off.statusCode)]).toEqual([201, true])
      expect([await idsOf(hers), await idsOf(his)]).toEqual([[], [on.json().id]])
    }
  })
})
