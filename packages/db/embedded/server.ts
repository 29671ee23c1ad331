import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Account, giveFiles } from './account.ts'
import type { Binaries } from './binaries.ts'
import { databaseName, type Places, readPassword } from './cluster.ts'
import { EmbeddedDatabaseError } from './failure.ts'
import { disownPid, isAlive, isPostmasterOf, orphansOf, readPostmasterFile } from './postmaster.ts'
import { durability } from './settings.ts'

/** What is needed to bring the server up. */
export interface ServerTools {
  readonly places: Places
  readonly binaries: Binaries
  readonly account: Account
  readonly fast: boolean
  readonly log: (line: string) => void
  /** Set when clients know the port already, so that no other may be taken. */
  readonly fixedPort?: number
}

export interface RunningServer {
  readonly pid: number
  readonly port: number
  readonly adopted: boolean
}

/** Finds the running server of this cluster and adopts it, or starts one. */
export async function ensureRunning(tools: ServerTools): Promise<RunningServer> {
  const { places, log } = tools
  const patience = createPatience()
  for (;;) {
    const running = await findRunning(places)
    if (running === 'wait') {
      if (patience.every(10)) log(`PostgreSQL is busy starting, recovering or stopping (${patience.seconds()} s)`)
      await pause(50)
      continue
    }
    if (running) return running
    await dismissOrphans(tools)
    const port = await choosePort(tools)
    const attempt = await launch(tools, port)
    if (attempt.started) return { pid: attempt.pid, port, adopted: false }
    if (!isWorthRetrying(attempt.output) || patience.seconds() > 60) throw cannotStart(places, attempt.output)
    await pause(200)
  }
}

/** The server that runs on this cluster right now and answers, if there is one. */
export async function findRunning(places: Places): Promise<RunningServer | 'wait' | undefined> {
  const file = readPostmasterFile(places.cluster)
  if (!file || !isAlive(file.pid)) return undefined
  if (!isPostmasterOf(file.pid, places.cluster)) {
    disownPid(places.cluster)
    return undefined
  }
  if (file.status !== 'ready') return 'wait'
  return (await answers(places, file.port)) ? { pid: file.pid, port: file.port, adopted: true } : 'wait'
}

/** Ends the server in good order (committed work is kept whatever happens). */
export async function stopServer(pid: number, { places, binaries, account }: ServerTools): Promise<void> {
  if (process.platform === 'win32') {
    await account.run(binaries.pgCtl, ['stop', '-D', places.cluster, '-m', 'fast', '-w'])
    return
  }
  for (const { signal, seconds } of stopSignals) {
    if (!isPostmasterOf(pid, places.cluster)) return
    process.kill(pid, signal)
    const patience = createPatience()
    while (isAlive(pid) && patience.seconds() < seconds) await pause(20)
  }
}

const stopSignals = [
  { signal: 'SIGINT', seconds: 60 },
  { signal: 'SIGQUIT', seconds: 10 },
  { signal: 'SIGKILL', seconds: 5 },
] as const

/** The address of a database of this server. */
export function urlOf(places: Places, port: number, database: string): string {
  return `postgres://${databaseName}:${readPassword(places) ?? ''}@127.0.0.1:${port}/${database}`
}

async function answers(places: Places, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(places, port, 'postgres'), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ place: string }>("select current_setting('data_directory') as place")
    return rows[0]?.place === places.cluster
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') throw wrongPassword(places, error)
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function launch(
  { places, binaries, account, fast, log }: ServerTools,
  port: number,
): Promise<{ started: true; pid: number } | { started: false; output: string }> {
  const path = join(places.log, 'start.log')
  const output = openSync(path, 'w', 0o600)
  giveFiles(path, account.owner)
  const args = ['-D', places.cluster, '-p', String(port), ...durability({ fast })]
  const child = account.start(binaries.postgres, args, output)
  closeSync(output)
  let ended = false
  child.on('error', () => {
    ended = true
  })
  child.on('exit', () => {
    ended = true
  })
  const patience = createPatience()
  while (!ended) {
    const file = readPostmasterFile(places.cluster)
    if (file && file.pid === child.pid && file.status === 'ready' && (await answers(places, port))) {
      writeFileSync(places.port, `${port}\n`)
      giveFiles(places.port, account.owner)
      return { started: true, pid: file.pid }
    }
    if (patience.every(10)) log(`PostgreSQL is recovering (${patience.seconds()} s)`)
    await pause(15)
  }
  return { started: false, output: readFileSync(path, 'utf8') }
}

function isWorthRetrying(output: string): boolean {
  return /already exists|still in use|shared memory block|could not bind|Address already in use|could not create any TCP/.test(output)
}

// After kill -9 of the postmaster its children leave as soon as they notice, but a long query may go on.
async function dismissOrphans({ places, log }: ServerTools): Promise<void> {
  const patience = createPatience()
  for (let orphans = orphansOf(places.cluster); orphans.length > 0; orphans = orphansOf(places.cluster)) {
    const seconds = patience.seconds()
    const signal = seconds > 10 ? 'SIGKILL' : seconds > 3 ? 'SIGQUIT' : undefined
    if (patience.every(3)) log(`waiting for ${orphans.length} processes of the PostgreSQL that was killed`)
    if (signal) for (const pid of orphans) tryKill(pid, signal)
    if (seconds > 20) return
    await pause(signal ? 500 : 50)
  }
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It left by itself in the meantime.
  }
}

async function choosePort({ places, fixedPort }: ServerTools): Promise<number> {
  if (fixedPort) return fixedPort
  const remembered = existsSync(places.port) ? Number(readFileSync(places.port, 'utf8').trim()) : 0
  if (remembered > 0 && (await freePort(remembered))) return remembered
  return (await freePort(0)) ?? 0
}

function freePort(wish: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(undefined))
    server.listen({ host: '127.0.0.1', port: wish, exclusive: true }, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : undefined
      server.close(() => done(port))
    })
  })
}

function createPatience() {
  const begun = performance.now()
  let next = 1
  const seconds = () => Math.floor((performance.now() - begun) / 1000)
  return {
    seconds,
    /** True once per `interval` seconds. */
    every(interval: number): boolean {
      if (seconds() < next * interval) return false
      next += 1
      return true
    },
  }
}

function cannotStart(places: Places, details: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('cannot_start', {
    text: { zh: '内置 PostgreSQL 无法启动', en: 'the embedded PostgreSQL does not start' },
    advice: {
      zh: `请看上面的原因和 ${places.log} 中的日志；常见原因是磁盘已满或内存不足。`,
      en: `See the reason above and the logs in ${places.log}; a full disk or too little memory are the usual ones.`,
    },
    details: details || readStartLog(places),
  })
}

function readStartLog(places: Places): string {
  const path = join(places.log, 'start.log')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function wrongPassword(places: Places, cause: Error): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('wrong_password', {
    text: {
      zh: `${places.password} 中的密码与数据库不符`,
      en: `the password in ${places.password} is not the one of the database`,
    },
    advice: {
      zh: '请从备份恢复该文件；没有备份时，可在 pg_hba.conf 中临时允许 trust 并用 alter role perigon password 重设。',
      en: 'Put the file back from a backup; without one, allow trust in pg_hba.conf for a moment and set it with alter role perigon password.',
    },
    cause,
  })
}
