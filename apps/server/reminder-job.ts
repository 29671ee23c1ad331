import { isJsonObject } from '@perigon/contracts'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import { clearReminders, remindersWait, workOnReminders } from '@perigon/reminders'

type Payload = { readonly what: 'reminders' }

const LOOK_MS = 15_000
const CLEAR_MS = 60_000

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

/**
 * Registers the worker. The one that works also looks every quarter of a minute for a run that waits, and every minute clears a small
 * piece of what happened long ago; after a start it begins at the oldest, which costs nothing where nothing is to be cleared.
 */
export async function registerReminderJob(
  jobs: Jobs,
  kernel: Kernel,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  await jobs.register({ ...reminderJob, handle: (_payload, signal) => workOnReminders(kernel, signal) })
  if (onError === null) return null
  const look = async (): Promise<void> => {
    if (await remindersWait(kernel)) await wakeReminders(jobs)
  }
  let place: string | null = null
  const clear = async (): Promise<void> => {
    place = (await clearReminders(kernel, place)).place
  }
  const both = [every(LOOK_MS, look, onError), every(CLEAR_MS, clear, onError)]
  return { stop: async () => void (await Promise.all(both.map((each) => each.stop()))) }
}
