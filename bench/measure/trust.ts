import { newId } from '@perigon/contracts'
import { sealOnce } from '@perigon/kernel'
import { createDatabase } from '@perigon/db'
import type pg from 'pg'
import { PASSWORD } from '../account.ts'
import type { Request, Work } from '../load/protocol.ts'
import { EVENT, INSERT } from '../raw/statements.ts'
import { type Generator, startUnsecured } from './children.ts'
import { type Compared, compare, type CompareOptions, median } from './compare.ts'
import { COLUMNS, type Subjects } from './comparisons.ts'
import type { Login, Perigon } from './perigon.ts'
import { cpuOfFamily } from './processes.ts'

export type Trust = {
  /** A rep's reads against the administrator's, and with row security against without it. */
  readonly compared: readonly Compared[]
  /** Rows a second of one connection, a transaction each: the record alone, and with its event. */
  readonly bareWrites: number
  readonly loggedWrites: number
  /** Database CPU to seal one event, in microseconds, and what the bare write of a row costs. */
  readonly sealMicroseconds: number
  readonly bareMicroseconds: number
  /** p95 of list reads in milliseconds: alone, and while 50 people sign in over and over; and how many signed in a second. */
  readonly readsAlone: number
  readonly readsBesideSignIns: number
  readonly signInsPerSecond: number
}

type Parties = {
  readonly perigon: Perigon
  readonly url: string
  readonly rep: Login
  readonly admin: Login
  readonly subjects: Subjects
  readonly client: pg.Client
}

const get = (path: string): Request => ({ method: 'GET', path })
const cycle = (requests: readonly Request[]): Work => ({ kind: 'cycle', requests })

function works(subjects: Subjects): readonly { readonly key: string; readonly label: string; readonly work: Work }[] {
  const fields = COLUMNS.join(',')
  return [
    { key: 'list', label: 'list of 50', work: cycle([get(`/api/v1/customers?fields=${fields}&limit=50`)]) },
    { key: 'get', label: 'get by id', work: cycle(subjects.own.slice(0, 2000).map(({ id }) => get(`/api/v1/customers/${id}`))) },
  ]
}

async function reads(parties: Parties, options: CompareOptions): Promise<readonly Compared[]> {
  const { perigon, rep, admin, url, subjects } = parties
  const unsecured = await startUnsecured(url)
  const side = (server: { readonly port: number; readonly pid: number }, login: Login, work: Work) => ({
    port: server.port,
    pid: server.pid,
    headers: login.headers,
    work,
  })
  const results: Compared[] = []
  for (const { key, label, work } of works(subjects)) {
    const asAdmin = { key: `${key}-rep`, label: `${label}, rep against administrator`, target: 0.67 }
    results.push(await compare({ ...asAdmin, perigon: side(perigon, rep, work), raw: side(perigon, admin, work) }, options))
    const without = { key: `${key}-rls`, label: `${label}, rep with row security against without`, target: null }
    results.push(await compare({ ...without, perigon: side(perigon, rep, work), raw: side(unsecured, rep, work) }, options))
  }
  unsecured.stop()
  return results
}

const BATCH = 400

/** So many single-row transactions; rows a second. What is written is taken back by the clean-up of the run. */
async function writeRows(client: pg.Client, subjects: Subjects, isLogged: boolean): Promise<number> {
  const { rep } = subjects
  const from = performance.now()
  for (let at = 0; at < BATCH; at += 1) {
    const [id, now] = [newId(), new Date().toISOString()]
    const name = `写入测量${at}有限公司`
    await client.query('begin')
    await client.query({
      name: 'trust_insert',
      text: INSERT,
      values: [
        id,
        name,
        `写入测量${at}`,
        null,
        'end_user',
        null,
        null,
        null,
        null,
        null,
        '0.00',
        rep.employee,
        rep.department,
        now,
        rep.user,
        name,
      ],
    })
    if (isLogged)
      await client.query({
        name: 'trust_event',
        text: EVENT,
        values: [newId(), now, rep.user, rep.name, id, 'create', 1, JSON.stringify({ name, customer_type: 'end_user' })],
      })
    await client.query('commit')
  }
  return BATCH / ((performance.now() - from) / 1000)
}

async function writes(
  parties: Parties,
  options: CompareOptions,
): Promise<Pick<Trust, 'bareWrites' | 'loggedWrites' | 'sealMicroseconds' | 'bareMicroseconds'>> {
  const { client, subjects, url } = parties
  const [bare, logged, cost]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < options.rounds; round += 1) {
    const before = cpuOfFamily(options.postmaster)
    bare.push(await writeRows(client, subjects, false))
    cost.push(((cpuOfFamily(options.postmaster) - before) * 1e6) / BATCH)
    logged.push(await writeRows(client, subjects, true))
  }
  // A burst of events, to which the server's own sealing gives way for a moment.
  const db = createDatabase({ url, max: 1 })
  await client.query(
    `insert into event (id, at, actor_name, object, record, op, version, changes, cause, snapshot)
     select gen_random_uuid(), now(), 'bench', 'customer', gen_random_uuid(), 'create', 1, '{"name":"写入测量有限公司","customer_type":"end_user","status":"active"}', '{"kind":"api"}', 1 from generate_series(1, 5000)`,
  )
  const before = cpuOfFamily(options.postmaster)
  let sealed = 0
  for (let count = await sealOnce(db); count > 0; count = await sealOnce(db)) sealed += count
  const spent = cpuOfFamily(options.postmaster) - before
  await db.close()
  return {
    bareWrites: median(bare),
    loggedWrites: median(logged),
    sealMicroseconds: sealed === 0 ? 0 : (spent * 1e6) / sealed,
    bareMicroseconds: median(cost),
  }
}

async function enter(url: string, login: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status}`)
}

/** Fifty people sign in again and again until told to stop; how many did. */
function signInsUntil(url: string, logins: readonly string[], isOver: () => boolean): Promise<number> {
  const person = async (login: string): Promise<number> => {
    let count = 0
    while (!isOver()) {
      await enter(url, login)
      count += 1
    }
    return count
  }
  return Promise.all(logins.map(person)).then((counts) => counts.reduce((sum, each) => sum + each, 0))
}

async function signIns(
  parties: Parties,
  options: CompareOptions,
): Promise<Pick<Trust, 'readsAlone' | 'readsBesideSignIns' | 'signInsPerSecond'>> {
  const { perigon, rep, client } = parties
  const people = await client.query<{ login: string }>(`select login from "user" where login like 'rep%' order by login limit 50`)
  const logins = people.rows.map((row) => row.login)
  const work = works(parties.subjects)[0]?.work ?? cycle([])
  const slice = { port: perigon.port, milliseconds: options.milliseconds * 2, connections: 4, headers: rep.headers, work }
  const [alone, beside]: [number[], number[]] = [[], []]
  let [count, seconds] = [0, 0]
  for (let round = 0; round < 3; round += 1) {
    alone.push((await options.generator.run(slice)).p95)
    let isOver = false
    const from = performance.now()
    const running = signInsUntil(perigon.url, logins, () => isOver)
    beside.push((await options.generator.run(slice)).p95)
    isOver = true
    count += await running
    seconds += (performance.now() - from) / 1000
  }
  return { readsAlone: median(alone), readsBesideSignIns: median(beside), signInsPerSecond: count / seconds }
}

/** What the rights, the log and the doors cost. */
export async function measureTrust(
  parties: Parties,
  options: Omit<CompareOptions, 'generator'> & { readonly generator: Generator },
): Promise<Trust> {
  return {
    compared: await reads(parties, options),
    ...(await writes(parties, options)),
    ...(await signIns(parties, options)),
  }
}
