import { isId, isJsonObject } from '@perigon/contracts'
import { groupWork } from '@perigon/customers'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { type BulkWork, orphanedBulk, workOnBulk } from '@perigon/transfer'

type Payload = { readonly id: string }

const RESCUE_MS = 10_000
/** Who changed fewer records saw the end of it; a notice would only be in the way. */
const NOTICE_FROM = 200

function parse(payload: unknown): Payload {
  if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
  throw new Error('a bulk change needs an id')
}

/** The queue's side of a bulk change; the work itself is repeatable, see the transfer package. */
export const bulkJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'bulk',
  parse,
  key: (payload) => payload.id,
  expireSeconds: 6 * 3600,
  retries: 5,
}

export function bulkDeps(kernel: Kernel): BulkWork {
  return { db: kernel.db, kernel, groups: groupWork(kernel), actorOf: (userId) => actorById(kernel.db, userId) }
}

type Ended = {
  readonly owner: string
  readonly locale: string
  readonly name: string
  readonly state: string
  readonly done: number
  readonly failed: number
}

/** Does the work, then tells the person how it ended; the notice carries the operation's id, so it comes once. */
async function workAndTell(deps: BulkWork, id: string): Promise<void> {
  await workOnBulk(deps, id)
  const rows = await deps.db.query<Ended>({
    text: `select o.owner, u.locale, o.name, o.state, o.done, o.failed from bulk_operation o join "user" u on u.id = o.owner
           where o.id = $1 and o.state in ('done', 'failed') and (o.total >= $2 or o.verb = 'merge') and not exists (select 1 from notification n where n.id = o.id)`,
    values: [id, NOTICE_FROM],
  })
  const ended = rows[0]
  if (ended === undefined) return
  const { name, done, failed } = ended
  const isDone = ended.state === 'done'
  const zh = isDone ? `批量操作完成：${name}（${done} 条成功，${failed} 条未能处理）` : `批量操作失败：${name}（已处理 ${done} 条）`
  const en = isDone
    ? `Bulk change done: ${name} (${done} changed, ${failed} refused)`
    : `Bulk change failed: ${name} (${done} were changed)`
  const title = (ended.locale === 'en-US' ? en : zh).slice(0, 200)
  const patch = { owner: ended.owner, kind: 'job', title, link_object: 'bulk_operation', link_record: id }
  await deps.kernel.write(systemActor('bulk'), [{ object: 'notification', op: 'create', id, patch }], {
    cause: { kind: 'system', ref: 'bulk' },
  })
}

/** Registers the worker; the one that works also looks every ten seconds for changes whose worker was killed, and queues them again. */
export async function registerBulkJob(jobs: Jobs, kernel: Kernel, onError: ((error: unknown) => void) | null): Promise<Recurring | null> {
  const deps = bulkDeps(kernel)
  await jobs.register({ ...bulkJob, handle: (payload) => workAndTell(deps, payload.id) })
  const rescue = async (): Promise<void> => {
    for (const id of await orphanedBulk(kernel.db)) await jobs.send(bulkJob, { id })
  }
  return onError === null ? null : every(RESCUE_MS, rescue, onError)
}
