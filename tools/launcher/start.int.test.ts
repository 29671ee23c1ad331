import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

// A small server of our own stands in for the product: what is tried here is the launcher and the database below it.
const stub = `
import { createServer } from 'node:http'
import { startEmbedded } from '@perigon/db/embedded'
import { formatFailure } from '@perigon/server-print'
const fail = (error: unknown) => { process.stderr.write(formatFailure(error, 'en') + '\\n'); process.exit(3) }
const database = await startEmbedded({ dataDir: process.argv[2] ?? '', log: () => undefined, holder: 'stub' }).catch(fail)
const server = createServer((_request, response) => response.end(JSON.stringify({ pid: process.pid, postgres: database?.pid })))
server.listen(Number(process.argv[3]), '127.0.0.1')
process.once('SIGTERM', () => { server.close(); database?.stop().then(() => process.exit(7), fail) })
`

const repository = resolve(fileURLToPath(import.meta.url), '../../..')
let folder = ''
let port = 0
const running = new Set<ChildProcess>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perigon-launcher-'))
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(repository, name), join(folder, name))
  cpSync(join(repository, 'tools', 'launcher'), join(folder, 'tools', 'launcher'), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'apps', 'server'), { recursive: true })
  const print = JSON.stringify(join(repository, 'apps', 'server', 'cli', 'print.ts'))
  writeFileSync(join(folder, 'apps', 'server', 'main.ts'), stub.replace("'@perigon/server-print'", print))
  port = await freePort()
})

afterEach(async () => {
  for (const launcher of running) launcher.kill('SIGTERM')
  await Promise.all([...running].map(ended))
  running.clear()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the second start is ready in under five seconds, and SIGTERM passes through with the exit code', async () => {
  await ready(start())
  await stopAll(7)
  const begun = performance.now()
  await ready(start())
  expect(performance.now() - begun).toBeLessThan(5000)
  await stopAll(7)
})

test('another start on the same data says who holds it', async () => {
  const { pid } = await ready(start())
  const second = start()
  expect(await ended(second.launcher)).toBe(3)
  expect(second.output()).toContain(`another Perigon is using this data folder: process ${pid} (stub`)
})

test.each(['launcher', 'server', 'postmaster', 'server and postmaster', 'all three'])(
  'comes up again after kill -9 of %s',
  async (victim) => {
    const first = start()
    const { pid, postgres } = await ready(first)
    const victims = {
      launcher: [first.launcher.pid ?? 0],
      server: [pid],
      postmaster: [postgres],
      'server and postmaster': [pid, postgres],
      'all three': [first.launcher.pid ?? 0, pid, postgres],
    }[victim]
    for (const number of victims ?? []) process.kill(number, 'SIGKILL')
    if (victim === 'postmaster') {
      await until(async () => (await ask())?.postgres !== postgres)
      return
    }
    await ended(first.launcher)
    // A server whose launcher was killed ends by itself, in good order.
    await until(async () => (await ask()) === undefined)
    const again = await ready(start())
    expect(again.pid).not.toBe(pid)
  },
)

test('a stale lock of the launcher needs no hand', async () => {
  writeFileSync(join(folder, '.runtime', 'launcher.lock'), JSON.stringify({ pid: 1, started: 'never' }))
  await ready(start())
  writeFileSync(join(folder, '.runtime', 'launcher.lock'), 'half a li')
  const second = start()
  await ended(second.launcher)
  expect(second.output()).toContain('another Perigon')
})

test('remembers its steps in one line each, with times', async () => {
  const first = start()
  await ready(first)
  const lines = first
    .output()
    .split('\n')
    .filter((line) => line.startsWith('✓'))
  expect(lines.length).toBe(3)
  for (const line of lines) expect(line).toMatch(/^✓ .+ \(\d+\.\d s\)$/)
  expect(readFileSync(join(folder, 'package-lock.json'), 'utf8')).toBe(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
})

type Start = { launcher: ChildProcess; output: () => string }

function start(): Start {
  const script = join(folder, 'tools', 'launcher', 'start.mjs')
  const launcher = spawn(process.execPath, [script, join(folder, 'data'), String(port)], {
    cwd: folder,
    env: { ...process.env, PERIGON_LANG: 'en', npm_lifecycle_event: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  launcher.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  launcher.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  running.add(launcher)
  return { launcher, output: () => text }
}

async function ready(started: Start): Promise<{ pid: number; postgres: number }> {
  let answer: { pid: number; postgres: number } | undefined
  await until(async () => {
    if (started.launcher.exitCode !== null) throw new Error(`the launcher ended:\n${started.output()}`)
    answer = await ask()
    return answer !== undefined
  })
  if (!answer) throw new Error('no answer')
  return answer
}

async function ask(): Promise<{ pid: number; postgres: number } | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) })
    const answer: { pid: number; postgres: number } = JSON.parse(await response.text())
    return answer
  } catch {
    return undefined
  }
}

async function stopAll(code: number): Promise<void> {
  for (const launcher of running) {
    launcher.kill('SIGTERM')
    expect(await ended(launcher)).toBe(code)
  }
  running.clear()
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((done) => {
    child.once('exit', (code) => done(code))
  })
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const begun = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - begun > 40_000) throw new Error('waited for 40 s in vain')
    await new Promise((done) => setTimeout(done, 30))
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
