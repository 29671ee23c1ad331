import type { ViewStatement } from './view-statements.ts'

/** The hand-written SQL of the lists that are short: master data, which everybody reads, and what belongs to one person alone. */

type Short = { readonly columns: string; readonly order: string; readonly joins?: string; readonly where?: string }

const MINE = 't.owner = :user'

const LISTS: { readonly [object: string]: Short } = {
  company: { columns: 't.name, t.base_currency, t.time_zone, t.locale', order: 't.updated_at desc, t.id desc' },
  branch: {
    columns: 't.name, t.code, t.kind, t.parent, p.name as parent_title, t.address',
    joins: 'left join branch p on p.id = t.parent',
    order: 't.code, t.name, t.id',
  },
  department: {
    columns: 't.name, t.code, t.parent, p.name as parent_title, t.branch, b.name as branch_title, t.manager, e.name as manager_title',
    joins: 'left join department p on p.id = t.parent left join branch b on b.id = t.branch left join employee e on e.id = t.manager',
    order: 't.code, t.name, t.id',
  },
  position: { columns: 't.name, t.level, t.role_preset', order: 't.level desc nulls last, t.name, t.id desc' },
  employee: {
    columns: `t.name, t.number, t.department, d.name as department_title, t.position, p.name as position_title, t.manager,
      m.name as manager_title, t.phone, t.status`,
    joins:
      'left join department d on d.id = t.department left join position p on p.id = t.position left join employee m on m.id = t.manager',
    order: 't.name, t.id',
  },
  currency: { columns: 't.code, t.name, t.rate', order: 't.code, t.id' },
  team: {
    columns: 't.name, t.kind, t.leader, e.name as leader_title',
    joins: 'left join employee e on e.id = t.leader',
    order: 't.name, t.id',
  },
  team_member: {
    columns: 't.role, t.team, m.name as team_title, t.employee, e.name as employee_title',
    joins: 'left join team m on m.id = t.team left join employee e on e.id = t.employee',
    order: 't.updated_at desc, t.id desc',
  },
  delegation: {
    columns: 't.reason, t.from_employee, f.name as from_employee_title, t.to_employee, e.name as to_employee_title, t.start, t."end"',
    joins: 'left join employee f on f.id = t.from_employee left join employee e on e.id = t.to_employee',
    order: 't.start desc nulls last, t.id desc',
  },
  employee_position: {
    columns: `t.note, t.employee, e.name as employee_title, t.in_department, d.name as in_department_title, t.position,
      p.name as position_title, t.start, t."end"`,
    joins: `left join employee e on e.id = t.employee left join department d on d.id = t.in_department
      left join position p on p.id = t.position`,
    order: 't.updated_at desc, t.id desc',
  },
  partner: {
    columns: 't.name, t.kind, t.level, t.status, t.manager, e.name as manager_title, t.territory',
    joins: 'left join employee e on e.id = t.manager',
    order: 't.name, t.id',
  },
  work_calendar: { columns: 't.name, t.weekend', order: 't.updated_at desc, t.id desc' },
  calendar_day: { columns: 't.day, t.kind, t.name, t.name_en', order: 't.day, t.id' },
  industry: {
    columns: 't.code, t.name, t.name_en, t.parent, p.name as parent_title, t.growth_rate_pct',
    joins: 'left join industry p on p.id = t.parent',
    order: 't.code, t.name, t.id',
  },
  region: {
    columns: 't.code, t.name, t.name_en, t.parent, p.name as parent_title, t.grade',
    joins: 'left join region p on p.id = t.parent',
    order: 't.code, t.name, t.id',
  },
  customer_pool: {
    columns: 't.name, t.place, t.claim_limit, t.daily_limit, t.former_owner_block_days, t.active',
    order: 't.place, t.name, t.id',
  },
  pool_member: {
    columns: `t.pool, p.name as pool_title, t.part, t.employee, e.name as employee_title, t.team, m.name as team_title, t.with_department,
      d.name as with_department_title`,
    joins: `left join customer_pool p on p.id = t.pool left join employee e on e.id = t.employee left join team m on m.id = t.team
      left join department d on d.id = t.with_department`,
    order: 't.updated_at desc, t.id desc',
  },
  duplicate_rule: { columns: 't.name, t.target, t.field, t.compare, t.threshold, t.response, t.active', order: 't.target, t.name, t.id' },
  product_category: {
    columns: 't.name, t.code, t.parent, p.name as parent_title, t.sellable',
    joins: 'left join product_category p on p.id = t.parent',
    order: 't.code, t.name, t.id',
  },
  product: {
    columns: `t.name, t.code, t.category, c.name as category_title, t.kind, t.list_price, t.list_price_currency, t.list_price_base, t.unit,
      t.status`,
    joins: 'left join product_category c on c.id = t.category',
    order: 't.name, t.id',
  },
  sales_process: { columns: 't.name, t.type, t.revision, t.is_default, t.active', order: 't.name, t.id' },
  sales_stage: {
    columns: 't.process, p.name as process_title, t.position, t.name, t.kind, t.probability, t.forecast_category, t.max_days',
    // By the title of the process, as a person reads it.
    joins: 'left join sales_process p on p.id = t.process',
    order: 'p.name, t.position, t.id',
  },
  pool_rule: {
    columns: `t.name, t.pool, p.name as pool_title, t.date_field, t.days, t.counting, t.remind_before, t.manager_before, t.active`,
    joins: 'left join customer_pool p on p.id = t.pool',
    order: 't.name, t.id',
  },
  reminder_rule: { columns: 't.name, t.object, t.date_field, t.counting, t.active', order: 't.name, t.id' },
  notification: {
    columns: 't.title, t.kind, t.created_at, t.read_at, t.done_at',
    where: MINE,
    order: 't.created_at desc, t.id desc',
  },
  notification_preference: { columns: 't.kind, t.in_app, t.email, t.push', where: MINE, order: 't.kind, t.id' },
  digest_time: { columns: 't.hour', where: MINE, order: 't.updated_at desc, t.id desc' },
  saved_view: {
    columns: 't.name, t.object, t.shared, t.updated_at',
    where: `(${MINE} or (t.shared and (coalesce(cardinality(t.audience), 0) = 0 or t.audience && :roles::text[])))`,
    order: 't.position, t.name, t.id',
  },
  view_preference: { columns: 't.object, t.pinned, t.first_view', where: MINE, order: 't.object, t.id' },
  bulk_operation: {
    columns: 't.name, t.verb, t.state, t.total, t.done, t.failed, t.started_at, t.ended_at, t.created_at',
    where: MINE,
    order: 't.created_at desc, t.id desc',
  },
  export_schedule: {
    columns: 't.name, t.object, t.format, t.rhythm, t.hour, t.active, t.next_at, t.last_at',
    where: MINE,
    order: 't.name, t.id',
  },
  export_run: {
    columns: 't.name, t.format, t.state, t.rows, t.size, t.created_at, t.ended_at',
    where: MINE,
    order: 't.created_at desc, t.id desc',
  },
}

/** Names in the order of a dictionary, as people read them. */
const asRead = (order: string): string => order.replaceAll(/\b[a-z]\.name\b/g, '$& collate perigon_words')

function statement(table: string, { columns, order, joins = '', where = 'true' }: Short): ViewStatement {
  const rows = `select t.id, t.version, ${columns} from "${table}" t ${joins} where t.deleted_at is null and ${where} order by ${asRead(order)} limit 100`
  const text = `select coalesce(json_agg(x), '[]')::text as body from (${rows}) x`
  return { table, alone: text, withOthers: text }
}

/** The list of each of them, and of what belongs to people one's own. */
export const SMALL_LISTS: { readonly [key: string]: ViewStatement } = Object.fromEntries(
  Object.entries(LISTS).flatMap(([object, list]) => [
    [`${object}.all`, statement(object, list)],
    ...(list.where === undefined ? [] : [[`${object}.mine`, statement(object, { ...list, where: MINE })] as const]),
  ]),
)
