import { createHash } from 'node:crypto'
import type { Database, Executor } from '@perigon/db'
import { verifyArchives } from './archive-file.ts'

const BATCH = 1000
/** Held while events are sealed or erased: a seal of what is being erased would say that somebody changed it. */
export const SEAL_LOCK = 7_300_004
const START = Buffer.alloc(32)

type EventHash = { readonly seq: string; readonly xid: string; readonly content: string }
type SealRow = {
  readonly seq: string
  readonly position: string
  readonly content: Buffer
  readonly chain: Buffer
  readonly erased: boolean
  /** The archive that has the event, where it was put away. */
  readonly archive: number | null
  /** Hash of the event as it stands now; null when it is gone. */
  readonly found: Buffer | null
}

/** The event `e` as PostgreSQL prints it, without what storage may change (xid). Any change of any other column changes the text. */
export const EVENT_TEXT = `json_build_array(e.seq, e.id, extract(epoch from e.at)::text, e.actor, e.actor_name, e.object, e.record, e.op, e.version, e.changes, e.cause, e.operation, e.snapshot)::text`
const CONTENT = `sha256(convert_to(${EVENT_TEXT}, 'UTF8'))`

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

async function lastSeal(db: Executor): Promise<{ readonly position: number; readonly chain: Buffer }> {
  const rows = await db.query<{ position: number; chain: Buffer }>('select position, chain from event_seal order by position desc limit 1')
  return rows[0] ?? { position: 0, chain: START }
}

/**
 * Whether a burst of writes (an import) is under way: more than a batch waits, the log still grows, and what waits
 * longest is not half a minute old. Sealing gives way to it; it catches up when the burst is over.
 */
export async function isBurst(db: Executor): Promise<boolean> {
  const rows = await db.query<{ burst: boolean }>({
    text: `with place as (select coalesce((select xid from event_cursor where name = 'seal'), '0') as xid, coalesce((select seq from event_cursor where name = 'seal'), 0) as seq),
             newest as (select xid, seq, at from event order by xid desc, seq desc limit 1)
           select n.seq - p.seq > ${BATCH} and n.at > now() - interval '1 second'
             and (select e.at from event e where (e.xid, e.seq) > (p.xid, p.seq) order by e.xid, e.seq limit 1) > now() - interval '30 seconds' as burst
           from place p, newest n`,
    name: 'seal_burst',
  })
  return rows[0]?.burst === true
}

/**
 * Seals the next events below the transaction horizon: each gets the hash of its content and a link of the chain. Runs
 * behind the writes and costs them nothing. Returns how many were sealed.
 */
export async function sealOnce(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const locked = await tx.query<{ mine: boolean }>({ text: 'select pg_try_advisory_xact_lock($1) as mine', values: [SEAL_LOCK] })
    if (locked[0]?.mine !== true) return 0
    await tx.query(`insert into event_cursor (name, xid, seq) values ('seal', '0', 0) on conflict do nothing`)
    const cursor = await tx.query<{ xid: string; seq: string }>(`select xid::text, seq::text from event_cursor where name = 'seal'`)
    // The place is wrapped in sub-selects: a planner that knows it takes a large transaction for a single row, and sorts all of it.
    // The place comes as parameters: joined to the cursor's table, every batch would be looked for from the beginning of the log.
    const events = await tx.query<EventHash>({
      text: `select e.seq::text, e.xid::text, encode(${CONTENT}, 'hex') as content from event e
             where (e.xid, e.seq) > ((select $1::xid8), (select $2::bigint)) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
             order by e.xid, e.seq limit ${BATCH}`,
      values: [cursor[0]?.xid ?? '0', cursor[0]?.seq ?? '0'],
      name: 'seal_next',
    })
    const last = events[events.length - 1]
    if (last === undefined) return 0
    let { position, chain } = await lastSeal(tx)
    const seals = events.map((event) => {
      chain = sha256(chain, Buffer.from(event.content, 'hex'))
      position += 1
      return { seq: event.seq, position, content: event.content, chain: chain.toString('hex') }
    })
    await tx.query({
      text: `insert into event_seal (seq, position, content, chain) select seq, position, decode(content, 'hex'), decode(chain, 'hex')
             from json_to_recordset($1::json) as x(seq bigint, position bigint, content text, chain text)`,
      values: [JSON.stringify(seals)],
    })
    await tx.query({ text: `update event_cursor set xid = $1::xid8, seq = $2 where name = 'seal'`, values: [last.xid, last.seq] })
    return events.length
  })
}

export type SealFault = { readonly seq: number; readonly fault: 'changed' | 'removed' | 'chain' | 'archive' }

/**
 * Goes along the whole chain and tells the first hundred events that were changed or removed since they were sealed.
 * Those that were put away are looked for in the files of `archives`.
 */
export async function verifySeals(
  db: Executor,
  archives: string,
): Promise<{ readonly sealed: number; readonly archived: number; readonly faults: readonly SealFault[] }> {
  const faults: SealFault[] = []
  let [position, sealed] = [0, 0]
  let chain: Buffer = START
  for (;;) {
    const rows = await db.query<SealRow>({
      text: `select s.seq::text, s.position::text, s.content, s.chain, s.erased, s.archive, case when e.seq is null then null else ${CONTENT} end as found
             from event_seal s left join event e on e.seq = s.seq where s.position > $1 order by s.position limit ${BATCH}`,
      values: [position],
    })
    for (const row of rows) {
      sealed += 1
      const seq = Number(row.seq)
      const expected = sha256(chain, row.content)
      if (Number(row.position) !== position + 1 || !expected.equals(row.chain)) faults.push({ seq, fault: 'chain' })
      if (row.found === null && row.archive === null) faults.push({ seq, fault: 'removed' })
      else if (row.found !== null && !row.erased && !row.found.equals(row.content)) faults.push({ seq, fault: 'changed' })
      chain = row.chain
      position = Number(row.position)
    }
    if (rows.length < BATCH || faults.length > 100) break
  }
  const archived = await verifyArchives(db, archives)
  return { sealed, archived: archived.events, faults: [...faults, ...archived.faults].slice(0, 100) }
}
