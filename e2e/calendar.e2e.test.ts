import { systemActor } from '@perigon/kernel'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, wireOf } from './browser.fixture.ts'
import { button, choose, dialog, fill, pickMenu, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

/** A Monday of an ordinary week, and the first of the long holiday in October. */
const MONDAY = '2027-03-08'
const HOLIDAY = '2026-10-01'
/** A day with more tasks than are drawn. */
const FULL = '2027-05-11'

async function pickLink(page: Page, name: string, title: string): Promise<void> {
  const box = page.getByRole('combobox', { name })
  await box.click()
  await box.fill(title)
  const option = page.locator('.ant-select-item-option').filter({ hasText: title, visible: true })
  await option.first().click()
}

describe('the calendar of a sales rep', () => {
  let server: Server
  let browser: Browser
  let rep: Person
  let page: Page
  let wire: Awaited<ReturnType<typeof wireOf>>
  let task: { readonly id: string }

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
    wire = await wireOf(rep)
    page = rep.page
    const me = (await wire.list('employees', { filter: { field: 'name', op: 'eq', value: REP.name }, limit: 1 }))[0]?.id
    task = await wire.create('tasks', { subject: '寄出样机报告', due_at: `${MONDAY}T10:00:00+08:00`, assignee: me })
    const visit = {
      type: 'visit',
      status: 'planned',
      subject: '回访太湖精工',
      at: `${MONDAY}T10:15:00+08:00`,
      employee: me,
      duration_s: 5400,
    }
    await wire.create('interactions', visit)
  }, 120_000)
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('shows birthdays on their day in day, week and month; they open the contact and do not move', async () => {
    const customer = await wire.create('customers', { name: '寿星精密机械' })
    const contact = await wire.create('contacts', { name: '顾闰生', customer: customer.id, birthday: '1984-02-29' })
    for (const view of ['day', 'week', 'month']) {
      // The 29th does not exist in 2027.
      await page.goto(`/calendar?view=${view}&date=2027-02-28`)
      await page.getByText('顾闰生').first().waitFor()
      await shoot(page, `calendar-birthday-${view}`)
    }
    const entry = page.getByRole('listitem').filter({ hasText: '顾闰生' }).first()
    expect(await entry.getAttribute('class')).not.toContain('movable')
    await entry.getByRole('link').click()
    await page.waitForURL(`**/contacts/${contact.id}`)
  })

  const day = (name: string): Locator => page.getByRole('region', { name: new RegExp(`^${name} `) })
  const due = async (): Promise<unknown> => new Date(String((await wire.get(`tasks/${task.id}`))['due_at'])).toISOString()

  it('shows tasks and visits side by side at their times, and asks once for each kind', async () => {
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.endsWith('/query')) asked.push(pathname)
    })
    await page.goto(`/calendar?date=${MONDAY}`)
    const first = day(MONDAY).getByRole('listitem').filter({ hasText: '寄出样机报告' })
    const second = day(MONDAY).getByRole('listitem').filter({ hasText: '回访太湖精工' })
    await first.waitFor()
    await shoot(page, 'calendar-week')
    const [left, right] = [await first.boundingBox(), await second.boundingBox()]
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual((right?.x ?? 0) + 1)
    expect(right?.height).toBeGreaterThan((left?.height ?? 0) * 2)
    for (const path of ['tasks', 'interactions', 'opportunities', 'contacts'])
      expect(asked.filter((each) => each === `/api/v1/${path}/query`)).toHaveLength(1)
  })

  it('moves by keyboard and by menu, and takes it back', async () => {
    const link = page.getByRole('link', { name: /寄出样机报告/ })
    await link.focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(due).toBe('2027-03-09T02:00:00.000Z')
    await day('2027-03-09')
      .getByRole('link', { name: /寄出样机报告/ })
      .waitFor()
    await button(toastSaying(page, '已改到 2027-03-09'), '撤销').click()
    await expect.poll(due).toBe('2027-03-08T02:00:00.000Z')
    await day(MONDAY).getByRole('listitem').filter({ hasText: '寄出样机报告' }).hover()
    await button(page, '寄出样机报告: 改期').click()
    await pickMenu(page, '推后半小时')
    await expect.poll(due).toBe('2027-03-08T02:30:00.000Z')
  })

  it('moves by mouse to another day and time', async () => {
    const entry = day(MONDAY).getByRole('listitem').filter({ hasText: '寄出样机报告' })
    await entry.getByText('10:30').waitFor()
    const column = day('2027-03-10')
    const [from, to] = [await entry.boundingBox(), await column.boundingBox()]
    if (from === null || to === null) throw new Error('nothing to drag')
    await page.mouse.move(from.x + 20, from.y + 6)
    await page.mouse.down()
    await page.mouse.move(from.x + 40, from.y + 20, { steps: 4 })
    await page.mouse.move(to.x + 40, to.y + (to.height * 14) / 24 + 6, { steps: 8 })
    await page.mouse.up()
    await expect.poll(due).toBe('2027-03-10T06:00:00.000Z')
  })

  it('makes a visit longer by its lower edge and shorter by keys, and takes it back', async () => {
    const [visit] = await wire.list('interactions', { filter: { field: 'subject', op: 'eq', value: '回访太湖精工' } })
    const seconds = async (): Promise<unknown> => (await wire.get(`interactions/${visit?.id}`))['duration_s']
    const entry = day(MONDAY).getByRole('listitem').filter({ hasText: '回访太湖精工' })
    const [box, column] = [await entry.boundingBox(), await day(MONDAY).boundingBox()]
    if (box === null || column === null) throw new Error('nothing to pull')
    const [x, y] = [box.x + 20, box.y + box.height - 3]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + column.height / 48, { steps: 4 })
    await shoot(page, 'calendar-longer')
    await page.mouse.up()
    await expect.poll(seconds).toBe(7200)
    await button(toastSaying(page, '时长改为 120 分钟'), '撤销').click()
    await expect.poll(seconds).toBe(5400)
    await page.getByRole('link', { name: /回访太湖精工/ }).focus()
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await expect.poll(seconds).toBe(4500)
  })

  it('makes a visit in an empty hour, by Enter', async () => {
    await page.locator('[data-slot="2027-03-11 9"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await pickMenu(page, '拜访')
    const form = dialog(page, '新建联系记录')
    await fill(form, '内容', '谈年度维保')
    await page.keyboard.press('Control+s')
    const made = day('2027-03-11').getByRole('link', { name: /谈年度维保/ })
    await made.waitFor()
    expect(await made.textContent()).toMatch(/10:00.*计划/)
  })

  it('goes by keys from view to view, and shows which days are free and why', async () => {
    await page.goto(`/calendar?date=${HOLIDAY}`)
    await button(page, '上一周').waitFor()
    await page.keyboard.press('m')
    await page.getByText('国庆节').first().waitFor()
    await shoot(page, 'calendar-month')
    await page.keyboard.press('d')
    await expect.poll(() => page.url()).toContain('view=day')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.url()).toContain('date=2026-10-02')
    await shoot(page, 'calendar-day')
    await page.keyboard.press('n')
    await dialog(page, '新建任务').waitFor()
    await page.keyboard.press('Escape')
  })

  it('makes an address to subscribe to, which answers with the dates', async () => {
    await button(page, '订阅').click()
    const box = dialog(page, '在其他日历中订阅')
    await button(box, '生成地址').click()
    const address = await box.getByLabel('订阅地址').inputValue()
    await shoot(page, 'calendar-subscribe')
    expect(address.startsWith(server.url)).toBe(true)
    const answer = await fetch(address)
    expect(answer.headers.get('content-type')).toContain('text/calendar')
    expect(await answer.text()).toContain('BEGIN:VCALENDAR')
    await button(box, '关闭').first().click()
  })

  it('shows a colleague, and a department, what the reader may read and no more', async () => {
    const manager = await signedInPerson(browser, server.url, MANAGER)
    const boss = manager.page
    await boss.goto(`/calendar?date=${MONDAY}`)
    await choose(boss, '谁的日历', '同事')
    await pickLink(boss, '选择同事', REP.name)
    await boss.getByRole('link', { name: /寄出样机报告/ }).waitFor()
    await choose(boss, '谁的日历', '部门')
    await boss.getByRole('link', { name: /寄出样机报告/ }).waitFor({ state: 'detached' })
    await pickLink(boss, '选择部门', '华东销售部')
    await boss.getByRole('link', { name: /寄出样机报告.*林晓/ }).waitFor()
    const own = await wireOf(manager)
    const [him] = await own.list('employees', { filter: { field: 'name', op: 'eq', value: MANAGER.name }, limit: 1 })
    const secret = { subject: '述职材料', due_at: `${MONDAY}T15:00:00+08:00`, assignee: him?.id }
    await own.create('tasks', secret)
    await boss.goto(`/calendar?date=${MONDAY}`)
    await boss.getByRole('link', { name: /述职材料/ }).waitFor()
    await page.goto(`/calendar?date=${MONDAY}&whose=colleague&id=${him?.id}&name=${MANAGER.name}`)
    await page.getByRole('region', { name: `${MANAGER.name}的日历` }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('link', { name: /述职材料/ }).count()).toBe(0)
    expect(manager.complaints).toEqual([])
    await manager.leave()
  })

  it('says how many are not drawn, and leads to the list that has them all', async () => {
    const [me] = await wire.list('employees', { filter: { field: 'name', op: 'eq', value: REP.name }, limit: 1 })
    const tasks = Array.from({ length: 205 }, (_, index) => ({
      object: 'task',
      op: 'create' as const,
      patch: { subject: `盘点 ${index}`, due_at: `${FULL}T10:00:00+08:00`, assignee: me?.id ?? null },
    }))
    await server.house().kernel.write(systemActor('test'), tasks, { cause: { kind: 'seed' } })
    for (const [locale, width, view, said] of [
      ['zh-CN', 1280, 'month', /^还有 5 条任务未显示。\s*请改看更短的时间，或\s*在列表中查看全部$/],
      ['en-US', 390, 'day', /^Tasks not shown: 5\.\s*See all of them in the list$/],
    ] as const) {
      const person = await signedInPerson(browser, server.url, { ...REP, locale, width, dark: locale === 'en-US' })
      await person.page.goto(`/calendar?date=${FULL}&view=${view}`)
      const note = person.page.getByRole('status').filter({ hasText: said })
      await note.waitFor()
      await person.page.getByText('盘点 0').first().waitFor()
      await note.scrollIntoViewIfNeeded()
      await shoot(person.page, `calendar-cut-${locale}-${view}-${width}`)
      await note.getByRole('link').click()
      await person.page.waitForURL('**/tasks?*')
      await expect.poll(() => person.page.locator('.pg-list__foot').textContent()).toContain('205')
      expect(person.complaints).toEqual([])
      await person.leave()
    }
  })

  it('had nothing to complain about in the browser', () => {
    expect(rep.complaints).toEqual([])
  })
})
