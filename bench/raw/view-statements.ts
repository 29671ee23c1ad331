/**
 * The hand-written SQL of the list views that ship, as a rep: own records first, in the order of an index, then the few that are shared
 * or reached through a parent, by their ids. The page is cut before titles are joined, so that only its hundred rows are looked up.
 *
 * `:name` is a parameter (view-reader.ts knows the values). Links come flat: `customer` and `customer_title`, money as its columns.
 */

type Page = {
  readonly table: string
  /** Columns of the table that are shown, ordered by or joined by. */
  readonly columns: string
  readonly order: string
  readonly titles?: string
  readonly joins?: string
  readonly where?: string
  /** Only what is one's own is asked for: nothing that is reached otherwise can be among it. */
  readonly isMine?: boolean
  /** What keeps rows of others closed. */
  readonly secret?: string
}

/** A statement for whoever has only their own, and one for whoever has others besides; the same where there can be no others. */
export type ViewStatement = { readonly table: string; readonly alone: string; readonly withOthers: string }

const LIMIT = 100

// The parents a rep may read are their own and those shared with them.
const READABLE = (alias: string): string => `(${alias}.owner = :me or ${alias}.id = any(:shared::uuid[]))`
const BY_CUSTOMER = (alias: string): string =>
  `(${READABLE(alias)} or exists (select 1 from customer ${alias}k where ${alias}k.id = ${alias}.customer and ${alias}k.deleted_at is null and ${READABLE(`${alias}k`)}))`
const CUSTOMER = `left join customer cu on cu.id = t.customer and ${READABLE('cu')}`
const CONTACT = (field: string, alias: string): string => `left join contact ${alias} on ${alias}.id = t.${field} and ${BY_CUSTOMER(alias)}`
const OPPORTUNITY = `left join opportunity op on op.id = t.opportunity and ${BY_CUSTOMER('op')}`
const EMPLOYEE = (field: string): string => `left join employee em on em.id = t.${field}`

const json = (rows: string): string => `select coalesce(json_agg(x), '[]')::text as body from (${rows}) x`

function page({ table, columns, order, titles = '', joins = '', where = '', isMine = false, secret = '' }: Page): ViewStatement {
  const and = (condition: string): string => (condition === '' ? '' : ` and ${condition}`)
  const part = (visible: string): string =>
    `select t.id, t.version, ${columns} from ${table} t where t.deleted_at is null and ${visible}${and(where)} order by ${order} limit ${LIMIT}`
  const own = part('t.owner = :me')
  const others = part(`t.id = any(:others::uuid[]) and t.owner is distinct from :me${and(secret)}`)
  const whole = (rows: string): string =>
    json(`select t.*${titles === '' ? '' : `, ${titles}`} from (${rows}) t ${joins} order by ${order} limit ${LIMIT}`)
  const alone = whole(own)
  return { table, alone, withOthers: isMine ? alone : whole(`(${own}) union all (${others})`) }
}

const TEAM = 't.department = any(:departments::uuid[])'

/** The views every list of records with an owner has. */
function builtIn(name: string, list: Page): { readonly [key: string]: ViewStatement } {
  return {
    [`${name}.all`]: page(list),
    [`${name}.mine`]: page({ ...list, isMine: true }),
    [`${name}.team`]: page({ ...list, where: TEAM }),
    [`${name}.recent`]: page({ ...list, where: 't.id = any(:ids::uuid[])' }),
  }
}

const CUSTOMERS: Page = {
  table: 'customer',
  columns: 't.name, t.customer_type, t.industry, t.region, t.lifecycle_stage, t.phone, t.owner, t.updated_at',
  titles: 'i.name as industry_title, g.name as region_title, em.name as owner_title',
  joins: `left join industry i on i.id = t.industry left join region g on g.id = t.region ${EMPLOYEE('owner')}`,
  order: 't.updated_at desc, t.id desc',
}

const CONTACTS: Page = {
  table: 'contact',
  columns: 't.name, t.customer, t.title, t.mobile, t.email, t.level, t.owner, t.updated_at',
  titles: 'cu.name as customer_title, em.name as owner_title',
  joins: `${CUSTOMER} ${EMPLOYEE('owner')}`,
  order: 't.updated_at desc, t.id desc',
}

const OPPORTUNITIES: Page = {
  table: 'opportunity',
  columns: `t.name, t.customer, t.product, t.stage, t.amount, t.amount_currency, t.amount_base, t.probability, t.expected_close, t.owner,
    t.updated_at`,
  titles: 'cu.name as customer_title, p.name as product_title, s.name as stage_title, em.name as owner_title',
  joins: `${CUSTOMER} left join product p on p.id = t.product left join sales_stage s on s.id = t.stage ${EMPLOYEE('owner')}`,
  order: 't.updated_at desc, t.id desc',
}

const INTERACTIONS: Page = {
  table: 'interaction',
  columns: 't.subject, t.type, t.at, t.customer, t.contact, t.opportunity, t.employee, t.outcome',
  titles: 'cu.name as customer_title, co.name as contact_title, op.name as opportunity_title, em.name as employee_title',
  joins: `${CUSTOMER} ${CONTACT('contact', 'co')} ${OPPORTUNITY} ${EMPLOYEE('employee')}`,
  order: 't.at desc nulls last, t.id desc',
  secret: 't.private is not true',
}

const TASKS: Page = {
  table: 'task',
  columns: 't.subject, t.kind, t.due_at, t.priority, t.state, t.customer, t.opportunity, t.assignee',
  titles: 'cu.name as customer_title, op.name as opportunity_title, em.name as assignee_title',
  joins: `${CUSTOMER} ${OPPORTUNITY} ${EMPLOYEE('assignee')}`,
  order: 't.due_at, t.id',
}

const POSITIONS: Page = {
  table: 'contact_position',
  columns: 't.name, t.contact, t.customer, t.department_name, t.title, t.reports_to, t.start, t."end", t.is_primary',
  titles: 'cu.name as customer_title, co.name as contact_title, re.name as reports_to_title',
  joins: `${CUSTOMER} ${CONTACT('contact', 'co')} ${CONTACT('reports_to', 're')}`,
  order: 't.is_primary desc nulls last, t.start desc nulls last, t.id desc',
}

const STAGE_CHANGES: Page = {
  table: 'stage_history',
  columns: 't.name, t.opportunity, t.from_stage, t.to_stage, t.at, t.by, t.dwell_days, t.reason',
  titles: 'op.name as opportunity_title, f.name as from_stage_title, s.name as to_stage_title, em.name as by_title',
  joins: `${OPPORTUNITY} left join sales_stage f on f.id = t.from_stage left join sales_stage s on s.id = t.to_stage ${EMPLOYEE('by')}`,
  order: 't.at desc nulls last, t.id desc',
}

/** Saved views of the demo company, shared with everybody. */
const SAVED = {
  'customer.saved.三个月未拜访的大客户': page({
    ...CUSTOMERS,
    columns: 't.name, t.customer_type, t.region, t.owner, t.last_contact_at, t.updated_at',
    titles: 'g.name as region_title, em.name as owner_title',
    joins: `left join region g on g.id = t.region ${EMPLOYEE('owner')}`,
    // What belongs to a customer one reads is read as well, but for what its owner keeps private.
    where: `not exists (select 1 from interaction i where i.customer = t.id and i.type = 'visit' and i.at >= :days_90::timestamptz
        and i.at < :tomorrow::timestamptz and i.deleted_at is null and (i.private is not true or i.owner = :me))
      and (select sum(o.amount_base) from opportunity o where o.customer = t.id and o.deleted_at is null
        and o.expected_close >= :months_12::date and o.expected_close < :next_month::date) >= 100000`,
  }),
  'task.saved.任务日历': page({
    ...TASKS,
    columns: 't.subject, t.due_at, t.kind, t.priority, t.state',
    titles: `case when t.due_at < :today::timestamptz and t.state in ('open', 'doing') then array[0] else '{}'::int[] end as "$marks"`,
    joins: '',
    where: 't.due_at >= :from::timestamptz and t.due_at < :to::timestamptz',
  }),
}

const OPEN_STATES = `t.state in ('open', 'doing')`

/** The boards by stage and by state, one column of each. */
const BOARDS = {
  'opportunity.board': page({
    ...OPPORTUNITIES,
    columns: 't.name, t.stage, t.amount, t.amount_currency, t.amount_base, t.customer, t.expected_close, t.owner, t.updated_at',
    titles: 's.name as stage_title, cu.name as customer_title, em.name as owner_title',
    joins: `left join sales_stage s on s.id = t.stage ${CUSTOMER} ${EMPLOYEE('owner')}`,
    where: `t.process = :process and t.stage = :stage and t.state not in ('suspended', 'cancelled')`,
  }),
  'task.board': page({
    ...TASKS,
    columns: 't.subject, t.state, t.due_at, t.priority, t.customer, t.assignee',
    titles: 'cu.name as customer_title, em.name as assignee_title',
    joins: `${CUSTOMER} ${EMPLOYEE('assignee')}`,
    where: `t.state = 'open'`,
  }),
}

/** The cards of the home page, whose “all” leads to the list. */
const CARDS = {
  'opportunity.card': page({
    ...OPPORTUNITIES,
    columns: 't.name, t.customer, t.stage, t.amount, t.amount_currency, t.amount_base, t.expected_close',
    titles: 'cu.name as customer_title, s.name as stage_title',
    joins: `${CUSTOMER} left join sales_stage s on s.id = t.stage`,
    where: `t.state = 'open'`,
    order: 't.expected_close, t.id',
    isMine: true,
  }),
  'task.card': page({ ...TASKS, where: `t.assignee = :me and ${OPEN_STATES}` }),
}

/** Contacts with a birthday within days begin with one's own customers: whose those are, one reads. */
const birthdays = (input: { readonly columns: string; readonly where: string; readonly order: string }): ViewStatement => {
  const text = json(`select t.id, t.version, t.name, t.birthday, t.customer, k.name as customer_title${input.columns}
    from customer k join contact t on t.customer = k.id
    where k.owner = :me and (t.owner = :me or k.deleted_at is null) and t.deleted_at is null and t.status = 'active' and t.birthday is not null
      and extract(month from t.birthday)::int * 100 + extract(day from t.birthday)::int = any(:year_days::int[]) ${input.where}
    order by ${input.order} limit ${LIMIT}`)
  return { table: 'contact', alone: text, withOthers: text }
}

/** Today's desk. */
const DESK = {
  'task.desk': page({
    ...TASKS,
    columns: 't.subject, t.due_at, t.state, t.customer, t.opportunity, t.contact',
    titles: `cu.name as customer_title, op.name as opportunity_title, co.name as contact_title, op.amount as "opportunity.amount",
      op.amount_currency as "opportunity.amount_currency", op.amount_base as "opportunity.amount_base"`,
    joins: `${CUSTOMER} ${OPPORTUNITY} ${CONTACT('contact', 'co')}`,
    where: `t.assignee = :me and ${OPEN_STATES} and t.due_at < :tomorrow::timestamptz`,
  }),
  'opportunity.desk': page({
    ...OPPORTUNITIES,
    columns: `t.name, t.customer, t.amount, t.amount_currency, t.amount_base, t.stage, t.next_step, t.next_step_on, t.expected_close,
      t.last_activity_at, t.created_at`,
    titles: 'cu.name as customer_title, s.name as stage_title',
    joins: `${CUSTOMER} left join sales_stage s on s.id = t.stage`,
    where: `t.state = 'open' and (t.next_step_on < :tomorrow_day::date or t.next_step_on is null or t.expected_close < :today_day::date)`,
    order: 't.expected_close, t.id',
    isMine: true,
  }),
  'customer.desk': page({
    ...CUSTOMERS,
    columns: `t.name, t.last_contact_at, t.potential_annual_spend, t.potential_annual_spend_currency, t.potential_annual_spend_base,
      t.created_at, t.lifecycle_stage`,
    titles: '',
    joins: '',
    where: `t.status = 'active' and (t.last_contact_at is null or t.last_contact_at < :days_30::timestamptz)`,
    order: 't.last_contact_at, t.id',
    isMine: true,
  }),
  'contact.desk': birthdays({
    columns: `, t.title, k.potential_annual_spend as "customer.potential_annual_spend",
      k.potential_annual_spend_currency as "customer.potential_annual_spend_currency",
      k.potential_annual_spend_base as "customer.potential_annual_spend_base"`,
    where: `and not exists (select 1 from interaction i where i.contact = t.id and i.type = 'greeting' and i.at >= :days_60::timestamptz
        and i.at < :tomorrow::timestamptz and i.deleted_at is null and (i.owner = :me or (i.private is not true and (i.id = any(:shared::uuid[])
          or exists (select 1 from customer ik where ik.id = i.customer and ik.deleted_at is null and ${READABLE('ik')})
          or exists (select 1 from opportunity io where io.id = i.opportunity and io.deleted_at is null and ${BY_CUSTOMER('io')})))))`,
    order: 'k.potential_annual_spend_base desc nulls last, t.id desc',
  }),
}

/** One's own calendar of a month. */
const CALENDAR = {
  'task.calendar': page({
    ...TASKS,
    columns: 't.subject, t.due_at, t.state, t.customer, t.contact, t.opportunity',
    titles: 'cu.name as customer_title, co.name as contact_title, op.name as opportunity_title',
    joins: `${CUSTOMER} ${CONTACT('contact', 'co')} ${OPPORTUNITY}`,
    where: `t.assignee = :me and t.state <> 'cancelled' and t.due_at >= :from::timestamptz and t.due_at < :to::timestamptz`,
  }),
  'interaction.calendar': page({
    ...INTERACTIONS,
    columns: 't.subject, t.type, t.at, t.duration_s, t.status, t.customer, t.contact, t.opportunity',
    titles: 'cu.name as customer_title, co.name as contact_title, op.name as opportunity_title',
    joins: `${CUSTOMER} ${CONTACT('contact', 'co')} ${OPPORTUNITY}`,
    where: `t.employee = :me and t.type in ('visit', 'meeting') and t.status <> 'cancelled' and t.at >= :from::timestamptz
      and t.at < :to::timestamptz`,
    order: 't.at, t.id',
  }),
  'opportunity.calendar': page({
    ...OPPORTUNITIES,
    columns: 't.name, t.next_step, t.next_step_on, t.customer',
    titles: 'cu.name as customer_title',
    joins: CUSTOMER,
    where: `t.state = 'open' and t.next_step_on >= :from_day::date and t.next_step_on < :to_day::date`,
    order: 't.next_step_on, t.id',
    isMine: true,
  }),
  'contact.calendar': birthdays({ columns: '', where: '', order: 't.birthday, t.id' }),
}

/** Every view of records that have an owner. */
export const VIEWS: { readonly [key: string]: ViewStatement } = {
  ...builtIn('customer', CUSTOMERS),
  ...builtIn('contact', CONTACTS),
  ...builtIn('opportunity', OPPORTUNITIES),
  ...builtIn('interaction', INTERACTIONS),
  ...builtIn('task', TASKS),
  ...builtIn('contact_position', POSITIONS),
  ...builtIn('stage_history', STAGE_CHANGES),
  ...SAVED,
  ...BOARDS,
  ...CARDS,
  ...DESK,
  ...CALENDAR,
}

const OTHERS = 't.deleted_at is null and t.owner is distinct from :me'
// Joins and unions: under a condition with “or” every customer and every opportunity there is would be looked at.
const mine = (table: string): string =>
  `(select id from ${table} where deleted_at is null and owner = :me
    union select id from ${table} where deleted_at is null and id = any(:shared::uuid[]))`
const byCustomer = (table: string): string => `select t.id from ${mine('customer')} k join ${table} t on t.customer = k.id where ${OTHERS}`
const byOpportunity = (table: string): string =>
  `select t.id from ${mine('opportunity')} o join ${table} t on t.opportunity = o.id where ${OTHERS}
   union select t.id from ${mine('customer')} k join opportunity o on o.customer = k.id join ${table} t on t.opportunity = o.id
   where o.deleted_at is null and o.owner is distinct from :me and ${OTHERS}`

/** What of others one sees because it belongs to a customer or an opportunity of one's own, by table. */
export const FOLLOWED: { readonly [table: string]: string } = {
  contact: byCustomer('contact'),
  contact_position: byCustomer('contact_position'),
  opportunity: byCustomer('opportunity'),
  interaction: `${byCustomer('interaction')} union ${byOpportunity('interaction')}`,
  task: `${byCustomer('task')} union ${byOpportunity('task')}`,
  stage_history: byOpportunity('stage_history'),
}
