import type { Tx } from '@perigon/db'
import type { Kernel } from '@perigon/kernel'
import { readDay } from '../ladder/company-day.ts'
import { activeLadders } from '../ladder/rule.ts'
import { markChunk } from './mark.ts'
import type { Chunk, Progress, Run, Rung } from './run-row.ts'
import { tellChunk } from './tell.ts'

/** The hour of the company's day from which people are told: they find it when they come in. */
const MORNING_HOUR = 6
const STATEMENT_MINUTES = 15

/** Starts the run of today once, however many processes ask; on days off nobody is told, the next working day catches up. */
async function startDaily(kernel: Kernel): Promise<void> {
  const { today, hour, calendar } = await readDay(kernel, kernel.db)
  if (hour < MORNING_HOUR || !calendar.isWorkingDay(today)) return
  await kernel.db.query({
    text: `insert into reminder_run (day) select $1::date where exists (select 1 from reminder_rule where active and deleted_at is null) on conflict do nothing`,
    values: [today],
  })
}

/** Starts a run at once because somebody asks; while one is going on it is that one. */
export async function askRun(kernel: Kernel, user: string | null): Promise<void> {
  const { today } = await readDay(kernel, kernel.db)
  await kernel.db.query({
    text: 'insert into reminder_run (day, asked_by, asked) values ($1::date, $2, true) on conflict do nothing',
    values: [today, user],
  })
}

/** Does the run of so many working days ago at once, unless it was done: for the story, whose rules have been on for a while. */
export async function remindBack(kernel: Kernel, days: number): Promise<void> {
  const { today, calendar } = await readDay(kernel, kernel.db)
  const day = days === 0 ? today : calendar.addWorkingDays(today, -days)
  await kernel.db.query({ text: 'insert into reminder_run (day) values ($1::date) on conflict do nothing', values: [day] })
  await workOnReminders(kernel)
}

/** Whether something waits; begins the day's run when it is time. */
export async function remindersWait(kernel: Kernel): Promise<boolean> {
  await startDaily(kernel)
  const rows = await kernel.db.query<{ waits: boolean }>({
    text: 'select exists (select 1 from reminder_run where finished_at is null) as waits',
    values: [],
  })
  return rows[0]?.waits === true
}

/** All that waits, chunk by chunk, until told to stop. */
export async function workOnReminders(kernel: Kernel, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true && (await remindChunk(kernel)));
}

/**
 * Does one chunk of what waits: who has reached a rung, or who is told, together with the run's progress, so that a killed worker
 * loses nothing and tells nobody twice. False when nothing waits or another worker has it.
 */
async function remindChunk(kernel: Kernel): Promise<boolean> {
  return kernel.db.transaction(async (tx) => {
    // Telling one person of a million records is one statement and takes minutes; nobody waits for it.
    await tx.query(`set local statement_timeout = '${STATEMENT_MINUTES}min'`)
    const runs = await tx.query<Run>({
      text: `select id, to_char(day, 'YYYY-MM-DD') as day, phase, done, rung, place from reminder_run where finished_at is null
             order by started_at limit 1 for update skip locked`,
      values: [],
    })
    const [run] = runs
    if (run === undefined) return false
    // A run that goes on after midnight is still the run of its day.
    const chunk: Chunk = { kernel, tx, run, day: { ...(await readDay(kernel, tx)), today: run.day } }
    if (run.phase === 'tell') {
      const progress = await tellChunk(chunk)
      await note(tx, run, { ...progress, phase: 'tell', done: run.done, isOver: progress.place === null, rung: null })
      return true
    }
    const rung = await nextRung(chunk)
    if (rung === null) {
      await note(tx, run, { place: null, counts: {}, phase: 'tell', done: run.done, isOver: false, rung: null })
      return true
    }
    // A rule that was switched off meanwhile leaves its place behind; another rung begins at its beginning.
    const place = run.rung === nameOf(rung) ? run.place : null
    const progress = await markChunk({ ...chunk, run: { ...run, place } }, rung)
    await note(tx, run, { ...progress, phase: 'mark', done: doneAfter(run, rung, progress), isOver: false, rung })
    return true
  })
}

const nameOf = ({ ladder, index }: Rung): string => `${ladder.id} ${ladder.steps[index]?.key ?? ''}`

/** Rule by rule, rung by rung from the first: whoever is told today has not been told of the next rung on the same day. */
async function nextRung({ tx, run }: Chunk): Promise<Rung | null> {
  const ladders = await activeLadders(tx)
  const rungs = ladders.flatMap((ladder) => ladder.steps.map((_, index) => ({ ladder, index })))
  return rungs.find((rung) => !run.done.includes(nameOf(rung))) ?? null
}

/** A rule that cannot be applied is over with all its rungs. */
function doneAfter(run: Run, rung: Rung, { place, problem }: Progress): readonly string[] {
  if (problem !== undefined && problem !== 'pool.off')
    return [...run.done, ...rung.ladder.steps.map((_, index) => nameOf({ ladder: rung.ladder, index }))]
  return place === null ? [...run.done, nameOf(rung)] : run.done
}

type Noted = Progress & {
  readonly phase: Run['phase']
  readonly done: readonly string[]
  readonly isOver: boolean
  readonly rung: Rung | null
}

async function note(tx: Tx, run: Run, { place, counts, problem, phase, done, isOver, rung }: Noted): Promise<void> {
  await tx.query({
    text: `update reminder_run set phase = $2, done = $3::text[], place = $4, rung = $8,
             counts = counts || (select coalesce(jsonb_object_agg(c.key, coalesce((counts->>c.key)::int, 0) + c.value::int), '{}') from jsonb_each_text($5::jsonb) c),
             problems = problems || $6::jsonb, finished_at = case when $7 then now() end where id = $1`,
    values: [
      run.id,
      phase,
      done,
      place,
      JSON.stringify(counts),
      JSON.stringify(problem === undefined || rung === null ? {} : { [rung.ladder.id]: problem }),
      isOver,
      rung === null ? null : nameOf(rung),
    ],
  })
}
