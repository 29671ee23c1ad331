import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isJsonObject } from '@perigon/contracts'
import { PASSWORD } from '../account.ts'

export type Perigon = {
  readonly pid: number
  readonly port: number
  readonly url: string
  /** From the start of the process until `/readyz` said yes. */
  readonly startedInMs: number
  stop(): Promise<void>
}

export type PerigonOptions = {
  /** The folder of the repository whose server is started. */
  readonly root: string
  readonly dataDir: string
  readonly port: number
  readonly nodeOptions?: readonly string[]
}

// The first start of a new version migrates, which takes minutes with a million customers.
const START_LIMIT_MS = 1_200_000

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`)
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    if (performance.now() > until) throw new Error(`the server is not ready after ${START_LIMIT_MS} ms:\n${output()}`)
    await pause(20)
  }
}

/** Starts the real server with its embedded database, as `npm start` does once everything is installed and built. */
export async function startPerigon(options: PerigonOptions): Promise<Perigon> {
  const { root, dataDir, port } = options
  const from = performance.now()
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), join(root, 'apps/server/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PERIGON_DATA: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      NODE_COMPILE_CACHE: join(root, '.runtime', 'compile-cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-20_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const url = `http://127.0.0.1:${port}`
  await untilReady(child, url, () => output)
  return {
    pid: child.pid ?? 0,
    port,
    url,
    startedInMs: performance.now() - from,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export type Login = { readonly token: string; readonly csrf: string; readonly headers: { readonly [name: string]: string } }

/** Signs in over HTTP, as a browser does. */
export async function signIn(url: string, login: string): Promise<Login> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  })
  const info: unknown = await response.json()
  const token = /perigon_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
  const csrf = isJsonObject(info) ? info['csrf'] : undefined
  if (token === undefined || typeof csrf !== 'string')
    throw new Error(`sign-in of ${login} failed: ${response.status} ${JSON.stringify(info)}`)
  return { token, csrf, headers: { cookie: `perigon_session=${token}`, 'x-csrf-token': csrf } }
}
