import { isJsonObject } from '@perigon/contracts'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import { poolsWait, workOnPools } from '@perigon/pools'

type Payload = { readonly what: 'pools' }

const LOOK_MS = 15_000

/** The queue's side of the pool work: one job at a time, however many processes ask. The work is repeatable, see the pools module. */
const poolJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'pools',
  parse: (payload) => {
    if (isJsonObject(payload) && payload['what'] === 'pools') return { what: 'pools' }
    throw new Error('a pool job needs { what: "pools" }')
  },
  key: () => 'pools',
  expireSeconds: 6 * 3600,
  retries: 5,
}

/** Registers the worker; the one that works also looks every quarter of a minute for what waits: a night's run, dates after a change of rules. */
export async function registerPoolJob(jobs: Jobs, kernel: Kernel, onError: ((error: unknown) => void) | null): Promise<Recurring | null> {
  await jobs.register({ ...poolJob, handle: (_payload, signal) => workOnPools(kernel, signal) })
  const look = async (): Promise<void> => {
    if (await poolsWait(kernel)) await jobs.send(poolJob, { what: 'pools' })
  }
  return onError === null ? null : every(LOOK_MS, look, onError)
}
