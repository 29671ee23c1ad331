import type { Json } from '@perigon/contracts'
import type { Database, Executor } from '@perigon/db'

/** One event as subscribers get it. */
export type KernelEvent = {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly actor: string | null
  readonly object: string
  readonly record: string
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly version: number
  readonly changes: { readonly [field: string]: Json }
  readonly cause: Json
}

/** Works on a batch of events in the relay's transaction (`tx`); must be idempotent by event id. Outside effects are jobs. */
export type Subscriber = {
  readonly name: string
  readonly objects?: readonly string[]
  readonly handle: (events: readonly KernelEvent[], tx: Executor) => Promise<void>
}

const BATCH = 500

/**
 * Hands the next events to a subscriber and moves its cursor, in one transaction. Reads only below the transaction
 * horizon and in the order (xid, seq): a sequence alone would skip a transaction that took its number early and
 * committed late. Returns how many events were read.
 */
export async function relayOnce(db: Database, subscriber: Subscriber): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query({
      text: `insert into event_cursor (name, xid, seq) values ($1, '0', 0) on conflict do nothing`,
      values: [subscriber.name],
    })
    const cursor = await tx.query<{ xid: string; seq: number }>({
      text: 'select xid::text, seq from event_cursor where name = $1 for update skip locked',
      values: [subscriber.name],
    })
    const at = cursor[0]
    if (at === undefined) return 0
    const events = await tx.query<KernelEvent & { xid: string }>({
      text: `select id, seq, to_json(at)#>>'{}' as at, actor, object, record, op, version, changes, cause, xid::text from event
             where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, seq limit ${BATCH}`,
      values: [at.xid, at.seq],
    })
    const last = events[events.length - 1]
    if (last === undefined) return 0
    const wanted = events.filter((event) => subscriber.objects?.includes(event.object) !== false)
    if (wanted.length > 0) await subscriber.handle(wanted, tx)
    await tx.query({
      text: 'update event_cursor set xid = $2::xid8, seq = $3 where name = $1',
      values: [subscriber.name, last.xid, last.seq],
    })
    return events.length
  })
}
