import { newId } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storyId } from '../apps/server/demo/identity.ts'
import { startPushService } from '../apps/server/push-service.fixture.ts'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

type Service = Awaited<ReturnType<typeof startPushService>>

/**
 * The push service of Chromium is Google's and not within reach here, so subscribing answers a subscription of the service of
 * this test. Everything else is real: the worker, its permission, what the server sends, what the device shows.
 */
async function behind(page: Page, subscription: object): Promise<void> {
  await page.addInitScript((given) => {
    const made = () =>
      Object.assign(Object.create(null), {
        ...given,
        toJSON: () => given,
        unsubscribe: async () => localStorage.removeItem('subscribed') === undefined,
      })
    PushManager.prototype.subscribe = async () => {
      localStorage.setItem('subscribed', 'yes')
      return made()
    }
    PushManager.prototype.getSubscription = async () => (localStorage.getItem('subscribed') === null ? null : made())
  }, subscription)
}

/** Hands messages to the service worker of a page, as the browser does when its push service has one. */
async function deliverer(page: Page): Promise<(data: string) => Promise<void>> {
  // What is handed to a worker that is still being made ready is lost.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state === 'activating') await new Promise((done) => setTimeout(done, 20))
  })
  const session = await page.context().newCDPSession(page)
  const registrationId = await new Promise<string>((done, fail) => {
    setTimeout(() => fail(new Error('no service worker')), 10_000)
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const id = registrations[0]?.registrationId
      if (id !== undefined) done(id)
    })
    void session.send('ServiceWorker.enable')
  })
  const { origin } = new URL(page.url())
  return async (data) => void (await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }))
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title, body, tag, lang }) => ({ title, body, tag, lang }))
  })

/** When each was shown, in milliseconds. */
const shownAt = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map((each) => Number(Object(each).timestamp))
  })

describe('push to a device', () => {
  let server: Server
  let service: Service
  let browser: Browser
  let rep: Person
  let deliver: (data: string) => Promise<void>

  beforeAll(async () => {
    service = await startPushService()
    ;[server, browser] = await Promise.all([openServer(undefined, () => ({ pushInside: true })), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
  }, 120_000)
  keepEvidence(() => [rep.page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await service?.stop()
  })

  it('says what to do where the browser blocks notifications', async () => {
    const { page, context } = rep
    // What is not granted is refused.
    await context.grantPermissions(['clipboard-read'], { origin: server.url })
    await page.goto('/account')
    const card = page.getByRole('region', { name: '推送到设备' })
    await card.getByText('此浏览器已阻止本站的通知').waitFor()
    await shoot(page, 'push-blocked')
  })

  it('is turned on, shows what the server sends, and leads to it', async () => {
    const { page, context } = rep
    const device = service.browser('chromium')
    await context.grantPermissions(['notifications'], { origin: server.url })
    await behind(page, device.subscription)
    await page.goto('/account')
    const card = page.getByRole('region', { name: '推送到设备' })
    await button(card, '在此设备开启').click()
    await card.getByText('此设备已开启').waitFor()
    await card.getByText(/当前设备/).waitFor()
    await shoot(page, 'push-on')

    const wire = await wireOf(rep)
    const [task] = await wire.list('tasks', { limit: 1 })
    const id = newId()
    const patch = {
      owner: storyId('user', REP.index),
      kind: 'todo',
      title: '陆文斌给了您一个任务',
      link_object: 'task',
      link_record: String(task?.['id']),
    }
    await server
      .house()
      .kernel.write(systemActor('test'), [{ object: 'notification', op: 'create', id, patch }], { cause: { kind: 'system' } })
    await expect.poll(() => service.shown(device).length, { timeout: 15_000 }).toBe(1)
    const [message] = service.shown(device)
    deliver = await deliverer(page)
    // A busy browser drops a message of the developer tools now and then; a push service sends it again. One of its tag replaces it.
    const handOver = async () => {
      if ((await shown(page)).length === 0) await deliver(JSON.stringify(message))
      return shown(page)
    }
    await expect
      .poll(handOver, { interval: 1000, timeout: 15_000 })
      .toEqual([{ title: '陆文斌给了您一个任务', body: '待办', tag: id, lang: 'zh-CN' }])
    const first = await shownAt(page)
    await deliver(JSON.stringify(message))
    // Handed over is not yet shown: what comes late would stand there again after the click.
    await expect.poll(() => shownAt(page)).not.toEqual(first)
    expect(await shown(page)).toHaveLength(1)

    const [worker] = context.serviceWorkers()
    await worker?.evaluate(async () => {
      const scope: { readonly registration?: ServiceWorkerRegistration } = Object(globalThis)
      const [notification] = (await scope.registration?.getNotifications()) ?? []
      globalThis.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil: () => undefined }))
    })
    await page.waitForURL(`**/tasks/${String(task?.['id'])}`)
    await expect
      .poll(async () => (await wire.list('notifications', { limit: 50 })).find((each) => each['id'] === id)?.['read_at'])
      .not.toBeNull()
  })

  it('shows something for what it cannot read, and leads nowhere else', async () => {
    const { page } = rep
    await deliver('nonsense')
    await deliver(JSON.stringify({ title: 'Phish', body: '', url: 'https://evil.example/x', tag: 'evil', lang: 'en' }))
    await expect.poll(async () => (await shown(page)).map(({ title }) => title).toSorted()).toEqual(['Perigon', 'Phish'])
    const urls = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      return (await registration.getNotifications()).map(({ data }) => String(Object(data).url))
    })
    expect(urls).toEqual(['/notifications', '/notifications'])
  })

  it('ends where it was turned on by somebody who left without signing out', async () => {
    const { page } = rep
    const subscribed = () => page.evaluate(() => localStorage.getItem('subscribed'))
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await subscribed()).toBe('yes')
    const give = (index: number) =>
      server.house().kernel.db.query({ text: 'update push_device set user_id = $1', values: [storyId('user', index)] })
    await give(MANAGER.index)
    await page.reload()
    await expect.poll(subscribed).toBeNull()
    await give(REP.index)
    await page.evaluate(() => localStorage.setItem('subscribed', 'yes'))
  })

  it('ends when its person signs out: nothing of theirs is shown to whoever comes next', async () => {
    const { page } = rep
    const devices = () => server.house().kernel.db.query('select id from push_device')
    expect(await devices()).toHaveLength(1)
    await page.goto('/')
    await page.getByRole('button', { name: /林晓/ }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await page.getByRole('button', { name: '登录' }).waitFor()
    expect(await devices()).toHaveLength(0)
    expect(rep.complaints).toEqual([])
  })

  it('is chosen by kind, and can be forbidden by the administrator', async () => {
    const admin = await signedInPerson(browser, server.url, { ...ADMIN, locale: 'en-US', width: 390 })
    const { page } = admin
    await page.goto('/notifications/preferences')
    await page.getByRole('combobox', { name: 'To do · Push' }).waitFor()
    await shoot(page, 'push-preferences')
    await page.goto('/sign-in-policy')
    const card = page.getByRole('region', { name: 'Push to devices' })
    await card.getByRole('switch', { name: 'Allow push to devices' }).click()
    await card.scrollIntoViewIfNeeded()
    await shoot(page, 'push-policy')
    await page.goto('/account')
    await page.getByText('Push is turned off by the administrator').waitFor()
    await shoot(page, 'push-forbidden')
    expect(admin.complaints).toEqual([])
    await admin.leave()
  })

  it('comes with a worker and a manifest under the headers of every page', async () => {
    for (const [path, type] of [
      ['/push-worker.js', /^text\/javascript/],
      ['/manifest.webmanifest', /^application\/manifest\+json/],
      ['/icon-192.png', /^image\/png/],
    ] as const) {
      const answer = await fetch(server.url + path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(type)
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
  })
})
