import { systemActor } from '@perigon/kernel'
import { readPeople } from '@perigon/organization'
import { shift } from './due-date.ts'
import { type NoticeStep, noticeCommands } from './notices.ts'
import type { Chunk, Step } from './chunk.ts'
import { type Verdict, verdictsOf } from './verdict.ts'

const CHUNK = 500

/** The rungs of the ladder a customer stands on by a day: first its owner is reminded, then the manager told. */
function rungs(calendar: Chunk['law']['calendar'], day: string, { date, rule }: Verdict): readonly NoticeStep[] {
  const reached = (before: number | null): boolean =>
    before !== null && shift(calendar, date, { days: -before, counting: rule.counting }) <= day && date > day
  return [...(reached(rule.remind_before) ? ['owner' as const] : []), ...(reached(rule.manager_before) ? ['manager' as const] : [])]
}

/** Tells owners and managers what will go back soon; the ledger lets each notice of a date out once. */
export async function remindChunk({ kernel, tx, reader, law, run }: Chunk): Promise<Step> {
  const day = run.day ?? law.today
  const ahead = Math.max(0, ...law.rules.flatMap(({ remind_before, manager_before }) => [remind_before ?? 0, manager_before ?? 0]))
  const rows = await tx.query<{ id: string }>({
    text: `select id from customer where owner is not null and deleted_at is null and reclaim_at > $1::date and reclaim_at <= $2::date
             and ($3::uuid is null or id > $3) order by id limit ${CHUNK}`,
    // Working days reach further than calendar days, so this horizon misses nobody.
    values: [day, law.calendar.addWorkingDays(day, ahead), run.place],
  })
  const ids = rows.map(({ id }) => id)
  const verdicts = [...(await verdictsOf(reader, law, ids)).values()]
  const wanted = verdicts.flatMap((verdict) => rungs(law.calendar, day, verdict).map((step) => ({ verdict, step })))
  const fresh = await noteNotices(tx, wanted)
  if (fresh.length > 0) {
    const commands = noticeCommands(await readPeople(tx, law.today), fresh)
    if (commands.length > 0) await kernel.write(systemActor('pools'), commands, { cause: { kind: 'system', ref: 'pool.remind' }, tx })
  }
  return { place: ids.length < CHUNK ? null : (ids[ids.length - 1] ?? null), count: fresh.length }
}

type Wanted = { readonly verdict: Verdict; readonly step: NoticeStep }

async function noteNotices(tx: Chunk['tx'], wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
  if (wanted.length === 0) return []
  const rows = wanted.map(({ verdict, step }) => ({ customer: verdict.customer, owner: verdict.owner, due: verdict.date, step }))
  const noted = await tx.query<{ customer: string; step: string }>({
    text: `insert into pool_notice (customer, owner, due, step) select x.customer, x.owner, x.due, x.step
           from json_to_recordset($1::json) as x(customer uuid, owner uuid, due date, step text) on conflict do nothing returning customer, step`,
    values: [JSON.stringify(rows)],
  })
  const keys = new Set(noted.map(({ customer, step }) => `${customer} ${step}`))
  return wanted.filter(({ verdict, step }) => keys.has(`${verdict.customer} ${step}`))
}
