import { isJsonObject, type ObjectMeta } from '@perigon/contracts'
import type { Request } from '../load/protocol.ts'
import type { RawServer } from './children.ts'
import { compare, type CompareOptions, type SideResult } from './compare.ts'
import type { Login, Perigon } from './perigon.ts'
import { builtIn, furtherViews, type ShippedView } from './shipped-views.ts'

/** One shipped view, or several short ones in turn, on both sides. */
export type ViewCompared = {
  readonly what: string
  /** Rows of the page; of several, all together. */
  readonly rows: number
  /** p95 of Perigon against that of the baseline, the median of the pairs. */
  readonly ratio: number
  readonly perigon: SideResult
  readonly raw: SideResult
}

type Parties = { readonly perigon: Perigon; readonly raw: RawServer; readonly rep: Login }

const CONNECTIONS = 8
/** There are many views; five pairs of one second each are enough for each of them. */
const MOST_ROUNDS = 5

const oursOf = ({ path, query }: ShippedView): Request => ({ method: 'POST', path: `/api/v1/${path}/query`, body: JSON.stringify(query) })

function theirsOf({ key, asked }: ShippedView): Request {
  const more = new URLSearchParams(asked).toString()
  return { method: 'GET', path: `/view/${encodeURIComponent(key)}${more === '' ? '' : `?${more}`}` }
}

async function askJson(port: number, login: Login, { method, path, body }: Request): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { ...login.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

type Row = { readonly [key: string]: unknown }

const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isJsonObject) : [])

async function oursAsked({ perigon, rep }: Pick<Parties, 'perigon' | 'rep'>, view: ShippedView): Promise<readonly Row[]> {
  const answer = await askJson(perigon.port, rep, oursOf(view))
  return rowsOf(isJsonObject(answer) ? answer['data'] : null)
}

const isSame = (ours: unknown, theirs: unknown): boolean =>
  JSON.stringify(ours ?? null) === JSON.stringify(theirs ?? null) ||
  // Numbers with decimals travel as texts from Perigon.
  (typeof ours === 'string' && typeof theirs === 'number' && Number(ours) === theirs)

/** The baseline has flat rows: a link and its title, money and its columns, each beside the other. */
function isSameField(ours: unknown, key: string, theirs: Row): boolean {
  if (!isJsonObject(ours)) return isSame(ours, theirs[key])
  if ('title' in ours) return isSame(ours['id'], theirs[key]) && isSame(ours['title'], theirs[`${key}_title`])
  if (!('amount' in ours)) return isSame(ours, theirs[key])
  const { amount, currency, base } = ours
  return isSame(amount, theirs[key]) && isSame(currency, theirs[`${key}_currency`]) && isSame(base, theirs[`${key}_base`])
}

/** Throws unless both answer the same records in the same order with the same values: anything else would compare two different things. */
async function demandSame(parties: Parties, view: ShippedView): Promise<number> {
  const ours = await oursAsked(parties, view)
  const theirs = rowsOf(await askJson(parties.raw.port, parties.rep, theirsOf(view)))
  if (ours.length !== theirs.length) throw new Error(`${view.key}: ${ours.length} rows against ${theirs.length} of the baseline`)
  for (const [place, row] of ours.entries()) {
    const other = theirs[place] ?? {}
    const wrong = Object.keys(row).find((key) => !isSameField(row[key], key, other))
    if (wrong === undefined) continue
    throw new Error(
      `${view.key}, row ${place + 1}: ${wrong} is ${JSON.stringify(row[wrong])} against ${JSON.stringify(other)} of the baseline`,
    )
  }
  return ours.length
}

async function objectsOf({ perigon, rep }: Parties): Promise<readonly ObjectMeta[]> {
  const response = await fetch(`${perigon.url}/api/v1/meta`, { headers: rep.headers })
  const meta: { readonly objects: readonly ObjectMeta[] } = await response.json()
  return meta.objects
}

const RECENT = 20

/** Some records of the rep, scattered over the first page, as if they had been opened lately. */
async function recentOf(parties: Parties, object: ObjectMeta): Promise<readonly string[]> {
  const [all] = builtIn(object, [])
  const rows = all === undefined ? [] : await oursAsked(parties, all)
  return rows.flatMap(({ id }, place) => (place % 5 === 0 && typeof id === 'string' ? [id] : [])).slice(0, RECENT)
}

type Group = { readonly what: string; readonly views: readonly ShippedView[] }

const NAMES: { readonly [view: string]: string } = {
  all: 'all',
  mine: 'mine',
  team: 'my departments',
  recent: 'opened lately',
  board: 'one column of the board',
  card: 'card of the home page',
  desk: "today's desk",
  calendar: 'calendar of the month',
}

/** Every list a rep finds in the product: one comparison each, but short lists of settings, which are asked in turn. */
async function groupsOf(parties: Parties, now: Date): Promise<readonly Group[]> {
  const objects = await objectsOf(parties)
  const objectOf = (key: string): ObjectMeta => {
    const found = objects.find((object) => object.key === key)
    if (found === undefined) throw new Error(`the rep has no ${key}`)
    return found
  }
  const owned = objects.filter(
    (object) => object.fields.some(({ key }) => key === 'owner') && object.fields.some(({ key }) => key === 'department'),
  )
  const own: ShippedView[] = []
  for (const object of owned) own.push(...builtIn(object, await recentOf(parties, object)))
  const others = objects.filter((object) => !owned.includes(object))
  const inMenu = others.filter((object) => object.navigable).flatMap((object) => builtIn(object, []))
  const settings = others.filter((object) => !object.navigable).flatMap((object) => builtIn(object, []))
  const single = (view: ShippedView): Group => {
    const [object = '', name = '', title] = view.key.split('.')
    return { what: `${objectOf(object).path}: ${title ?? NAMES[name] ?? name}`, views: [view] }
  }
  return [
    ...[...own, ...furtherViews(objectOf, now), ...inMenu].map(single),
    { what: `${settings.length} short lists of settings and of one's own, in turn`, views: settings },
  ]
}

/**
 * The lists that ship against hand-written SQL for the very same answer, as a rep at eight connections. Both sides answer once before
 * anything is measured, and what they say is compared field by field.
 */
export async function measureViews(
  parties: Parties,
  options: CompareOptions & { readonly only: readonly string[]; readonly tell: (line: string) => void; readonly now: Date },
): Promise<readonly ViewCompared[]> {
  const { perigon, raw, rep } = parties
  const results: ViewCompared[] = []
  let isCold = true
  for (const { what, views } of await groupsOf(parties, options.now)) {
    if (options.only.length > 0 && !views.some((view) => options.only.some((key) => view.key.startsWith(key)))) continue
    let rows = 0
    for (const view of views) rows += await demandSame(parties, view)
    const sides = {
      key: what,
      label: what,
      target: null,
      perigon: { port: perigon.port, pid: perigon.pid, headers: rep.headers, work: { kind: 'cycle', requests: views.map(oursOf) } },
      raw: { port: raw.port, pid: raw.pid, headers: rep.headers, work: { kind: 'cycle', requests: views.map(theirsOf) } },
    } as const
    const how = {
      ...options,
      connections: CONNECTIONS,
      rounds: Math.min(options.rounds, MOST_ROUNDS),
      milliseconds: options.milliseconds / 2,
    }
    // A process that has just begun is slow for some ten seconds, whatever it is asked.
    if (isCold) for (let times = 0; times < 3; times += 1) await compare(sides, how)
    isCold = false
    const compared = await compare(sides, how)
    for (const view of views) await demandSame(parties, view)
    results.push({ what, rows, ratio: compared.slowness, perigon: compared.perigon, raw: compared.raw })
    options.tell(
      `${what}  ${compared.slowness.toFixed(2)}  (p95 ${compared.perigon.p95.toFixed(1)} ms against ${compared.raw.p95.toFixed(1)} ms)`,
    )
  }
  return results
}
