import { systemClock } from '@perigon/contracts'
import { createDatabase, migrate } from '@perigon/db'
import { startEmbedded } from '@perigon/db/embedded'
import { issueSetupToken, setUp, setupNeeded } from '@perigon/organization'
import { pino } from 'pino'
import { compose, type House, type HouseOptions } from './compose.ts'
import { signInOptionsOf } from './compose-sign-in.ts'
import { formatFailure, formatProblems } from './cli/print.ts'
import { type Config, readConfig, terminalLanguage } from './config.ts'
import { migrationsDir } from './template.ts'

const began = performance.now()
const chinese = terminalLanguage() === 'zh'
const say = (zh: string, en: string): void => {
  process.stdout.write(`${chinese ? zh : en}\n`)
}

async function step<T>(zh: string, en: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now()
  const result = await work()
  say(`  ✓ ${zh}  ${Math.round(performance.now() - from)} ms`, `  ✓ ${en}  ${Math.round(performance.now() - from)} ms`)
  return result
}

function configuration(): Config {
  const result = readConfig()
  if (result.ok) {
    if (result.warnings.length > 0) process.stderr.write(`${formatProblems(result.warnings, terminalLanguage())}\n`)
    return result.config
  }
  process.stderr.write(`${formatProblems(result.problems, terminalLanguage())}\n`)
  process.exit(2)
}

/** First start: unattended when the environment names an administrator, otherwise a one-time link. */
async function firstStart(house: House, config: Config, address: string): Promise<void> {
  if (!(await setupNeeded(house.kernel))) return
  if (config.adminLogin !== undefined && config.adminPassword !== undefined) {
    const locale = config.language ?? 'zh-CN'
    await setUp(house, {
      company: locale === 'zh-CN' ? '我的公司' : 'My company',
      locale,
      login: config.adminLogin,
      name: config.adminLogin,
      password: config.adminPassword,
    })
    if (config.demo === 'story') await step('载入演示数据', 'demo data loaded', house.loadDemo)
    return
  }
  const token = await issueSetupToken(house.kernel)
  say('\n首次使用，请在浏览器中打开以下一次性链接完成初始化：', '\nFirst use. Open this one-time link in a browser to set the system up:')
  process.stdout.write(`\n  ${address}/setup?token=${token}\n\n`)
}

let stopDatabase: () => Promise<void> = async () => undefined

async function open(more: Partial<HouseOptions>): Promise<void> {
  const config = configuration()
  const embedded =
    config.databaseUrl === undefined
      ? await step('内置 PostgreSQL', 'embedded PostgreSQL', () =>
          startEmbedded({
            dataDir: config.dataDir,
            log: (line) => say(`    ${line}`, `    ${line}`),
            holder: `http://${config.host}:${config.port}`,
          }),
        )
      : null
  stopDatabase = async () => embedded?.stop()
  const db = createDatabase({ url: config.databaseUrl ?? embedded?.url ?? '', max: Math.max(4, Math.ceil(config.databasePool / 2)) })
  await step('数据库迁移', 'migrations', () => migrate(db, migrationsDir))
  const logger = pino(
    { level: config.logLevel, redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'] },
    pino.destination({ fd: 2, sync: false }),
  )
  const tls = config.publicUrl?.startsWith('https:') === true
  const house = await step('业务核心', 'kernel and routes', () =>
    compose({
      db,
      clock: systemClock,
      logger,
      role: config.role,
      trustProxy: config.trustProxy,
      tls,
      keepLogDays: config.keepLogDays,
      filesS3: config.filesS3,
      clamd: config.clamd,
      ...signInOptionsOf(config),
      dataDir: config.dataDir,
      migrationsDir,
      pool: config.databasePool,
      ...more,
    }),
  )
  const address = await house.http.listen({ host: config.host, port: config.port })
  await firstStart(house, config, config.publicUrl ?? address)
  say(
    `周全 CRM 已就绪：${config.publicUrl ?? address}  （${Math.round(performance.now() - began)} ms）`,
    `Perigon is ready: ${config.publicUrl ?? address}  (${Math.round(performance.now() - began)} ms)`,
  )
  let ending = false
  const end = async (): Promise<void> => {
    if (ending) return
    ending = true
    say('正在停止…', 'Stopping…')
    await house.close()
    await embedded?.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end())
}

/** The server as a process of its own, set up by its environment; it ends by a signal. Tests change what an installation may not. */
export async function start(more: Partial<HouseOptions> = {}): Promise<void> {
  try {
    await open(more)
  } catch (error) {
    process.stderr.write(`${formatFailure(error, terminalLanguage())}\n`)
    await stopDatabase().catch(() => undefined)
    say(
      '启动失败。原因见上；运行 ./perigon doctor 可获得检查结果与建议。',
      'The start failed for the reason above. ./perigon doctor tells more and what to do.',
    )
    process.exit(1)
  }
}
