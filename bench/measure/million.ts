import { isJsonObject } from '@perigon/contracts'
import type { Request } from '../load/protocol.ts'
import { compare, type CompareOptions, type SideResult } from './compare.ts'
import { COLUMNS } from './comparisons.ts'
import type { Login, Perigon } from './perigon.ts'

/** p50 and p95 of one kind of request, in milliseconds. */
export type Felt = {
  readonly what: string
  readonly target: number | null
  readonly connections: number
  readonly p50: number
  readonly p95: number
  readonly perSecond: number
  /** Its p95 against what it is compared with, measured in turn; the median of the pairs. */
  readonly ratio?: number
}

const CONNECTIONS = 8
const PAGE = 200
const DEEP_PAGE = 10_000
const SIZE = 50

const get = (path: string): Request => ({ method: 'GET', path })
const post = (path: string, body: unknown): Request => ({ method: 'POST', path, body: JSON.stringify(body) })

/** What somebody types, letter by letter. */
function typed(words: readonly string[]): readonly Request[] {
  return words.flatMap((word) =>
    [...word].map((_, at) => get(`/api/v1/search?q=${encodeURIComponent([...word].slice(0, at + 1).join(''))}`)),
  )
}

const QUERIES = {
  chinese: typed(['华信', '金源精密', '恒泰机械', '东宇液压']),
  pinyin: typed(['hxjm', 'jyjx', 'huaxin', 'hengtai']),
  numbers: typed(['02154', '1380', '913101']),
} as const

/** The cursor in front of a page far down, walked to as a person would who never stops scrolling. */
async function cursorAt(perigon: Perigon, login: Login, page: number): Promise<string> {
  let cursor: string | null = null
  for (let at = 0; at < (page - 1) * SIZE; at += PAGE) {
    const path = `/api/v1/customers?fields=name&limit=${PAGE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer: unknown = await (await fetch(`${perigon.url}${path}`, { headers: login.headers })).json()
    if (!isJsonObject(answer) || typeof answer['next'] !== 'string')
      throw new Error(`no page ${page}: ${JSON.stringify(answer).slice(0, 200)}`)
    cursor = answer['next']
  }
  return cursor ?? ''
}

/** So many checks as one person may ask within a minute, and some to spare. */
const ENTRY_CHECKS = 45

/** Whether a customer is there already, asked while it is typed: names that are there but for a letter, and credit codes. */
async function entryChecks(perigon: Perigon, login: Login): Promise<Felt> {
  const times: number[] = []
  for (let at = 0; at < ENTRY_CHECKS; at += 1) {
    const values = {
      name: `${['苏州', '无锡', '杭州'][at % 3] ?? ''}${['华信', '金源', '恒泰'][at % 3] ?? ''}精密机械有限公司${at}`,
      phone: `0512-5555${1000 + at}`,
    }
    const began = performance.now()
    const answer = await fetch(`${perigon.url}/api/v1/duplicates`, {
      method: 'POST',
      headers: { ...login.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ object: 'customer', values }),
    })
    await answer.text()
    if (!answer.ok) throw new Error(`duplicates: ${answer.status}`)
    times.push(performance.now() - began)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const seconds = times.reduce((sum, each) => sum + each, 0) / 1000
  return {
    what: 'duplicate check on entry',
    target: 200,
    connections: 1,
    p50: sorted[Math.floor(times.length / 2)] ?? 0,
    p95: sorted[Math.floor(times.length * 0.95)] ?? 0,
    perSecond: times.length / seconds,
  }
}

const MINE = { field: 'owner', op: 'eq', value: { me: true } }
const TEAM = { field: 'department', op: 'in', value: { my_departments: true } }

/** The views every list has, in its own order, as the screen asks for them. */
const VIEWS = ['customers', 'contacts', 'opportunities', 'interactions', 'tasks'].map((path) => ({
  path,
  requests: [{}, { filter: MINE }, { filter: TEAM }].map((view) => post(`/api/v1/${path}/query`, { ...view, limit: 2 * SIZE })),
}))

/** Page 10,000 and page 1 of all customers in turn: one after the other each would meet another moment, and the first plans of its own text. */
async function pages(perigon: Perigon, admin: Login, options: CompareOptions): Promise<readonly Felt[]> {
  const list = `/api/v1/customers?fields=${COLUMNS.join(',')}&limit=${SIZE}`
  const deep = encodeURIComponent(await cursorAt(perigon, admin, DEEP_PAGE))
  const side = (path: string) => ({
    port: perigon.port,
    pid: perigon.pid,
    headers: admin.headers,
    work: { kind: 'cycle', requests: [get(path)] } as const,
  })
  const sides = { perigon: side(`${list}&cursor=${deep}`), raw: side(list) }
  const how = { ...options, connections: CONNECTIONS }
  const compared = await compare({ key: 'pages', label: 'pages', target: null, ...sides }, how)
  const felt = (page: number, { p50, p95, perSecond }: SideResult): Felt => ({
    what: `page ${page} of all customers, administrator`,
    target: 100,
    connections: CONNECTIONS,
    p50,
    p95,
    perSecond,
  })
  return [felt(1, compared.raw), { ...felt(DEEP_PAGE, compared.perigon), ratio: compared.slowness }]
}

/** What a person feels with a million customers: searching while typing, scrolling far, grouping; at eight connections. */
export async function measureMillion(
  { perigon, rep, admin }: { readonly perigon: Perigon; readonly rep: Login; readonly admin: Login },
  options: CompareOptions,
): Promise<readonly Felt[]> {
  const felt = async (
    what: string,
    target: number | null,
    input: { readonly login: Login; readonly requests: readonly Request[]; readonly connections?: number },
  ): Promise<Felt> => {
    const { login, requests, connections = CONNECTIONS } = input
    const slice = { port: perigon.port, milliseconds: options.milliseconds * 2, connections, headers: login.headers }
    const outcome = await options.generator.run({ ...slice, work: { kind: 'cycle', requests } })
    if (outcome.failures > 0) throw new Error(`${what}: ${outcome.firstFailure}`)
    return { what, target, connections, p50: outcome.p50, p95: outcome.p95, perSecond: outcome.requests / outcome.seconds }
  }
  const grouped = { measures: [{ fn: 'count' }, { fn: 'sum', field: 'annual_revenue' }], group: [{ field: 'industry' }] }
  const alone = { login: rep, connections: 1 }
  const views: Felt[] = []
  for (const { path, requests } of VIEWS) {
    // PostgreSQL plans a statement anew for the first five times on a connection; people meet that after a start, not all day.
    await felt(path, null, { login: rep, requests })
    views.push(await felt(`views of ${path}: all, mine, my departments, rep`, 100, { login: rep, requests }))
  }
  return [
    ...views,
    await felt('search while typing, Chinese, one person', 150, { ...alone, requests: QUERIES.chinese }),
    await felt('search while typing, pinyin, one person', 150, { ...alone, requests: QUERIES.pinyin }),
    await felt('search while typing, numbers, one person', 150, { ...alone, requests: QUERIES.numbers }),
    await entryChecks(perigon, rep),
    await felt('search while typing, Chinese from one character on, rep', 150, { login: rep, requests: QUERIES.chinese }),
    await felt('search while typing, Chinese, administrator', 150, { login: admin, requests: QUERIES.chinese }),
    await felt('search while typing, pinyin, rep', 150, { login: rep, requests: QUERIES.pinyin }),
    await felt('search while typing, pinyin, administrator', 150, { login: admin, requests: QUERIES.pinyin }),
    await felt('search while typing, numbers, rep', 150, { login: rep, requests: QUERIES.numbers }),
    ...(await pages(perigon, admin, options)),
    await felt('grouped by industry with count and sum, rep', 1000, {
      login: rep,
      requests: [post('/api/v1/customers/aggregate', grouped)],
    }),
    await felt('grouped by industry with count and sum, administrator', 1000, {
      login: admin,
      requests: [post('/api/v1/customers/aggregate', grouped)],
    }),
  ]
}
