import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { newPerson, type Person, shoot, signedInPerson, type Surroundings, wireOf } from './browser.fixture.ts'
import { foreignTexts, seriousViolations, settled, sideways, textsOn, type Traffic, watchTraffic } from './looks.fixture.ts'
import { REP, type Server } from './server.fixture.ts'

export type Findings = { readonly [kind in 'light' | 'dark' | 'sideways' | 'words' | 'announced' | 'complaints']: string[] }
export type Combination = Surroundings & {
  readonly name: string
  readonly locale: 'zh-CN' | 'en-US'
  readonly width: number
  readonly axe: boolean
  /** A second width at which nothing may scroll sideways: zoom to 200 %, the smallest phone. */
  readonly narrow?: number
}

/** Names, units and keys that are the same in every language. */
const LATIN = {
  pattern: /[A-Za-z]{2,}/,
  allowed:
    /\b(CRM|Perigon|English|API|Excel|Outlook|CSV|XLSX|UTF|GB18030|Tab|Ctrl|Shift|Alt|Esc|Enter|YYYY-MM-DD( HH:mm)?|MB|KB|CNY|USD|EUR|HKD|JPY|GBP|Chrome|Edge|Firefox|Safari|Linux|Windows|Android|iPhone|PERIGON_URL|https)\b|[\w.-]*\.(csv|xlsx)|[\w.]+@[\w.]+|https?:\S+/g,
}
const CHINESE = { pattern: /[\u3400-\u9fff]/u, allowed: /简体中文|中文/g }

/** Name → address of the pages a sales rep sees; a file waits to be matched in one of them. */
export async function pagesOfRep(browser: Browser, server: Server): Promise<readonly (readonly [string, string])[]> {
  const rep = await signedInPerson(browser, server.url, REP)
  const wire = await wireOf(rep)
  const one = async (path: string, filter: object): Promise<string> =>
    (await wire.list(path, { filter, limit: 1, sort: ['created_at'] }))[0]?.id ?? ''
  const open = await one('opportunities', { field: 'state', op: 'eq', value: 'open' })
  const lost = await one('opportunities', { field: 'state', op: 'eq', value: 'lost' })
  const customer = await one('customers', { field: 'credit_code', op: 'not_empty' })
  const before = { field: 'expected_close', op: 'before', value: { period: 'today' } }
  const overdue = encodeURIComponent(
    JSON.stringify([
      { name: '', condition: before, tone: 'danger', column: null },
      { name: '', condition: { not: before }, tone: 'warn', column: 'expected_close' },
      { name: '', condition: { not: before }, tone: 'ok', column: 'amount' },
    ]),
  )
  const routes = [
    ['home', '/'],
    ['list', '/customers'],
    ['filtered', `/opportunities?filter=${encodeURIComponent(JSON.stringify({ field: 'state', op: 'eq', value: 'open' }))}&group=stage`],
    ['board', '/opportunities?layout=board'],
    ['calendar', `/opportunities?layout=calendar&formats=${overdue}`],
    ['gallery', `/opportunities?layout=gallery&formats=${overdue}`],
    [
      'coloured',
      `/opportunities?formats=${overdue}&filter=${encodeURIComponent(JSON.stringify({ has_no: 'tasks', where: { field: 'owner', op: 'eq', value: { me: true } } }))}`,
    ],
    ['tasks', '/tasks?view=mine'],
    ['customer', `/customers/${customer}`],
    ['opportunity', `/opportunities/${open}`],
    ['lost', `/opportunities/${lost}`],
    ['funnel', '/funnel'],
    ['today', '/today'],
    ['calendar-week', '/calendar?view=week'],
    ['calendar-month', '/calendar?view=month'],
    ['calendar-day', '/calendar?view=day'],
    ['duplicate-check', '/duplicate-check'],
    ['trash', '/customers/trash'],
    ['imports', '/imports'],
    ['upload', '/import/customer'],
    ['mapping', `/imports/${await uploaded(rep)}`],
    ['missing', `/customers/${customer.replace(/.$/, 'f')}`],
  ] as const
  await rep.leave()
  return routes
}

/** Looks at every page in one language and width, in light and dark, and writes down what is wrong. */
export async function lookAround(
  browser: Browser,
  server: Server,
  how: {
    readonly combination: Combination
    readonly pages: readonly (readonly [string, string])[]
    /** Whose pages they are; the sales rep's where nothing is said. */
    readonly who?: { readonly login: string; readonly password: string }
  },
): Promise<Findings> {
  const { combination, pages, who = REP } = how
  const found: Findings = { light: [], dark: [], sideways: [], words: [], announced: [], complaints: [] }
  const stranger = await newPerson(browser, server.url, combination)
  await visit(stranger, combination, { found, route: ['sign-in', '/'], traffic: watchTraffic(stranger.page) })
  await stranger.leave()
  const rep = await signedInPerson(browser, server.url, { ...who, ...combination })
  await rep.context.addInitScript((locale) => localStorage.setItem('perigon.locale', locale), combination.locale)
  const traffic = watchTraffic(rep.page)
  for (const route of pages) await visit(rep, combination, { found, route, traffic })
  found.complaints.push(...stranger.complaints, ...rep.complaints)
  await rep.leave()
  return found
}

async function uploaded(person: Person): Promise<string> {
  const { request } = person.context
  const { csrf } = (await (await request.get('/api/v1/session')).json()) as { csrf: string }
  const buffer = Buffer.from('客户名称,电话,行业,员工人数\n昆山晨星机械有限公司,0512-55550001,制造业,120\n')
  const answer = await request.post('/api/v1/imports?object=customer', {
    headers: { 'x-csrf-token': csrf },
    multipart: { file: { name: '客户.csv', mimeType: 'text/csv', buffer } },
  })
  return ((await answer.json()) as { id: string }).id
}

async function visit(
  person: Person,
  combination: Combination,
  to: { readonly found: Findings; readonly route: readonly [string, string]; readonly traffic: Traffic },
): Promise<void> {
  const { page } = person
  const [name, path] = to.route
  await page.goto(path)
  await settled(page, to.traffic)
  await shoot(page, `looks-${combination.name}-${name}`)
  const add = (kind: keyof Findings, lines: readonly string[]): void => {
    to.found[kind].push(...lines.map((line) => `${name}: ${line}`))
  }
  if (combination.axe) add('light', await seriousViolations(page))
  add('sideways', await sideways(page))
  const { seen, announced } = await textsOn(page)
  if (combination.narrow !== undefined) {
    const height = combination.width < 600 ? 844 : 900
    await page.setViewportSize({ width: combination.narrow, height })
    await settled(page, to.traffic)
    await shoot(page, `looks-${combination.name}-${name}-narrow`)
    add(
      'sideways',
      (await sideways(page)).map((line) => `at ${combination.narrow} px: ${line}`),
    )
    await page.setViewportSize({ width: combination.width, height })
  }
  const words = await to.traffic.words()
  if (combination.axe) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
    await settled(page, to.traffic)
    await shoot(page, `looks-${combination.name}-${name}-dark`)
    add('dark', await seriousViolations(page))
    await page.emulateMedia({ colorScheme: 'light' })
  }
  const how = combination.locale === 'zh-CN' ? LATIN : CHINESE
  add('words', foreignTexts(seen, words, how))
  // Much of this is the same on every page: each name once.
  for (const text of foreignTexts(announced, words, how))
    if (!to.found.announced.some((line) => line.endsWith(`: ${text}`))) add('announced', [text])
}

/** What holds for every page in every language and width: nothing scrolls sideways, one language, no complaints. */
export function looksRight(found: () => Findings): void {
  it('does not scroll sideways, also not with half the width or on the smallest phone where that was tried', () => {
    expect(found().sideways).toEqual([])
  })
  it('shows no words of the other language', () => {
    expect(found().words).toEqual([])
  })
  it('announces no words of the other language', () => {
    expect(found().announced).toEqual([])
  })
  it('makes the browser complain about nothing', () => {
    expect(found().complaints).toEqual([])
  })
}

/** Nothing serious or critical for axe, in light and in dark colours. */
export function passesAxe(found: () => Findings): void {
  it('has nothing serious for axe in light colours', () => {
    expect(found().light).toEqual([])
  })
  it('has nothing serious for axe in dark colours', () => {
    expect(found().dark).toEqual([])
  })
}
