import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { openBrowser, signedInPerson, wireOf } from './browser.fixture.ts'
import { type Findings, lookAround, looksRight, passesAxe } from './look-around.fixture.ts'
import { ADMIN, loadStoryCompany, openServer, type Server } from './server.fixture.ts'

const PAGES = [
  ['account', '/account'],
  ['roles', '/roles-and-rights'],
  ['audit', '/audit'],
  ['organization', '/organization'],
  ['work-calendar', '/work-calendar'],
  ['pools', '/pools'],
  ['pool-settings', '/pool-settings'],
  ['duplicates', '/duplicates'],
  ['notifications', '/notifications'],
  ['notification-preferences', '/notifications/preferences'],
  ['bulk-operations', '/bulk-operations'],
  ['exports', '/exports'],
] as const

describe('pages about people, trust and their tools', () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([openServer(), openBrowser()])
    await loadStoryCompany(server)
    const admin = await signedInPerson(browser, server.url, ADMIN)
    const wire = await wireOf(admin)
    const people = await wire.list('employees', { fields: ['name'], limit: 2 })
    const [from, to] = people.map((each) => each.id)
    await wire.create('delegations', { from_employee: from, to_employee: to, start: '2020-01-01', end: '2099-01-01', reason: '年休假' })
    await admin.leave()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  describe.each([
    { name: 'trust-chinese-1440', locale: 'zh-CN', width: 1440, axe: true, narrow: 720 },
    { name: 'trust-chinese-390', locale: 'zh-CN', width: 390, axe: true, narrow: 320 },
    { name: 'trust-english-1440', locale: 'en-US', width: 1440, axe: false, narrow: 720 },
    { name: 'trust-english-390', locale: 'en-US', width: 390, axe: false, narrow: 320 },
  ] as const)('in $locale at $width px', (combination) => {
    let found: Findings
    beforeAll(async () => {
      found = await lookAround(browser, server, { combination, pages: PAGES, who: ADMIN })
    })
    if (combination.axe) passesAxe(() => found)
    looksRight(() => found)
  })
})
