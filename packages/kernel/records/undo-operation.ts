import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { onBehalfOf } from '../access/scope.ts'
import type { Actor, Command } from '../module.ts'
import type { QueryContext } from '../query/source.ts'
import { writeCommands } from './write.ts'

type EventRow = {
  readonly seq: number
  readonly object: string
  readonly record: string
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly changes: { readonly [field: string]: Json }
  /** Whether somebody touched the record since, and which fields they changed. */
  readonly later: boolean
  readonly later_fields: readonly string[]
  /** Deleted or brought back since: there is nothing to lay former values on. */
  readonly gone: boolean
}

/** A record that was not taken back wholly: what somebody changed since stays, or the former state is refused today. */
export type Kept = { readonly object: string; readonly id: string; readonly fields: readonly string[]; readonly error?: AppError }

/** What a part of an operation's undo did, newest event first. */
export type TakenBack = {
  readonly undone: number
  readonly kept: readonly Kept[]
  readonly events: number
  /** Where the next part begins; null when this was the last. */
  readonly before: number | null
}

type Part = { readonly operation: string; readonly before: number; readonly limit: number }

/**
 * What takes an event back: a created record goes to the trash, a deleted one returns, a changed one gets the former values
 * of the fields nobody has changed since.
 */
function inverse(event: EventRow, isWhole: boolean): { readonly command: Command | null; readonly kept: Kept | null } {
  const { object, record: id } = event
  const left = (fields: readonly string[]): Kept => ({ object, id, fields })
  if (event.op !== 'update' || (isWhole && event.later)) {
    if (event.later) return { command: null, kept: left(event.later_fields) }
    return { command: { object, op: event.op === 'delete' ? 'restore' : 'delete', id }, kept: null }
  }
  const fields = Object.keys(event.changes)
  if (event.gone) return { command: null, kept: left(fields) }
  const since = fields.filter((field) => event.later_fields.includes(field))
  const free = Object.entries(event.changes).filter(([field]) => !since.includes(field))
  const patch = Object.fromEntries(free.map(([field, pair]): [string, Json] => [field, Array.isArray(pair) ? (pair[0] ?? null) : null]))
  return {
    command: free.length === 0 ? null : { object, op: 'update', id, patch },
    kept: since.length === 0 ? null : left(since),
  }
}

/** With each event what happened to its record since; what was done since and taken back again did not happen. */
async function eventsOf(db: Executor, { operation, before, limit }: Part): Promise<readonly EventRow[]> {
  return db.query<EventRow>({
    text: `select e.seq, e.object, e.record, e.op, e.changes, l.later, l.later_fields, l.gone
           from (select * from event where operation = $1 and seq < $2 and op in ('create', 'update', 'delete', 'restore')
                   and cause->>'kind' <> 'undo' order by seq desc limit $3) e,
             lateral (select count(*) > 0 as later, coalesce(bool_or(s.op in ('delete', 'restore')), false) as gone,
                        coalesce(array_agg(distinct k.key) filter (where k.key is not null), '{}') as later_fields
                      from event s left join lateral jsonb_object_keys(case when s.op = 'update' then s.changes end) k(key) on true
                      where s.object = e.object and s.record = e.record and s.seq > e.seq and s.operation is distinct from $1
                        and s.op in ('create', 'update', 'delete', 'restore')
                        and not (s.cause->>'kind' = 'undo' and s.cause->>'ref' is not distinct from $1::text)
                        and not exists (select 1 from event u where u.object = s.object and u.record = s.record and u.seq > s.seq
                          and u.cause->>'kind' = 'undo' and u.cause->>'ref' = s.operation::text)
                        and not (s.cause->>'kind' = 'undo' and exists (select 1 from event t where t.object = s.object
                          and t.record = s.record and t.seq > e.seq and t.seq < s.seq and t.operation::text = s.cause->>'ref'))) l
           order by e.seq desc`,
    values: [operation, before, limit],
  })
}

/**
 * Takes the next part of an operation (an import, a merge, a bulk change) back, newest event first, through the one writer.
 * What the operation moved may lie out of the person's own reach by now, so it is written on their behalf; what somebody
 * changed since is left and told. `strict` leaves a record that somebody touched since wholly, and throws at the first refusal.
 */
export async function takeBack(tx: Executor, part: Part & { readonly strict?: true }, context: QueryContext): Promise<TakenBack> {
  const events = await eventsOf(tx, part)
  const inverses = events.map((event) => inverse(event, part.strict === true))
  const commands = inverses.flatMap(({ command }) => (command === null ? [] : [command]))
  const kept = inverses.flatMap((each) => (each.kept === null ? [] : [each.kept]))
  const results = await writeCommands(tx, commands, {
    ...context,
    actor: onBehalfOf(context.actor),
    allowed: true,
    cause: { kind: 'undo', ref: part.operation },
  })
  let undone = 0
  results.forEach((result, index) => {
    const command = commands[index]
    if (result.ok) undone += 1
    else if (part.strict === true) throw result.error
    else if (command !== undefined && command.op !== 'create')
      kept.push({ object: command.object, id: command.id, fields: [], error: result.error })
  })
  const last = events[events.length - 1]
  return { undone, kept, events: events.length, before: last === undefined || events.length < part.limit ? null : last.seq }
}

/** So many events are taken back in one step; what is larger and no block of cells is taken back by a job. */
const UNDO_AT_ONCE = 5000

/** Takes an operation back within one request: by cell whatever its size, else record by record in one step. */
export async function takeBackAtOnce(
  tx: Executor,
  { operation, byCell }: { readonly operation: string; readonly byCell: boolean },
  context: QueryContext,
): Promise<Pick<TakenBack, 'undone' | 'kept'>> {
  const part = { operation, limit: UNDO_AT_ONCE, before: Number.MAX_SAFE_INTEGER }
  if (!byCell) {
    const whole = await takeBack(tx, { ...part, strict: true }, context)
    return { undone: whole.undone, kept: whole.kept }
  }
  let undone = 0
  const kept: Kept[] = []
  for (let before: number | null = part.before; before !== null; ) {
    const taken: TakenBack = await takeBack(tx, { ...part, before }, context)
    undone += taken.undone
    kept.push(...taken.kept)
    before = taken.before
  }
  return { undone, kept }
}

/** Operations can be taken back for so long. */
export const UNDO_DAYS = 30

/**
 * Refuses to take an operation back that is another person's (`record.not_found`), older than 30 days or taken back already
 * (`operation.closed`). Administrators may take back everybody's. Answers whether each cell of it stands for itself (a block
 * typed or pasted into a list); other operations are taken back record by record.
 */
export async function checkUndo(
  db: Executor,
  input: { readonly operation: string; readonly actor: Actor; readonly now: Date },
): Promise<{ readonly byCell: boolean }> {
  const rows = await db.query<{ actor: string | null; recent: boolean; undone: boolean; by_cell: boolean }>({
    text: `select e.actor, e.at > $2::timestamptz - interval '${UNDO_DAYS} days' as recent,
             exists (select 1 from event u where u.cause->>'ref' = $1::text and u.cause->>'kind' = 'undo' and u.object = e.object and u.record = e.record) as undone,
             exists (select 1 from event s where s.operation = $1::uuid and s.cause->>'kind' = 'batch' and s.cause->>'ref' = 'sheet') as by_cell
           from event e where e.operation = $1::uuid and e.cause->>'kind' <> 'undo' order by e.seq desc limit 1`,
    values: [input.operation, input.now.toISOString()],
  })
  const found = rows[0]
  if (found === undefined || (!input.actor.admin && found.actor !== input.actor.id)) throw new AppError('record.not_found')
  if (!found.recent || found.undone) throw new AppError('operation.closed', { data: { days: UNDO_DAYS } })
  return { byCell: found.by_cell }
}
