import type { Database } from '@perigon/db'
import { PgBoss } from 'pg-boss'

/** One kind of work. `handle` must be idempotent: after a crash it runs again. */
export type JobDefinition<P extends object> = {
  readonly name: string
  /** Checks a payload; throws when it is not one. */
  readonly parse: (payload: unknown) => P
  /** Two waiting jobs with the same key are one; one that runs already does not count. */
  readonly key: (payload: P) => string
  readonly handle: (payload: P, signal: AbortSignal) => Promise<void>
  /** A run that neither ends nor reports within this time is given to another worker. Default 60 s. */
  readonly expireSeconds?: number
  readonly retries?: number
}

export type Jobs = {
  register<P extends object>(definition: JobDefinition<P>): Promise<void>
  send<P extends object>(definition: Pick<JobDefinition<P>, 'name' | 'key'>, payload: P): Promise<void>
  stop(): Promise<void>
}

/** The policy under which a key makes two waiting jobs one; under the library's usual one a key says nothing. */
const POLICY = 'short'

/** A queue cannot change its policy. One of an earlier version is made anew; its work stands in ledgers, which send it again. */
async function dropOther(boss: PgBoss, name: string): Promise<void> {
  const known = await boss.getQueue(name)
  if (known !== null && known.policy !== POLICY) await boss.deleteQueue(name)
}

/**
 * The queue: pg-boss in the same PostgreSQL. `work: false` only sends (a web process beside workers).
 * A job whose worker was killed runs again after its expiry.
 */
export async function createJobs(options: {
  readonly db: Database
  readonly work: boolean
  readonly onError: (error: unknown) => void
}): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: options.db.url, max: 4, application_name: 'perigon jobs', schema: 'pgboss' })
  boss.on('error', options.onError)
  await boss.start()
  return {
    async register(definition) {
      await dropOther(boss, definition.name)
      await boss.createQueue(definition.name, {
        policy: POLICY,
        retryLimit: definition.retries ?? 3,
        retryBackoff: true,
        expireInSeconds: definition.expireSeconds ?? 60,
        deleteAfterSeconds: 14 * 86_400,
      })
      if (!options.work) return
      await boss.work(definition.name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async (jobs) => {
        for (const job of jobs) await definition.handle(definition.parse(job.data), job.signal)
      })
    },
    async send(definition, payload) {
      await boss.send(definition.name, payload, { singletonKey: definition.key(payload) })
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  }
}
