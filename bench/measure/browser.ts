import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '@perigon/testing'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { median } from './compare.ts'
import { type Perigon, signIn } from './perigon.ts'

export type Browsed = {
  /** Milliseconds from the start of the navigation until the first rows are painted: empty browser cache, and the visit after it. */
  readonly firstVisit: number
  readonly nextVisit: number
  /** Transferred script bytes until the rows are there, and with what is fetched behind them. */
  readonly scriptBytes: number
  readonly allScriptBytes: number
  readonly scripts: number
}

const VISITS = 7
const LIST = '/customers'

/** Runs in the page: notes when a row with a company's name stands there and has been painted. */
const WATCH = `(() => {
  const look = () => {
    const row = [...document.querySelectorAll('[role="row"]')].find((each) => each.textContent.includes('公司'))
    if (row === undefined) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => { window.benchRowsAt = performance.now() }))
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { childList: true, subtree: true, characterData: true })
})()`

type Traffic = { readonly bytes: () => number; readonly scripts: () => number }

/** Script bytes as they came over the wire, compressed. */
async function watchTraffic(page: Page): Promise<Traffic> {
  const session = await page.context().newCDPSession(page)
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (type === 'Script' || /\.m?js(\?|$)/.test(response.url)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await session.send('Network.enable')
  return { bytes: () => bytes, scripts: () => scripts.size }
}

async function rowsAt(page: Page, url: string): Promise<number> {
  await page.goto(`${url}${LIST}`)
  const handle = await page.waitForFunction(() => Reflect.get(window, 'benchRowsAt'), undefined, { timeout: 30_000 })
  return Number(await handle.jsonValue())
}

async function profile(browser: Browser, url: string, token: string): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name: 'perigon_session', value: token, url }])
  await context.addInitScript(WATCH)
  return context
}

async function visit(browser: Browser, url: string, token: string): Promise<Browsed> {
  const context = await profile(browser, url, token)
  const page = await context.newPage()
  const traffic = await watchTraffic(page)
  const firstVisit = await rowsAt(page, url)
  const seen = { scriptBytes: traffic.bytes(), scripts: traffic.scripts() }
  await page.waitForLoadState('networkidle')
  const allScriptBytes = traffic.bytes()
  const nextVisit = await rowsAt(page, url)
  await context.close()
  return { firstVisit, nextVisit, allScriptBytes, ...seen }
}

/** The list of customers in a real browser, as an ordinary rep; null where the web application is not built. */
export async function measureBrowser(perigon: Perigon, input: { readonly root: string; readonly login: string }): Promise<Browsed | null> {
  if (!existsSync(join(input.root, 'apps/web/dist/index.html'))) return null
  const { token } = await signIn(perigon.url, input.login)
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] })
  try {
    await visit(browser, perigon.url, token)
    const visits: Browsed[] = []
    for (let count = 0; count < VISITS; count += 1) visits.push(await visit(browser, perigon.url, token))
    const of = (value: (each: Browsed) => number): number => median(visits.map(value))
    return {
      firstVisit: of((each) => each.firstVisit),
      nextVisit: of((each) => each.nextVisit),
      scriptBytes: of((each) => each.scriptBytes),
      allScriptBytes: of((each) => each.allScriptBytes),
      scripts: of((each) => each.scripts),
    }
  } finally {
    await browser.close()
  }
}
