import type { Executor, Tx } from '@perigon/db'
import { objectOf } from '../compile/compile.ts'
import type { Kernel } from '../kernel.ts'
import type { KernelEvent, Subscriber, SubscriberContext } from '../module.ts'
import { systemActor } from '../access/scope.ts'
import { fittingIds } from '../query/fitting.ts'
import { rollUp } from '../records/roll-up.ts'
import { refreshSearchOnce } from '../records/refresh-search.ts'
import { isBurst, sealOnce } from './seal.ts'

const BATCH = 500

function contextOf(kernel: Kernel, subscriber: Subscriber, tx: Tx): SubscriberContext {
  return {
    now: kernel.clock.now(),
    query: (text, values) => tx.query({ text, values }),
    fitting: (object, input) => fittingIds(tx, kernel.queryContext(systemActor(subscriber.name)), { object, ...input }),
    write: async (commands) => {
      if (commands.length === 0) return
      await kernel.write(systemActor(subscriber.name), commands, { cause: { kind: 'system', ref: subscriber.name }, tx })
    },
    rollUp: (input) => rollUp(tx, objectOf(kernel.snapshot(), input.object), input),
  }
}

type Cursor = { readonly xid: string; readonly seq: number }
type Placed = KernelEvent & Cursor
/** Without an event (all its columns null) when nothing is wanted. */
type Found = Omit<Placed, 'id'> & { readonly id: string | null; readonly newest_xid: string; readonly newest_seq: number }

/** Whether the log goes on behind the cursor; takes no lock and no transaction number, because it is asked all day. */
async function hasMore(db: Executor, name: string): Promise<boolean> {
  const rows = await db.query<{ more: boolean }>({
    text: `select coalesce((select xid from event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, seq desc limit 1)
             > coalesce((select xid from event_cursor where name = $1), '0'), false)
           or exists (select 1 from event_cursor c join event e on e.xid = c.xid and e.seq > c.seq where c.name = $1) as more`,
    values: [name],
    name: 'relay_more',
  })
  return rows[0]?.more === true
}

const ALL_OPS: readonly KernelEvent['op'][] = ['create', 'update', 'delete', 'restore']

/**
 * The next events a subscriber wants, each with the newest place of the log that the same look could see. All else is
 * stepped over inside the database, so that an import of customers costs a reader of tasks nothing.
 */
async function nextEvents(
  tx: Executor,
  { objects, only }: Subscriber,
  at: Cursor,
): Promise<{ readonly events: readonly Placed[]; readonly to: Cursor | null }> {
  const rows = await tx.query<Found>({
    text: `with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xid),
             newest as (select e.xid, e.seq from event e where e.xid < (select xid from horizon) order by e.xid desc, e.seq desc limit 1),
             wanted as (select * from event e where (e.xid, e.seq) > ((select $1::xid8), (select $2::bigint)) and e.xid < (select xid from horizon) and e.object = any($3) and e.op = any($4) and (e.op <> 'update' or $5::text[] is null or e.changes ?| $5)
                        order by e.xid, e.seq limit ${BATCH})
           select w.id, w.seq, to_json(w.at)#>>'{}' as at, w.actor, w.object, w.record, w.op, w.version, w.changes, w.cause, w.xid::text,
             n.xid::text as newest_xid, n.seq as newest_seq from newest n left join wanted w on true order by w.xid, w.seq`,
    values: [at.xid, at.seq, objects, only?.ops ?? ALL_OPS, only?.changed ?? null],
    name: 'relay_next',
  })
  const events = rows.flatMap(({ id, newest_xid: _xid, newest_seq: _seq, ...event }) => (id === null ? [] : [{ ...event, id }]))
  const last = events[events.length - 1]
  if (events.length >= BATCH && last !== undefined) return { events, to: last }
  const newest = rows[0]
  return { events, to: newest === undefined ? null : { xid: newest.newest_xid, seq: newest.newest_seq } }
}

/**
 * Hands the next events to a subscriber and moves its cursor, in one transaction. Reads only below the transaction
 * horizon and in the order (xid, seq): a sequence alone would skip a transaction that took its number early and
 * committed late. Returns how many events were handed over; 0 also when another process is at it.
 */
export async function relayOnce(kernel: Kernel, subscriber: Subscriber): Promise<number> {
  if (!(await hasMore(kernel.db, subscriber.name))) return 0
  return kernel.db.transaction(async (tx) => {
    await tx.query({
      text: `insert into event_cursor (name, xid, seq) values ($1, '0', 0) on conflict do nothing`,
      values: [subscriber.name],
    })
    const cursor = await tx.query<Cursor>({
      text: 'select xid::text, seq from event_cursor where name = $1 for update skip locked',
      values: [subscriber.name],
    })
    const at = cursor[0]
    if (at === undefined) return 0
    const { events, to } = await nextEvents(tx, subscriber, at)
    if (to === null) return 0
    if (events.length > 0) await subscriber.handle(events, contextOf(kernel, subscriber, tx))
    await tx.query({
      text: 'update event_cursor set xid = $2::xid8, seq = $3 where name = $1 and (xid, seq) < ($2::xid8, $3::bigint)',
      values: [subscriber.name, to.xid, to.seq],
    })
    return events.length
  })
}

const IDLE_MS = 400
const REFRESH_RESTS = 75

/** Keeps all subscribers of all modules, and the seal of the log, up with it until stopped. A failing one is tried again later and holds up no other. */
export function startRelay(kernel: Kernel, onError: (error: unknown, subscriber: string) => void): { stop(): Promise<void> } {
  let stopped = false
  const follow = async (subscriber: Subscriber): Promise<void> => {
    while (!stopped) {
      const read = await relayOnce(kernel, subscriber).catch((error: unknown) => {
        if (!stopped) onError(error, subscriber.name)
        return 0
      })
      if (read < BATCH) await new Promise((done) => setTimeout(done, IDLE_MS))
    }
  }
  const sealNext = async (): Promise<number> => ((await isBurst(kernel.db)) ? 0 : sealOnce(kernel.db))
  const seal = async (): Promise<void> => {
    while (!stopped) {
      const sealed = await sealNext().catch((error: unknown) => {
        if (!stopped) onError(error, 'seal')
        return 0
      })
      if (sealed === 0) await new Promise((done) => setTimeout(done, IDLE_MS * 5))
    }
  }
  // Polls seldom, stops soon: after an upgrade there is work for minutes, then for months none.
  const refresh = async (): Promise<void> => {
    let rest = 0
    while (!stopped) {
      if (rest > 0) {
        rest -= 1
        await new Promise((done) => setTimeout(done, IDLE_MS))
        continue
      }
      const read = await refreshSearchOnce(kernel).catch((error: unknown) => {
        if (!stopped) onError(error, 'search')
        return 0
      })
      if (read === 0) rest = REFRESH_RESTS
    }
  }
  const running = kernel.modules.flatMap((module) => module.subscribers ?? []).map(follow)
  running.push(seal(), refresh())
  return {
    stop: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
}
