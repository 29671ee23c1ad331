import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence, openBrowser, type Person, shoot, signedInPerson } from './browser.fixture.ts'
import { button, dialog, total } from './screen.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

/** A4 lying on its side, less the margins, in CSS pixels. */
const WIDTH = Math.floor(((297 - 28) / 25.4) * 96)

/** The number in a text that holds one. */
function figure(text: string | undefined): number {
  return Number((text ?? '').replace(/\D/g, ''))
}

describe('a list on paper', () => {
  let server: Server
  let browser: Browser
  let rep: Person
  let page: Page

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    rep = await signedInPerson(browser, server.url, { ...REP, width: WIDTH })
    page = rep.page
  }, 120_000)
  keepEvidence(() => [page])
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  /** Prints what is open; the answer is the number of pages, read from the file, and the size of each. */
  const printed = async (): Promise<{ readonly pages: number; readonly sizes: readonly string[] }> => {
    const text = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const sizes = [...text.matchAll(/\/MediaBox \[([\d. ]+)\]/g)].map(([, box]) =>
      String(box)
        .split(' ')
        .map((each) => Math.round(Number(each)))
        .join(' '),
    )
    return { pages: (text.match(/\/Type \/Page\b(?!s)/g) ?? []).length, sizes: [...new Set(sizes)] }
  }

  it('begins on the first page, lies on its side on all of them, and nothing scrolls that would be cut off', async () => {
    await page.goto('/customers?view=all')
    await page.getByRole('row').nth(10).waitFor()
    const { pages, sizes } = await printed()
    expect([2, 3, 4]).toContain(pages)
    expect(sizes).toEqual(['0 0 842 595'])
    await page.emulateMedia({ media: 'print' })
    const cut = await page.locator('.pg-grid').evaluate((grid) => {
      const around: string[] = []
      for (let at: Element | null = grid; at !== null; at = at.parentElement) {
        if (getComputedStyle(at).overflow !== 'visible') around.push(at.className)
      }
      return around
    })
    await page.emulateMedia({ media: 'screen' })
    expect(cut).toEqual([])
  })

  it('says below the last row how many of all it holds', async () => {
    const foot = async (address: string): Promise<{ readonly screen: string; readonly paper: string }> => {
      await page.goto(address)
      await total(page)
        .getByText(/^共 [\d,]+ 条$/)
        .waitFor()
      const screen = await total(page).innerText()
      await page.emulateMedia({ media: 'print' })
      const paper = await total(page).innerText()
      await page.emulateMedia({ media: 'screen' })
      return { screen, paper }
    }
    const part = await foot('/interactions?view=all&layout=list')
    const [, loaded, all] = /^前 ([\d,]+) 条，(共 [\d,]+ 条)$/.exec(part.paper) ?? []
    expect(all).toBe(part.screen)
    expect(figure(loaded)).toBeGreaterThan(0)
    expect(figure(loaded)).toBeLessThan(figure(all))
    const whole = await foot(`/customers?view=all&q=${encodeURIComponent('苏州')}`)
    expect(whole.paper).toBe(whole.screen)
  })

  it('loads the other rows before it prints, unless that is cancelled', async () => {
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', '')
    })
    await page.goto('/interactions?view=all&layout=list')
    await total(page)
      .getByText(/^共 [\d,]+ 条$/)
      .waitFor()
    const all = await total(page).innerText()
    let answer: () => void = () => undefined
    const held = new Promise<void>((done) => {
      answer = done
    })
    await page.route('**/interactions/query', async (route) => {
      await held
      await route.continue()
    })
    const printing = dialog(page, `打印全部 ${figure(all)} 条`)
    await page.keyboard.press('Control+p')
    await printing.getByText(/^正在载入其余各行/).waitFor()
    await shoot(page, 'print-loading')
    await button(printing, '取消').click()
    await printing.waitFor({ state: 'hidden' })
    answer()
    expect(await page.locator('html').getAttribute('data-printed')).toBeNull()
    await button(page, '更多').click()
    await page.getByRole('menuitem', { name: '打印' }).click()
    await page.locator('html[data-printed]').waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await total(page).innerText()).toBe(all)
    await page.emulateMedia({ media: 'screen' })
  })

  it('exports all rows that were loaded and chosen, more than an address holds', async () => {
    await page.goto('/interactions?view=all&layout=list')
    await total(page)
      .getByText(/^共 [\d,]+ 条$/)
      .waitFor()
    const all = figure(await total(page).innerText())
    expect(all).toBeGreaterThan(300)
    await page.keyboard.press('Control+p')
    await page.locator('html[data-printed]').waitFor()
    await page.getByRole('checkbox', { name: '选择已加载的各行' }).check()
    const chosen = page.getByRole('region', { name: `已选 ${all} 条` })
    await button(chosen, '导出').click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: '导出 CSV' }).click()])
    expect(file.suggestedFilename()).toBe('interactions.csv')
    // The head, and every record that was chosen; a record may hold lines of its own.
    expect((await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')).toHaveLength(all + 1)
  })

  it('offers a file for a list that is too long for paper', async () => {
    await page.route('**/interactions/count', (route) => route.fulfill({ json: { count: 1640, count_capped: false } }))
    await page.goto('/interactions?view=all&layout=list')
    await total(page).getByText('共 1,640 条').waitFor()
    await button(page, '更多').click()
    await page.getByRole('menuitem', { name: '打印' }).click()
    const printing = dialog(page, '打印')
    await printing.getByText('这里有 1,640 条').waitFor()
    await shoot(page, 'print-too-many')
    const [file] = await Promise.all([page.waitForEvent('download'), button(printing, '导出 Excel').click()])
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/)
    await page.unroute('**/interactions/count')
  })

  it('keeps the subtotals of a group below their column, and everything within the page', async () => {
    await page.goto('/opportunities?view=all&layout=list&group=stage')
    await page.locator('.pg-grid__sum').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    const edges = await page.evaluate(() => {
      const rightOf = (element: Element | null | undefined): number => Math.round(element?.getBoundingClientRect().right ?? 0)
      const heads = [...document.querySelectorAll('.pg-grid__th')]
      const amount = heads.find((each) => each.textContent?.includes('预计金额'))
      const sum = [...document.querySelectorAll('.pg-grid__sum')].find((each) => each.textContent !== '')
      return { amount: rightOf(amount), sum: rightOf(sum), last: rightOf(heads.at(-1)), page: document.documentElement.clientWidth }
    })
    await page.emulateMedia({ media: 'screen' })
    expect(edges.sum).toBe(edges.amount)
    expect(edges.last).toBeLessThanOrEqual(edges.page)
  })
})
