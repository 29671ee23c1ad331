import { type CalendarRules, type WorkingDays, workingDaysOf } from './working-days.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

type Query = <R extends { readonly [column: string]: unknown }>(text: string, values: readonly unknown[]) => Promise<R[]>

/** The company's calendar as it is now, in one statement; for the nightly work and whoever counts working days. */
export async function readWorkCalendar(query: Query): Promise<WorkingDays> {
  const rows = await query<{ weekend: readonly string[] | null; exceptions: CalendarRules['exceptions'] }>(
    `select (select to_json(c.weekend) from work_calendar c where c.deleted_at is null order by c.created_at limit 1) as weekend,
       coalesce((select json_agg(json_build_object('date', to_char(d.day, 'YYYY-MM-DD'), 'kind', d.kind)) from calendar_day d where d.deleted_at is null), '[]') as exceptions`,
    [],
  )
  const [row] = rows
  const weekend = (row?.weekend ?? ['saturday', 'sunday']).map((name) => WEEKDAYS.indexOf(name) + 1)
  return workingDaysOf({ weekend, exceptions: row?.exceptions ?? [] })
}
