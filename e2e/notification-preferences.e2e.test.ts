import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('what a sales rep wants to be told of', () => {
  let server: Server
  let browser: Browser
  let rep: Person

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
  }, 120_000)
  keepEvidence(() => [rep.page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('is chosen per kind and taken back, and the hour of the digest with it', async () => {
    const { page } = rep
    const wire = await wireOf(rep)
    await page.goto('/notifications')
    await page.getByRole('link', { name: '通知设置' }).click()
    const shown = page.getByRole('switch', { name: '后台任务 · 站内显示' })
    await shown.click()
    await expect.poll(async () => (await wire.list('notification-preferences', {})).map((row) => row['in_app'])).toEqual(['off'])
    await shoot(page, 'notification-preferences')
    await button(toastSaying(page, '已保存'), '撤销').click()
    await expect.poll(() => shown.getAttribute('aria-checked')).toBe('true')
    await page.getByRole('combobox', { name: '摘要发送时间' }).click()
    await page.getByTitle('09:00').click()
    await expect.poll(async () => (await wire.list('digest-times', {})).map((row) => row['hour'])).toEqual([9])
    expect(rep.complaints).toEqual([])
  })
})
