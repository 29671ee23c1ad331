import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, choose, dialog, fill, pickMenu, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('exports of a sales rep', () => {
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

  async function openDialog(): Promise<ReturnType<typeof dialog>> {
    await rep.page.goto('/customers')
    await button(rep.page, '更多').first().click()
    await pickMenu(rep.page, '后台或定期导出…')
    return dialog(rep.page, '导出“客户”')
  }

  it('are made in the background and downloaded', async () => {
    const { page } = rep
    const asked = await openDialog()
    await fill(asked, '名称', '我的客户名单')
    await choose(asked, '格式', 'CSV')
    await shoot(page, 'export-dialog')
    await button(asked, '开始导出').click()
    await page.waitForURL('**/exports')
    const link = page.getByRole('link', { name: '下载“我的客户名单”' })
    await link.waitFor({ timeout: 30_000 })
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(file.suggestedFilename()).toMatch(/^customers-\d{4}-\d\d-\d\d\.csv$/)
    await shoot(page, 'exports')
  })

  it('are made again and again, paused, and taken away with undo', async () => {
    const { page } = rep
    const asked = await openDialog()
    await asked.getByText('定期', { exact: true }).click()
    await fill(asked, '名称', '每周客户清单')
    await shoot(page, 'export-schedule-dialog')
    await button(asked, '保存计划').click()
    await page.waitForURL('**/exports')
    const wire = await wireOf(rep)
    const stored = async () => (await wire.list('export-schedules', {}))[0]
    expect(await stored()).toMatchObject({ object: 'customer', rhythm: 'weekly', active: true })
    const line = page.getByRole('region', { name: '定期导出' }).getByRole('listitem')
    await line.getByText(/每周一 8:00/).waitFor()
    await page.getByRole('switch', { name: '启用“每周客户清单”' }).click()
    await line.getByText('已暂停').waitFor()
    await shoot(page, 'exports-schedules')
    await button(page, '删除“每周客户清单”').click()
    await button(page.getByRole('dialog'), '删除').click()
    await expect.poll(stored).toBeUndefined()
    await button(toastSaying(page, /每周客户清单/), '撤销').click()
    await line.waitFor()
    expect(rep.complaints).toEqual([])
  })
})
