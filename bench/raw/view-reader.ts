import type pg from 'pg'
import { SMALL_LISTS } from './small-lists.ts'
import { FOLLOWED, VIEWS, type ViewStatement } from './view-statements.ts'

/** Who asks, with what an application resolves once when somebody signs in. */
export type ViewSession = {
  readonly user: string
  readonly employee: string
  readonly roles: readonly string[]
  /** One's own departments, those one leads, and what is below them. */
  readonly departments: readonly string[]
  /** Ids of single records that are shared with one. */
  readonly shared: readonly string[]
}

type Prepared = { readonly name: string; readonly text: string; readonly names: readonly string[] }
type Values = { readonly [name: string]: unknown }

const DAY = 86_400_000
// China has one zone and no summer time.
const ZONE = 8 * 3_600_000

/** Days of the company as instants and as dates. */
function daysAt(now: number): Values {
  const midnight = Math.floor((now + ZONE) / DAY) * DAY
  const date = new Date(midnight)
  const instant = (days: number): string => new Date(midnight + days * DAY - ZONE).toISOString()
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
  const month = (months: number): string => day(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
  return {
    today: instant(0),
    tomorrow: instant(1),
    today_day: day(midnight),
    tomorrow_day: day(midnight + DAY),
    days_30: instant(-29),
    days_60: instant(-59),
    days_90: instant(-89),
    months_12: month(-11),
    next_month: month(1),
  }
}

/** Names in the text become numbered parameters. */
function prepare(name: string, text: string): Prepared {
  const names: string[] = []
  const numbered = text.replaceAll(/(?<!:):([a-z]\w*)/g, (_, key: string) => {
    if (!names.includes(key)) names.push(key)
    return `$${names.indexOf(key) + 1}`
  })
  return { name, text: numbered, names }
}

type View = { readonly table: string; readonly alone: Prepared; readonly withOthers: Prepared }

function preparedView([key, { table, alone, withOthers }]: [string, ViewStatement]): readonly [string, View] {
  return [key, { table, alone: prepare(`view.${key}`, alone), withOthers: prepare(`view.${key}.others`, withOthers) }]
}

const views = new Map<string, View>(Object.entries({ ...VIEWS, ...SMALL_LISTS }).map(preparedView))
const followed = new Map<string, Prepared>(Object.entries(FOLLOWED).map(([table, text]) => [table, prepare(`followed.${table}`, text)]))

/** As long as Perigon uses an answer again, and no longer (docs/adr/0014): both sides are as fresh. */
const KEPT_MS = 3000

/** Reads the shipped views with hand-written SQL; `asked` is what the address says besides. Null when there is no such view. */
export function createViewReader(pool: pg.Pool): (session: ViewSession, key: string, asked: Values) => Promise<string | null> {
  const kept = new Map<string, { readonly until: number; readonly ids: Promise<readonly string[]> }>()
  const rows = async <Row extends pg.QueryResultRow>({ name, text, names }: Prepared, values: Values): Promise<readonly Row[]> =>
    (await pool.query<Row>({ name, text, values: names.map((key) => values[key] ?? null) })).rows

  const followedOf = async (session: ViewSession, table: string): Promise<readonly string[]> => {
    const statement = followed.get(table)
    if (statement === undefined) return []
    const key = `${session.employee} ${table}`
    const known = kept.get(key)
    if (known !== undefined && known.until > performance.now()) return known.ids
    // Whoever asks meanwhile waits for the same answer.
    const ids = rows<{ id: string }>(statement, { me: session.employee, shared: session.shared }).then((found) =>
      found.map((row) => row.id),
    )
    kept.set(key, { until: performance.now() + KEPT_MS, ids })
    return ids
  }

  return async (session, key, asked) => {
    const view = views.get(key)
    if (view === undefined) return null
    const others = view.alone.text === view.withOthers.text ? [] : [...session.shared, ...(await followedOf(session, view.table))]
    const { user, roles, departments, shared, employee } = session
    const values = { ...daysAt(Date.now()), ...asked, me: employee, user, roles, departments, shared, others }
    const [answer] = await rows<{ body: string }>(others.length === 0 ? view.alone : view.withOthers, values)
    return answer?.body ?? '[]'
  }
}
