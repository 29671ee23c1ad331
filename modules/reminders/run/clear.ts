import { AppError } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Kernel, objectOf, parameters, Source, systemActor } from '@perigon/kernel'
import { type CompanyDay, readDay } from '../ladder/company-day.ts'
import { type Ladder, laddersOf } from '../ladder/rule.ts'
import { baseOf } from '../ladder/standing.ts'

/** So long the log shows what the rules did: a year, and the month a year ago. */
const LOG_DAYS = 400
/** So many rows of the log are looked at in one statement. */
const WINDOW = 2000

/** Where the clearing goes on; null when it has come to what is younger, and begins anew. */
export type Cleared = { readonly place: string | null; readonly cleared: number }

type Window = { readonly end: string | null; readonly rules: readonly string[] | null; readonly before: string }

/**
 * Clears the next piece of what the rules did long ago. Whatever the log shows stays, and however old it is, what keeps a record from
 * being told again: its hits for the date it has now. Those for a date it no longer has, of records that are gone and of rules that have
 * been gone as long as the log, are needed by nobody.
 */
export async function clearReminders(kernel: Kernel, place: string | null, size = WINDOW): Promise<Cleared> {
  const day = await readDay(kernel, kernel.db)
  return kernel.db.transaction(async (tx) => {
    const [window] = await tx.query<Window>({
      text: `with looked as (select seq, rule, day from reminder_hit where seq > coalesce($1::bigint, 0) order by seq limit $2)
             select max(seq)::text as "end", array_agg(distinct rule) as rules, ($3::date - ${LOG_DAYS})::text as before
             from looked having min(day) < $3::date - ${LOG_DAYS}`,
      values: [place, size, day.today],
    })
    if (window === undefined || window.end === null) return { place: null, cleared: 0 }
    const ladders = await laddersOf(tx, window.rules ?? [], window.before)
    let cleared = await clearRuleless(tx, { ...window, place, known: ladders.map(({ id }) => id) })
    for (const ladder of ladders) cleared += await clearRule({ kernel, tx, day }, { ladder, place, window })
    return { place: window.end, cleared }
  })
}

type Ruleless = Window & { readonly place: string | null; readonly known: readonly string[] }

async function clearRuleless(tx: Tx, { place, end, before, known }: Ruleless): Promise<number> {
  const rows = await tx.query({
    text: `delete from reminder_hit where seq > coalesce($1::bigint, 0) and seq <= $2 and day < $3 and not rule = any($4::uuid[]) returning 1`,
    values: [place, end, before, known],
  })
  return rows.length
}

type Part = { readonly ladder: Ladder; readonly place: string | null; readonly window: Window }

/** Of one rule: the hits whose record no longer has the date they are about. A rule that means nothing at present may do so again. */
async function clearRule(
  { kernel, tx, day }: { readonly kernel: Kernel; readonly tx: Tx; readonly day: CompanyDay },
  { ladder, place, window }: Part,
): Promise<number> {
  const { values, bind } = parameters()
  try {
    const actor = { ...systemActor('reminders'), time_zone: day.timeZone }
    const source = new Source(objectOf(kernel.snapshot(), ladder.object), { context: kernel.queryContext(actor), bind })
    const { base } = baseOf(source, ladder, day.timeZone)
    const old = `h.rule = ${bind(ladder.id)}::uuid and h.seq > coalesce(${bind(place)}::bigint, 0) and h.seq <= ${bind(window.end)}::bigint`
    const now = [`${source.alias}.id = h.record`, ...source.visible(false), `${base} = h.base`].join(' and ')
    const rows = await tx.query({
      text: `delete from reminder_hit h where ${old} and h.day < ${bind(window.before)}::date
             and not exists (select 1 from ${source.from()} where ${now}) returning 1`,
      values,
    })
    return rows.length
  } catch (error) {
    if (error instanceof AppError && error.code !== 'database.unavailable') return 0
    throw error
  }
}
