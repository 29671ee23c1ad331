import type { Command } from '@perigon/kernel'
import { systemActor } from '@perigon/kernel'
import { changeCommand } from '../ownership-change/change-command.ts'
import { noticeCommands } from './notices.ts'
import type { Chunk, Step } from './chunk.ts'
import { factsOf, type Verdict, verdictsOf } from './verdict.ts'

const CHUNK = 200

/**
 * Takes back what is due. The dates kept on customers only choose whom to look at: each is judged again from what is stored now,
 * held still, so that a visit noted a minute ago saves a customer.
 */
export async function reclaimChunk({ kernel, tx, reader, law, run }: Chunk): Promise<Step> {
  const day = run.day ?? law.today
  const rows = await tx.query<{ id: string }>({
    text: `select id from customer where owner is not null and deleted_at is null and reclaim_at <= $1::date and ($2::uuid is null or id > $2)
           order by id limit ${CHUNK} for update`,
    values: [day, run.place],
  })
  const ids = rows.map(({ id }) => id)
  const verdicts = await verdictsOf(reader, law, ids)
  const due = ids.flatMap((id): readonly Verdict[] => {
    const verdict = verdicts.get(id)
    return verdict === undefined || verdict.date > day ? [] : [verdict]
  })
  const actor = systemActor('pools')
  const cause = { kind: 'system', ref: 'pool.reclaim', operation: run.id } as const
  const results = await kernel.write(
    actor,
    due.map(({ customer, rule }): Command => ({ object: 'customer', op: 'update', id: customer, patch: { owner: null, pool: rule.pool } })),
    { cause, mode: 'row_by_row', tx },
  )
  const done = due.filter((_, index) => results[index]?.ok === true)
  const at = reader.now.toISOString()
  const told = done.map((verdict) =>
    changeCommand({
      kind: 'reclaimed',
      customer: verdict.customer,
      pool: verdict.rule.pool,
      from: verdict.owner,
      to: null,
      at,
      facts: factsOf(verdict),
    }),
  )
  const notices = await noticeCommands(reader, done, 'reclaimed')
  if (told.length > 0) await kernel.write(actor, [...told, ...notices], { cause, tx })
  return { place: ids.length < CHUNK ? null : (ids[ids.length - 1] ?? null), count: done.length }
}
