import type { Json } from '@perigon/contracts'
import { type Actor, type Kernel, type ObjectSnapshot, parameters, Source, titleOf } from '@perigon/kernel'
import { type People, readPeople } from '@perigon/organization'
import { shift } from '@perigon/pools'
import { type CompanyDay, readDay } from '../ladder/company-day.ts'
import { addressees } from '../ladder/addressees.ts'
import type { Ladder } from '../ladder/rule.ts'
import { type Standing, standingOn } from '../ladder/standing.ts'

type Draft = { readonly ladder: Ladder; readonly object: ObjectSnapshot }
type Asking = { readonly kernel: Kernel; readonly actor: Actor; readonly day: CompanyDay }

const PAGE = 50
const NAMED = 12

function rungOf({ kernel, actor, day }: Asking, { ladder, object }: Draft, index: number) {
  const { values, bind } = parameters()
  const source = new Source(object, { context: kernel.queryContext({ ...actor, time_zone: day.timeZone }), bind })
  return { source, bind, values, standing: standingOn(source, ladder, { day, index }) }
}

/**
 * Whom a rule would strike today, rung by rung, of the records the actor may read: by the same words as the run. Who has been waiting
 * long enough but was not told on the rung before is counted apart, with the first day on which it could be their turn.
 */
export async function previewLadder(kernel: Kernel, actor: Actor, draft: Draft): Promise<{ readonly [key: string]: Json }> {
  const day = await readDay(kernel, kernel.db)
  const people = await readPeople(kernel.db, day.today)
  const asking = { kernel, actor, day }
  const rungs: Json[] = []
  for (const index of draft.ladder.steps.keys()) rungs.push(await previewRung(asking, draft, { index, people }))
  return { today: day.today, working: day.calendar.isWorkingDay(day.today), rungs }
}

type Counted = { readonly owner: string; readonly past: number; readonly today: number; readonly told: string | null }

async function previewRung(
  asking: Asking,
  draft: Draft,
  { index, people }: { readonly index: number; readonly people: People },
): Promise<Json> {
  const { standing, values } = rungOf(asking, draft, index)
  const { steps, counting } = draft.ladder
  const step = steps[index]
  if (step === undefined) return null
  const alias = 't0'
  const before = standing.before === null ? 'null::text' : `to_char(min(${standing.before}), 'YYYY-MM-DD')`
  const db = await asking.kernel.door(asking.actor)
  const rows = await db.query<Counted>({
    text: `select ${alias}."owner" as owner, count(*)::int as past, (count(*) filter (where ${standing.climbs}))::int as today, ${before} as told
           from ${standing.from} where ${standing.where.join(' and ')} group by 1`,
    values,
  })
  const records = rows.reduce((sum, { today }) => sum + today, 0)
  const waiting = rows.reduce((sum, { past, today }) => sum + past - today, 0)
  const who = namesOf(rows, step, people)
  const gap = step.after - (steps[index - 1]?.after ?? 0)
  const first = rows.filter(({ past, today }) => past > today).flatMap(({ told }) => told ?? [])
  // Who was told on the rung before waits from that day; who has not been told yet climbs from the bottom, at the earliest today.
  const waited = shift(asking.day.calendar, first.toSorted()[0] ?? asking.day.today, { days: gap, counting })
  const bottom = shift(asking.day.calendar, asking.day.today, { days: step.after - (steps[0]?.after ?? 0), counting })
  const from = first.length > 0 ? waited : bottom
  return { key: step.key, records, people: who.length, who: who.slice(0, NAMED), waiting, from: waiting === 0 ? null : from }
}

/** Those who would be told, with how many records. */
function namesOf(
  rows: readonly Counted[],
  step: Ladder['steps'][number],
  people: People,
): readonly { readonly name: string; readonly records: number }[] {
  const byUser = new Map<string, number>()
  for (const { owner, today } of rows) {
    if (today === 0) continue
    for (const user of addressees(people, step, owner)) byUser.set(user, (byUser.get(user) ?? 0) + today)
  }
  return [...byUser]
    .map(([user, records]) => ({ name: people.logins.get(user)?.name ?? '', records }))
    .toSorted((a, b) => b.records - a.records)
}

type Wanted = { readonly index: number; readonly waiting: boolean; readonly cursor: number }

/** The records behind a number of the preview, those that wait longest first. */
export async function previewRecords(
  kernel: Kernel,
  actor: Actor,
  { draft, ...wanted }: Wanted & { readonly draft: Draft },
): Promise<{ readonly [key: string]: Json }> {
  const day = await readDay(kernel, kernel.db)
  const { source, bind, values, standing } = rungOf({ kernel, actor, day }, draft, wanted.index)
  const { alias } = source
  const context = kernel.queryContext(actor)
  const title = titleOf(context, { target: draft.object.key, id: `${alias}.id`, bind })
  const owner = titleOf(context, { target: 'employee', id: `${alias}."owner"`, bind })
  const db = await kernel.door(actor)
  const rows = await db.query<{ id: string; title: string | null; owner: string | null; base: string }>({
    text: `select ${alias}.id, ${title} as title, ${owner} as owner, to_char(${standing.base}, 'YYYY-MM-DD') as base from ${standing.from}
           where ${[...standing.where, climbing(standing, wanted.waiting)].join(' and ')} order by ${standing.base}, ${alias}.id
           limit ${PAGE + 1} offset ${bind(wanted.cursor)}`,
    values,
  })
  return { data: rows.slice(0, PAGE), next: rows.length > PAGE ? wanted.cursor + PAGE : null }
}

function climbing({ climbs }: Standing, waiting: boolean): string {
  return waiting ? `(${climbs}) is not true` : climbs
}
