import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openBrowser, signedInPerson } from './browser.fixture.ts'
import { type Findings, lookAround, looksRight, pagesOfRep, passesAxe } from './look-around.fixture.ts'
import { loadStoryCompany, openServer, REP, type Server } from './server.fixture.ts'

describe('looks in Chinese', () => {
  let server: Server
  let browser: Browser
  let pages: Awaited<ReturnType<typeof pagesOfRep>> = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    pages = await pagesOfRep(browser, server)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  describe.each([
    { name: 'chinese-1440', locale: 'zh-CN', width: 1440, axe: true },
    { name: 'chinese-390', locale: 'zh-CN', width: 390, axe: true },
  ] as const)('at $width px', (combination) => {
    let found: Findings
    beforeAll(async () => {
      found = await lookAround(browser, server, { combination, pages })
    })

    passesAxe(() => found)
    looksRight(() => found)
  })

  it('shows the records of a grouped list on a phone too', async () => {
    const rep = await signedInPerson(browser, server.url, { ...REP, width: 390 })
    await rep.page.goto('/opportunities?group=stage')
    await rep.page.getByRole('main').getByRole('listitem').first().waitFor()
    await rep.leave()
  })
})
