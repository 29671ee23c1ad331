import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '@perigon/testing'
import { chromium } from 'playwright-core'
import { type Perigon, signIn } from './perigon.ts'

/** A list scrolled down without a stop in a real browser. */
export type Scrolled = {
  readonly rows: number
  readonly seconds: number
  /** Frames a second over all, and in the slowest second. */
  readonly framesPerSecond: number
  readonly slowest: number
}

const ROWS = 100_000
const LIMIT_MS = 420_000
/** Rows a frame: 264 pixels, sixteen thousand a second, twice as fast as a hand flings a list. */
const STEP = 6

/** Runs in the page: scrolls by some rows at every frame, waits where the rows have not come yet, and counts the frames. */
const SCROLL = `async ({ rows, limit, step }) => {
  const grid = document.querySelector('.pg-grid')
  const height = document.querySelector('.pg-grid__body .pg-grid__row').getBoundingClientRect().height
  const began = performance.now()
  const seconds = []
  let frames = 0
  let second = 0
  let from = began
  while (grid.scrollTop < rows * height && performance.now() - began < limit) {
    await new Promise((next) => requestAnimationFrame(next))
    frames += 1
    second += 1
    grid.scrollTop += step * height
    const now = performance.now()
    if (now - from >= 1000) {
      seconds.push((second * 1000) / (now - from))
      second = 0
      from = now
    }
  }
  const took = (performance.now() - began) / 1000
  return { rows: Math.round(grid.scrollTop / height), seconds: took, framesPerSecond: frames / took, slowest: Math.min(...seconds) }
}`

/** Scrolls the list of all customers through 100,000 rows; null where the web application is not built. */
export async function measureScroll(perigon: Perigon, input: { readonly root: string; readonly login: string }): Promise<Scrolled | null> {
  if (!existsSync(join(input.root, 'apps/web/dist/index.html'))) return null
  const { token } = await signIn(perigon.url, input.login)
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] })
  try {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } })
    await context.addCookies([{ name: 'perigon_session', value: token, url: perigon.url }])
    const page = await context.newPage()
    page.setDefaultTimeout(LIMIT_MS + 60_000)
    await page.goto(`${perigon.url}/customers?view=all`)
    await page.locator('.pg-grid__row').nth(5).waitFor()
    const found: Scrolled = await page.evaluate(`(${SCROLL})(${JSON.stringify({ rows: ROWS, limit: LIMIT_MS, step: STEP })})`)
    return found
  } finally {
    await browser.close()
  }
}
