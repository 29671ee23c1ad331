import { systemActor } from '@perigon/kernel'
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

  it('say why they were paused, and are mended and switched on again', async () => {
    const wire = await wireOf(rep)
    const stored = async () => (await wire.list('export-schedules', { filter: { field: 'name', op: 'eq', value: '坏清单' } }))[0]
    const plan = { object: 'customer', format: 'csv', rhythm: 'daily', hour: 8, working_days: false }
    const { id } = await wire.create('export-schedules', { ...plan, name: '坏清单', query: { fields: ['name', 'industry', 'x_gone'] } })
    const patch = { active: false, failures: 5, paused_why: 'query.unknown_field' }
    await server
      .house()
      .kernel.write(systemActor('test'), [{ object: 'export_schedule', op: 'update', id, patch }], { cause: { kind: 'system' } })
    await look('export-paused', async (page, words) => {
      await page.goto('/exports')
      await page.getByText(words.paused).waitFor()
    })
    await look('export-change', async (page, words) => {
      await page.goto('/exports')
      await page.getByRole('button', { name: words.change }).click()
      await page.getByText(words.gone).waitFor()
    })
    const { page } = rep
    await page.goto('/exports')
    await button(page, '修改“坏清单”').click()
    const asked = dialog(page, '修改“坏清单”')
    await asked.getByPlaceholder('列').fill('电话')
    await asked.getByRole('checkbox', { name: '电话', exact: true }).check()
    await choose(asked, '格式', 'Excel')
    await button(asked, '保存').click()
    await toastSaying(page, '“坏清单”已修改').waitFor()
    expect(await stored()).toMatchObject({ format: 'xlsx', active: false, query: { fields: ['name', 'industry', 'phone'] } })
    await page.getByRole('switch', { name: '启用“坏清单”' }).click()
    await page.getByText('连续 5 次失败').waitFor({ state: 'detached' })
    await expect.poll(stored).toMatchObject({ active: true, failures: 0, paused_why: null })
    expect(rep.complaints).toEqual([])
  })

  const SEEN = {
    'zh-CN': { paused: /^连续 5 次失败，已自动暂停。/, change: '修改“坏清单”', gone: '有 1 列已不存在' },
    'en-US': { paused: /^Paused after 5 failures in a row\./, change: 'Change 坏清单', gone: 'Columns that are gone or closed to you: 1.' },
  } as const

  /** The same on a desk and on a telephone, in both languages. */
  async function look(name: string, walk: (page: Person['page'], words: (typeof SEEN)['zh-CN' | 'en-US']) => Promise<void>): Promise<void> {
    for (const locale of ['zh-CN', 'en-US'] as const)
      for (const [width, dark] of [
        [1280, locale === 'en-US'],
        [390, locale === 'zh-CN'],
      ] as const) {
        const person = await signedInPerson(browser, server.url, { ...REP, locale, width, dark })
        await person.context.request.get('/api/v1/session')
        await walk(person.page, SEEN[locale])
        // A dialog that is still opening is nothing to look at.
        await person.page.waitForTimeout(500)
        await shoot(person.page, `${name}-${locale}-${width}`)
        expect(await person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
        expect(person.complaints).toEqual([])
        await person.leave()
      }
  }
})
