import { isJsonObject } from '@perigon/contracts'
import type { KernelEvent, Subscriber } from '@perigon/kernel'
import { SCANNED } from './scanned-record.ts'

const kindOf = (event: KernelEvent): unknown => (isJsonObject(event.cause) ? event.cause['kind'] : null)

/**
 * Closes groups of which fewer than two records are left, wherever they were merged or deleted, and opens them again when a merge
 * is undone or a record comes back from the trash.
 */
export const mergedGroups: Subscriber = {
  name: 'customers.merged_groups',
  objects: SCANNED,
  only: { ops: ['delete', 'restore'] },
  handle: async (events, context) => {
    const gone = events.filter((event) => event.op === 'delete')
    const back = events.filter((event) => event.op === 'restore')
    for (const object of SCANNED) {
      const ofObject = gone.filter((event) => event.object === object)
      const left = `(select count(*) from "${object}" r where r.id = any(g.members) and r.id <> all(g.removed) and r.deleted_at is null)`
      if (ofObject.length > 0)
        await context.query(
          `update duplicate_group g set state = case when x.merged then 'merged' else 'gone' end, closed_by = x.actor, closed_at = x.at
           from (select distinct on (record) record, merged, actor, at from unnest($1::uuid[], $2::boolean[], $3::uuid[], $4::timestamptz[]) e(record, merged, actor, at)) x
           where g.object = '${object}' and g.state = 'open' and g.members @> array[x.record] and ${left} < 2`,
          [
            ofObject.map((event) => event.record),
            ofObject.map((event) => kindOf(event) === 'merge'),
            ofObject.map((event) => event.actor),
            ofObject.map((event) => event.at),
          ],
        )
      const restored = back.filter((event) => event.object === object).map((event) => event.record)
      if (restored.length > 0)
        await context.query(
          `update duplicate_group g set state = 'open', closed_by = null, closed_at = null,
             scan = coalesce((select s.id from duplicate_scan s where s.object = g.object and s.state = 'done' order by s.started_at desc limit 1), g.scan)
           where g.object = '${object}' and g.state in ('merged', 'gone') and g.members && $1::uuid[] and ${left} >= 2`,
          [restored],
        )
    }
  },
}
