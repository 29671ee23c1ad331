import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@perigon/contracts'
import { createDatabase, type Database } from '@perigon/db'
import { findEmbedded } from '@perigon/db/embedded'
import { createKernel, type Kernel, systemActor } from '@perigon/kernel'
import { expect } from 'vitest'
import { childEnvironment } from './config.ts'
import { modules } from './modules.ts'

const MAIN = './main.ts'
/** The same server, but that push services may stand on this machine. */
export const MAIN_PUSH_INSIDE = './crash-main.fixture.ts'
export const ADMIN = { login: 'admin', password: 'Suzhou-Canal-77' } as const

/** The real server with its own PostgreSQL, in a process that can be killed and started again on the same data. */
export type CrashHouse = {
  readonly url: string
  readonly database: string
  /** Kills the server (and its database) where they stand. */
  kill(victim: 'node' | 'both'): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Starts it on a data folder, set up with an administrator when the folder is new. */
export async function startCrashHouse(dataDir: string, entry = MAIN): Promise<CrashHouse> {
  const port = await freePort()
  const settings = {
    PORT: String(port),
    PERIGON_DATA: dataDir,
    PERIGON_ADMIN: ADMIN.login,
    PERIGON_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url))], {
    env: childEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const began = performance.now()
  while (!/is ready|已就绪/.test(output)) {
    if (child.exitCode !== null || performance.now() - began > 90_000) {
      child.kill('SIGKILL')
      const left = await findEmbedded(dataDir)
      if (left !== undefined) process.kill(left.pid, 'SIGKILL')
      throw new Error(`the server did not come up:\n${output}`)
    }
    await pause(50)
  }
  const found = await findEmbedded(dataDir)
  if (found === undefined) throw new Error('the database does not run')
  return {
    url: `http://127.0.0.1:${port}`,
    database: found.url,
    kill: async (victim) => {
      child.kill('SIGKILL')
      if (victim === 'both') process.kill(found.pid, 'SIGKILL')
      await gone(child)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await gone(child)
    },
  }
}

export type Answer = {
  readonly status: number
  readonly body: { readonly [key: string]: unknown }
  readonly bytes: Buffer
  readonly cookie: string
}
export type Caller = (...question: Question) => Promise<Answer>
type Question = readonly [method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }]

/** Somebody with a session; a call that breaks off throws. */
export async function enter(url: string, who: { readonly login: string; readonly password: string }): Promise<Caller> {
  let known: { readonly [name: string]: string } = {}
  const call: Caller = async (...[method, path, body, headers = {}]) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { ...known, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.includes('json') === true
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { status: response.status, bytes, cookie, body: isJson ? JSON.parse(bytes.toString('utf8')) : {} }
  }
  const answer = await call('POST', 'session', who)
  if (answer.status !== 200) throw new Error(`${who.login} cannot sign in: ${answer.status} ${answer.bytes.toString('utf8')}`)
  known = { cookie: answer.cookie, 'x-csrf-token': String(answer.body['csrf']) }
  return call
}

/** What a test holds of a server that it kills: a person in it, its database, and a kernel beside it to write and read with. */
type Hands = { readonly house: CrashHouse; readonly admin: Caller; readonly db: Database; readonly kernel: Kernel }

async function takeHold(dataDir: string, entry?: string): Promise<Hands> {
  const house = await startCrashHouse(dataDir, entry)
  const admin = await enter(house.url, ADMIN)
  const db = createDatabase({ url: house.database, max: 4 })
  const environment = () => ({ base_currency: 'CNY', rate: (currency: string) => (currency === 'CNY' ? '1' : null) })
  return { house, admin, db, kernel: await createKernel({ db, modules, clock: systemClock, environment }) }
}

type Killing = {
  readonly victim: 'node' | 'both'
  /** Tables whose leases have ended by the time it is up again, so that nobody waits half a minute. */
  readonly leases: readonly string[]
  /** Looks at what it left, before anybody goes on with it; only where its database lives on. */
  readonly dead?: () => Promise<void>
}

/** A server that is killed in the middle of long work, and what tests do in it. */
export type CrashSite = Awaited<ReturnType<typeof openCrashSite>>

/** Starts a server on a data folder of its own. */
export async function openCrashSite(name: string, entry?: string) {
  const dataDir = mkdtempSync(join(tmpdir(), `perigon-crash-${name}-`))
  let hands = await takeHold(dataDir, entry)
  const one = async <R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R> => {
    const [row] = await hands.db.query<R>({ text, values })
    if (row === undefined) throw new Error(`no row: ${text}`)
    return row
  }
  return {
    one,
    admin: (...question: Question): Promise<Answer> => hands.admin(...question),
    rows: <R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<readonly R[]> =>
      hands.db.query<R>({ text, values }),
    database: (): Database => hands.db,
    number: async (text: string, values: readonly unknown[] = []): Promise<number> =>
      Number(Object.values(await one<Record<string, unknown>>(text, values))[0]),
    /** Kills it where it stands and starts it again. */
    killAndOpen: async ({ victim, leases, dead }: Killing): Promise<void> => {
      await hands.house.kill(victim)
      await dead?.()
      await hands.db.close()
      hands = await takeHold(dataDir, entry)
      for (const table of leases) await hands.db.query(`update ${table} set lease_until = now() where lease_until is not null`)
    },
    many: async (object: string, patches: readonly Record<string, unknown>[]): Promise<readonly string[]> => {
      const ids: string[] = []
      for (let at = 0; at < patches.length; at += 1000) {
        const commands = patches.slice(at, at + 1000).map((patch) => ({ object, op: 'create' as const, patch }))
        const results = await hands.kernel.write(systemActor('test'), commands, { cause: { kind: 'seed' } })
        for (const result of results) ids.push(result.ok ? result.id : '')
      }
      return ids
    },
    /** Asks with the administrator's rights; answers the id of what was made. */
    posted: async (path: string, body: object | FormData): Promise<string> => {
      const answer = await hands.admin('POST', path, body)
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.bytes.toString('utf8')}`)
      return String(answer.body['id'])
    },
    close: async (): Promise<void> => {
      await hands.db.close()
      await hands.house.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Looks again and again until it is in the middle; what has ended before proves nothing. */
export async function inTheMiddle(look: () => Promise<'before' | 'amid' | 'over'>, seconds = 25): Promise<void> {
  for (const until = performance.now() + seconds * 1000; performance.now() < until; await pause(5)) {
    const where = await look()
    if (where === 'over') throw new Error('it had ended before it could be killed')
    if (where === 'amid') return
  }
  throw new Error('it did not begin')
}

/** Waits until the server, left to itself, has come to this end. */
export const ended = (look: () => Promise<unknown>, state: unknown, seconds = 28): Promise<void> =>
  expect.poll(look, { timeout: seconds * 1000, interval: 100 }).toEqual(state)
