import { systemActor } from '@perigon/kernel'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, dialog, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('today’s desk of a sales rep', () => {
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

  it('puts a late task above a silent customer, completes it with one key, and takes it back', async () => {
    const me = (await wire.list('employees', { filter: { field: 'name', op: 'eq', value: REP.name }, limit: 1 }))[0]
    const due = new Date(Date.now() - 5 * 86_400_000).toISOString()
    const task = await wire.create('tasks', { subject: '催收样机押金', due_at: due, assignee: me?.id })
    await wire.create('customers', { name: '常熟无人问津机械厂' })
    await page.goto('/today')
    const desk = page.getByRole('grid', { name: '待处理事项' })
    const line = desk.getByRole('row').filter({ hasText: '催收样机押金' })
    await line.getByText('任务逾期 5 天').waitFor()
    await shoot(page, 'today')
    await desk.getByText('天未联系').first().waitFor()
    const texts = await desk.getByRole('row').allTextContents()
    const at = (text: string): number => texts.findIndex((each) => each.includes(text))
    expect(at('催收样机押金')).toBeLessThan(texts.findIndex((each) => /天未联系/.test(each)))
    await line.focus()
    await page.keyboard.press('d')
    await toastSaying(page, '已完成“催收样机押金”').waitFor()
    const state = async (): Promise<unknown> => (await wire.get(`tasks/${task.id}`))['state']
    expect(await state()).toBe('done')
    await expect.poll(() => line.count()).toBe(0)
    await button(toastSaying(page, '已完成“催收样机押金”'), '撤销').click()
    await expect.poll(state).toBe('open')
  })

  it('needs nothing but keys from the first: an arrow goes into the list, and what is done hands the focus on', async () => {
    const me = (await wire.list('employees', { filter: { field: 'name', op: 'eq', value: REP.name }, limit: 1 }))[0]
    for (const subject of ['甲：寄样本', '乙：寄样本']) {
      const due = new Date(Date.now() - 400 * 86_400_000).toISOString()
      await wire.create('tasks', { subject, due_at: due, assignee: me?.id })
    }
    await page.goto('/today')
    const rows = page.getByRole('grid', { name: '待处理事项' }).getByRole('row')
    await rows.filter({ hasText: '寄样本' }).nth(1).waitFor()
    const focused = () => rows.evaluateAll((all) => all.findIndex((each) => each === document.activeElement))
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe(0)
    await rows.filter({ hasText: '寄样本' }).first().focus()
    const at = await focused()
    for (const left of [1, 0]) {
      await page.keyboard.press('d')
      await expect.poll(() => rows.filter({ hasText: '寄样本' }).count()).toBe(left)
      await expect.poll(focused).toBe(at)
    }
  })

  it('is worked through with arrows: Enter opens, D asks what was said', async () => {
    await page.goto('/today')
    const rows = page.getByRole('grid', { name: '待处理事项' }).getByRole('row')
    const customer = rows.filter({ hasText: '天未联系' }).first()
    await customer.focus()
    await page.keyboard.press('d')
    const form = dialog(page, '新建联系记录')
    await form.waitFor()
    await page.keyboard.press('Escape')
    await rows.first().focus()
    await page.keyboard.press('ArrowDown')
    const name = await rows.nth(1).getByRole('link').textContent()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor()
  })

  it('shows the birthdays of the contacts of one’s customers; D notes the greeting, which can be taken back', async () => {
    const born = (ahead: number): string => {
      const day = new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000)
      // A leap year, so that this holds on 29 February too.
      return `1984-${day.toISOString().slice(5, 10)}`
    }
    const customer = await wire.create('customers', { name: '寿星精密机械' })
    const today = await wire.create('contacts', { name: '顾今天', customer: customer.id, birthday: born(0) })
    await wire.create('contacts', { name: '钱三天', customer: customer.id, birthday: born(3) })
    await wire.create('contacts', { name: '孙九天', customer: customer.id, birthday: born(9) })
    await wire.create('contacts', { name: '李离职', customer: customer.id, birthday: born(0), status: 'left' })
    await page.goto('/today')
    await page.getByText(/^生日 \d+$/).click()
    const rows = page.getByRole('grid', { name: '待处理事项' }).getByRole('row')
    const line = rows.filter({ hasText: '顾今天' })
    await line.getByText('今天生日').waitFor()
    await line.getByText('寿星精密机械').waitFor()
    await rows.filter({ hasText: '钱三天' }).getByText('3 天后生日').waitFor()
    await shoot(page, 'today-birthdays')
    expect([await rows.filter({ hasText: '孙九天' }).count(), await rows.filter({ hasText: '李离职' }).count()]).toEqual([0, 0])
    await line.focus()
    await page.keyboard.press('d')
    const toast = toastSaying(page, '已记下对“顾今天”的生日祝福')
    await toast.waitFor()
    await expect.poll(() => line.count()).toBe(0)
    const greetings = () => wire.list('interactions', { filter: { field: 'contact', op: 'eq', value: today.id } })
    expect(await greetings()).toMatchObject([{ type: 'greeting', subject: '生日祝福' }])
    await button(toast, '撤销').click()
    await line.waitFor()
    expect(await greetings()).toEqual([])
  })

  it('knows no birthdays for whom they are hidden', async () => {
    const roles = await server.house().kernel.db.query<{ id: string }>(`select id from role where key = 'sales_rep'`)
    const rights = (field_rights: object) =>
      server
        .house()
        .kernel.write(systemActor('test'), [{ object: 'role', op: 'update', id: roles[0]?.id ?? '', patch: { field_rights } }], {
          cause: { kind: 'system' },
        })
    for (const right of ['hidden', 'masked']) {
      await rights({ contact: { birthday: right } })
      server.house().signIn.forget()
      const other = await signedInPerson(browser, server.url, { ...REP, width: 390, locale: 'en-US' })
      await other.page.goto('/today')
      await other.page.getByText('Birthdays 0').waitFor()
      expect(await other.page.getByText('顾今天').count()).toBe(0)
      await other.page.goto('/calendar')
      await other.page.getByRole('heading', { level: 1, name: 'Calendar' }).waitFor()
      expect(other.complaints).toEqual([])
      await other.leave()
    }
    await rights({})
    server.house().signIn.forget()
  })

  it('had nothing to complain about in the browser', () => {
    expect(rep.complaints).toEqual([])
  })
})
