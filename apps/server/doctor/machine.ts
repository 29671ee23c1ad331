import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { Finding, MachineCheck } from './finding.ts'

/** Node.js 24 runs us. */
export const checkNode: MachineCheck = async () => {
  const isWanted = process.version.startsWith('v24.')
  const text = { zh: `Node.js ${process.version}`, en: `Node.js ${process.version}` }
  const advice = {
    zh: '请通过 npm start 或 ./perigon 运行，它们会使用 Node.js 24。',
    en: 'Run by npm start or ./perigon, which bring Node.js 24.',
  }
  return [isWanted ? { check: 'node', status: 'ok', text } : { check: 'node', status: 'warning', text, advice }]
}

/** The date is one on which this version can be running. */
export const checkClock: MachineCheck = async ({ clock }) => {
  const now = clock.now()
  const isPlausible = now.getUTCFullYear() >= 2026 && now.getUTCFullYear() < 2100
  const text = { zh: `系统时间 ${now.toISOString()}`, en: `system time ${now.toISOString()}` }
  const advice = {
    zh: '系统日期不合理：请启用时间同步（timedatectl set-ntp true）。',
    en: 'The date cannot be right: turn on time synchronisation (timedatectl set-ntp true).',
  }
  return [isPlausible ? { check: 'clock', status: 'ok', text } : { check: 'clock', status: 'failure', text, advice }]
}

/** The time zone is known; what people see follows it. */
export const checkTimeZone: MachineCheck = async () => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const isKnown = zone !== '' && zone !== 'Etc/Unknown'
  const name = isKnown ? zone : '?'
  const text = { zh: `系统时区 ${name}`, en: `system time zone ${name}` }
  const advice = { zh: '请设置时区，例如 TZ=Asia/Shanghai。', en: 'Set a time zone, such as TZ=Asia/Shanghai.' }
  return [isKnown ? { check: 'time_zone', status: 'ok', text } : { check: 'time_zone', status: 'warning', text, advice }]
}

/** The data folder takes a file. */
export const checkDataFolder: MachineCheck = async ({ config }) => {
  const folder = existing(config.dataDir)
  const path = join(folder, `.perigon-doctor-${process.pid}`)
  try {
    const file = openSync(path, 'w')
    writeSync(file, 'x')
    fsyncSync(file)
    closeSync(file)
    const text = { zh: `数据目录 ${config.dataDir} 可写`, en: `the data folder ${config.dataDir} is writable` }
    return [{ check: 'data_folder', status: 'ok', text }]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [
      {
        check: 'data_folder',
        status: 'failure',
        text: { zh: `数据目录 ${config.dataDir} 不可写：${reason}`, en: `the data folder ${config.dataDir} is not writable: ${reason}` },
        advice: {
          zh: '修改目录的所有者或权限，或用 PERIGON_DATA 另选目录。',
          en: 'Change its owner or permissions, or choose another folder with PERIGON_DATA.',
        },
      },
    ]
  } finally {
    rmSync(path, { force: true })
  }
}

/** There is room on the disk of the data folder. */
export const checkDisk: MachineCheck = async ({ config }) => {
  const { bavail, bsize, blocks } = await statfs(existing(config.dataDir))
  const free = gigabytes(bavail * bsize)
  const size = gigabytes(blocks * bsize)
  const text = { zh: `磁盘可用 ${free} GB（共 ${size} GB）`, en: `${free} GB of ${size} GB of the disk are free` }
  if (free >= 5) return [{ check: 'disk', status: 'ok', text }]
  const advice = { zh: '请清理磁盘或扩容；低于 1 GB 时数据库可能停止写入。', en: 'Make room; below 1 GB the database may stop writing.' }
  return [{ check: 'disk', status: free < 1 ? 'failure' : 'warning', text, advice }]
}

/** There is memory for server and database (600 MB together when idle). */
export const checkMemory: MachineCheck = async () => {
  const limit = process.constrainedMemory()
  const total = gigabytes(limit > 0 ? Math.min(limit, totalmem()) : totalmem())
  const free = gigabytes(process.availableMemory())
  const text = { zh: `内存共 ${total} GB，可用 ${free} GB`, en: `${free} GB of ${total} GB of memory are available` }
  if (total >= 1.8 && free >= 0.5) return [{ check: 'memory', status: 'ok', text }]
  const advice = { zh: '建议至少 2 GB 内存。', en: '2 GB of memory are wanted at least.' }
  return [{ check: 'memory', status: total < 0.9 ? 'failure' : 'warning', text, advice } satisfies Finding]
}

function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path))
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 1_073_741_824 / 0.1) / 10
}
