import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor, Command } from '../module.ts'
import { prepared } from '../query/statement.ts'

type LastEvent = {
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly version: number
  readonly actor: string | null
  readonly changes: { readonly [field: string]: Json }
  readonly recent: boolean
}

function inverse(event: LastEvent, object: string, id: string): Command {
  const { version } = event
  if (event.op === 'create' || event.op === 'restore') return { object, op: 'delete', id, version }
  if (event.op === 'delete') return { object, op: 'restore', id, version }
  const before = Object.entries(event.changes).map(([field, pair]): [string, Json] => [
    field,
    Array.isArray(pair) ? (pair[0] ?? null) : null,
  ])
  return { object, op: 'update', id, version, patch: Object.fromEntries(before) }
}

/**
 * The command that takes the newest change of a record back. Refused (`record.version_conflict`) when somebody else made
 * it, when it is more than an hour old, or when it is not the version the caller has seen.
 */
export async function lastChange(
  db: Executor,
  input: { readonly object: string; readonly id: string; readonly version: number | undefined; readonly actor: Actor; readonly now: Date },
): Promise<Command> {
  const rows = await db.query<LastEvent>(
    prepared(
      `select op, version, actor, changes, at > $3::timestamptz - interval '1 hour' as recent from event where object = $1 and record = $2 and op in ('create', 'update', 'delete', 'restore') order by seq desc limit 1`,
      [input.object, input.id, input.now.toISOString()],
    ),
  )
  const event = rows[0]
  if (event === undefined) throw new AppError('record.not_found')
  const mine = event.actor === input.actor.id && event.recent && (input.version === undefined || event.version === input.version)
  if (!mine) throw new AppError('record.version_conflict')
  return inverse(event, input.object, input.id)
}
