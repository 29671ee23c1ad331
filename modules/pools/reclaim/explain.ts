import type { Json } from '@perigon/contracts'
import { type Actor, isOpen, type Kernel, objectOf } from '@perigon/kernel'
import { readerOf } from './chunk.ts'
import { factsOf, readLaw, type Verdict, verdictsOf } from './verdict.ts'

const SHOWN = 10

type Told = {
  readonly kind: string
  readonly at: string
  readonly from: string | null
  readonly to: string | null
  readonly pool: string | null
  readonly pool_en: string | null
  readonly by: string | null
  readonly reason: string | null
  readonly facts: { readonly [key: string]: Json } | null
}

/**
 * When a customer goes back and why, and how it changed hands before. For whoever may read the customer; a date they may not
 * see is left out of the figures.
 */
export async function explainOwnership(kernel: Kernel, actor: Actor, id: string): Promise<{ readonly [key: string]: Json }> {
  await kernel.get(actor, 'customer', { id, fields: ['name'] })
  const reader = readerOf(kernel, kernel.db)
  const law = await readLaw(reader)
  const verdict = (await verdictsOf(reader, law, [id])).get(id)
  const rows = await reader.query<Told>(
    `select h.kind, to_json(h.at)#>>'{}' as at, f.name as "from", t.name as "to", p.name as pool, p.name_en as pool_en,
       (select u.name from "user" u where u.id = h.created_by) as by, h.reason, h.facts
     from ownership_change h left join employee f on f.id = h.from_owner left join employee t on t.id = h.to_owner
       left join customer_pool p on p.id = h.pool
     where h.customer = $1 and h.deleted_at is null order by h.at desc, h.id desc limit ${SHOWN}`,
    [id],
  )
  const shown = (facts: Json): Json => withoutClosed(kernel, actor, facts)
  return {
    reclaim: verdict === undefined ? null : countdown(verdict, { left: daysLeft(law, verdict), facts: shown(factsOf(verdict)) }),
    changes: rows.map((row) => ({ ...row, facts: shown(row.facts) })),
  }
}

function daysLeft({ calendar, today }: Awaited<ReturnType<typeof readLaw>>, { date, rule }: Verdict): number {
  if (rule.counting === 'working') return Math.max(0, calendar.workingDaysBetween(today, date))
  return Math.max(0, Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000))
}

function countdown(
  { date, rule }: Verdict,
  { left, facts }: { readonly left: number; readonly facts: Json },
): { readonly [key: string]: Json } {
  return { date, left, counting: rule.counting, pool: { zh: rule.pool_name, en: rule.pool_name_en ?? rule.pool_name }, facts }
}

function withoutClosed(kernel: Kernel, actor: Actor, facts: Json): Json {
  if (facts === null || typeof facts !== 'object' || !('date_field' in facts)) return null
  const field = facts['date_field']
  if (typeof field === 'string' && isOpen(objectOf(kernel.snapshot(), 'customer'), actor, field)) return facts
  const { base: _base, date_field: _field, ...rest } = facts
  return rest
}
