import type { Executor } from '@perigon/db'
import { type Actor, type Grants, type Kernel, may, type ObjectSnapshot } from '@perigon/kernel'
import { actorOf, person, unionGrants } from '../sign-in/person.ts'

/** What a draft of a role would change for one person and object: records seen before and after. */
export type RoleEffect = {
  readonly user: string
  readonly name: string
  readonly object: string
  readonly before: number
  readonly after: number
}

const MAX_PEOPLE = 50

async function countFor(kernel: Kernel, actor: Actor, object: ObjectSnapshot): Promise<number> {
  if (!may(object, actor, 'read')) return 0
  const { rows } = await kernel.aggregate(actor, object.key, { measures: [{ fn: 'count' }] })
  return Number(rows[0]?.values[0] ?? 0)
}

async function peopleOf(db: Executor, roleKey: string): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>({
    text: `select id from "user" where $1 = any(roles) and not 'administrator' = any(roles) and status = 'active' and deleted_at is null order by name limit ${MAX_PEOPLE}`,
    values: [roleKey],
  })
  return rows.map((row) => row.id)
}

/**
 * Counts, for the first fifty people of a role, what they see now and what they would see with other grants; only
 * differences are told. Both counts are made by the ordinary reader, so they are what the people would really find.
 */
export async function previewRole(
  kernel: Kernel,
  input: { readonly key: string; readonly grants: Grants },
): Promise<readonly RoleEffect[]> {
  const owned = [...kernel.snapshot().objects.values()].filter((object) => object.definition.access === 'owned')
  const effects: RoleEffect[] = []
  for (const id of await peopleOf(kernel.db, input.key)) {
    const row = await person(kernel.db, { user: id })
    if (row === null) continue
    const now = actorOf(row)
    const others = await kernel.db.query<{ grants: Grants }>({
      text: `select grants from role where key = any($1) and key <> $2 and deleted_at is null`,
      values: [row.roles ?? [], input.key],
    })
    const then: Actor = { ...now, grants: unionGrants([...others.map((role) => role.grants), input.grants]) }
    for (const object of owned) {
      const [before, after] = [await countFor(kernel, now, object), await countFor(kernel, then, object)]
      if (before !== after) effects.push({ user: id, name: row.name, object: object.key, before, after })
    }
  }
  return effects
}
