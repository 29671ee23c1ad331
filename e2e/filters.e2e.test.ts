import { systemClock } from '@perigon/contracts'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, type Wire, wireOf } from './browser.fixture.ts'
import { button, chooseIn, dialog, field, fill, link, listRow, pickField, pickMenu, toastSaying, total } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

const STANDARD_PROCESS = '01900000-0000-7000-8000-000000050001'
const CONFIRMED = '01900000-0000-7000-8000-000000050011'
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(systemClock.now())
const daysOn = (days: number, from = today): string => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)

describe('filters, colours and calendars of a list', () => {
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

  const opportunity = (name: string, customer: Wire, more: object): Promise<Wire> =>
    wire.create('opportunities', { name, customer: customer.id, process: STANDARD_PROCESS, stage: CONFIRMED, ...more })

  it('no visit in 90 days and an amount of 100,000 in 12 months: built by hand, saved, opened again by its link', async () => {
    const quiet = await wire.create('customers', { name: '久未拜访的大客户有限公司' })
    const visited = await wire.create('customers', { name: '刚拜访过的大客户有限公司' })
    const small = await wire.create('customers', { name: '久未拜访的小客户有限公司' })
    for (const [customer, amounts] of [
      [quiet, ['60000', '50000']],
      [visited, ['150000']],
      [small, ['99999']],
    ] as const) {
      for (const amount of amounts) await opportunity(`采购${amount}`, customer, { amount, expected_close: daysOn(-30) })
    }
    // Long ago counts for nothing.
    await opportunity('旧的采购', small, { amount: '500000', expected_close: daysOn(-500) })
    await wire.create('interactions', { type: 'visit', at: `${daysOn(-10)}T02:00:00Z`, customer: visited.id, subject: '拜访' })
    await wire.create('interactions', { type: 'call', at: `${daysOn(-10)}T02:00:00Z`, customer: quiet.id, subject: '打电话' })

    await page.goto('/customers?q=' + encodeURIComponent('客户有限公司'))
    await button(page, '筛选').click()
    const drawer = dialog(page, '高级筛选')
    await button(drawer, '移除条件').click()
    await button(drawer, '添加关联条件').click()
    await chooseIn(drawer.getByRole('combobox', { name: '有、没有或统计' }), '没有')
    await chooseIn(drawer.getByRole('combobox', { name: '关联记录' }), '联系记录')
    await button(drawer, '限定条件').click()
    const visits = drawer.locator('.pg-condition__nested').first()
    await pickField(visits.getByRole('combobox', { name: '字段' }).first(), '方式')
    await chooseIn(visits.getByRole('combobox', { name: '方式' }), '拜访')
    await drawer.getByText('高级筛选').click()
    await button(visits, '添加条件').click()
    await pickField(visits.getByRole('combobox', { name: '字段' }).nth(1), '时间')
    await chooseIn(visits.getByRole('combobox', { name: '时间 时间段' }), '最近 N 天')
    await field(visits, '数量').fill('90')
    await button(drawer, '添加关联条件').last().click()
    await chooseIn(drawer.getByRole('combobox', { name: '有、没有或统计' }).nth(1), '统计')
    await chooseIn(drawer.getByRole('combobox', { name: '关联记录' }).nth(1), '商机')
    await chooseIn(drawer.getByRole('combobox', { name: '统计方式' }), '预计金额合计')
    await field(drawer, '比较的数值').fill('100000')
    await button(drawer, '限定条件').click()
    const orders = drawer.locator('.pg-condition__nested').nth(1)
    await pickField(orders.getByRole('combobox', { name: '字段' }).first(), '预计成交日期')
    await chooseIn(orders.getByRole('combobox', { name: '预计成交日期 时间段' }), '最近 N 个月')
    await field(orders, '数量').fill('12')
    await drawer.getByText(/^符合 [\d,]+ 条$/).waitFor()
    await shoot(page, 'filters-built')
    await button(drawer, '应用筛选').click()

    await listRow(page, '久未拜访的大客户有限公司').waitFor()
    await total(page).getByText('共 1 条').waitFor()
    const chips = page.getByRole('group', { name: '筛选' })
    await chips.getByText('没有联系记录（方式: 拜访 且 时间: 最近 90 天）').waitFor()
    await chips.getByText('商机（预计成交日期: 最近 12 个月）的预计金额合计 大于等于 100,000').waitFor()
    await button(page, '另存为').click()
    await fill(dialog(page, '另存为'), '视图名称', '该去拜访的大客户')
    await button(dialog(page, '另存为'), '保存').click()
    await toastSaying(page, '视图已保存').waitFor()
    const views = page.getByRole('navigation', { name: '视图' })
    await views.getByRole('link', { name: '该去拜访的大客户' }).and(page.locator('[aria-current=page]')).waitFor()

    const address = `${new URL(page.url()).pathname}?view=${new URL(page.url()).searchParams.get('view')}`
    const again = await rep.context.newPage()
    await again.goto(address)
    await listRow(again, '久未拜访的大客户有限公司').waitFor()
    await again.getByText('没有联系记录（方式: 拜访 且 时间: 最近 90 天）').waitFor()
    expect(await listRow(again, '刚拜访过的大客户有限公司').count()).toBe(0)
    expect(await listRow(again, '久未拜访的小客户有限公司').count()).toBe(0)
    await again.close()
  })

  it('whose birthday is near, whatever its year: built by hand, and read in the other language', async () => {
    const born = (days: number): string => `1984-${daysOn(days).slice(5)}`
    await wire.create('contacts', { name: '寿星周明', birthday: born(20) })
    await wire.create('contacts', { name: '寿星吴远', birthday: born(200) })
    await page.goto('/contacts?q=' + encodeURIComponent('寿星'))
    await button(page, '筛选').click()
    const drawer = dialog(page, '高级筛选')
    await pickField(drawer.getByRole('combobox', { name: '字段' }), '生日')
    await chooseIn(drawer.getByRole('combobox', { name: '比较' }), '周年日在')
    await chooseIn(drawer.getByRole('combobox', { name: '生日 时间段' }), '未来 N 天')
    await shoot(page, 'filters-birthday')
    await button(drawer, '应用筛选').click()
    await page.getByRole('group', { name: '筛选' }).getByText('生日 周年日在 未来 30 天').waitFor()
    // The rows of before stay until the others come.
    await listRow(page, '寿星吴远').waitFor({ state: 'detached' })
    await listRow(page, '寿星周明').waitFor()
    const english = await signedInPerson(browser, server.url, { ...REP, locale: 'en-US' })
    await english.page.goto(page.url())
    await listRow(english.page, '寿星周明').waitFor()
    await english.page.getByText('Birthday has its day within next 30 days').waitFor()
    expect(english.complaints).toEqual([])
    await english.leave()
  })

  it('colours what is overdue, says why, and keeps the rule with the view', async () => {
    const customer = await wire.create('customers', { name: '着色测试有限公司' })
    const prefix = '着色测试采购'
    await opportunity(`${prefix}逾期`, customer, { expected_close: daysOn(-3), amount: '1000' })
    await opportunity(`${prefix}未到`, customer, { expected_close: daysOn(30), amount: '900000' })
    await page.goto(`/opportunities?q=${encodeURIComponent(prefix)}`)
    await button(page, '更多').click()
    await pickMenu(page, '按规则着色')
    const drawer = dialog(page, '按规则着色')
    await button(drawer, '添加规则').click()
    await fill(drawer, '含义（如“逾期”）', '已逾期')
    await pickField(drawer.getByRole('combobox', { name: '字段' }), '预计成交日期')
    await chooseIn(drawer.getByRole('combobox', { name: '比较' }), '早于')
    await chooseIn(drawer.getByRole('combobox', { name: '预计成交日期 时间段' }), '今天')
    await shoot(page, 'filters-rule')
    await button(drawer, '应用').click()
    await expect.poll(() => listRow(page, `${prefix}逾期`).getAttribute('class')).toContain('pg-tone--danger')
    expect(await listRow(page, `${prefix}未到`).getAttribute('class')).not.toContain('pg-tone')
    await listRow(page, `${prefix}逾期`).getByText('已逾期').waitFor({ state: 'attached' })
    await shoot(page, 'filters-coloured')
    await button(page, '另存为').click()
    await fill(dialog(page, '另存为'), '视图名称', '逾期标红')
    await button(dialog(page, '另存为'), '保存').click()
    await toastSaying(page, '视图已保存').waitFor()
    await page.goto('/opportunities')
    await link(page.getByRole('navigation', { name: '视图' }), '逾期标红').click()
    await page.locator('.pg-grid__row.pg-tone--danger').first().waitFor()
  })

  describe('a calendar', () => {
    const prefix = '日历测试采购'
    const name = `${prefix}甲`
    const month = today.slice(0, 8)
    const day = (date: string): Locator => page.locator(`[data-day="${date}"]`)
    const on = (date: string): Locator => day(date).getByRole('link', { name })
    const dateNow = async (): Promise<unknown> =>
      (await wire.list('opportunities', { filter: { field: 'name', op: 'eq', value: name }, fields: ['expected_close'] }))[0]?.[
        'expected_close'
      ]

    beforeAll(async () => {
      const customer = await wire.create('customers', { name: '日历测试有限公司' })
      await opportunity(name, customer, { expected_close: `${month}10` })
      for (const each of ['乙', '丙', '丁', '戊']) await opportunity(prefix + each, customer, { expected_close: `${month}12` })
    })

    it('moves a record to another day by drag, and back', async () => {
      await page.goto(`/opportunities?q=${encodeURIComponent(prefix)}`)
      await button(page, '日历').click()
      await on(`${month}10`).waitFor()
      await shoot(page, 'filters-calendar')
      await on(`${month}10`).dragTo(day(`${month}18`), { targetPosition: { x: 60, y: 60 } })
      await toastSaying(page, `“${name}”已改到 ${month}18`).waitFor()
      await on(`${month}18`).waitFor()
      expect(await dateNow()).toBe(`${month}18`)
      await button(toastSaying(page, `“${name}”已改到 ${month}18`), '撤销').click()
      await on(`${month}10`).waitFor()
      expect(await dateNow()).toBe(`${month}10`)
    })

    it('moves it by keyboard, keeps the keyboard with it, and by its menu', async () => {
      await on(`${month}10`).focus()
      await page.keyboard.press('Shift+ArrowRight')
      await on(`${month}11`).waitFor()
      await expect.poll(() => on(`${month}11`).evaluate((element) => element === document.activeElement)).toBe(true)
      await page.keyboard.press('Shift+ArrowDown')
      await on(`${month}18`).waitFor()
      await on(`${month}18`).hover()
      await button(page, `${name}: 改期`).click()
      await pickMenu(page, '提前一周')
      await on(`${month}11`).waitFor()
      await expect.poll(dateNow).toBe(`${month}11`)
    })

    it('says how many more a day has, and shows them', async () => {
      await button(day(`${month}12`), '还有 1 条').click()
      const whole = page.locator('.pg-calendar__whole')
      await expect.poll(() => whole.getByRole('link').count()).toBe(4)
      await page.keyboard.press('Escape')
    })

    it('is kept as the kind of a saved view', async () => {
      await page.getByText('周', { exact: true }).last().click()
      await button(page, '另存为').click()
      await fill(dialog(page, '另存为'), '视图名称', '成交周历')
      await button(dialog(page, '另存为'), '保存').click()
      await toastSaying(page, '视图已保存').waitFor()
      await page.goto('/opportunities')
      await page.getByRole('grid').waitFor()
      await link(page.getByRole('navigation', { name: '视图' }), '成交周历').click()
      await page.locator('.pg-calendar__table--week').waitFor()
      expect(await page.locator('.pg-calendar__day').count()).toBe(7)
    })
  })

  it('a view shared with a role opens first for its people; what each arranges is their own', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const { page: theirs } = admin
    await theirs.goto('/contacts')
    await button(theirs, '卡片').click()
    await button(theirs, '全部: 更多').click()
    await pickMenu(theirs, '另存为')
    const form = dialog(theirs, '另存为')
    await fill(form, '视图名称', '销售的联系人')
    await form.getByText('指定角色').click()
    await chooseIn(form.getByRole('combobox', { name: '共享给角色' }), '销售员')
    await form.getByText('视图名称').click()
    await chooseIn(form.getByRole('combobox', { name: '打开列表时先显示（角色）' }), '销售员')
    await form.getByText('视图名称').click()
    await shoot(theirs, 'filters-share')
    await button(form, '保存').click()
    await toastSaying(theirs, '视图已保存').waitFor()
    await admin.leave()

    await page.goto('/contacts')
    await page.reload()
    const views = page.getByRole('navigation', { name: '视图' })
    await views.getByRole('link', { name: '销售的联系人' }).and(page.locator('[aria-current=page]')).waitFor()
    await page.locator('.pg-cards--gallery').waitFor()
    await link(views, '我负责的').click()
    await button(page, '我负责的: 更多').click()
    await pickMenu(page, '置顶')
    await toastSaying(page, '“我负责的”已置顶').waitFor()
    await button(page, '我负责的: 更多').click()
    await pickMenu(page, '总是先打开此视图')
    await toastSaying(page, '以后先打开“我负责的”').waitFor()
    await page.goto('/contacts')
    await views.getByRole('link', { name: '我负责的' }).and(page.locator('[aria-current=page]')).waitFor()
    expect(await views.getByRole('link').first().innerText()).toBe('我负责的')
  })

  it('a width that was dragged is there on another machine', async () => {
    await page.goto('/customers?view=all')
    const edge = (on: Page): Locator => on.getByRole('separator', { name: '调整“客户类型”列宽' })
    const before = Number(await edge(page).getAttribute('aria-valuenow'))
    await edge(page).focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    const kept = async (): Promise<unknown> =>
      (await wire.list('view-preferences', { filter: { field: 'object', op: 'eq', value: 'customer' } }))[0]?.['widths']
    await expect.poll(kept).toEqual({ all: { customer_type: before + 48 } })
    const elsewhere = await signedInPerson(browser, server.url, REP)
    await elsewhere.page.goto('/customers?view=all')
    await expect.poll(() => edge(elsewhere.page).getAttribute('aria-valuenow')).toBe(String(before + 48))
    await elsewhere.leave()
  })

  it('complains about nothing', () => expect(rep.complaints).toEqual([]))
})
