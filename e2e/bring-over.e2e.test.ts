import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, shoot, signedInPerson } from './browser.fixture.ts'
import { seriousViolations, sideways } from './looks.fixture.ts'
import { button } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, type Server } from './server.fixture.ts'

const FILES: { readonly [name: string]: string } = {
  'Account.csv':
    'Id,IsDeleted,Name,ParentId,BillingStreet,BillingCity,Industry,Phone,Fancy_Score__c\n001A,false,Harbour Tools,001B,1 Road,Boston,Machines,+12025550101,7\n001B,false,Harbour Group,,2 Road,Boston,Machines,,9\n001D,true,Gone,,,,,,\n',
  'Contact.csv':
    'Id,AccountId,FirstName,LastName,Email,MailingCity,Birthdate\n003A,001A,Jo,Doe,jo@example.com,,1980-01-05\n003B,001X,Al,Lost,,,\n003C,001B,,,,,\n',
  'Opportunity.csv':
    'Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon\n006A,001A,Harbour lathe,Closed Won,1200.50,2026-01-05,true,true\n',
  'Task.csv': 'Id,WhoId,WhatId,Subject,ActivityDate,IsClosed,OwnerId\n00TA,003A,006A,Call back,2026-03-01,false,005A\n',
  'Lead.csv': 'Id,Name\n00QA,Somebody\n',
  'User.csv': 'Id,Email\n005A,nobody@example.com\n',
}

describe('an export of another system', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let narrow: Page
  const folder = mkdtempSync(join(tmpdir(), 'perigon-bring-over-e2e-'))
  const paths = Object.keys(FILES).map((name) => join(folder, name))

  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
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

  async function looked(name: string, ready: string): Promise<void> {
    await shoot(page, name)
    await narrow.goto(page.url())
    await narrow.locator(ready).first().waitFor()
    await shoot(narrow, `${name}-narrow`)
    expect(await sideways(narrow)).toEqual([])
    for (const each of [page, narrow]) expect(await seriousViolations(each)).toEqual([])
  }

  it('begins on the page of imports and takes its files', async () => {
    await page.goto('/imports')
    const start = page.getByRole('region', { name: '从其他系统导入' })
    await start.waitFor()
    await looked('bring-over-start', '.pg-bring')
    await button(start, 'Salesforce').click()
    await page.waitForURL('**/imports/from/*')
    await page.locator('input[type=file]').setInputFiles(paths)
    await page.getByRole('heading', { name: '已添加 6 个文件' }).waitFor()
    await looked('bring-over-files', '.pg-bring__files')
  })

  it('is planned: files, objects, columns, links, and what is left', async () => {
    await button(page, '查看方案').click()
    const card = page.getByRole('listitem').filter({ hasText: 'Contact.csv' })
    await card.getByText('3 行 → 联系人').waitFor()
    await page.getByText('3 行中的 2 行 → 客户').waitFor()
    await card.getByText('所属客户：3 个编号，2 个在这些文件中，0 个已在系统中，1 个找不到（留空）').waitFor()
    await page
      .getByText(/1 列没有对应字段/)
      .first()
      .click()
    await page.getByText('Fancy_Score__c').waitFor()
    await page.getByText('不导入的文件（2）').click()
    await page.getByText('这里还没有线索对象').waitFor()
    await looked('bring-over-plan', '.pg-bring__part')
    // What is ticked off is planned without.
    await page.getByRole('checkbox', { name: '导入“Task.csv”' }).uncheck()
    await button(page, '更新方案').click()
    await page.getByRole('button', { name: '开始导入 6 行' }).waitFor()
  })

  it('runs, tells each file, and is undone as a whole', async () => {
    await page.getByRole('button', { name: '开始导入 6 行' }).click()
    await page.getByText('导入完成').first().waitFor({ timeout: 30_000 })
    const row = page.getByRole('row').filter({ hasText: 'Opportunity.csv' })
    expect(await row.locator('[data-count=new]').innerText()).toBe('1')
    await looked('bring-over-done', '.pg-import__list')
    const done = page.url()
    await page.goto('/opportunities?view=all&q=Harbour lathe')
    await page.getByRole('row').filter({ hasText: 'Harbour Tools' }).first().waitFor()
    await page.goto(done)
    await button(page, '整体撤销').click()
    await button(page.getByRole('dialog'), '整体撤销').click()
    await page.getByText('已撤销', { exact: true }).first().waitFor({ timeout: 30_000 })
    await page.goto('/opportunities?view=all&q=Harbour lathe')
    await page.getByText('没有符合条件的').first().waitFor()
  })
})
