import type { Issue } from '@perigon/contracts'
import type { Guard } from '@perigon/kernel'

/** The date a rule counts from is a date of the customer, own or custom; asked of the table, which knows both. */
export const poolRuleGuard: Guard = {
  object: 'pool_rule',
  check: async (writes, context) => {
    const named = writes.filter((write) => write.changed('date_field'))
    if (named.length === 0) return new Map()
    const rows = await context.query<{ name: string }>(
      `select a.attname as name from pg_attribute a where a.attrelid = 'customer'::regclass and a.attnum > 0 and not a.attisdropped
         and a.atttypid in ('date'::regtype, 'timestamptz'::regtype) and a.attname not in ('deleted_at', 'reclaim_at', 'pooled_at', 'updated_at')`,
      [],
    )
    const dates = new Set(rows.map(({ name }) => name))
    const wrong = named.filter((write) => !dates.has(String(write.image['date_field'])))
    return new Map(
      wrong.map((write): [string, readonly Issue[]] => [
        write.id,
        [{ path: 'date_field', code: 'option', data: { value: write.image['date_field'] ?? '' } }],
      ]),
    )
  },
}
