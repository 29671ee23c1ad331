import { AppError } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import type { Actor } from '../module.ts'
import { SEAL_LOCK } from './seal.ts'

/**
 * Takes the values of these fields out of every event of a record, for ever. The events stay (who, when, which other
 * fields), their seals say that something was erased. Only administrators; call it after the write that blanks the record.
 */
export async function eraseValues(
  tx: Executor,
  actor: Actor,
  input: { readonly object: string; readonly id: string; readonly fields: readonly string[] },
): Promise<number> {
  if (!actor.admin && actor.kind !== 'system') throw new AppError('access.denied')
  await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [SEAL_LOCK] })
  await tx.query(`select set_config('perigon.erasing', 'on', true)`)
  const erased = await tx.query<{ seq: number }>({
    text: `update event set changes = changes - $3::text[] where object = $1 and record = $2 and changes ?| $3::text[] returning seq`,
    values: [input.object, input.id, input.fields],
  })
  await tx.query({ text: 'update event_seal set erased = true where seq = any($1)', values: [erased.map((row) => row.seq)] })
  // Events that were put away are files, which no transaction reaches: the keeper of the log follows.
  await tx.query({
    text: 'insert into event_erasure (object, record, fields) values ($1, $2, $3)',
    values: [input.object, input.id, input.fields],
  })
  await tx.query(`select set_config('perigon.erasing', 'off', true)`)
  return erased.length
}
