import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, choose, dialog, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('the duplicate centre', () => {
  let server: Server
  let browser: Browser
  let admin: Person
  let page: Page
  let rep: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    admin = await signedInPerson(browser, server.url, ADMIN)
    page = admin.page
    rep = (await signedInPerson(browser, server.url, REP)).page
  }, 120_000)
  keepEvidence(() => [page, rep])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const groups = (at = page) => at.getByRole('list', { name: '可能重复的组' }).getByRole('button')

  it('scans the whole base in the background and lists what may be the same, the surest and largest first', async () => {
    await page.goto('/duplicates')
    await page.getByText(/上次扫描/).waitFor({ timeout: 60_000 })
    await button(page, '重新扫描').click()
    await toastSaying(page, '已开始扫描').waitFor()
    await button(page, '重新扫描').waitFor({ timeout: 60_000 })
    await groups().first().waitFor()
    expect(await groups().count()).toBe(4)
    await groups().first().getByText('3 条').waitFor()
    await page.waitForTimeout(600)
    await shoot(page, 'duplicates')
    await page.setViewportSize({ width: 390, height: 844 })
    await groups().first().click()
    await button(page, '返回列表').waitFor()
    await shoot(page, 'duplicates-phone')
    await button(page, '返回列表').click()
    await page.setViewportSize({ width: 1440, height: 900 })
    await choose(page, '原因', '电话')
    await expect.poll(() => groups().count()).toBe(3)
    await choose(page, '原因', '全部原因')
    await expect.poll(() => groups().count()).toBe(4)
  })

  it('is walked by keys; “not the same” is one key and taken back by one', async () => {
    await groups().first().click()
    await page.keyboard.press('j')
    await expect.poll(() => groups().nth(1).getAttribute('aria-current')).toBe('true')
    const title = await groups().nth(1).locator('b').first().textContent()
    await page.keyboard.press('n')
    await toastSaying(page, '已记住：不是同一个').waitFor()
    await expect.poll(() => groups().count()).toBe(3)
    await page.keyboard.press('Control+z')
    await toastSaying(page, '已重新列为待处理').waitFor()
    await expect.poll(() => groups().count()).toBe(4)
    await groups()
      .filter({ hasText: title ?? '' })
      .first()
      .waitFor()
  })

  it('merges a group, and undoing the merge brings it back', async () => {
    await groups().nth(1).click()
    await page.keyboard.press('m')
    const box = dialog(page, /合并 2 条客户/)
    await box.getByText('保留', { exact: true }).waitFor()
    await shoot(page, 'duplicates-merge')
    await button(box, '合并').click()
    await toastSaying(page, '已合并').waitFor()
    await expect.poll(() => groups().count()).toBe(3)
    await button(toastSaying(page, '已合并'), '撤销').click()
    await expect.poll(() => groups().count(), { timeout: 10_000 }).toBe(4)
  })

  it('shows a rep nothing of records that are not theirs', async () => {
    await rep.goto('/duplicates')
    await rep.getByText('没有待处理的重复数据').waitFor()
    expect(await button(rep, '重新扫描').count()).toBe(0)
  })

  it('merges many groups at once: looked at before, done as one operation, undone as one', async () => {
    const wire = await wireOf(admin)
    for (const name of ['湖州合并一号机械', '湖州合并二号电气'])
      for (const suffix of ['有限公司', '（集团）有限公司'])
        await wire.create('customers', {
          name: `${name}${suffix}`,
          phone: name.includes('一号') ? '0572-33330001' : '0572-33330002',
          ...(suffix === '有限公司' ? { address: '湖州市吴兴区' } : {}),
        })
    await page.goto('/duplicates')
    await button(page, '重新扫描').click()
    await expect.poll(() => groups().count(), { timeout: 60_000 }).toBe(6)
    const before = await groups().count()
    await button(page, '批量合并…').click()
    const box = dialog(page, '批量合并重复的客户')
    await box.getByText('70%', { exact: true }).click()
    await box.getByText('将合并 2 组，2 条记录并入保留的记录。').waitFor()
    await box
      .getByText(/保留：/)
      .first()
      .waitFor()
    await page.waitForTimeout(500)
    await shoot(page, 'merge-all')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.waitForTimeout(300)
    await shoot(page, 'merge-all-phone')
    await page.setViewportSize({ width: 1440, height: 900 })
    await box.getByRole('button', { name: /^合并 \d+ 组$/ }).click()
    await page.waitForURL('**/bulk-operations/*')
    const card = page.getByRole('listitem').filter({ hasText: '合并重复数据' }).first()
    // How many differ in owner depends on the day the demo company is told for; each is named with its reason.
    const done = card.getByText(/已合并 2 组，\d 组留待人工判断/)
    await done.waitFor({ timeout: 60_000 })
    const left = Number(/(\d) 组留待/.exec(await done.innerText())?.[1])
    await expect.poll(() => card.getByText('负责人不同，请并排比较后合并').count()).toBe(left)
    await shoot(page, 'merge-all-done')
    await button(card, '撤销').click()
    await card.getByText('已撤销').first().waitFor({ timeout: 60_000 })
    await page.goto('/duplicates')
    await expect.poll(() => groups().count(), { timeout: 30_000 }).toBe(before)
  })
})
