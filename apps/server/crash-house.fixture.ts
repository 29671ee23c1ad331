import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findEmbedded } from '@perigon/db/embedded'
import { childEnvironment } from './config.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
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
export async function startCrashHouse(dataDir: string): Promise<CrashHouse> {
  const port = await freePort()
  const settings = {
    PORT: String(port),
    PERIGON_DATA: dataDir,
    PERIGON_ADMIN: ADMIN.login,
    PERIGON_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [main], { env: childEnvironment(settings), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const began = performance.now()
  while (!/is ready|已就绪/.test(output)) {
    if (child.exitCode !== null || performance.now() - began > 90_000) throw new Error(`the server did not come up:\n${output}`)
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
