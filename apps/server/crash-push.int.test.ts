import { newId } from '@perigon/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CrashSite, ended, inTheMiddle, MAIN_PUSH_INSIDE, openCrashSite } from './crash-house.fixture.ts'
import { type Browser, startPushService } from './push-service.fixture.ts'

/**
 * kill -9 of the real server, and of its database, while it hands messages to a push service. Started again it ends each of them in the
 * ledger. A message whose taking the service had confirmed, or was about to, when the process died is handed over again: that cannot be
 * known. It carries the topic it had, by which the service replaces it, and the tag by which the device does.
 */
const PEOPLE = 10
const EACH = 3
const ALL = PEOPLE * EACH
let site: CrashSite
let service: Awaited<ReturnType<typeof startPushService>>
const browsers: Browser[] = []
let users: readonly string[] = []

beforeAll(async () => {
  service = await startPushService()
  site = await openCrashSite('push', MAIN_PUSH_INSIDE)
  const employees = await site.many(
    'employee',
    Array.from({ length: PEOPLE }, (_, at) => ({ name: `销售${at}` })),
  )
  users = await site.many(
    'user',
    employees.map((employee, at) => ({ login: `sales${at}`, name: `销售${at}`, employee, status: 'active', roles: ['sales_rep'] })),
  )
  for (const [at, user] of users.entries()) {
    const browser = service.browser(`phone${at}`)
    browsers.push(browser)
    const { endpoint, keys } = browser.subscription
    await site.rows('insert into push_device (id, user_id, endpoint, p256dh, auth) values ($1, $2, $3, $4, $5)', [
      newId(),
      user,
      endpoint,
      keys.p256dh,
      keys.auth,
    ])
  }
}, 120_000)
afterAll(async () => {
  await site?.close()
  await service.stop()
})

const inState = (state: string) => site.number('select count(*)::int from push_message where state = $1', [state])

/** The half minute for which a dead sender holds a message has passed. */
const claimsEnd = () => site.rows(`update push_message set claimed_at = claimed_at - interval '1 minute' where state = 'queued'`)

describe('kill -9 in the middle of pushing to devices', () => {
  it('ends every message in the ledger; what goes twice replaces itself', async () => {
    await site.many(
      'notification',
      users.flatMap((owner) => Array.from({ length: EACH }, (_, at) => ({ owner, kind: 'todo', title: `任务${at}` }))),
    )
    // The service has a message and its yes is on the way when the process dies: the ledger never hears of it.
    await inTheMiddle(async () => ((await inState('sent')) >= 2 ? 'amid' : 'before'))
    service.holdNext()
    await inTheMiddle(async () => (service.held() === undefined ? 'before' : 'amid'))
    await site.killAndOpen({ victim: 'node', leases: [] })
    const unheard = service.held()
    expect(unheard).toBeDefined()
    await claimsEnd()
    await inTheMiddle(async () => {
      const n = await inState('sent')
      return n === ALL ? 'over' : n >= ALL / 2 ? 'amid' : 'before'
    })
    await site.killAndOpen({ victim: 'both', leases: [] })
    await claimsEnd()
    await ended(() => inState('sent'), ALL, 60)

    expect(await site.number('select count(*)::int from push_message')).toBe(ALL)
    // Each device has what it was to be told, once, whether it was off all the while or showed each as it came.
    const titles = Array.from({ length: EACH }, (_, at) => `任务${at}`)
    for (const browser of browsers) {
      expect(
        service
          .waiting(browser)
          .map(({ title }) => title)
          .toSorted(),
      ).toEqual(titles)
      expect(new Set(service.shown(browser).map(({ tag }) => tag)).size).toBe(EACH)
    }
    // What went twice: the one nobody heard of, and at most the one that was under way at the second kill.
    const topics = service.delivered.map(({ headers }) => String(headers['topic']))
    const twice = topics.filter((topic, at) => topics.indexOf(topic) < at)
    expect(new Set(topics).size).toBe(ALL)
    expect(twice).toContain(unheard?.headers['topic'])
    expect(twice.length).toBeLessThanOrEqual(2)
  }, 240_000)
})
