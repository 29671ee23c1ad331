import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, signedInPerson } from './browser.fixture.ts'
import { type Findings, lookAround, looksRight, pagesOfRep } from './look-around.fixture.ts'
import { settled, watchTraffic } from './looks.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, type Server } from './server.fixture.ts'

describe('looks in English', () => {
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
    { name: 'english-1440', locale: 'en-US', width: 1440, axe: false, narrow: 720 },
    { name: 'english-390', locale: 'en-US', width: 390, axe: false, narrow: 320 },
  ] as const)('at $width px', (combination) => {
    let found: Findings
    beforeAll(async () => {
      found = await lookAround(browser, server, { combination, pages })
    })

    looksRight(() => found)
  })

  it('keeps every page of the administrator free of complaints, the API documentation too', async () => {
    const admin = await signedInPerson(browser, server.url, { ...ADMIN, locale: 'en-US' })
    const traffic = watchTraffic(admin.page)
    for (const path of ['/', '/users', '/departments', '/employees', '/products', '/interactions']) {
      await admin.page.goto(path)
      await settled(admin.page, traffic)
    }
    await admin.page.goto('/api/docs')
    await admin.page.getByText('Opportunities').first().waitFor()
    expect(admin.complaints).toEqual([])
    await admin.leave()
  })
})
