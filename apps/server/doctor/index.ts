import type { Clock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { EmbeddedDatabaseError } from '@perigon/db/embedded'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../cli/open-database.ts'
import type { Config } from '../config.ts'
import { checkDatabaseClock, checkExtensions, checkMigrations, checkSafety, checkText, checkVersion } from './database.ts'
import type { DatabaseCheck, Finding, MachineCheck } from './finding.ts'
import { checkClock, checkDataFolder, checkDisk, checkMemory, checkNode, checkTimeZone } from './machine.ts'
import { checkPort } from './port.ts'
import { checkDirectory, checkMail, checkProvider } from './sign-in.ts'
import { checkDrift, checkRowSecurity, checkSeals } from './protection.ts'

const machineChecks: readonly MachineCheck[] = [
  checkNode,
  checkClock,
  checkTimeZone,
  checkDataFolder,
  checkDisk,
  checkMemory,
  checkPort,
  checkDirectory,
  checkProvider,
  checkMail,
]

const databaseChecks: readonly DatabaseCheck[] = [
  checkVersion,
  checkSafety,
  checkDatabaseClock,
  checkText,
  checkExtensions,
  checkMigrations,
  checkDrift,
  checkRowSecurity,
  checkSeals,
]

/** Looks at everything the installation stands on; never throws and never changes anything. */
export async function examine(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const machine = await Promise.all(machineChecks.map((check) => guarded(() => check({ config, clock }))))
  return [...machine.flat(), ...(await guarded(() => examineDatabase(config, clock)))]
}

async function examineDatabase(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const isEmbedded = config.databaseUrl === undefined
  if (isEmbedded && !existsSync(join(config.dataDir, 'postgres', 'cluster'))) return [notMadeYet]
  const open = await openDatabase(config, () => undefined)
  const database = createDatabase({ url: open.url, max: 1, name: 'perigon doctor' })
  try {
    await database.query('select 1')
    const findings: Finding[] = []
    for (const check of databaseChecks) findings.push(...(await guarded(() => check({ config, clock, database, isEmbedded }))))
    return findings
  } finally {
    await database.close()
    await open.close()
  }
}

async function guarded(work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work()
  } catch (error) {
    return [failed(error)]
  }
}

const notMadeYet: Finding = {
  check: 'database',
  status: 'warning',
  text: { zh: '数据库尚未创建', en: 'the database is not made yet' },
  advice: { zh: '运行 npm start 即会创建。', en: 'npm start makes it.' },
}

function failed(error: unknown): Finding {
  if (error instanceof EmbeddedDatabaseError) return { check: 'database', status: 'failure', text: error.text, advice: error.advice }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
  return {
    check: 'database',
    status: 'failure',
    text: { zh: `无法检查：${reason}`, en: `could not be looked at: ${reason}` },
    advice: {
      zh: '检查 DATABASE_URL 和数据库服务；内置数据库的日志在 PERIGON_DATA/postgres/log。',
      en: 'Check DATABASE_URL and the database service; the logs of the embedded one are in PERIGON_DATA/postgres/log.',
    },
  }
}
