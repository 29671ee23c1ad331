import { isJsonObject } from '@perigon/contracts'
import { scansWait, workOnScans } from '@perigon/customers'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import { type Command, type Kernel, systemActor } from '@perigon/kernel'

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

type Ended = {
  readonly id: string
  readonly object: 'customer' | 'contact'
  readonly state: 'done' | 'failed'
  readonly groups: number
  readonly owner: string
  readonly locale: string
}

const NAMES = { customer: { zh: '客户', en: 'customers' }, contact: { zh: '联系人', en: 'contacts' } } as const

function noticeOf({ id, object, state, groups, owner, locale }: Ended): Command {
  const name = NAMES[object]
  const isDone = state === 'done'
  const zh = isDone ? `重复扫描完成：${name.zh}，${groups} 组可能重复` : `重复扫描失败：${name.zh}，请重试`
  const en = isDone ? `Scan for duplicates done: ${groups} groups of ${name.en}` : `The scan of ${name.en} for duplicates failed; try again`
  return { object: 'notification', op: 'create', id, patch: { owner, kind: 'job', title: locale === 'en-US' ? en : zh } }
}

/** Tells whoever asked for a scan how it ended; the notice carries the scan's id, so it comes once. */
async function tellEnded(kernel: Kernel): Promise<void> {
  const ended = await kernel.db.query<Ended>(
    `select s.id, s.object, s.state, coalesce((s.counts->>'groups')::int, 0) as groups, s.started_by as owner, u.locale
     from duplicate_scan s join "user" u on u.id = s.started_by
     where s.state in ('done', 'failed') and not exists (select 1 from notification n where n.id = s.id) limit 20`,
  )
  if (ended.length === 0) return
  await kernel.write(systemActor('duplicates'), ended.map(noticeOf), { cause: { kind: 'system', ref: 'duplicates' } })
}

/** Works on the scans that run, and tells of those that have ended, however they did. */
export async function scanAndTell(kernel: Kernel, signal?: AbortSignal): Promise<void> {
  try {
    await workOnScans(kernel, signal)
  } finally {
    await tellEnded(kernel)
  }
}

/** Registers the worker; the one that works also looks every quarter of a minute for scans whose worker was killed, and for the night's. */
export async function registerDuplicateJob(
  jobs: Jobs,
  kernel: Kernel,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  await jobs.register({ ...duplicateJob, handle: (_payload, signal) => scanAndTell(kernel, signal) })
  const look = async (): Promise<void> => {
    if (await scansWait(kernel)) await wakeDuplicateJob(jobs)
  }
  return onError === null ? null : every(LOOK_MS, look, onError)
}
