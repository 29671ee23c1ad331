import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, type Wire, wireOf } from './browser.fixture.ts'
import { button, choose, chooseIn, dialog, field, fill, link, listRow, pickField, pickMenu, toastSaying, total } from './screen.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('the lists of a sales rep', () => {
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

  const customer = (name: string, more: object = {}): Promise<Wire> => wire.create('customers', { name, ...more })

  it('keeps a view with a nested filter over a reload, and Back returns to the same place in the list', async () => {
    await page.goto('/opportunities')
    await button(page, '筛选').click()
    const drawer = dialog(page, '高级筛选')
    await pickField(drawer.getByRole('combobox', { name: '字段' }).first(), '状态')
    for (const state of ['赢单', '输单']) await chooseIn(drawer.getByRole('combobox', { name: '状态' }), state)
    await drawer.getByText('高级筛选').click()
    await button(drawer, '添加条件组').click()
    const group = drawer.getByRole('group').last()
    await field(group, '商机名称').fill('采购')
    await button(group, '添加条件').click()
    await field(group, '商机名称').nth(1).fill('更新')
    await drawer.getByText(/^符合 [\d,]+ 条$/).waitFor()
    await shoot(page, 'daily-filter')
    await button(drawer, '应用筛选').click()
    await page.getByText('已修改', { exact: true }).waitFor()
    await button(page, '另存为').click()
    await fill(dialog(page, '另存为'), '视图名称', '我的采购')
    await button(dialog(page, '另存为'), '保存').click()
    await toastSaying(page, '视图已保存').waitFor()
    const views = page.getByRole('navigation', { name: '视图' })
    await views.getByRole('link', { name: '我的采购' }).and(page.locator('[aria-current=page]')).waitFor()
    const count = await total(page).innerText()
    await page.reload()
    await total(page).getByText(count).waitFor()
    await page
      .getByRole('group', { name: '筛选' })
      .getByText(/采购.*或.*更新/)
      .waitFor()
    const grid = page.getByRole('grid')
    await grid.evaluate((element) => element.scrollTo(0, 700))
    // A row in the middle of what is seen, with a name that no other row has.
    const name = await grid.evaluate(async (element) => {
      await new Promise((done) => {
        setTimeout(done, 100)
      })
      const { top, height } = element.getBoundingClientRect()
      const links = [...element.querySelectorAll('[role=row] a')]
      const texts = links.map((each) => each.textContent)
      const isInside = (each: Element): boolean => Math.abs(each.getBoundingClientRect().top - top - height / 2) < height / 4
      return links.find((each) => isInside(each) && texts.filter((text) => text === each.textContent).length === 1)?.textContent ?? ''
    })
    const address = page.url()
    await grid.getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    await page.goBack()
    expect(page.url()).toBe(address)
    await listRow(page, name).first().waitFor()
    await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(700)
  })

  it('changes a cell in the list, says what is wrong with it, and Escape gives up', async () => {
    const name = '南通海门钢构有限公司'
    await customer(name, { phone: '0513-55551234' })
    await page.goto('/customers')
    const cell = listRow(page, name).getByRole('gridcell').filter({ hasText: '0513-5555 1234' })
    await cell.dblclick()
    const input = page.getByRole('grid').getByRole('textbox', { name: '电话' })
    await input.fill('没有号码')
    await input.press('Enter')
    await page.getByRole('grid').getByRole('alert').waitFor()
    await shoot(page, 'daily-cell-error')
    await input.fill('0513-55559876')
    await input.press('Enter')
    await page.getByLabel('已保存').waitFor()
    await listRow(page, name).getByText('0513-5555 9876').waitFor()
    await listRow(page, name).getByRole('gridcell').filter({ hasText: '0513-5555 9876' }).dblclick()
    await input.fill('0513-1111')
    await input.press('Escape')
    await listRow(page, name).getByText('0513-5555 9876').waitFor()
  })

  it('changes many at once, with undo', async () => {
    const names = ['甲', '乙', '丙'].map((each) => `批量${each}五金有限公司`)
    for (const name of names) await customer(name, { source: 'search' })
    await page.goto('/customers')
    for (const name of names) await page.getByRole('checkbox', { name: `选择“${name}”` }).click()
    const bar = page.getByRole('region', { name: '已选 3 条' })
    await shoot(page, 'daily-bulk-bar')
    await button(bar, '批量修改').click()
    const bulk = dialog(page, '批量修改')
    await choose(bulk, '要修改的字段', '客户来源')
    await choose(bulk, '客户来源', '展会')
    await bulk.getByText('将修改 3 条记录').waitFor()
    await button(bulk, '应用').click()
    await toastSaying(page, '已修改 3 条').waitFor()
    const sources = async (): Promise<unknown[]> =>
      (await wire.list('customers', { filter: { field: 'name', op: 'in', value: names }, fields: ['source'] })).map(
        (each) => each['source'],
      )
    expect(await sources()).toEqual(['exhibition', 'exhibition', 'exhibition'])
    await button(toastSaying(page, '已修改 3 条'), '撤销').click()
    await expect.poll(sources).toEqual(['search', 'search', 'search'])
  })

  it('changes everything that matches, shows the progress, lists it, and takes it back', async () => {
    const prefix = '批改一厂'
    const operations = Array.from({ length: 450 }, (_, index) => ({
      op: 'create',
      data: { name: `${prefix}${String(index).padStart(3, '0')}号有限公司`, source: 'search' },
    }))
    await wire.create('customers/batch', { operations, mode: 'all_or_nothing' })
    const withSource = async (source: string): Promise<number> => {
      const filter = {
        and: [
          { field: 'name', op: 'starts_with', value: prefix },
          { field: 'source', op: 'eq', value: source },
        ],
      }
      const found = await wire.create('customers/query', { filter, limit: 1, count: true })
      return Number(found['count'])
    }
    await page.goto(`/customers?q=${encodeURIComponent(prefix)}`)
    await total(page).getByText('共 450 条').waitFor()
    await page.keyboard.press('Shift+A')
    const bar = page.getByRole('region', { name: '已选全部 450 条' })
    await button(bar, '批量修改').click()
    const drawer = dialog(page, '批量修改')
    await drawer.getByText('符合当前筛选的全部记录').waitFor()
    await choose(drawer, '要修改的字段', '客户来源')
    await choose(drawer, '客户来源', '展会')
    await drawer.getByText('将修改 450 条记录').waitFor()
    await shoot(page, 'daily-bulk-preview')
    await button(drawer, '应用').click()
    await toastSaying(page, '已修改 450 条').waitFor()
    expect([await withSource('exhibition'), await withSource('search')]).toEqual([450, 0])
    await page.goto('/bulk-operations')
    const entry = page.getByRole('listitem').filter({ hasText: '客户来源' }).first()
    await entry.getByText('已修改 450 条').waitFor()
    // Which field, and what it was set to.
    await entry.getByText('展会', { exact: true }).waitFor()
    await shoot(page, 'daily-bulk-list')
    await button(entry, '撤销').click()
    await toastSaying(page, '已撤销').waitFor()
    expect([await withSource('exhibition'), await withSource('search')]).toEqual([0, 450])
  })

  it('finds a record by two Chinese characters, with Ctrl+K and with /', async () => {
    await customer('启东潮汐仪表有限公司')
    for (const keys of ['Control+k', '/']) {
      await page.goto('/')
      await page.getByRole('heading', { name: `${REP.name}，您好` }).waitFor()
      await page.keyboard.press(keys)
      const box = page.getByRole('combobox', { name: '搜索与命令' })
      await box.fill('潮汐')
      await page.getByRole('option', { name: /启东潮汐仪表有限公司/ }).waitFor()
      await shoot(page, 'daily-palette')
      await box.press('Enter')
      await page.getByRole('heading', { name: '启东潮汐仪表有限公司', level: 1 }).waitFor()
    }
  })

  it('runs a command from the palette, and lists the shortcuts', async () => {
    await page.goto('/')
    await page.getByRole('heading', { name: `${REP.name}，您好` }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: '搜索与命令' }).fill('前往销售')
    await page.getByRole('option', { name: '前往销售漏斗' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '销售漏斗', level: 1 }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.getByRole('heading', { name: '客户', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await dialog(page, '快捷键').getByText('保存').waitFor()
    await page.keyboard.press('Escape')
    await dialog(page, '快捷键').waitFor({ state: 'hidden' })
    await page.keyboard.press('c')
    await page.keyboard.press('t')
    await dialog(page, '新建任务').waitFor()
  })

  it('keeps the head of a group in sight above its records, clear of the one the keyboard is on', async () => {
    await page.goto('/opportunities?view=all&layout=list&group=stage')
    const grid = page.getByRole('grid')
    await page.locator('.pg-grid__group').filter({ hasText: '输单' }).click()
    await page.locator('[data-cell="20:4"]').waitFor()
    const stuck = page.locator('.pg-grid__stuck')
    expect(await stuck.count()).toBe(0)
    await grid.evaluate((element) => element.scrollTo(0, 500))
    await stuck.getByText(/^¥/).waitFor()
    await shoot(page, 'daily-group-stuck')
    await page.locator('[data-cell="20:4"]').click()
    for (let row = 19; row >= 8; row -= 1) {
      await page.keyboard.press('ArrowUp')
      await page.locator(`[data-cell="${row}:4"]:focus`).waitFor()
    }
    const [cell, head] = await Promise.all([
      page.locator('[data-cell="8:4"]').boundingBox(),
      page.locator('.pg-grid__stuck > div').boundingBox(),
    ])
    expect(cell?.y).toBeGreaterThanOrEqual((head?.y ?? 0) + (head?.height ?? 0))
    await stuck.locator('button').click()
    await stuck.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('[data-cell]').count()).toBe(0)
  })

  it('has the groups in the order of the process, opens all of them and closes all of them', async () => {
    await page.goto('/opportunities?view=all&layout=list&group=stage')
    const heads = page.locator('.pg-grid__group')
    await heads.first().waitFor()
    const names = (await heads.allInnerTexts()).map((each) => /^\S+/.exec(each.trim())?.[0])
    expect(names).toEqual(['线索确认', '需求分析', '方案报价', '商务谈判', '赢单', '输单'])
    await button(page, '展开所有分组').press('Enter')
    await page.locator('[data-cell="1:1"]').waitFor()
    expect(await heads.first().getAttribute('aria-expanded')).toBe('true')
    await shoot(page, 'daily-groups-open')
    await button(page, '收起所有分组').press('Enter')
    await expect.poll(() => page.locator('[data-cell]').count()).toBe(0)
    expect(await heads.count()).toBe(names.length)
  })

  it('finds the field to group by among many, by keyboard alone', async () => {
    await page.goto('/opportunities?view=all&layout=list&group=stage')
    await page.getByRole('button', { name: /分组\s*阶段/ }).press('Enter')
    const find = page.getByRole('textbox', { name: '查找字段' })
    await find.fill('没有的字段')
    await page.getByText('没有这样的字段').waitFor()
    await find.fill('预测')
    await find.press('ArrowDown')
    await page.locator('[role=menuitem]:focus').filter({ hasText: '预测类别' }).waitFor()
    await find.press('Enter')
    await page.waitForURL(/group=forecast_category/)
    await find.waitFor({ state: 'hidden' })
  })

  it('says which groups it shows where there are too many, how many it opens, and leads to the filter', async () => {
    const admin = await signedInPerson(browser, server.url, ADMIN)
    await admin.page.goto('/opportunities?view=all&layout=list&group=customer')
    const note = admin.page.getByRole('status').filter({ hasText: '记录最多的 200 个' })
    await note.waitFor()
    await total(admin.page).getByText('共 900 条').waitFor()
    await button(admin.page, '展开所有分组').press('Enter')
    await toastSaying(admin.page, '已展开前 50 个分组（共 200 个）').waitFor()
    await shoot(admin.page, 'daily-groups-cut')
    await button(note, '筛选').press('Enter')
    await dialog(admin.page, '筛选').waitFor()
    await admin.leave()
  })

  it('has the tools of a grouped list in one line, in English and on a small screen too, by their names', async () => {
    const english = await signedInPerson(browser, server.url, { ...REP, locale: 'en-US' })
    await english.page.goto('/opportunities?view=all&layout=list&group=forecast_category')
    const bar = english.page.locator('.pg-toolbar')
    await button(english.page, 'Open all groups').waitFor()
    for (const width of [1440, 1280, 1024]) {
      await english.page.setViewportSize({ width, height: 900 })
      await expect.poll(() => bar.evaluate((element) => element.clientHeight)).toBeLessThan(40)
      for (const name of ['Filter', 'Columns', 'Spreadsheet', 'New Opportunity']) await button(bar, name).waitFor()
      await shoot(english.page, `daily-toolbar-${width}`)
    }
    await english.leave()
  })

  it('shows the groups of a list and their subtotals on a phone too', async () => {
    const phone = await signedInPerson(browser, server.url, { ...REP, width: 390 })
    await phone.page.goto('/opportunities?view=all&layout=list&group=stage')
    const head = phone.page.locator('.pg-cards__group').filter({ hasText: '方案报价' })
    await head.getByText(/^预计金额 ¥/).waitFor()
    expect(await phone.page.locator('.pg-record-card').count()).toBe(0)
    await head.click()
    await phone.page.locator('.pg-record-card').first().waitFor()
    expect(await head.getAttribute('aria-expanded')).toBe('true')
    await shoot(phone.page, 'daily-group-phone')
    expect(phone.complaints).toEqual([])
    await phone.leave()
  })

  it('J shows the first record first, then the next; X chooses the one that is shown', async () => {
    for (const each of ['甲', '乙', '丙']) await customer(`键盘选择${each}有限公司`)
    await page.goto(`/customers?view=all&sort=name&q=${encodeURIComponent('键盘选择')}`)
    await page.getByRole('grid').waitFor()
    const rows = page.locator('[data-cell$=":0"]')
    await expect.poll(() => rows.count()).toBe(3)
    const shown = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.getAttribute('data-cell'))
    for (const [key, place] of [
      ['j', '0:0'],
      ['j', '1:0'],
      ['k', '0:0'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(shown).toBe(place)
    }
    await page.keyboard.press('x')
    await page.getByRole('region', { name: '已选 1 条' }).waitFor()
    expect(await page.getByRole('row', { selected: true }).innerText()).toContain(await rows.first().innerText())
  })

  it('keeps its shortcuts quiet while an input method is composing', async () => {
    await page.goto('/customers')
    await page.getByRole('grid').waitFor()
    for (const key of ['/', '?', 'x']) {
      await page.evaluate((each) => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: each, isComposing: true, bubbles: true, cancelable: true }))
      }, key)
    }
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.getByRole('region', { name: /^已选/ }).count()).toBe(0)
    await page.keyboard.press('?')
    await dialog(page, '快捷键').waitFor()
  })

  it('changes the language without leaving the page or losing what is typed', async () => {
    const { id } = await customer('盐城绿洲环保有限公司')
    await page.goto(`/customers/${id}`)
    await button(page, '编辑').click()
    await fill(page, '地址', '盐城市大丰区')
    await page.getByRole('button', { name: /^我的账户/ }).click()
    await page.getByRole('menuitem', { name: '语言' }).hover()
    await pickMenu(page, 'English')
    await field(page, 'Address').waitFor()
    expect(await field(page, 'Address').inputValue()).toBe('盐城市大丰区')
    await page.getByText('Unsaved changes').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/customers/${id}`)
    await shoot(page, 'daily-english')
    await button(page, 'Save').click()
    await page.getByRole('form', { name: 'Details' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: /^My account/ }).click()
    await page.getByRole('menuitem', { name: 'Language' }).hover()
    await pickMenu(page, '简体中文')
    await button(page, '编辑').waitFor()
    await link(page.getByRole('navigation', { name: '主导航' }), '商机').waitFor()
  })

  it('had nothing to complain about in the browser', () => {
    expect(rep.complaints).toEqual([])
  })
})
