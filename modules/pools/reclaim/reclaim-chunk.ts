import type { Json } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Command, type Kernel, systemActor } from '@perigon/kernel'
import { readPeople } from '@perigon/organization'
import { changeCommand } from '../ownership-change/change-command.ts'
import type { Chunk, Step } from './chunk.ts'
import { type Notable, noticeCommands } from './notices.ts'
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
  const done = await takeBack(kernel, tx, {
    operation: run.id,
    day: law.today,
    takings: due.map((verdict) => ({ ...verdict, facts: factsOf(verdict) })),
  })
  return { place: ids.length < CHUNK ? null : (ids[ids.length - 1] ?? null), count: done.length }
}

/** A customer that a rule takes from its owner, and the figures it saw. */
export type Taking = Notable & { readonly facts: Json }

/**
 * The one way customers go back by a rule: into the pool, with the reason kept and the owner told, or who stands for them on that day.
 * The caller holds the customers still. What is refused (a rule of the customer itself) stays where it is; those that went are returned.
 */
export async function takeBack(
  kernel: Kernel,
  tx: Tx,
  { operation, day, takings }: { readonly operation: string; readonly day: string; readonly takings: readonly Taking[] },
): Promise<readonly string[]> {
  const actor = systemActor('pools')
  const cause = { kind: 'system', ref: 'pool.reclaim', operation } as const
  const results = await kernel.write(
    actor,
    takings.map(
      ({ customer, rule }): Command => ({ object: 'customer', op: 'update', id: customer, patch: { owner: null, pool: rule.pool } }),
    ),
    { cause, mode: 'row_by_row', tx },
  )
  const done = takings.filter((_, index) => results[index]?.ok === true)
  if (done.length === 0) return []
  const at = kernel.clock.now().toISOString()
  const told = done.map(({ customer, owner, rule, facts }) =>
    changeCommand({ kind: 'reclaimed', customer, pool: rule.pool, from: owner, to: null, at, facts }),
  )
  const notices = noticeCommands(
    await readPeople(tx, day),
    done.map((verdict) => ({ verdict, step: 'reclaimed' })),
  )
  await kernel.write(actor, [...told, ...notices], { cause, tx })
  return done.map(({ customer }) => customer)
}
