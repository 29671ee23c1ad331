import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, shoot, signedInPerson } from './browser.fixture.ts'
import { button, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, type Server } from './server.fixture.ts'

describe('the working days of the company', () => {
  let server: Server
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    page = (await signedInPerson(browser, server.url, ADMIN)).page
  }, 120_000)
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('shows the golden week, and a press or a key turns a day, with the way back', async () => {
    await page.clock.setFixedTime(new Date('2026-11-25T02:00:00Z'))
    await page.goto('/work-calendar')
    await page.getByText('全年 248 个工作日').waitFor()
    await page.getByRole('button', { name: '2026年10月1日星期四 · 休息 · 国庆节' }).waitFor()
    await page.getByRole('button', { name: '2026年10月10日星期六 · 上班 · 国庆节调休上班' }).waitFor()
    await shoot(page, 'work-calendar')
    const wednesday = page.getByRole('button', { name: /^2026年11月25日/ })
    await wednesday.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await toastSaying(page, '2026-12-02 (周三) 已改为休息').waitFor()
    await page.getByText('全年 247 个工作日').waitFor()
    await button(toastSaying(page, '2026-12-02 (周三) 已改为休息'), '撤销').click()
    await page.getByText('全年 248 个工作日').waitFor()
  })

  it('turns a holiday that falls on a weekend, and says which years nobody has entered', async () => {
    await page.getByRole('button', { name: /^2026年10月3日星期六 · 休息 · 国庆节/ }).click()
    await page.getByRole('button', { name: '2026年10月3日星期六 · 上班 · 公司上班日' }).waitFor()
    await page.getByText('全年 249 个工作日').waitFor()
    await button(page, '下一年').click()
    await page.getByText('2027 年还没有录入节假日').waitFor()
  })

  it('refuses a week without a working day in words', async () => {
    for (const day of ['周一', '周二', '周三', '周四']) {
      await page.getByRole('checkbox', { name: day }).click()
      await expect.poll(() => page.getByRole('checkbox', { name: day }).isChecked()).toBe(true)
      await expect.poll(() => page.getByRole('checkbox', { name: '周五' }).isEnabled()).toBe(true)
    }
    await page.getByRole('checkbox', { name: '周五' }).click()
    await toastSaying(page, '每周至少保留一个工作日').waitFor()
  })
})
