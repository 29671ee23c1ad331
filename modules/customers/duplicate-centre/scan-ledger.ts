import { AppError } from '@perigon/contracts'
import type { Database, Executor, Tx } from '@perigon/db'
import type { Actor, Kernel } from '@perigon/kernel'
import type { Model } from '@perigon/match'
import type { Oversized, Place } from './pairs-of-page.ts'
import { COMPARED, SCANNED, type Scanned, type ScanRule } from './scanned-record.ts'

export type Phase = 'keys' | 'learn' | 'pairs' | 'groups'

/** A scan as its worker sees it. */
export type Scan = {
  readonly id: string
  /** Its number, by which its keys are marked. */
  readonly number: number
  readonly object: Scanned
  readonly phase: Phase
  readonly rules: readonly ScanRule[]
  readonly model: Model | null
  /** Where it goes on: behind a record while keys are made, behind a place in the order of blocks while pairs are judged. */
  readonly place: { readonly record?: string; readonly block?: Place } | null
  readonly oversized: readonly Oversized[]
}

/** What a step has found; written with the scan's progress in one transaction. */
export type Step = {
  readonly phase: Phase | 'done'
  readonly place: Scan['place']
  readonly counts: { readonly [count: string]: number }
  /** Writes it, and answers how many pairs were new. */
  readonly write: (tx: Tx) => Promise<number>
  readonly model?: Model
  readonly total?: number
  readonly oversized?: readonly Oversized[]
  /** Counts begin again from nothing. */
  readonly anew?: boolean
}

export type Holder = { readonly id: string; readonly worker: string }

const LEASE = `now() + interval '30 seconds'`
/** So many of the largest blocks that were too big are named; of the others the number is told. */
const NAMED = 20
/** The hour of the company's day from which the nightly scans start. */
const NIGHT_HOUR = 3

type Asked = { readonly object: Scanned; readonly by: Actor | null; readonly night: string | null }

async function rulesOf(db: Executor, object: Scanned): Promise<readonly ScanRule[]> {
  const rules = await db.query<ScanRule>({
    text: `select id, name, name_en, field, compare, threshold from duplicate_rule
           where target = $1 and active and deleted_at is null and (compare <> 'alike' or field = 'name') order by id limit 50`,
    values: [object],
  })
  return rules.filter((rule) => COMPARED[object].includes(rule.field))
}

/** Begins a scan; refuses where one runs already, or no rule says what to compare. */
export async function createScan(kernel: Kernel, { object, by, night }: Asked): Promise<string> {
  const rules = await rulesOf(kernel.db, object)
  if (rules.length === 0) throw new AppError('duplicate.no_rules')
  const rows = await kernel.db.query<{ id: string }>({
    text: `insert into duplicate_scan (object, rules, kind, night, started_by, started_by_name, started_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    values: [
      object,
      JSON.stringify(rules),
      night === null ? 'asked' : 'nightly',
      night,
      by?.id ?? null,
      by?.name ?? null,
      kernel.clock.now().toISOString(),
    ],
  })
  const [begun] = rows
  if (begun === undefined) throw new AppError('duplicate.running')
  return begun.id
}

/** Ends a running scan of an object; what it has found so far is not shown, the proposals of the scan before stay. */
export async function cancelScan(kernel: Kernel, object: Scanned): Promise<boolean> {
  const rows = await kernel.db.query({
    text: `update duplicate_scan set state = 'cancelled', ended_at = $2 where object = $1 and state = 'running' returning id`,
    values: [object, kernel.clock.now().toISOString()],
  })
  return rows.length > 0
}

/** Starts what is due tonight, once for each object and night, however many processes ask. */
async function startNightly(kernel: Kernel): Promise<void> {
  const due = await kernel.db.query<{ object: Scanned; night: string }>({
    text: `select o.object, to_char(l.local, 'YYYY-MM-DD') as night from duplicate_nightly o cross join (
             select $1::timestamptz at time zone coalesce((select c.time_zone from company c where c.deleted_at is null order by c.created_at limit 1), 'Asia/Shanghai') as local) l
           where extract(hour from l.local) >= ${NIGHT_HOUR}
             and not exists (select 1 from duplicate_scan s where s.object = o.object and (s.night = (l.local)::date or s.state = 'running'))`,
    values: [kernel.clock.now().toISOString()],
  })
  for (const { object, night } of due) {
    await createScan(kernel, { object, by: null, night }).catch((error: unknown) => {
      if (!(error instanceof AppError) || !error.code.startsWith('duplicate.')) throw error
    })
  }
}

/** Whether a scan waits for a worker; begins the night's scans when it is time. */
export async function scansWait(kernel: Kernel): Promise<boolean> {
  await startNightly(kernel)
  const rows = await kernel.db.query<{ waits: boolean }>({
    text: `select exists (select 1 from duplicate_scan where state = 'running' and (lease_until is null or lease_until < now())) as waits`,
    values: [],
  })
  return rows[0]?.waits === true
}

/** Takes the oldest running scan for this worker, unless another one lives on it: one scan at a time. */
export async function takeScan(db: Executor, worker: string): Promise<Scan | null> {
  const rows = await db.query<Scan>({
    text: `update duplicate_scan s set worker = $1, lease_until = ${LEASE}
           where s.id = (select id from duplicate_scan where state = 'running' order by started_at, id limit 1 for update)
             and (s.lease_until is null or s.lease_until < now() or s.worker = $1)
           returning id, number, object, phase, rules, model, place, oversized`,
    values: [worker],
    name: 'duplicate_take',
  })
  return rows[0] ?? null
}

/**
 * Writes what a step has found together with the scan's progress. The ledger's row is held until then, so that a cancel waits
 * and nothing is written after it, and so that of two workers one writes. False when the scan is no longer this worker's.
 */
export async function keepStep(
  kernel: Kernel,
  scan: Scan,
  { worker, step }: { readonly worker: string; readonly step: Step },
): Promise<boolean> {
  return kernel.db.transaction(async (tx) => {
    // A crash may take the last pieces; they are done again from the place that is left.
    await tx.query('set local synchronous_commit = off')
    const held = await tx.query<{ counts: { readonly [count: string]: number } }>({
      text: `select counts from duplicate_scan where id = $1 and worker = $2 and state = 'running' for update`,
      values: [scan.id, worker],
      name: 'duplicate_hold',
    })
    const [row] = held
    if (row === undefined) return false
    const pairs = await step.write(tx)
    const before = step.anew === true ? {} : row.counts
    const counts = {
      ...before,
      ...Object.fromEntries(Object.entries({ ...step.counts, pairs }).map(([key, n]) => [key, (before[key] ?? 0) + n])),
    }
    const oversized = step.anew === true ? [] : [...scan.oversized, ...(step.oversized ?? [])].toSorted((a, b) => b.size - a.size)
    await tx.query({
      text: `update duplicate_scan set lease_until = ${LEASE}, phase = case when $2 = 'done' then phase else $2 end, place = $3, counts = $4, oversized = $5,
               model = coalesce($6, model), total = coalesce($7, total), state = case when $2 = 'done' then 'done' else state end,
               ended_at = case when $2 = 'done' then $8::timestamptz end where id = $1`,
      values: [
        scan.id,
        step.phase,
        step.place === null ? null : JSON.stringify(step.place),
        JSON.stringify(counts),
        JSON.stringify(oversized.slice(0, NAMED)),
        step.model === undefined ? null : JSON.stringify(step.model),
        step.total ?? null,
        kernel.clock.now().toISOString(),
      ],
      name: 'duplicate_progress',
    })
    return true
  })
}

/** Ends a scan that met something it cannot get over; said in the ledger, with the code people can look up. */
export async function failScan(kernel: Kernel, { id, worker }: Holder, error: unknown): Promise<void> {
  await kernel.db.query({
    text: `update duplicate_scan set state = 'failed', error = $3, ended_at = $4 where id = $1 and worker = $2 and state = 'running'`,
    values: [id, worker, error instanceof AppError ? error.code : 'server.error', kernel.clock.now().toISOString()],
  })
}

const SWEPT = 5000

/**
 * Takes away a piece of what nobody needs any more: keys when nothing runs, and pairs and open groups of a scan that was
 * cancelled, failed or followed by a newer one. Answers whether there may be more.
 */
export async function sweepOnce(db: Database): Promise<boolean> {
  return db.transaction(async (tx) => {
    const running = await tx.query(`select 1 from duplicate_scan where state = 'running' limit 1`)
    // Should one begin at this very moment, it finds its keys gone and begins again.
    if (running.length === 0) await tx.query('truncate duplicate_key')
    const stale = await tx.query<{ id: string }>(
      `select id from duplicate_scan s where not swept and (state in ('cancelled', 'failed')
         or (state = 'done' and exists (select 1 from duplicate_scan n where n.object = s.object and n.state = 'done' and n.started_at > s.started_at)))
       order by started_at limit 1 for update skip locked`,
    )
    const [scan] = stale
    if (scan === undefined) return false
    const rows = await tx.query<{ left: boolean }>({
      text: `with pairs as (delete from duplicate_pair where ctid = any(array(select ctid from duplicate_pair where scan = $1 limit ${SWEPT})) returning 1),
             groups as (delete from duplicate_group where ctid = any(array(select ctid from duplicate_group where scan = $1 and state = 'open' limit ${SWEPT})) returning 1)
             select (select count(*) from pairs) = ${SWEPT} or (select count(*) from groups) = ${SWEPT} as left`,
      values: [scan.id],
    })
    if (rows[0]?.left !== true) await tx.query({ text: 'update duplicate_scan set swept = true where id = $1', values: [scan.id] })
    return true
  })
}

/** Whether somebody may start and stop scans of an object: administrators do. */
export function demandScanner(actor: Actor): void {
  if (!actor.admin) throw new AppError('access.denied')
}

/** The object of a request; anything else is answered as what does not exist. */
export function scannedObject(value: unknown): Scanned {
  const found = SCANNED.find((object) => object === value)
  if (found === undefined) throw new AppError('request.invalid', { data: { detail: `object: ${SCANNED.join(', ')}` } })
  return found
}
