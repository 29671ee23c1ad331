import { isJsonObject } from '@perigon/contracts'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import { remindersWait, workOnReminders } from '@perigon/reminders'

type Payload = { readonly what: 'reminders' }

const LOOK_MS = 15_000

/** The queue's side of the reminders: one job at a time, however many processes ask. The work is repeatable, see the reminders module. */
const reminderJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'reminders',
  parse: (payload) => {
    if (isJsonObject(payload) && payload['what'] === 'reminders') return { what: 'reminders' }
    throw new Error('a reminder job needs { what: "reminders" }')
  },
  key: () => 'reminders',
  expireSeconds: 6 * 3600,
  retries: 5,
}

/** Asks for the work now; it is one job however often it is asked for. */
export function wakeReminders(jobs: Jobs): Promise<unknown> {
  return jobs.send(reminderJob, { what: 'reminders' })
}

/** Registers the worker; the one that works also looks every quarter of a minute for a run that waits. */
export async function registerReminderJob(
  jobs: Jobs,
  kernel: Kernel,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  await jobs.register({ ...reminderJob, handle: (_payload, signal) => workOnReminders(kernel, signal) })
  const look = async (): Promise<void> => {
    if (await remindersWait(kernel)) await wakeReminders(jobs)
  }
  return onError === null ? null : every(LOOK_MS, look, onError)
}
