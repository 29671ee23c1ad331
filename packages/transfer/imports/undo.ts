import type { Json } from '@perigon/contracts'
import type { Actor, Command } from '@perigon/kernel'
import type { ImportDeps } from './import-deps.ts'
import { reportProgress, type StoredImport } from './import-store.ts'

const CHUNK = 1000

type EventRow = {
  readonly seq: number
  readonly object: string
  readonly record: string
  readonly op: 'create' | 'update'
  readonly version: number
  readonly changes: { readonly [field: string]: Json }
  readonly later: boolean
}

/** What an event's undoing is: a created record goes to the trash, a changed one gets its former values back. */
function inverse(event: EventRow): Command {
  if (event.op === 'create') return { object: event.object, op: 'delete', id: event.record }
  const before = Object.entries(event.changes).map(([field, pair]): [string, Json] => [
    field,
    Array.isArray(pair) ? (pair[0] ?? null) : null,
  ])
  return { object: event.object, op: 'update', id: event.record, patch: Object.fromEntries(before) }
}

/**
 * Takes a whole import back, newest event first. Records that somebody changed after the import are left as they are
 * and counted (`kept` in the job's error text), so that nobody's work is lost.
 */
export async function undoImport(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  let before = Number.MAX_SAFE_INTEGER
  let progress = 0
  let kept = 0
  for (;;) {
    const events = await deps.db.query<EventRow>({
      text: `select e.seq, e.object, e.record, e.op, e.version, e.changes,
               exists (select 1 from event l where l.object = e.object and l.record = e.record and l.seq > e.seq and l.operation is distinct from $1) as later
             from event e where e.operation = $1 and e.seq < $2 and e.op in ('create', 'update') and e.cause->>'kind' <> 'undo' order by e.seq desc limit ${CHUNK}`,
      values: [job.id, before],
    })
    const last = events[events.length - 1]
    if (last === undefined) break
    const untouched = events.filter((event) => !event.later)
    kept += events.length - untouched.length
    const results = await deps.kernel.write(actor, untouched.map(inverse), { cause: { kind: 'undo', ref: job.id }, mode: 'row_by_row' })
    kept += results.filter((result) => !result.ok && result.error.code !== 'record.not_found').length
    before = last.seq
    progress += events.length
    if ((await reportProgress(deps.db, job.id, progress)) !== 'undoing') return
  }
  await deps.db.query({
    text: `update import_job set state = 'undone', finished_at = now(), lease_until = null, error = $2 where id = $1 and state = 'undoing'`,
    values: [job.id, kept === 0 ? null : `kept:${kept}`],
  })
}
