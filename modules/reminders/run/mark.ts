import { AppError } from '@perigon/contracts'
import { objectOf, parameters, Source, systemActor } from '@perigon/kernel'
import { standingOn } from '../ladder/standing.ts'
import { poolChunk } from './pool-rung.ts'
import type { Chunk, Progress, Rung, RungStatement } from './run-row.ts'
import { nextWindow } from './window.ts'

/** Notes who of the next records has reached a rung, in one statement; each record once for each date. */
export async function markChunk(chunk: Chunk, rung: Rung): Promise<Progress> {
  const { ladder, index } = rung
  const step = ladder.steps[index]
  if (step === undefined) return { place: null, counts: {} }
  const made = rungStatement(chunk, rung)
  if ('problem' in made) return { place: null, counts: {}, problem: made.problem }
  if (step.tell === 'pool') return poolChunk(chunk, { ...rung, ...made })
  const { tx, run } = chunk
  const { source, standing, values } = made
  const { bind, alias } = source
  const fixed = [run.id, ladder.id, ladder.object, step.key, step.tell, run.day, step.after, ladder.counting].map((value) => bind(value))
  const [runId, rule, object, key, tell, day, after, counting] = fixed
  const window = await nextWindow(chunk, source)
  const rows = await tx.query<{ noted: number }>({
    text: `with due as materialized (
        select ${alias}.id, ${alias}."owner" as owner, ${standing.base} as base, ${standing.counted} as counted from ${standing.from}
        where ${[...standing.where, standing.climbs, ...window.where].join(' and ')}),
      noted as (
        insert into reminder_hit (run, rule, object, record, step, tell, base, day, owner, after, counting, counted)
        select ${runId}::uuid, ${rule}::uuid, ${object}::text, due.id, ${key}::text, ${tell}::text, due.base, ${day}::date, due.owner, ${after}::int,
          ${counting}::text, due.counted from due on conflict do nothing returning 1)
      select count(*)::int as noted from noted`,
    values,
  })
  return { place: window.end, counts: { reached: rows[0]?.noted ?? 0 } }
}

/** The rung in SQL as the system reads it. A rule that no longer means anything (a field was removed) is told and left out. */
function rungStatement({ kernel, day }: Chunk, { ladder, index }: Rung): RungStatement | { readonly problem: string } {
  const { values, bind } = parameters()
  const actor = { ...systemActor('reminders'), time_zone: day.timeZone }
  try {
    const source = new Source(objectOf(kernel.snapshot(), ladder.object), { context: kernel.queryContext(actor), bind })
    return { source, standing: standingOn(source, ladder, { day, index }), values }
  } catch (error) {
    if (error instanceof AppError) return { problem: error.code }
    throw error
  }
}
