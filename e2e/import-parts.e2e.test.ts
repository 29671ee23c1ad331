import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, shoot, signedInPerson } from './browser.fixture.ts'
import { sideways } from './looks.fixture.ts'
import { button } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, type Server } from './server.fixture.ts'

const SHEET = `客户名称,公司电话,联系人姓名,手机,跟进内容,跟进时间
苏州同表精密有限公司,0512-55550001,张一平,13800138001,初次拜访，谈了三坐标需求,2026-03-01 09:00
苏州同表精密有限公司,,李二妹,13800138002,,
无锡同表电气有限公司,,,,电话询价,2026-03-02 10:00
`

describe('a sheet with customers, their people and a first interaction', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let narrow: Page
  const file = join(mkdtempSync(join(tmpdir(), 'perigon-sheet-')), '客户名单.csv')

  beforeAll(async () => {
    writeFileSync(file, SHEET)
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    page = (await signedInPerson(browser, server.url, ADMIN)).page
    narrow = (await signedInPerson(browser, server.url, { ...ADMIN, width: 390, dark: true, locale: 'en-US' })).page
  }, 120_000)
  keepEvidence(() => [page, narrow])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('is matched column by column to the object each belongs to', async () => {
    await page.goto('/import/customer')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('联系人 · 手机').waitFor()
    await page.getByText('联系记录 · 内容').waitFor()
    await shoot(page, 'import-parts-mapping')
    await narrow.goto(page.url())
    await narrow.locator('.pg-mapping').waitFor()
    await shoot(narrow, 'import-parts-mapping-narrow')
    await page.getByRole('combobox', { name: '手机: 导入到字段' }).click()
    await page.getByText('同一行的联系人', { exact: true }).waitFor()
    await shoot(page, 'import-parts-choices')
    await page.keyboard.press('Escape')
  })

  it('tells before anything is written what each object gets, and writes it', async () => {
    await button(page, '预检').click()
    const parts = page.getByRole('region', { name: '同一批行还会写入' })
    await parts.waitFor()
    expect(await parts.innerText()).toMatch(/联系人\s*新建 2\s*联系记录\s*新建 2/)
    await shoot(page, 'import-parts-check')
    await narrow.reload()
    await narrow.locator('[data-part=contacts]').waitFor()
    await shoot(narrow, 'import-parts-check-narrow')
    expect(await sideways(narrow)).toEqual([])
    await page.getByRole('button', { name: /开始导入 3 行$/ }).click()
    await page.getByText('导入完成').first().waitFor()
    await shoot(page, 'import-parts-done')
    await narrow.goto('/imports')
    await narrow.getByText(/2 new, 1 updated, 0 skipped, 0 failed/).waitFor()
    await shoot(narrow, 'imports-narrow')
    expect(await sideways(narrow)).toEqual([])
    await page.goto('/contacts?view=all&q=张一平')
    await page.getByRole('row').filter({ hasText: '苏州同表精密有限公司' }).first().waitFor()
  })
})
