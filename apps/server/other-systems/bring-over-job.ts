import { rm } from 'node:fs/promises'
import { isId, isJsonObject } from '@perigon/contracts'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'
import { abandonOld, orphanedRuns } from './bring-over-store.ts'
import { presetOf } from './presets.ts'
import { workOnBringOver } from './work-on-bring-over.ts'

type Payload = { readonly id: string }

const RESCUE_MS = 10_000

function parse(payload: unknown): Payload {
  if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
  throw new Error('bringing over needs an id')
}

/** The queue's side of bringing an export over; the work itself is repeatable. */
export const bringOverJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'bring-over',
  parse,
  key: (payload) => payload.id,
  expireSeconds: 12 * 3600,
  retries: 5,
}

type Ended = { readonly owner: string; readonly locale: string; readonly state: string; readonly system: string; readonly files: number }

/** Tells the person how their run ended; the notice carries the run's id, so it comes once. */
async function tellEnded(kernel: Kernel, id: string): Promise<void> {
  const rows = await kernel.db.query<Ended>({
    text: `select u.id as owner, u.locale, r.state, r.system, jsonb_array_length(r.parts) as files from bring_over r join "user" u on u.id = r.actor
           where r.id = $1 and r.state in ('done', 'failed') and not exists (select 1 from notification n where n.id = r.id)`,
    values: [id],
  })
  const ended = rows[0]
  if (ended === undefined) return
  const name = presetOf(ended.system)?.name ?? ended.system
  const zh = ended.state === 'done' ? `${name} 数据导入完成：${ended.files} 个文件` : `${name} 数据导入失败`
  const en = ended.state === 'done' ? `Brought over from ${name}: ${ended.files} files` : `Bringing over from ${name} failed`
  const title = ended.locale === 'en-US' ? en : zh
  const patch = { owner: ended.owner, kind: 'job', title, link_object: 'bring_over', link_record: id }
  await kernel.write(systemActor('bring over'), [{ object: 'notification', op: 'create', id, patch }], {
    cause: { kind: 'system', ref: 'bring_over' },
  })
}

/** Registers the worker; the one that works also looks every ten seconds for runs whose worker was killed, and ends forgotten ones. */
export async function registerBringOverJob(
  jobs: Jobs,
  kernel: Kernel,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  await jobs.register({
    ...bringOverJob,
    handle: async ({ id }) => {
      await workOnBringOver(kernel, id, onError ?? (() => undefined))
      await tellEnded(kernel, id)
    },
  })
  const rescue = async (): Promise<void> => {
    for (const id of await orphanedRuns(kernel.db)) await jobs.send(bringOverJob, { id })
    for (const folder of await abandonOld(kernel.db)) await rm(folder, { recursive: true, force: true })
  }
  return onError === null ? null : every(RESCUE_MS, rescue, onError)
}
