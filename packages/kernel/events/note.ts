import { type Json, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor } from '../module.ts'

/** What the log tells besides changes of records. */
export type Fact =
  | 'sign_in'
  | 'sign_in_failed'
  | 'sign_out'
  | 'password'
  | 'token'
  | 'export'
  | 'unmask'
  | 'duplicate_check'
  | 'duplicate_scan'
  | 'duplicate_decision'
  | 'erase'
  | 'archive'
  | 'sweep'
  | 'file_refused'

export type Note = {
  readonly fact: Fact
  /** Object and record it is about, where there is one. */
  readonly object: string
  readonly record: string | null
  readonly detail: { readonly [key: string]: Json }
}

/** Writes a fact into the one event log: who, what, when, and the circumstances. */
export async function writeNote(
  db: Executor,
  actor: Pick<Actor, 'id' | 'name'>,
  input: Note & { readonly now: Date; readonly snapshot: number },
): Promise<void> {
  await db.query({
    name: 'event_note',
    text: `insert into event (id, at, actor, actor_name, object, record, op, version, changes, cause, snapshot) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)`,
    values: [
      newId(input.now.getTime()),
      input.now.toISOString(),
      actor.id,
      actor.name.slice(0, 200),
      input.object,
      input.record,
      input.fact,
      JSON.stringify(input.detail),
      '{"kind":"system"}',
      input.snapshot,
    ],
  })
}
