import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor, Command } from '../module.ts'

type EventRow = {
  readonly seq: number
  readonly object: string
  readonly record: string
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly changes: { readonly [field: string]: Json }
  readonly later: boolean
}

/** A part of an operation, newest first, as the commands that take it back. */
export type Inverse = {
  readonly commands: readonly Command[]
  /** Records that somebody changed since; they are left as they are. */
  readonly kept: readonly { readonly object: string; readonly id: string }[]
  readonly events: number
  /** Where the next part begins; null when this was the last. */
  readonly before: number | null
}

/** What takes an event back: a created record goes to the trash, a deleted one returns, a changed one gets its former values. */
function inverse(event: EventRow): Command {
  const { object, record: id } = event
  if (event.op === 'create' || event.op === 'restore') return { object, op: 'delete', id }
  if (event.op === 'delete') return { object, op: 'restore', id }
  const before = Object.entries(event.changes).map(([field, pair]): [string, Json] => [
    field,
    Array.isArray(pair) ? (pair[0] ?? null) : null,
  ])
  return { object, op: 'update', id, patch: Object.fromEntries(before) }
}

/**
 * The next part of what an operation (an import, a merge, a bulk change) did, newest first, as commands that take it back.
 * Records that somebody else changed since are left out and told.
 */
export async function inverseOf(
  db: Executor,
  input: { readonly operation: string; readonly before: number; readonly limit: number },
): Promise<Inverse> {
  const events = await db.query<EventRow>({
    text: `select e.seq, e.object, e.record, e.op, e.changes,
             exists (select 1 from event l where l.object = e.object and l.record = e.record and l.seq > e.seq and l.operation is distinct from $1
                     and l.op in ('create', 'update', 'delete', 'restore')) as later
           from event e where e.operation = $1 and e.seq < $2 and e.op in ('create', 'update', 'delete', 'restore') and e.cause->>'kind' <> 'undo'
           order by e.seq desc limit $3`,
    values: [input.operation, input.before, input.limit],
  })
  const last = events[events.length - 1]
  return {
    commands: events.filter((event) => !event.later).map(inverse),
    kept: events.filter((event) => event.later).map((event) => ({ object: event.object, id: event.record })),
    events: events.length,
    before: last === undefined || events.length < input.limit ? null : last.seq,
  }
}

/** Operations can be taken back for so long. */
const UNDO_DAYS = 30

/**
 * Refuses to take an operation back that is another person's (`record.not_found`), older than 30 days or taken back already
 * (`operation.closed`). Administrators may take back everybody's.
 */
export async function checkUndo(
  db: Executor,
  input: { readonly operation: string; readonly actor: Actor; readonly now: Date },
): Promise<void> {
  const rows = await db.query<{ actor: string | null; recent: boolean; undone: boolean }>({
    text: `select e.actor, e.at > $2::timestamptz - interval '${UNDO_DAYS} days' as recent,
             exists (select 1 from event u where u.cause->>'ref' = $1::text and u.cause->>'kind' = 'undo' and u.object = e.object and u.record = e.record) as undone
           from event e where e.operation = $1::uuid and e.cause->>'kind' <> 'undo' order by e.seq desc limit 1`,
    values: [input.operation, input.now.toISOString()],
  })
  const found = rows[0]
  if (found === undefined || (!input.actor.admin && found.actor !== input.actor.id)) throw new AppError('record.not_found')
  if (!found.recent || found.undone) throw new AppError('operation.closed', { data: { days: UNDO_DAYS } })
}
