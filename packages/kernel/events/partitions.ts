import type { Database, Executor } from '@perigon/db'

/** A month (or the time before the first) of the event log. */
export type Partition = { readonly name: string; readonly from: Date | null; readonly to: Date }

type Row = { readonly name: string; readonly bound: string }

const MONTHS_AHEAD = 3
const LOCK = 7_300_006

function bound(text: string, word: 'FROM' | 'TO'): Date | null {
  const found = new RegExp(`${word} \\('([^']+)'\\)`).exec(text)?.[1]
  return found === undefined ? null : new Date(`${found.replace(' ', 'T')}:00`)
}

/** The partitions that stand for a time, oldest first; the one for strays is not among them. */
export async function listPartitions(db: Executor): Promise<readonly Partition[]> {
  const rows = await db.query<Row>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event'::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'`,
  )
  return rows
    .flatMap(({ name, bound: text }): Partition[] => {
      const to = bound(text, 'TO')
      return to === null ? [] : [{ name, from: bound(text, 'FROM'), to }]
    })
    .sort((a, b) => a.to.getTime() - b.to.getTime())
}

const monthOf = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
const later = (month: Date, count: number): Date => new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + count, 1))

/** Months that hold strays. */
async function strayMonths(db: Executor): Promise<readonly Date[]> {
  const rows = await db.query<{ month: Date }>(`select distinct date_trunc('month', at, 'UTC') as month from event_default`)
  return rows.map((row) => new Date(row.month))
}

/** Makes the table of one month, takes its strays into it and hangs it in. Writes go on meanwhile. */
async function addMonth(db: Database, month: Date): Promise<void> {
  const name = `event_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`
  const [from, to] = [month.toISOString(), later(month, 1).toISOString()]
  await db.transaction(async (tx) => {
    await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] })
    const known = await tx.query<{ found: boolean }>({ text: 'select to_regclass($1) is not null as found', values: [name] })
    if (known[0]?.found === true) return
    await tx.query(`set local lock_timeout = '5s'`)
    await tx.query(`create table "${name}" (like event including defaults including constraints including indexes)`)
    await tx.query(`select set_config('perigon.keeping', 'on', true)`)
    await tx.query({
      text: `with strays as (delete from event_default where at >= $1 and at < $2 returning *) insert into "${name}" select * from strays`,
      values: [from, to],
    })
    await tx.query(`alter table event attach partition "${name}" for values from ('${from}') to ('${to}')`)
  })
}

/**
 * Sees to it that this month and the next three have a partition, and every month that has strays. A write never needs
 * one: what has no month waits in the default partition. Returns how many were made.
 */
export async function ensurePartitions(db: Database, now: Date): Promise<number> {
  const present = await listPartitions(db)
  const has = (month: Date): boolean => present.some(({ from, to }) => (from === null || from <= month) && month < to)
  const wanted = [...Array.from({ length: MONTHS_AHEAD + 1 }, (_, index) => later(monthOf(now), index)), ...(await strayMonths(db))]
  const missing = [...new Map(wanted.filter((month) => !has(month)).map((month) => [month.getTime(), month])).values()]
  for (const month of missing) await addMonth(db, month)
  return missing.length
}
