import type { Kernel } from '@perigon/kernel'
import { actorOf, person } from '../sign-in/person.ts'
import { type AccessFacts, covers, type Reason, reasonsOf } from './explain-access.ts'

/** Somebody who sees a record, and the nearest reason. */
export type Onlooker = { readonly user: string; readonly name: string; readonly reason: Reason; readonly writes: boolean }

const MOST_ASKED = 300

/** Who else sees a record: each active login is asked by the same reach as its own requests; at most 300 are. */
export async function whoSees(
  kernel: Kernel,
  facts: AccessFacts,
): Promise<{ readonly data: readonly Onlooker[]; readonly asked: number; readonly more: boolean }> {
  const logins = await kernel.db.query<{ id: string }>(
    `select id from "user" where status = 'active' and deleted_at is null order by name, id limit ${MOST_ASKED + 1}`,
  )
  const found: Onlooker[] = []
  for (const { id } of logins.slice(0, MOST_ASKED)) {
    const row = await person(kernel.db, { user: id })
    if (row === null) continue
    const actor = actorOf(row)
    const [reason] = reasonsOf(facts, actor)
    if (reason !== undefined) found.push({ user: id, name: row.name, reason, writes: covers(facts, actor, 'update') })
  }
  return { data: found, asked: Math.min(logins.length, MOST_ASKED), more: logins.length > MOST_ASKED }
}
