import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What a running PostgreSQL says about itself in postmaster.pid. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly status: 'starting' | 'ready' | 'stopping' | 'unknown'
}

/** Reads postmaster.pid; undefined when there is none, or when it is not written to its end yet. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!(pid > 0)) return undefined
  const word = lines[7]?.trim()
  const status = word === 'ready' || word === 'stopping' || word === 'starting' ? word : 'unknown'
  return { pid, port: Number(lines[3] ?? 0), status }
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return !/^\d+ \(.*\) Z /.test(readProc(pid, 'stat') ?? '')
}

/** True when the process is the PostgreSQL of this cluster, and not a stranger that got its number after a reboot. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  const command = readProc(pid, 'cmdline')?.replaceAll('\0', ' ') ?? psCommand(pid)
  return command === undefined || (command.includes('postgres') && command.includes(cluster))
}

/**
 * Where the number in postmaster.pid now belongs to a stranger, PostgreSQL would refuse to start.
 * Only the number is changed (to one that cannot exist): the file also names the shared memory by
 * which PostgreSQL notices old children that still write, and that check must stay.
 */
export function disownPid(cluster: string): void {
  const path = join(cluster, 'postmaster.pid')
  const [, ...rest] = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, ['2147483646', ...rest].join('\n'))
}

/** Children of a killed PostgreSQL that are still at work in this cluster (Linux only). */
export function orphansOf(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  const place = realpathSync(cluster)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === place && isPostgres(pid))
}

function isPostgres(pid: number): boolean {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')
  } catch {
    return false
  }
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function readProc(pid: number, file: 'cmdline' | 'stat'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

function psCommand(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return undefined
  }
}
