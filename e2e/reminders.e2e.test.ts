import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson } from './browser.fixture.ts'
import { button, choose, dialog, field, fill, toastSaying } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

describe('reminder ladders', () => {
  let server: Server
  let browser: Browser
  let admin: Page
  let rep: Page
  const people: Person[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    people.push(await signedInPerson(browser, server.url, ADMIN), await signedInPerson(browser, server.url, REP))
    admin = people[0]?.page ?? admin
    rep = people[1]?.page ?? rep
  }, 120_000)
  keepEvidence(() => people.map(({ page }) => page))
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  const rule = () => admin.getByRole('article', { name: '商机没有动静' })

  it('writes a rule, sees on the picture whom it would strike, and opens the number', async () => {
    await admin.goto('/reminders')
    await admin.getByRole('article', { name: '任务逾期' }).getByText('已启用').waitFor()
    await shoot(admin, 'reminders')
    await button(admin, '新建规则').click()
    await admin.getByRole('menuitem', { name: '商机停在同一阶段' }).click()
    const editor = dialog(admin, '新建提醒规则')
    await fill(editor, '名称', '')
    await button(editor, '保存').click()
    await editor.getByRole('alert').filter({ hasText: '请填写规则的名称' }).waitFor()
    await fill(editor, '名称', '商机没有动静')
    await fill(editor, '英文名称', 'Opportunity without a move')
    await fill(editor, '第 1 级：多少天后', '20')
    await fill(editor, '第 2 级：多少天后', '20')
    await button(editor, '预览今天').click()
    await editor.getByRole('alert').getByText('第 2 级：天数应大于上一级的 20').waitFor()
    await fill(editor, '第 2 级：多少天后', '25')
    await button(editor, '添加一级').click()
    await choose(editor, '第 3 级：做什么', '告知指定的人')
    const person = editor.getByRole('combobox', { name: '第 3 级：告知谁' })
    await person.click()
    await person.fill('邵建明')
    await admin.locator('.ant-select-item-option').filter({ hasText: '邵建明' }).first().click()
    await button(editor, '预览今天').click()
    const number = editor.getByRole('button', { name: /^今天 \d+ 人，\d+ 条$/ })
    await number.waitFor()
    await shoot(admin, 'reminder-editor')
    const [, told = ''] = /，(\d+) 条/.exec((await number.textContent()) ?? '') ?? []
    await number.click()
    const records = dialog(admin, `今天：提醒负责人（${told}）`)
    await expect.poll(() => records.getByRole('listitem').count()).toBe(Number(told))
    await shoot(admin, 'reminder-records')
    await records.getByRole('button', { name: /关闭|Close/ }).click()
    await button(editor, '保存').click()
    await toastSaying(admin, '已保存“商机没有动静”，尚未启用').waitFor()
  })

  it('is switched on after a last look, run, and noted in the log', async () => {
    await rule().getByText('未启用').waitFor()
    await button(rule(), '启用').click()
    const last = dialog(admin, '启用“商机没有动静”？今天会影响：')
    await last.getByRole('button', { name: /^今天 \d+ 人，\d+ 条$/ }).waitFor()
    await shoot(admin, 'reminder-turn-on')
    await button(last, '启用').click()
    await toastSaying(admin, '规则“商机没有动静”已启用').waitFor()
    await rule().getByText('已启用').waitFor()
    await button(admin, '立即运行').click()
    await toastSaying(admin, '已运行').waitFor()
    await admin.getByText('记录', { exact: true }).click()
    const log = admin.getByRole('region', { name: '提醒记录' })
    await choose(log, '规则', '商机没有动静')
    await log.getByText('已告知林晓').first().waitFor()
    await log
      .getByText(/规则“商机没有动静”：自进入阶段时间 \d{4}-\d{2}-\d{2} 起满 20 个工作日/)
      .first()
      .waitFor()
    await shoot(admin, 'reminder-log')
  })

  it('is in the inbox of the owner, and opens what it is about; the record says what comes next', async () => {
    await rep.goto('/notifications')
    const line = rep.getByRole('grid', { name: '通知列表' }).getByRole('row').filter({ hasText: '规则“商机没有动静”' })
    await line.waitFor()
    await shoot(rep, 'reminder-inbox')
    const [, n = '1'] = /(\d+) 个商机距进入阶段时间已满 20 个工作日/.exec((await line.textContent()) ?? '') ?? []
    await line.getByRole('button').first().click()
    if (n !== '1') {
      await rep.waitForURL(/\/opportunities\?/)
      await rep
        .getByText(`共 ${n} 条`)
        .or(rep.getByText(new RegExp(`^${n} 条$`)))
        .first()
        .waitFor()
      await shoot(rep, 'reminder-list')
      await rep.getByRole('grid').getByRole('link').first().click()
    }
    const next = rep.getByRole('complementary', { name: '下一次提醒' })
    await next.getByText(/下一次提醒：\d{4}-\d{2}-\d{2} \(周.\) 告知上级陆文斌/).waitFor()
    await shoot(rep, 'reminder-next')
  })

  it('is readable for those who write no rules, on an English phone, and in the dark', async () => {
    for (const [name, dark] of [
      ['light', false],
      ['dark', true],
    ] as const) {
      const { page, leave, complaints } = await signedInPerson(browser, server.url, { ...MANAGER, locale: 'en-US', width: 390, dark })
      await page.goto('/reminders')
      const card = page.getByRole('article', { name: 'Opportunity without a move' })
      await card.getByText('Tell the owner’s manager').or(card.getByText('Tell the manager')).waitFor()
      expect(await page.getByRole('button', { name: /New rule|Switch off|Run now/ }).count()).toBe(0)
      await shoot(page, `reminders-phone-${name}`)
      await page.getByText('Log', { exact: true }).click()
      await page
        .getByText(/^Told /)
        .first()
        .waitFor()
      await shoot(page, `reminder-log-phone-${name}`)
      expect(complaints).toEqual([])
      await leave()
    }
    const phone = await signedInPerson(browser, server.url, { ...ADMIN, locale: 'en-US', width: 390 })
    await phone.page.goto('/reminders')
    const card = phone.page.getByRole('article', { name: 'Task overdue' })
    await button(card, 'Preview today').click()
    await card
      .getByText(/Nobody today|Today \d+/)
      .first()
      .waitFor()
    await shoot(phone.page, 'reminder-preview-phone')
    await button(card, 'Change the rule Task overdue').click()
    await field(dialog(phone.page, 'Change the reminder rule'), 'Step 1: after days').waitFor()
    await shoot(phone.page, 'reminder-editor-phone')
    await phone.leave()
  })
})
