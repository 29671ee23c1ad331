import { setTimeout as pause } from 'node:timers/promises'
import { isJsonObject } from '@perigon/contracts'
import type pg from 'pg'
import type { Request } from '../load/protocol.ts'
import type { CompareOptions } from './compare.ts'
import { COLUMNS } from './comparisons.ts'
import type { Login, Perigon } from './perigon.ts'

/** A scan of the whole base for duplicates, and what people feel of it meanwhile. */
export type Duplicates = {
  readonly records: number
  /** From the asking to the end, while people read lists all the time. */
  readonly seconds: number
  readonly compared: number
  readonly pairs: number
  readonly groups: number
  readonly oversized: number
  /** p95 of a rep's lists in milliseconds, before the scan and while it ran. */
  readonly before: number
  readonly during: number
  readonly ratio: number
}

const CONNECTIONS = 4
const LIMIT_MS = 3_600_000
/** Slices of reading before the scan, whose middle counts. */
const BEFORE = 5

type Told = { readonly state: string; readonly total: number; readonly counts: { readonly [count: string]: number } }

async function call(
  perigon: Perigon,
  login: Login,
  request: { readonly method: string; readonly path: string; readonly body?: object },
): Promise<unknown> {
  const response = await fetch(`${perigon.url}/api/v1${request.path}`, {
    method: request.method,
    headers: { ...login.headers, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${request.path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

async function scanNow(client: pg.Client): Promise<Told> {
  const rows = await client.query<Told>(
    `select state, total, counts from duplicate_scan where object = 'customer' order by started_at desc limit 1`,
  )
  return rows.rows[0] ?? { state: 'failed', total: 0, counts: {} }
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

async function clear(client: pg.Client): Promise<void> {
  for (const table of ['scan', 'pair', 'group', 'key']) await client.query(`truncate duplicate_${table}`)
}

/** Scans all customers while a rep's lists are read at four connections, and compares these reads with those just before. */
export async function measureDuplicates(
  { perigon, rep, admin, client }: { readonly perigon: Perigon; readonly rep: Login; readonly admin: Login; readonly client: pg.Client },
  options: Pick<CompareOptions, 'generator' | 'milliseconds'>,
): Promise<Duplicates> {
  const requests: readonly Request[] = [{ method: 'GET', path: `/api/v1/customers?fields=${COLUMNS.join(',')}&limit=50` }]
  const read = async (): Promise<number> => {
    const slice = { port: perigon.port, milliseconds: options.milliseconds, connections: CONNECTIONS, headers: rep.headers }
    const outcome = await options.generator.run({ ...slice, work: { kind: 'cycle', requests } })
    if (outcome.failures > 0) throw new Error(`reading lists: ${outcome.firstFailure}`)
    return outcome.p95
  }
  await clear(client)
  await read()
  const before: number[] = []
  for (let slice = 0; slice < BEFORE; slice += 1) before.push(await read())
  const from = performance.now()
  const begun = await call(perigon, admin, { method: 'POST', path: '/duplicates/scans', body: { object: 'customer' } })
  if (!isJsonObject(begun)) throw new Error('the scan did not begin')
  const during: number[] = []
  for (;;) {
    during.push(await read())
    const now = await scanNow(client)
    if (now.state === 'done') break
    if (now.state !== 'running' || performance.now() - from > LIMIT_MS) throw new Error(`the scan: ${JSON.stringify(now)}`)
    await pause(50)
  }
  const seconds = (performance.now() - from) / 1000
  const { total, counts } = await scanNow(client)
  await clear(client)
  const [calm, busy] = [middle(before), middle(during)]
  return {
    records: total,
    seconds,
    compared: counts['compared'] ?? 0,
    pairs: counts['pairs'] ?? 0,
    groups: counts['groups'] ?? 0,
    oversized: counts['oversized'] ?? 0,
    before: calm,
    during: busy,
    ratio: busy / calm,
  }
}
