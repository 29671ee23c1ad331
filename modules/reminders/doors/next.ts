import { AppError, type Json } from '@perigon/contracts'
import { type Actor, isOpen, type Kernel, type ObjectSnapshot, parameters, Source, systemActor } from '@perigon/kernel'
import { type People, readPeople } from '@perigon/organization'
import { type CompanyDay, readDay, workingDayFrom } from '../ladder/company-day.ts'
import { nextRung, type Reached } from '../ladder/next-rung.ts'
import { addressees } from '../ladder/addressees.ts'
import { type ActiveLadder, activeLadders } from '../ladder/rule.ts'
import { baseOf, withinOf } from '../ladder/standing.ts'
import type { Step } from '../reminder-rule/steps.options.ts'

type Stand = { readonly owner: string; readonly base: string | null; readonly counted: string; readonly reached: readonly Reached[] | null }

/** Where one record stands on a ladder; null when the rule does not apply to it, or no longer means anything. */
async function standOf(
  kernel: Kernel,
  ladder: ActiveLadder,
  { object, id, day }: { readonly object: ObjectSnapshot; readonly id: string; readonly day: CompanyDay },
): Promise<Stand | null> {
  const { values, bind } = parameters()
  try {
    const source = new Source(object, { context: kernel.queryContext({ ...systemActor('reminders'), time_zone: day.timeZone }), bind })
    const { base, counted } = baseOf(source, ladder, day.timeZone)
    const where = [...withinOf(source, ladder), `${source.alias}.id = ${bind(id)}::uuid`].join(' and ')
    const reached = `(select json_agg(json_build_object('step', h.step, 'day', to_char(h.day, 'YYYY-MM-DD'))) from reminder_hit h
      where h.rule = ${bind(ladder.id)}::uuid and h.record = ${source.alias}.id and h.base = ${base})`
    const rows = await kernel.db.query<Stand>({
      text: `select ${source.alias}."owner" as owner, to_char(${base}, 'YYYY-MM-DD') as base, ${counted} as counted, ${reached} as reached from ${source.from()} where ${where}`,
      values,
    })
    return rows[0] ?? null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** The next rung of one record over all rules that are on, and the last one it reached; for whoever may read the record. */
export async function nextReminder(
  kernel: Kernel,
  actor: Actor,
  { object, id }: { readonly object: ObjectSnapshot; readonly id: string },
): Promise<{ readonly [key: string]: Json }> {
  await kernel.get(actor, object.key, { id, fields: [object.definition.title] })
  const ladders = (await activeLadders(kernel.db)).filter((ladder) => ladder.object === object.key)
  if (ladders.length === 0) return { next: null }
  const day = await readDay(kernel, kernel.db)
  const earliest = await firstRunDay(kernel, day)
  const found: Found[] = []
  for (const ladder of ladders) {
    const stand = await standOf(kernel, ladder, { object, id, day })
    if (stand === null || stand.base === null) continue
    const next = nextRung({ ...ladder, calendar: day.calendar }, stand.base, stand.reached ?? [])
    if (next === null) continue
    found.push({ ladder, stand, step: next.step, day: next.day > earliest ? workingDayFrom(day, next.day) : earliest })
  }
  const [first] = found.toSorted((a, b) => a.day.localeCompare(b.day))
  if (first === undefined) return { next: null }
  const people = await readPeople(kernel.db, day.today)
  return { next: await described(kernel, { actor, object, people, found: first }) }
}

type Found = { readonly ladder: ActiveLadder; readonly stand: Stand; readonly step: Step; readonly day: string }

/** Today, while today's run has not been; or else the next day on which people are told. */
async function firstRunDay(kernel: Kernel, day: CompanyDay): Promise<string> {
  const rows = await kernel.db.query<{ over: boolean }>({
    text: 'select exists (select 1 from reminder_run where day = $1::date and not asked and finished_at is not null) as over',
    values: [day.today],
  })
  return rows[0]?.over === true ? day.calendar.addWorkingDays(day.today, 1) : workingDayFrom(day, day.today)
}

type Described = { readonly actor: Actor; readonly object: ObjectSnapshot; readonly people: People; readonly found: Found }

async function described(kernel: Kernel, { actor, object, people, found }: Described): Promise<Json> {
  const { ladder, stand, step, day } = found
  const { key: _key, ...rung } = step
  const isOpenDate = isOpen(object, actor, ladder.date_field) && isOpen(object, actor, stand.counted)
  const pools = await kernel.db.query<{ name: string; name_en: string | null }>({
    text: 'select name, name_en from customer_pool where id = $1',
    values: [step.pool],
  })
  return {
    ...rung,
    day,
    rule: ladder.id,
    rule_name: { ...ladder.name },
    counting: ladder.counting,
    who: addressees(people, step, stand.owner).map((user) => people.logins.get(user)?.name ?? ''),
    pool: pools[0] === undefined ? null : { zh: pools[0].name, en: pools[0].name_en ?? pools[0].name },
    ...(isOpenDate ? { base: stand.base, counted: stand.counted } : {}),
  }
}
