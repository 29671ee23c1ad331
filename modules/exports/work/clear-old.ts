import { type Kernel, systemActor } from '@perigon/kernel'

/** So long a file can be fetched. */
const KEPT_DAYS = 30
const CHUNK = 200

/** Takes files of exports away that are kept long enough; their bytes follow with the sweep of the store. Answers how many. */
export async function clearOld(kernel: Kernel): Promise<number> {
  return kernel.db.transaction(async (tx) => {
    const rows = await tx.query<{ run: string; attachment: string | null }>({
      text: `select r.id as run, a.id as attachment from export_run r
             left join attachment a on a.record_object = 'export_run' and a.record = r.id::text and a.deleted_at is null
             where r.state = 'done' and r.ended_at < $1::timestamptz - interval '${KEPT_DAYS} days' and r.deleted_at is null limit ${CHUNK}`,
      values: [kernel.clock.now().toISOString()],
    })
    const runs = [...new Set(rows.map((row) => row.run))]
    const commands = [
      ...rows.flatMap(({ attachment }) => (attachment === null ? [] : [{ object: 'attachment', op: 'delete' as const, id: attachment }])),
      ...runs.map((id) => ({ object: 'export_run', op: 'update' as const, id, patch: { state: 'expired' } })),
    ]
    if (commands.length > 0) await kernel.write(systemActor('exports'), commands, { cause: { kind: 'system', ref: 'expiry' }, tx })
    return runs.length
  })
}
