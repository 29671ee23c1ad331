import { isId, isJsonObject } from '@perigon/contracts'
import { clearOld, type ExportDeps, failureWords, orphanedRuns, startDue, workOnExport } from '@perigon/exports'
import { every, type JobDefinition, type Jobs, type Recurring } from '@perigon/jobs'
import { type Kernel, systemActor } from '@perigon/kernel'

type Payload = { readonly id: string }

const LOOK_MS = 10_000
const CLEAR_MS = 3600_000

/** The queue's side of an export; the work itself is repeatable. */
export const exportJob: Omit<JobDefinition<Payload>, 'handle'> = {
  name: 'export',
  parse: (payload) => {
    if (isJsonObject(payload) && isId(payload['id'])) return { id: payload['id'] }
    throw new Error('an export needs an id')
  },
  key: (payload) => payload.id,
  expireSeconds: 6 * 3600,
  retries: 5,
}

type Ended = {
  readonly owner: string
  readonly locale: string
  readonly name: string
  readonly state: string
  readonly rows: number
  readonly error: string | null
  readonly schedule: string | null
}

/** Tells the owner how it ended; the notice carries the run's id, so it comes once. */
async function tellOwner(kernel: Kernel, id: string): Promise<void> {
  const rows = await kernel.db.query<Ended>({
    text: `select r.owner, u.locale, r.name, r.state, r.rows, r.error, r.schedule from export_run r join "user" u on u.id = r.owner
           where r.id = $1 and r.state in ('done', 'failed') and r.deleted_at is null and not exists (select 1 from notification n where n.id = r.id)`,
    values: [id],
  })
  const ended = rows[0]
  if (ended === undefined) return
  const isDone = ended.state === 'done'
  const zh = isDone ? `导出完成：${ended.name}（${ended.rows} 条）` : `导出失败：${ended.name}`
  const en = isDone ? `Export ready: ${ended.name} (${ended.rows} records)` : `Export failed: ${ended.name}`
  const title = (ended.locale === 'en-US' ? en : zh).slice(0, 200)
  const body = isDone
    ? null
    : (failureWords(ended.error, ended.schedule === null ? 'once' : 'again')?.[ended.locale === 'en-US' ? 'en' : 'zh'] ?? null)
  const patch = { owner: ended.owner, kind: 'job', title, body, link_object: 'export_run', link_record: id }
  await kernel.write(systemActor('exports'), [{ object: 'notification', op: 'create', id, patch }], {
    cause: { kind: 'system', ref: 'export' },
  })
}

/**
 * Registers the worker. The process that works also looks every ten seconds for schedules that fell due and runs whose worker was
 * killed, and every hour for files kept long enough.
 */
export async function registerExportJob(
  jobs: Jobs,
  deps: ExportDeps,
  onError: ((error: unknown) => void) | null,
): Promise<Recurring | null> {
  const { kernel } = deps
  await jobs.register({
    ...exportJob,
    handle: async ({ id }) => {
      await workOnExport(deps, id)
      await tellOwner(kernel, id)
    },
  })
  if (onError === null) return null
  const look = async (): Promise<void> => {
    await startDue(kernel)
    for (const id of await orphanedRuns(kernel.db)) await jobs.send(exportJob, { id })
  }
  const [looking, clearing] = [every(LOOK_MS, look, onError), every(CLEAR_MS, () => clearOld(kernel), onError)]
  return {
    stop: async () => {
      await looking.stop()
      await clearing.stop()
    },
  }
}
