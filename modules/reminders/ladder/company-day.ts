import type { Executor } from '@perigon/db'
import type { Kernel } from '@perigon/kernel'
import { readWorkCalendar, type WorkingDays } from '@perigon/organization'

/** What day and hour it is for the company, and how it counts working days. */
export type CompanyDay = {
  readonly today: string
  readonly hour: number
  readonly timeZone: string
  readonly calendar: WorkingDays
}

/** Reads the company's day once for a piece of work. */
export async function readDay(kernel: Kernel, db: Pick<Executor, 'query'>): Promise<CompanyDay> {
  const rows = await db.query<{ zone: string; today: string; hour: number }>({
    text: `select z.zone, to_char($1::timestamptz at time zone z.zone, 'YYYY-MM-DD') as today,
             extract(hour from $1::timestamptz at time zone z.zone)::int as hour
           from (select coalesce((select c.time_zone from company c where c.deleted_at is null order by c.created_at limit 1), 'Asia/Shanghai') as zone) z`,
    values: [kernel.clock.now().toISOString()],
  })
  const calendar = await readWorkCalendar((text, values) => db.query({ text, values }))
  const { zone, today, hour } = rows[0] ?? { zone: 'Asia/Shanghai', today: kernel.clock.now().toISOString().slice(0, 10), hour: 0 }
  return { today, hour, timeZone: zone, calendar }
}

/** The day itself when people work on it, or else the next on which they do. */
export function workingDayFrom({ calendar }: Pick<CompanyDay, 'calendar'>, day: string): string {
  return calendar.isWorkingDay(day) ? day : calendar.addWorkingDays(day, 1)
}
