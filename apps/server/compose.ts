import { join } from 'node:path'
import type { Clock } from '@perigon/contracts'
import { createScopedDatabase, type Database } from '@perigon/db'
import type { ExportDeps } from '@perigon/exports'
import { createHttp } from '@perigon/http'
import { createJobs, every, type Jobs, type Recurring } from '@perigon/jobs'
import {
  APP_ROLE,
  applySeeds,
  createKernel,
  ensurePartitions,
  keepLog,
  type Kernel,
  protect,
  readSnapshot,
  startRelay,
} from '@perigon/kernel'
import { type SignIn, watchEnvironment } from '@perigon/organization'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createAuth } from './auth.ts'
import { composeSignIn, type SignInOptions } from './compose-sign-in.ts'
import { registerExportJob } from './export-job.ts'
import { openFiles } from './files.ts'
import { registerBulkJob } from './bulk-job.ts'
import { registerDuplicateJob } from './duplicate-job.ts'
import { registerImportJob } from './import-job.ts'
import { registerBringOverJob } from './other-systems/bring-over-job.ts'
import { modules } from './modules.ts'
import { openLetters } from './letters.ts'
import { openPush } from './push.ts'
import { registerPoolJob } from './pool-job.ts'
import { registerReminderJob } from './reminder-job.ts'
import { registerRoutes } from './routes.ts'
import { watchDirectory } from './watch-directory.ts'

export type HouseOptions = SignInOptions & {
  readonly db: Database
  readonly clock: Clock
  readonly logger: FastifyBaseLogger
  readonly role: 'all' | 'web' | 'worker'
  readonly trustProxy: boolean | number | string
  readonly tls: boolean
  /** Days the log stays in the database; without it everything stays. */
  readonly keepLogDays?: number | undefined
  readonly filesS3?: string | undefined
  readonly clamd?: string | undefined
  /** Lets push services stand on this machine; for tests and development. */
  readonly pushInside?: boolean
  /** False leaves the second check by the database out, for measuring what it costs. */
  readonly rowSecurity?: boolean
  readonly dataDir: string
  readonly migrationsDir: string
  /** Connections for people's requests, beside those of the system. */
  readonly pool?: number
}

export type House = {
  readonly kernel: Kernel
  readonly signIn: SignIn
  readonly jobs: Jobs
  readonly http: FastifyInstance
  readonly loadDemo: () => Promise<void>
  close(): Promise<void>
}

const SWEEP_MS = 6 * 3600_000

/** How long open requests may take to end when the server stops. Browsers also hold connections they never used. */
const STOP_MS = 3000

async function closeHttp(http: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => http.server.closeAllConnections(), STOP_MS)
  await http.close()
  clearTimeout(cut)
}

/** Keeps the log in order from time to time: in every process its partitions, in those that work also its archives. */
function keepInOrder(kernel: Kernel, { dataDir, keepLogDays, role, logger }: HouseOptions): Recurring {
  const keep = (): Promise<unknown> =>
    role === 'web'
      ? ensurePartitions(kernel.db, kernel.clock.now())
      : keepLog(kernel, { folder: join(dataDir, 'archive'), days: keepLogDays ?? null })
  return every(SWEEP_MS, keep, (error) => logger.error({ err: error }, 'keeping the log'))
}

/** Long work on the queue; where work is done, each kind also looks after what a killed process left. */
async function registerBackground(jobs: Jobs, deps: ExportDeps, { role, logger }: HouseOptions): Promise<readonly (Recurring | null)[]> {
  const onError = role === 'web' ? null : (error: unknown): void => logger.error({ err: error }, 'looking for waiting work')
  const kinds = [registerImportJob, registerPoolJob, registerReminderJob, registerBulkJob, registerDuplicateJob, registerBringOverJob]
  const all = kinds.map((register) => register(jobs, deps.kernel, onError))
  return Promise.all([...all, registerExportJob(jobs, deps, onError)])
}

/** The whole house, in order. What a line needs stands above it; a cycle cannot be written. */
export async function compose(options: HouseOptions): Promise<House> {
  const { db, clock, logger } = options
  const environment = await watchEnvironment(db)
  const secured = await protect(db, await readSnapshot(db, modules))
  if (!secured) logger.warn('row security is off: the database role perigon_app is missing (see ./perigon doctor)')
  const scoped =
    secured && options.rowSecurity !== false
      ? createScopedDatabase({ url: db.url, role: APP_ROLE, max: options.pool ?? 8, name: 'perigon people' })
      : null
  await ensurePartitions(db, clock.now())
  const kernel = await createKernel({ db, scoped, modules, clock, environment: environment.environment })
  await applySeeds(kernel)
  const jobs = await createJobs({ db, work: options.role !== 'web', onError: (error) => logger.error({ err: error }, 'jobs') })
  const { signIn, directory, ...waysIn } = await composeSignIn({ db, clock, kernel, jobs }, options)
  const push = await openPush({ db, clock, jobs, signIn }, options)
  const letters = openLetters(kernel, { mail: waysIn.mail, push }, options)
  const leaving = directory === null || options.role === 'web' ? null : watchDirectory(kernel, directory, logger)
  const files = await openFiles({ kernel, jobs }, options)
  const background = await registerBackground(jobs, { kernel, intake: files.intake }, options)
  const relay =
    options.role === 'web' ? null : startRelay(kernel, (error, subscriber) => logger.error({ err: error, subscriber }, 'subscriber'))
  const loadDemo = async (): Promise<void> => {
    const { loadStory } = await import('./demo/load.ts')
    await loadStory({ kernel, signIn })
    await environment.refresh()
  }
  const auth = createAuth({
    kernel,
    signIn,
    onSetUp: async (demo) => {
      await environment.refresh()
      if (demo === 'story') await loadDemo()
    },
  })
  const http = await createHttp({ kernel, auth, logger, trustProxy: options.trustProxy, tls: options.tls })
  const keeping = keepInOrder(kernel, options)
  await registerRoutes(http, { ...options, kernel, signIn, jobs, ...waysIn, push, auth, files })
  return {
    kernel,
    signIn,
    jobs,
    http,
    loadDemo,
    close: async () => {
      await closeHttp(http)
      await keeping.stop()
      await leaving?.stop()
      await files.stop()
      await letters.stop()
      for (const each of background) await each?.stop()
      await relay?.stop()
      await jobs.stop()
      environment.stop()
      await scoped?.close()
      await db.close()
    },
  }
}
