import type { Tx } from '@perigon/db'
import { type Kernel, objectOf, rollUp } from '@perigon/kernel'
import { type Chunk, readerOf, type Run, type Step } from './chunk.ts'
import { reclaimChunk } from './reclaim-chunk.ts'
import { remindChunk } from './remind-chunk.ts'
import { readLaw, verdictsOf } from './verdict.ts'

const PHASES = ['dates', 'reclaim', 'remind'] as const
const CHUNK = 1000
/** The hour of the company's day from which the nightly run starts. */
const NIGHT_HOUR = 2

/** Starts the nightly run of today once, however many processes ask; a server that slept starts it when it wakes. */
async function startNightly(kernel: Kernel): Promise<void> {
  await kernel.db.query({
    text: `insert into pool_run (kind, day) select 'nightly', (n.local)::date from (
             select $1::timestamptz at time zone coalesce((select c.time_zone from company c where c.deleted_at is null order by c.created_at limit 1), 'Asia/Shanghai') as local) n
           where extract(hour from n.local) >= ${NIGHT_HOUR} and exists (select 1 from pool_rule where active and deleted_at is null) on conflict do nothing`,
    values: [kernel.clock.now().toISOString()],
  })
}

/**
 * Does one chunk of what waits: rows, events, notices and progress in one transaction, so that a killed worker loses nothing and
 * does nothing twice. False when nothing waits or another worker has it.
 */
export async function runChunk(kernel: Kernel): Promise<boolean> {
  return kernel.db.transaction(async (tx) => {
    const runs = await tx.query<Run>({
      text: `select id, kind, to_char(day, 'YYYY-MM-DD') as day, phase, place from pool_run where finished_at is null order by started_at limit 1 for update skip locked`,
      values: [],
    })
    const [run] = runs
    if (run === undefined) return false
    const reader = readerOf(kernel, tx)
    const law = await readLaw(reader)
    const chunk: Chunk = { kernel, tx, reader, law, run }
    const work = { dates: datesChunk, reclaim: reclaimChunk, remind: remindChunk } as const
    await progress(tx, run, await work[run.phase](chunk))
    return true
  })
}

/** Whether something waits; begins the night's run when it is time. */
export async function poolsWait(kernel: Kernel): Promise<boolean> {
  await startNightly(kernel)
  const rows = await kernel.db.query<{ waits: boolean }>({
    text: 'select exists (select 1 from pool_run where finished_at is null) as waits',
    values: [],
  })
  return rows[0]?.waits === true
}

/** All that waits, chunk by chunk, until told to stop. */
export async function workOnPools(kernel: Kernel, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true && (await runChunk(kernel)));
}

async function progress(tx: Tx, run: Run, { place, count }: Step): Promise<void> {
  const next = place === null ? PHASES[PHASES.indexOf(run.phase) + 1] : run.phase
  const isOver = next === undefined || (run.kind === 'dates' && place === null)
  await tx.query({
    text: `update pool_run set phase = $2, place = $3, counts = counts || jsonb_build_object($4::text, coalesce((counts->>$4)::int, 0) + $5::int),
             finished_at = case when $6 then now() end where id = $1`,
    values: [run.id, next ?? run.phase, place, run.phase, count, isOver],
  })
}

async function datesChunk({ kernel, tx, reader, law, run }: Chunk): Promise<Step> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from customer where owner is not null and deleted_at is null and ($1::uuid is null or id > $1)
             and ($2 or reclaim_at is not null) order by id limit ${CHUNK}`,
    values: [run.place, law.rules.length > 0],
  })
  const ids = rows.map(({ id }) => id)
  const verdicts = await verdictsOf(reader, law, ids)
  await rollUp(tx, objectOf(kernel.snapshot(), 'customer'), {
    field: 'reclaim_at',
    values: ids.map((id) => ({ id, value: verdicts.get(id)?.date ?? null })),
  })
  return { place: ids.length < CHUNK ? null : (ids[ids.length - 1] ?? null), count: ids.length }
}
