import type { Json } from '@perigon/contracts'
import { zonedInstant } from '@perigon/fields'
import { type Kernel, systemActor } from '@perigon/kernel'
import { readWorkCalendar, type WorkingDays } from '@perigon/organization'
import { createRuns } from './run-store.ts'
import { rhythmOf } from '../export-schedule/export-schedule.hooks.ts'
import { nextTime } from '../export-schedule/next-time.ts'

type Due = {
  readonly id: string
  readonly name: string
  readonly object: string
  readonly format: string
  readonly query: Json
  readonly rhythm: string
  readonly weekday: string | null
  readonly month_day: number | null
  readonly hour: number | null
  readonly working_days: boolean | null
  readonly owner: string
  readonly zone: string
  readonly today: string
}

const MOST = 50

const DUE = `select s.id, s.name, s.object, s.format, s.query, s.rhythm, s.weekday, s.month_day, s.hour, s.working_days, s.owner, z.zone,
    to_char($1::timestamptz at time zone z.zone, 'YYYY-MM-DD') as today
  from export_schedule s join "user" u on u.id = s.owner and u.deleted_at is null and u.status = 'active'
    cross join (select coalesce((select time_zone from company where deleted_at is null order by created_at limit 1), 'Asia/Shanghai') as zone) z
  where s.active and s.next_at <= $1 and s.deleted_at is null order by s.next_at limit ${MOST} for update of s skip locked`

/** When a schedule falls due next; on a free day one for working days waits for the next of them. */
function following(
  schedule: Due,
  input: { readonly now: Date; readonly calendar: WorkingDays },
): { readonly next: Date; readonly waits: boolean } {
  const { now, calendar } = input
  const { working_days: onlyWorked, today, zone } = schedule
  if (onlyWorked !== true || calendar.isWorkingDay(today)) return { next: nextTime(rhythmOf(schedule), now, zone), waits: false }
  const time = `${String(rhythmOf(schedule).hour).padStart(2, '0')}:00:00`
  return { next: zonedInstant(calendar.addWorkingDays(today, 1), time, zone), waits: true }
}

/**
 * Begins what has fallen due, once however many processes ask: the next time and the run are one transaction. What cannot be
 * made any more (a field is gone, a right lost) fails in the ledger of its run. Answers the ids of the runs.
 */
export async function startDue(kernel: Kernel): Promise<readonly string[]> {
  const now = kernel.clock.now()
  return kernel.db.transaction(async (tx) => {
    const due = await tx.query<Due>({ text: DUE, values: [now.toISOString()] })
    if (due.length === 0) return []
    const calendar = await readWorkCalendar((text, values) => tx.query({ text, values }))
    const timed = due.map((schedule) => ({ schedule, ...following(schedule, { now, calendar }) }))
    const commands = timed.map(({ schedule, next, waits }) => ({
      object: 'export_schedule',
      op: 'update' as const,
      id: schedule.id,
      patch: { next_at: next.toISOString(), ...(waits ? {} : { last_at: now.toISOString() }) },
    }))
    await kernel.write(systemActor('exports'), commands, { cause: { kind: 'system', ref: 'schedule' }, tx })
    const begun = timed.flatMap(({ schedule, waits }) => (waits ? [] : [schedule]))
    return createRuns(
      kernel,
      begun.map(({ id, owner, name, object, format, query }) => ({ owner, name, object, format, query, schedule: id })),
      tx,
    )
  })
}
