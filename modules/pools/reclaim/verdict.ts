import type { Json } from '@perigon/contracts'
import { readWorkCalendar, type WorkingDays } from '@perigon/organization'
import { fits, type PoolReader } from '../ownership-change/admission.ts'
import { type Counting, dueDate, shift } from './due-date.ts'

/** A rule that is on, of a pool that is on. */
export type ActiveRule = {
  readonly id: string
  readonly name: string
  readonly name_en: string | null
  readonly pool: string
  readonly pool_name: string
  readonly pool_name_en: string | null
  readonly condition: unknown
  readonly date_field: string
  readonly days: number
  readonly counting: Counting
  readonly remind_before: number | null
  readonly manager_before: number | null
  readonly on_since: string | null
}

/** What the rules say of a customer: when it goes back, by which rule, counted from what. */
export type Verdict = {
  readonly customer: string
  readonly owner: string
  readonly title: string
  readonly date: string
  /** The date that was counted from, and whether that was the day the owner began rather than the rule's own date. */
  readonly base: string
  readonly fromOwner: boolean
  readonly rule: ActiveRule
}

/** The rules and the calendar as they are in this transaction, and what day it is for the company. */
export type Law = {
  readonly rules: readonly ActiveRule[]
  readonly calendar: WorkingDays
  readonly timeZone: string
  readonly today: string
}

/** Reads rules, calendar and day once for a chunk of customers. */
export async function readLaw(reader: PoolReader): Promise<Law> {
  const [zone] = await reader.query<{ time_zone: string; today: string }>(
    `select z.time_zone, to_char($1::timestamptz at time zone z.time_zone, 'YYYY-MM-DD') as today from (
       select coalesce((select c.time_zone from company c where c.deleted_at is null order by c.created_at limit 1), 'Asia/Shanghai') as time_zone) z`,
    [reader.now.toISOString()],
  )
  const { time_zone: timeZone, today } = zone ?? { time_zone: 'Asia/Shanghai', today: reader.now.toISOString().slice(0, 10) }
  const rules = await reader.query<ActiveRule>(
    `select r.id, r.name, r.name_en, r.pool, p.name as pool_name, p.name_en as pool_name_en, r.condition, r.date_field, r.days, r.counting,
       r.remind_before, r.manager_before, to_char(r.active_since at time zone $1, 'YYYY-MM-DD') as on_since
     from pool_rule r join customer_pool p on p.id = r.pool and p.active and p.deleted_at is null
     where r.active and r.deleted_at is null order by r.name, r.id`,
    [timeZone],
  )
  return { rules, calendar: await readWorkCalendar(reader.query), timeZone, today }
}

type Base = { readonly id: string; readonly owner: string; readonly name: string; readonly dated: string | null; readonly began: string }

/** The date each customer's rule counts from. The column is picked by its name inside a JSON row, so no name reaches the statement. */
async function basesOf(
  reader: PoolReader,
  ids: readonly string[],
  { field, timeZone }: { readonly field: string; readonly timeZone: string },
) {
  return reader.query<Base>(
    `select c.id, c.owner, c.name, to_char(coalesce(c.owned_since, c.created_at) at time zone $3, 'YYYY-MM-DD') as began,
       case when v.text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' then to_char(v.text::timestamptz at time zone $3, 'YYYY-MM-DD')
            when v.text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then v.text end as dated
     from customer c cross join lateral (select to_jsonb(c)->>$2 as text) v
     where c.id = any($1::uuid[]) and c.owner is not null and c.deleted_at is null`,
    [ids, field, timeZone],
  )
}

/** What the rules say of these customers; of several that fit the earliest date wins. Without an owner nothing is due. */
export async function verdictsOf(reader: PoolReader, law: Law, ids: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  if (ids.length === 0) return verdicts
  for (const rule of law.rules) {
    const fitting = [...(await fits(reader, ids, rule.condition))]
    if (fitting.length === 0) continue
    for (const row of await basesOf(reader, fitting, { field: rule.date_field, timeZone: law.timeZone })) {
      const verdict = judge(law, rule, row)
      const known = verdicts.get(row.id)
      if (known === undefined || verdict.date < known.date) verdicts.set(row.id, verdict)
    }
  }
  return verdicts
}

function judge({ calendar }: Law, rule: ActiveRule, { id, owner, name, dated, began }: Base): Verdict {
  const fromOwner = dated === null || dated < began
  const base = fromOwner ? began : dated
  const date = dueDate(calendar, base, { days: rule.days, counting: rule.counting, notBefore: firstStrike(calendar, rule) })
  return { customer: id, owner, title: name, date, base, fromOwner, rule }
}

/** A rule that reminds strikes no earlier than its reminder would have come, however old the dates were when it was switched on. */
function firstStrike(calendar: WorkingDays, { on_since, remind_before, manager_before, counting }: ActiveRule): string | null {
  const before = Math.max(remind_before ?? 0, manager_before ?? 0)
  return on_since === null || before === 0 ? null : shift(calendar, on_since, { days: before, counting })
}

/** The figures a rule saw, kept with the change of owner to answer “why was it reclaimed”. */
export function factsOf({ rule, base, date, fromOwner }: Verdict): Json {
  const { id, name, name_en, date_field, days, counting } = rule
  return {
    rule: id,
    rule_name: { zh: name, en: name_en ?? name },
    date_field: fromOwner ? 'owned_since' : date_field,
    base,
    days,
    counting,
    due: date,
  }
}
