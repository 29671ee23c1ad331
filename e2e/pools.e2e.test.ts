import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, shoot, signedInPerson } from './browser.fixture.ts'
import { button, dialog, field, link, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('the customer pool of a sales rep', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let admin: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    page = (await signedInPerson(browser, server.url, REP)).page
    admin = (await signedInPerson(browser, server.url, ADMIN)).page
  }, 120_000)
  keepEvidence(() => [page, admin])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('claims with one key, takes it back, claims again, and counts down on the record', async () => {
    await page.goto('/pools')
    const pool = page.getByRole('grid', { name: '公海客户' })
    const line = pool.getByRole('row').filter({ hasText: '宁波启航注塑机械有限公司' })
    await line.waitFor()
    await shoot(page, 'pools')
    expect(await pool.getByText('东莞骏晟').count()).toBe(0)
    // The first key goes into the list, wherever one stands on the page.
    await page.keyboard.press('ArrowDown')
    await pool.getByRole('row').first().and(page.locator(':focus')).waitFor()
    await line.focus()
    await page.keyboard.press('c')
    await toastSaying(page, '已领取“宁波启航注塑机械有限公司”').waitFor()
    await page.getByText('今天领取 1 / 5').waitFor()
    await button(toastSaying(page, '已领取“宁波启航注塑机械有限公司”'), '撤销').click()
    await toastSaying(page, '已退回“宁波启航注塑机械有限公司”').waitFor()
    await page.getByText('今天领取 0 / 5').waitFor()
    await line.getByRole('button', { name: '领取 宁波启航注塑机械有限公司' }).click()
    await link(line, '宁波启航注塑机械有限公司').click()
    const banner = page.getByRole('complementary', { name: '归属' })
    await banner.getByText('40 个工作日后回收到华东公海').waitFor()
    await banner.getByText('规则“招标线索 40 个工作日未联系”：自负责开始时间').waitFor()
    await shoot(page, 'pool-countdown')
  })

  it('puts it back with a reason, and then it is no longer theirs to see', async () => {
    await button(page.getByRole('complementary', { name: '归属' }), '归属与原因').click()
    const drawer = dialog(page, '归属')
    await drawer.getByText('林晓从华东公海领取').first().waitFor()
    await button(drawer, '退回公海').click()
    await drawer.getByRole('alert').filter({ hasText: '请填写退回的原因' }).waitFor()
    await drawer.getByLabel('原因', { exact: true }).fill('客户改选国外品牌')
    await shoot(page, 'pool-drawer')
    await button(drawer, '退回公海').click()
    await toastSaying(page, '已退回华东公海').waitFor()
    await page.waitForURL('**/pools')
    await page.getByRole('row').filter({ hasText: '宁波启航注塑机械有限公司' }).getByText('起可再领').waitFor()
  })

  it('says on the record why it was reclaimed', async () => {
    await admin.goto('/customers?q=鼎坤模具')
    const record = admin.getByRole('link', { name: '常州鼎坤精密模具有限公司' }).first()
    await admin.goto((await record.getAttribute('href')) ?? '')
    const banner = admin.getByRole('complementary', { name: '归属' })
    await banner.getByText('回收到华东公海').waitFor()
    await banner.getByText(/规则“招标线索 40 个工作日未联系”：自最近联系时间 \d{4}-\d{2}-\d{2} 起满 40 个工作日/).waitFor()
    await shoot(admin, 'pool-why')
  })

  it('previews a rule rung by rung before it is switched on', async () => {
    await admin.goto('/pool-settings')
    const rule = admin.getByRole('article', { name: '招标线索 40 个工作日未联系' })
    await rule.getByText('客户来源').waitFor()
    await button(rule, '停用').click()
    await toastSaying(admin, '规则“招标线索 40 个工作日未联系”已停用').waitFor()
    await button(rule, '启用').click()
    const preview = dialog(admin, '“招标线索 40 个工作日未联系”今天会影响谁')
    await preview.getByText(/回收到公海：\d+ 个/).waitFor()
    await admin.waitForTimeout(500)
    await shoot(admin, 'pool-preview')
    await button(preview, '启用').click()
    await toastSaying(admin, '规则“招标线索 40 个工作日未联系”已启用').waitFor()
    await rule.getByText('已启用').waitFor()
    await shoot(admin, 'pool-settings')
  })

  it('says what is wrong with a figure beside it, and keeps what was typed', async () => {
    const rule = admin.getByRole('article', { name: '招标线索 40 个工作日未联系' })
    await field(rule, '提前几天告知上级').fill('99')
    await field(rule, '天数').fill('')
    await button(rule, '保存').click()
    await rule.getByRole('alert').filter({ hasText: '必填' }).waitFor()
    await field(rule, '天数').fill('50')
    await button(rule, '保存').click()
    await rule.getByRole('alert').filter({ hasText: '不能大于 49' }).waitFor()
    expect(await field(rule, '提前几天告知上级').inputValue()).toBe('99')
  })

  it('takes a member out by name, and brings them back', async () => {
    const member = button(admin, '移除 陆文斌')
    await member.click()
    await button(toastSaying(admin, '已移除“陆文斌”'), '撤销').click()
    await member.waitFor()
  })
})
