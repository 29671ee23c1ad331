import type { Executor } from '@perigon/db'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import { prepared } from '../query/statement.ts'
import type { Work } from './prepare.ts'

const MAX_DEPTH = 100

/** Refuses changes that would make a record its own ancestor through an acyclic link; one query per such field. */
export async function findCycles(db: Executor, object: ObjectSnapshot, works: readonly Work[]): Promise<void> {
  for (const field of object.own) {
    if (field.definition.acyclic !== true) continue
    const moved = works.filter((work) => work.changed.has(field.key) && typeof work.image[field.key] === 'string')
    if (moved.length === 0) continue
    const parents = new Map(moved.map((work) => [work.id, String(work.image[field.key])]))
    const text = `with recursive up as (
      select t.id, t."${field.key}" as parent, 1 as depth from "${object.table}" t where t.id = any($1::uuid[])
      union select t.id, t."${field.key}", up.depth + 1 from "${object.table}" t join up on t.id = up.parent where up.depth < ${MAX_DEPTH})
      select id, parent from up where parent is not null`
    const rows = await db.query<{ id: string; parent: string }>(prepared(text, [[...new Set(parents.values())]]))
    const edges = new Map([...rows.map((row): [string, string] => [row.id, row.parent]), ...parents])
    for (const work of moved) {
      let at = parents.get(work.id)
      for (let step = 0; at !== undefined && step <= edges.size; step += 1) {
        if (at === work.id) {
          work.issues.push({ path: field.key, code: 'cycle' })
          break
        }
        at = edges.get(at)
      }
    }
  }
}
