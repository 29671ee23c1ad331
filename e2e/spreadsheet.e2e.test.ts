import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson, type Wire, wireOf } from './browser.fixture.ts'
import { seriousViolations } from './looks.fixture.ts'
import { button, dialog, toastSaying } from './screen.fixture.ts'
import { loadStoryCompany, MANAGER, openServer, REP, type Server } from './server.fixture.ts'

describe('a list as a spreadsheet', () => {
  let server: Server
  let browser: Browser
  let rep: Person
  let manager: Person
  let page: Page
  let wire: Awaited<ReturnType<typeof wireOf>>

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, REP)
    manager = await signedInPerson(browser, server.url, MANAGER)
    await rep.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    wire = await wireOf(rep)
    page = rep.page
  }, 120_000)
  keepEvidence(() => [page, manager?.page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const customers = async (word: string, count: number, more: object = {}): Promise<readonly Wire[]> => {
    const made: Wire[] = []
    for (let index = 1; index <= count; index += 1) made.push(await wire.create('customers', { name: `${word}${index}号公司`, ...more }))
    return made
  }
  /** name 0, type 1, employees 2, address 3, phone 4, updated 5 */
  const open = async (word: string, on: Page = page): Promise<Locator> => {
    const columns = 'name,customer_type,employee_count,address,phone,updated_at'
    await on.goto(`/customers?view=all&q=${encodeURIComponent(word)}&sort=name&columns=${columns}`)
    await on
      .getByRole('row')
      .filter({ hasText: `${word}1号公司` })
      .waitFor()
    return on.getByRole('grid')
  }
  const openSheet = async (word: string): Promise<Locator> => {
    const grid = await open(word)
    await button(page, '表格编辑').click()
    return grid
  }
  const cell = (row: number, col: number, on: Page = page): Locator => on.locator(`[data-cell="${row}:${col}"]`)
  const paste = async (text: string): Promise<void> => {
    await page.evaluate((content) => navigator.clipboard.writeText(content), text)
    await page.keyboard.press('Control+v')
  }
  const values = (made: readonly Wire[], key: string): Promise<readonly unknown[]> =>
    Promise.all(made.map(async ({ id }) => (await wire.get(`customers/${id}`))[key]))

  it('takes a block from Excel; what is wrong stays in its cells, the rest is saved, one undo takes it back', async () => {
    const made = await customers('粘贴', 3, { employee_count: 1 })
    await openSheet('粘贴')
    await cell(0, 1).click()
    await paste('经销商\t1,200\t"苏州\n工业园"\r\ndistributor\tmany\t无锡\r\n外星人\t30\t常州\r\n')
    await page.getByText('2 个单元格未保存').waitFor()
    await toastSaying(page, '已保存 7 个单元格').waitFor()
    await shoot(page, 'sheet-paste')
    expect(await seriousViolations(page)).toEqual([])
    expect(await values(made, 'employee_count')).toEqual([1200, 1, 30])
    expect(await values(made, 'address')).toEqual(['苏州\n工业园', '无锡', '常州'])
    const wrong = cell(1, 2)
    expect([await wrong.getAttribute('aria-invalid'), await wrong.locator('span').first().innerText()]).toEqual(['true', 'many'])
    expect(await wrong.getAttribute('title')).toMatch(/应为/)
    await button(page, '下一个').click()
    await expect.poll(() => wrong.locator('textarea').evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    expect(await wrong.locator('textarea').inputValue()).toBe('many')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('77')
    await page.keyboard.press('Enter')
    await page.getByText('1 个单元格未保存').waitFor()
    await expect.poll(() => values(made, 'employee_count')).toEqual([1200, 77, 30])
    await button(page, '放弃').click()
    await page.getByText('未保存').waitFor({ state: 'hidden' })
    await cell(0, 0).click()
    await page.keyboard.press('Control+z')
    await toastSaying(page, '已撤销').waitFor()
    await expect.poll(() => values(made, 'employee_count')).toEqual([1200, 1, 30])
    await page.keyboard.press('Control+z')
    await expect.poll(() => values(made, 'employee_count')).toEqual([1, 1, 1])
    expect(await values(made, 'address')).toEqual([null, null, null])
  })

  it('copies a range that Excel can take, fills down, empties', async () => {
    const made = await customers('填充', 4, { address: '=1+1', employee_count: 5 })
    await openSheet('填充')
    await cell(0, 2).click()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Control+c')
    await toastSaying(page, '已复制 4 个单元格').waitFor()
    expect((await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r', '')).toBe("5\t'=1+1\n5\t'=1+1")
    await cell(0, 2).click()
    await page.keyboard.type('42')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await values(made, 'employee_count'))[0]).toBe(42)
    await cell(0, 2).click()
    await cell(3, 2).click({ modifiers: ['Shift'] })
    await shoot(page, 'sheet-range')
    await page.keyboard.press('Control+d')
    await expect.poll(() => values(made, 'employee_count')).toEqual([42, 42, 42, 42])
    await cell(1, 2).click()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Delete')
    await expect.poll(async () => [(await values(made, 'employee_count'))[1], (await values(made, 'address'))[1]]).toEqual([null, null])
    await cell(0, 5).click()
    await page.keyboard.type('x')
    await toastSaying(page, /不能在列表中修改/).waitFor()
  })

  it('asks what to do with rows beyond the end; incomplete new ones stay until they are whole', async () => {
    await customers('新增', 1)
    const grid = await openSheet('新增')
    await cell(0, 0).click()
    await paste('新增1号公司\t经销商\t10\n新增2号公司\t经销商\t20\n新增3号公司\t经销商\t许多\n')
    const ask = dialog(page, '粘贴的内容比列表多 2 行')
    await shoot(page, 'sheet-extra-rows')
    await button(ask, '新建 2 条').click()
    await toastSaying(page, /新建 1 条/).waitFor()
    await page.getByText('1 个单元格未保存').waitFor()
    await grid.getByText('新增3号公司').waitFor()
    await shoot(page, 'sheet-new-row')
    await button(page, '下一个').click()
    await page.keyboard.type('30')
    await page.keyboard.press('Enter')
    await page.getByText('未保存').waitFor({ state: 'hidden' })
    const counts = async () =>
      (await wire.list('customers', { q: '新增', fields: ['name', 'employee_count'], sort: ['name'] })).map(
        (each) => each['employee_count'],
      )
    await expect.poll(counts).toEqual([10, 20, 30])
    await expect.poll(() => grid.getByText('新行').count()).toBe(0)
  })

  it('composes Chinese in a cell without losing the first letter, and letters are no shortcuts', async () => {
    const made = await customers('拼音', 2)
    await openSheet('拼音')
    await cell(0, 3).click()
    const session = await rep.context.newCDPSession(page)
    await session.send('Input.imeSetComposition', { text: 's', selectionStart: 1, selectionEnd: 1 })
    await session.send('Input.imeSetComposition', { text: 'su zhou', selectionStart: 7, selectionEnd: 7 })
    expect(await cell(0, 3).locator('textarea').inputValue()).toBe('su zhou')
    await session.send('Input.insertText', { text: '苏州' })
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await values(made, 'address'))[0]).toBe('苏州')
    await page.keyboard.type('xjk/?')
    await page.keyboard.press('Tab')
    await expect.poll(async () => (await values(made, 'address'))[1]).toBe('xjk/?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('Escape')
    await expect.poll(() => button(page, '表格编辑').getAttribute('aria-pressed')).toBe('false')
    await page.keyboard.press('Shift+E')
    await expect.poll(() => button(page, '表格编辑').getAttribute('aria-pressed')).toBe('true')
  })

  it('compares in a cell what two people typed into the same field, and merges different fields', async () => {
    const [one] = await customers('比较', 1, { address: '原地址', employee_count: 1 })
    const id = String(one?.id)
    await open('比较')
    await open('比较', manager.page)
    await cell(0, 2).dblclick()
    await cell(0, 2).getByRole('spinbutton').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('88')
    const boss = await wireOf(manager)
    await boss.change(`customers/${id}`, { address: '陆文斌改的地址' }, 1)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await values([{ id }], 'employee_count'))[0]).toBe(88)
    await cell(0, 3, manager.page).dblclick()
    const typed = cell(0, 3, manager.page).getByRole('textbox')
    await typed.fill('陆文斌在格子里写的')
    const now = await wire.get(`customers/${id}`)
    await wire.change(`customers/${id}`, { address: '林晓抢先写的' }, Number(now['version']))
    await typed.press('Enter')
    const compare = dialog(manager.page, new RegExp(`${REP.name}修改了此记录`))
    await compare.getByText('林晓抢先写的').waitFor()
    await expect
      .poll(() =>
        compare
          .getByRole('radio')
          .first()
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true)
    await shoot(manager.page, 'sheet-compare')
    expect(await seriousViolations(manager.page)).toEqual([])
    await button(compare, '取消').click()
    await compare.waitFor({ state: 'hidden' })
    expect(await typed.inputValue()).toBe('陆文斌在格子里写的')
    await typed.press('Enter')
    await button(compare, '按所选保存').click()
    await compare.waitFor({ state: 'hidden' })
    await expect.poll(async () => (await values([{ id }], 'address'))[0]).toBe('陆文斌在格子里写的')
  })
})
