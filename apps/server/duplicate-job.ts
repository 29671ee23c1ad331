import { isJsonObject } from '@perigon/contracts'
import { scansWait, workOnScans } from '@perigon/customers'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'

type Payload = { readonly what: 'duplicates' }

const LOOK_MS = 15_000

/** The queue's side of scans for duplicates; the work itself is repeatable, see the duplicate centre. */
const duplicateJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'duplicates',
  parse: (payload) => {
    if (isJsonObject(payload) && payload['what'] === 'duplicates') return { what: 'duplicates' }
    throw new Error('a scan for duplicates needs { what: "duplicates" }')
  },
  key: () => 'duplicates',
  expireSeconds: 12 * 3600,
  retries: 5,
}

/** Tells the queue that a scan waits. */
export function wakeDuplicateJob(jobs: Jobs): Promise<void> {
  return jobs.send(duplicateJob, { what: 'duplicates' })
}

/** Registers the worker; the one that works also looks every quarter of a minute for scans whose worker was killed, and for the night's. */
export async function registerDuplicateJob(
  jobs: Jobs,
  kernel: Kernel,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  await jobs.register({ ...duplicateJob, handle: (_payload, signal) => workOnScans(kernel, signal) })
  const look = async (): Promise<void> => {
    if (await scansWait(kernel)) await wakeDuplicateJob(jobs)
  }
  return onError === null ? null : every(LOOK_MS, look, onError)
}
