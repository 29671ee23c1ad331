import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '@perigon/testing'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterEach } from 'vitest'

/** A person before a browser of their own, and what the browser complained about meanwhile. */
export type Person = {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: string[]
  readonly leave: () => Promise<void>
}

export type Surroundings = {
  readonly locale?: 'zh-CN' | 'en-US'
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
}

/** Refusals the API is meant to give; Chromium reports each as an error. */
const MEANT = /Failed to load resource: the server responded with a status of (401|403|404|409|422|429|503)/

/** In a bare environment Chromium takes file names for ASCII and does not find those with Chinese in them. */
const SPEAKS_UTF8 = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments], env: { ...process.env, ...SPEAKS_UTF8 } })
}

/** A fresh browser profile at the address of the server. */
export async function newPerson(browser: Browser, url: string, around: Surroundings = {}): Promise<Person> {
  const width = around.width ?? 1440
  const context = await browser.newContext({
    baseURL: url,
    locale: around.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width, height: around.height ?? (width < 600 ? 844 : 900) },
    colorScheme: around.dark === true ? 'dark' : 'light',
    hasTouch: width < 600,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    const isError = message.type() === 'error' || /content security policy/i.test(message.text())
    const { url } = message.location()
    const isMeant = MEANT.test(message.text()) && url.includes('/api/v1/')
    if (isError && !isMeant) complaints.push(`${new URL(page.url()).pathname}: ${message.text()} ${url}`)
  })
  page.on('pageerror', (error) => complaints.push(`${new URL(page.url()).pathname}: ${error.message}`))
  return { context, page, complaints, leave: () => context.close() }
}

/** Somebody who is already signed in. */
export async function signedInPerson(
  browser: Browser,
  url: string,
  who: { readonly login: string; readonly password: string } & Surroundings,
): Promise<Person> {
  const person = await newPerson(browser, url, who)
  const answer = await person.context.request.post('/api/v1/session', { data: { login: who.login, password: who.password } })
  if (!answer.ok()) throw new Error(`sign-in of ${who.login}: ${answer.status()} ${await answer.text()}`)
  return person
}

/** The API as this person, for what a journey needs beforehand or wants to see afterwards. */
export async function wireOf(person: Person) {
  const { request } = person.context
  const { csrf } = (await (await request.get('/api/v1/session')).json()) as { csrf: string }
  const send = async (method: 'POST' | 'PATCH' | 'GET', path: string, how: { data?: unknown; version?: number } = {}): Promise<Wire> => {
    const { data, version } = how
    const answer = await request.fetch(`/api/v1/${path}`, {
      method,
      headers: { 'x-csrf-token': csrf, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
      ...(data === undefined ? {} : { data }),
    })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    const record: Wire = await answer.json()
    return record
  }
  return {
    create: (path: string, data: object) => send('POST', path, { data }),
    change: (path: string, data: object, version: number) => send('PATCH', path, { data, version }),
    get: (path: string) => send('GET', path),
    list: async (path: string, query: object) => (await send('POST', `${path}/query`, { data: query }))['data'] as readonly Wire[],
  }
}

/** A record as it comes over the wire. */
export type Wire = { readonly id: string; readonly [field: string]: unknown }

/** Keeps a picture when PERIGON_E2E_SHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['PERIGON_E2E_SHOTS']
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** When a test fails, keeps what its pages showed beside the other pictures. */
export function keepEvidence(pages: () => readonly (Page | undefined)[]): void {
  afterEach(async ({ task }) => {
    const folder = process.env['PERIGON_E2E_SHOTS'] ?? ''
    if (folder === '' || task.result?.state !== 'fail') return
    for (const [index, page] of pages().entries()) {
      const name = `failed-${task.name.slice(0, 60).replace(/[^a-z0-9]+/gi, '-')}-${index}`
      await page?.screenshot({ path: join(folder, `${name}.png`) }).catch(() => undefined)
      const text = await page
        ?.locator('body')
        .ariaSnapshot()
        .catch(() => undefined)
      if (text !== undefined) writeFileSync(join(folder, `${name}.txt`), text)
    }
  })
}
