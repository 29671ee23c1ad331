import type { Tx } from '@perigon/db'
import { objectOf } from '../compile/compile.ts'
import type { Kernel } from '../kernel.ts'
import type { KernelEvent, Subscriber, SubscriberContext } from '../module.ts'
import { systemActor } from '../access/scope.ts'
import { rollUp } from '../records/roll-up.ts'

const BATCH = 500

function contextOf(kernel: Kernel, subscriber: Subscriber, tx: Tx): SubscriberContext {
  return {
    now: kernel.clock.now(),
    query: (text, values) => tx.query({ text, values }),
    write: async (commands) => {
      if (commands.length === 0) return
      await kernel.write(systemActor(subscriber.name), commands, { cause: { kind: 'system', ref: subscriber.name }, tx })
    },
    rollUp: (input) => rollUp(tx, objectOf(kernel.snapshot(), input.object), input),
  }
}

/**
 * Hands the next events to a subscriber and moves its cursor, in one transaction. Reads only below the transaction
 * horizon and in the order (xid, seq): a sequence alone would skip a transaction that took its number early and
 * committed late. Returns how many events were read; 0 also when another process is at it.
 */
export async function relayOnce(kernel: Kernel, subscriber: Subscriber): Promise<number> {
  return kernel.db.transaction(async (tx) => {
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
    const wanted = events.filter((event) => subscriber.objects.includes(event.object))
    if (wanted.length > 0) await subscriber.handle(wanted, contextOf(kernel, subscriber, tx))
    await tx.query({
      text: 'update event_cursor set xid = $2::xid8, seq = $3 where name = $1',
      values: [subscriber.name, last.xid, last.seq],
    })
    return events.length
  })
}

const IDLE_MS = 400

/** Keeps all subscribers of all modules up with the log until stopped. A failing one is tried again later and holds up no other. */
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
  const running = kernel.modules.flatMap((module) => module.subscribers ?? []).map(follow)
  return {
    stop: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
}
