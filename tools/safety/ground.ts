import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@perigon/contracts'
import { createDatabase, type Database } from '@perigon/db'
import { startEmbedded } from '@perigon/db/embedded'
import { createKernel, systemActor } from '@perigon/kernel'
import { modules } from '../../apps/server/modules.ts'
import { callerOf, cookieOf, overHttp, sessionHeaders, textAt, listAt } from './caller.ts'
import type { World } from './check.ts'
import { openWorld } from './world.ts'

/** A real server in a process of its own, with the story, over a database of our own, thrown away at the end. */
export type Ground = {
  readonly url: string
  readonly root: string
  readonly dataDir: string
  readonly databaseUrl: string
  readonly server: { readonly pid: number }
  readonly world: World
  /** Texts that must never be found in a log or in the database. */
  readonly secrets: ReadonlyMap<string, string>
  /** Everything the server wrote to its outputs. */
  log(): string
  /** Adds a text field with this label to an object of the running system. */
  addField(object: string, input: { readonly key: string; readonly label: string }): Promise<void>
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const ADMIN = { login: 'admin', password: 'Suzhou-Canal-77' } as const
const PASSWORD = 'Winter-Cooling-42'
/** Logins of the story; the last two get roles of their own. */
const PEOPLE = ['lin.xiao', 'xu.jiayi', 'lu.wenbin', 'huang.lijuan', 'chen.zhiqiang', 'song.guodong'] as const

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

function launch(environment: { readonly [name: string]: string }): { readonly child: ChildProcess; readonly log: () => string } {
  const child = spawn(process.execPath, [join(root, 'apps/server/main.ts')], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  const keep = (chunk: Buffer): void => {
    log += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return { child, log: () => log }
}

async function untilReady(url: string, { child, log }: ReturnType<typeof launch>): Promise<void> {
  const until = performance.now() + 120_000
  while (!/is ready|已就绪/.test(log())) {
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`the server at ${url} did not come up:\n${log().slice(-3000)}`)
    await pause(100)
  }
}

/** Gives the people of the story passwords, and two of them roles that the story does not have. */
async function people(url: string): Promise<void> {
  const transport = overHttp(url)
  const first = await transport({ method: 'POST', path: '/api/v1/session', body: ADMIN, headers: {} })
  const admin = callerOf('admin', sessionHeaders(first), transport)
  const role = async (key: string, more: object): Promise<void> => {
    const made = await admin.ask({ method: 'POST', path: '/api/v1/roles', body: { key, name: key, ...more } })
    if (made.status !== 201) throw new Error(`role ${key}: ${made.status} ${made.text}`)
  }
  await role('nothing', { grants: {} })
  await role('reader', {
    grants: { customer: { read: 'all' }, contact: { read: 'all' } },
    field_rights: { contact: { mobile: 'masked' }, customer: { annual_revenue: 'hidden' } },
  })
  // Of what belongs to persons the administrator has one too, the newest of all.
  await admin.ask({ method: 'POST', path: '/api/v1/saved-views', body: { name: '管理员的视图', object: 'customer', config: {} } })
  const found = await admin.ask({ method: 'GET', path: '/api/v1/users?limit=100&fields=login' })
  for (const user of listAt(found.json, 'data')) {
    const [login, id] = [textAt(user, 'login'), textAt(user, 'id')]
    const index = PEOPLE.findIndex((known) => known === login)
    if (index < 0) continue
    const set = await admin.ask({ method: 'POST', path: `/api/v1/users/${id}/password`, body: { password: PASSWORD } })
    if (set.status !== 204) throw new Error(`password of ${login}: ${set.status} ${set.text}`)
    const roles = index === 4 ? ['reader'] : index === 5 ? ['nothing'] : null
    if (roles !== null) await admin.ask({ method: 'PATCH', path: `/api/v1/users/${id}`, body: { roles }, headers: { 'if-match': '"1"' } })
  }
}

async function addField(db: Database, object: string, { key, label }: { readonly key: string; readonly label: string }): Promise<void> {
  const environment = { base_currency: 'CNY', rate: () => null }
  const kernel = await createKernel({ db, modules, clock: systemClock, environment: () => environment })
  await kernel.addCustomField(systemActor('safety'), { object, key, definition: { type: 'text', label: { zh: label, en: label } } })
  await pause(500)
}

/** Starts everything; what it started is gone after `close`. */
export async function openGround(): Promise<Ground> {
  const dataDir = mkdtempSync(join(tmpdir(), 'perigon-safety-'))
  const database = await startEmbedded({ dataDir: join(dataDir, 'db'), log: () => undefined, fast: true, holder: 'check:safety' })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const environment = {
    PORT: String(port),
    PERIGON_DATA: join(dataDir, 'data'),
    DATABASE_URL: database.url,
    PERIGON_DEMO: 'story',
    PERIGON_ADMIN: ADMIN.login,
    PERIGON_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'debug',
  }
  const process_ = launch(environment)
  const db = createDatabase({ url: database.url, max: 3, name: 'check:safety' })
  const close = async (): Promise<void> => {
    if (process_.child.exitCode === null) {
      process_.child.kill('SIGTERM')
      await once(process_.child, 'exit')
    }
    await db.close()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await untilReady(url, process_)
    await people(url)
    const world = await openWorld({
      transport: overHttp(url),
      admin: ADMIN,
      people: PEOPLE.map((login) => ({ login, password: PASSWORD })),
      sql: (text, values) => db.query({ text, values: values ?? [] }),
    })
    const sessions = [world.admin, ...world.people].map((caller): [string, string] => [
      `session of ${caller.name}`,
      cookieOf(caller.headers),
    ])
    return {
      url,
      root,
      dataDir,
      databaseUrl: database.url,
      server: { pid: process_.child.pid ?? 0 },
      world,
      secrets: new Map([['password of the administrator', ADMIN.password], ['password of people', PASSWORD], ...sessions]),
      log: process_.log,
      addField: (object, input) => addField(db, object, input),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Memory of a process in MB, where the system tells it. */
export function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
