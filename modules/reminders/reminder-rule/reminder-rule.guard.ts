import type { Issue } from '@perigon/contracts'
import type { Guard, GuardContext, GuardedWrite } from '@perigon/kernel'
import { readSteps } from './steps.ts'

/** What a rule names exists: an object with an owner, a date of it (own or custom), and those its steps tell. */
export const reminderRuleGuard: Guard = {
  object: 'reminder_rule',
  check: async (writes, context) => {
    const issues = new Map<string, readonly Issue[]>()
    const add = (id: string, issue: Issue): unknown => issues.set(id, [...(issues.get(id) ?? []), issue])
    await findNames(
      writes.filter((write) => write.changed('object') || write.changed('date_field')),
      context,
      add,
    )
    await findAddressees(
      writes.filter((write) => write.changed('steps')),
      context,
      add,
    )
    return issues
  },
}

type Add = (id: string, issue: Issue) => unknown

// Asked of the tables, which know custom fields too. An owner is an employee; what belongs to a login is somebody's own.
const NAMES = `select x.id, exists (
    select 1 from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.conrelid = to_regclass(quote_ident(x.object)) and c.confrelid = 'employee'::regclass and a.attname = 'owner') as owned,
  exists (select 1 from pg_attribute a where a.attrelid = to_regclass(quote_ident(x.object)) and a.attname = x.date_field and a.attnum > 0
    and not a.attisdropped and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
    and a.attname not in ('deleted_at', 'updated_at', 'reclaim_at', 'pooled_at')) as dated
  from json_to_recordset($1::json) as x(id text, object text, date_field text)`

async function findNames(writes: readonly GuardedWrite[], context: GuardContext, add: Add): Promise<void> {
  if (writes.length === 0) return
  const asked = writes.map(({ id, image }) => ({ id, object: image['object'], date_field: image['date_field'] }))
  const rows = await context.query<{ id: string; owned: boolean; dated: boolean }>(NAMES, [JSON.stringify(asked)])
  for (const { id, owned, dated } of rows) {
    const write = asked.find((each) => each.id === id)
    if (!owned) add(id, { path: 'object', code: 'option', data: { value: write?.object ?? '' } })
    else if (!dated) add(id, { path: 'date_field', code: 'option', data: { value: write?.date_field ?? '' } })
  }
}

const MISSING = `select x.rule, x.place from json_to_recordset($1::json) as x(rule text, place int, person uuid, role text, pool uuid)
  where (x.person is not null and not exists (select 1 from employee e where e.id = x.person and e.deleted_at is null and e.status <> 'left'))
    or (x.role is not null and not exists (select 1 from role r where r.key = x.role and r.deleted_at is null))
    or (x.pool is not null and not exists (select 1 from customer_pool p where p.id = x.pool and p.deleted_at is null and p.active))
  order by x.place`

async function findAddressees(writes: readonly GuardedWrite[], context: GuardContext, add: Add): Promise<void> {
  const asked = writes.flatMap(({ id, image }) =>
    (readSteps(image['steps'], image['object']).steps ?? []).map((step, index) => ({ rule: id, place: index + 1, ...step })),
  )
  if (asked.length === 0) return
  for (const { rule, place } of await context.query<{ rule: string; place: number }>(MISSING, [JSON.stringify(asked)]))
    add(rule, { path: 'steps', code: 'refused', data: { why: gone(place) } })
}

function gone(place: number): { readonly zh: string; readonly en: string } {
  return {
    zh: `第 ${place} 级：所选的人、角色或公海不存在或已停用`,
    en: `Step ${place}: the person, role or pool does not exist or is off`,
  }
}
