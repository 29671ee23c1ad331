import { systemActor } from '@perigon/kernel'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storyId } from '../apps/server/demo/identity.ts'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('the inbox of a sales rep', () => {
  let server: Server
  let browser: Browser
  let rep: Person
  let page: Page
  let wire: Awaited<ReturnType<typeof wireOf>>

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
    wire = await wireOf(rep)
    page = rep.page
  }, 120_000)
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('counts at the bell, opens from there, and keeps what was read until it is done', async () => {
    await wire.create('notifications', { kind: 'todo', title: '新任务：回访昆山精工', body: '明天 17:00 前' })
    await wire.create('notifications', { kind: 'job', title: '导入完成：客户名单.xlsx' })
    await page.goto('/')
    await page.getByRole('button', { name: /通知，\d+ 条未读/ }).click()
    await page.getByRole('link', { name: /回访昆山精工/ }).waitFor()
    await shoot(page, 'bell')
    await page.getByRole('link', { name: '查看全部通知' }).click()
    const list = page.getByRole('grid', { name: '通知列表' })
    const line = list.getByRole('row').filter({ hasText: '回访昆山精工' })
    await line.focus()
    await page.keyboard.press('u')
    await expect.poll(() => line.getByRole('img', { name: '未读' }).count()).toBe(0)
    await line.focus()
    await page.keyboard.press('d')
    await toastSaying(page, '已完成“新任务：回访昆山精工”').waitFor()
    await expect.poll(() => line.count()).toBe(0)
    await button(toastSaying(page, '已完成“新任务：回访昆山精工”'), '撤销').click()
    await line.waitFor()
  })

  it('is narrowed by state, kind and words, all in the address', async () => {
    const list = page.getByRole('grid', { name: '通知列表' })
    await page.goto('/notifications?kinds=job&q=%E5%AE%A2%E6%88%B7%E5%90%8D%E5%8D%95')
    await list.getByRole('row').filter({ hasText: '客户名单' }).waitFor()
    expect(await list.getByRole('row').count()).toBe(1)
    await page.goto('/notifications?state=done&kinds=job')
    await page.getByText('没有符合条件的通知').waitFor()
    await button(page, '清除条件').click()
    await page.getByText('还没有处理过的通知').waitFor()
    await page.getByText('全部', { exact: true }).click()
    await list.getByRole('row').filter({ hasText: '客户名单' }).waitFor()
  })

  it('marks everything as read at once, and takes it back', async () => {
    await page.goto('/notifications?state=unread')
    const rows = page.getByRole('grid', { name: '通知列表' }).getByRole('row')
    await rows.first().waitFor()
    const before = await rows.count()
    await button(page, '全部标为已读').click()
    await page.getByText('没有未读通知').waitFor()
    await button(page.getByRole('status'), '撤销').click()
    await expect.poll(() => rows.count()).toBe(before)
  })

  it('is told live: the bell counts and the open list grows without a reload, in every tab', async () => {
    const tab = await rep.context.newPage()
    await Promise.all([page.goto('/notifications'), tab.goto('/')])
    const bell = (on: Page) => on.getByRole('button', { name: /^通知/ }).getAttribute('aria-label')
    await page.getByRole('grid', { name: '通知列表' }).waitFor()
    await expect.poll(() => bell(tab)).toMatch(/未读/)
    const before = Number(/\d+/.exec((await bell(tab)) ?? '')?.[0])
    const owner = storyId('user', REP.index)
    const patch = { owner, kind: 'mention', title: '陆文斌提到了您' }
    await server.house().kernel.write(systemActor('test'), [{ object: 'notification', op: 'create', patch }], { cause: { kind: 'system' } })
    await expect.poll(() => bell(page)).toBe(`通知，${before + 1} 条未读`)
    await expect.poll(() => bell(tab)).toBe(`通知，${before + 1} 条未读`)
    await page.getByRole('grid', { name: '通知列表' }).getByText('陆文斌提到了您').waitFor()
    await tab.close()
  })

  it('had nothing to complain about in the browser', () => {
    expect(rep.complaints).toEqual([])
  })
})
