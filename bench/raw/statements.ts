/** The hand-written SQL of the baseline. Its answers hold the same fields as Perigon's, titles of links included. */

const LINKS = `i.name as industry_title, g.name as region_title, e.name as owner_title`

const LIST_FIELDS = `c.id, c.version, c.name, c.customer_type, c.industry, c.region, c.lifecycle_stage, c.phone, c.owner, c.updated_at, ${LINKS}`

const LIST_JOINS = `from customer c
  left join industry i on i.id = c.industry
  left join region g on g.id = c.region
  left join employee e on e.id = c.owner`

export const GET = `select c.id, c.version, c.name, c.number, c.short_name, c.name_normalized, c.credit_code, c.customer_type, c.industry, c.region, c.parent,
  c.ownership_type, c.listing_status, c.employee_count,
  c.annual_revenue, c.annual_revenue_currency, c.annual_revenue_base,
  c.registered_capital, c.registered_capital_currency, c.registered_capital_base,
  c.total_assets, c.total_assets_currency, c.total_assets_base,
  c.founded_on, c.phone, c.email, c.website, c.address, c.chain_role, c.purchase_mode, c.credit_rating,
  c.credit_limit, c.credit_limit_currency, c.credit_limit_base, c.credit_days,
  c.potential_annual_spend, c.potential_annual_spend_currency, c.potential_annual_spend_base,
  c.own_units, c.competitor_units, c.is_strategic, c.reference_level, c.brand_level, c.it_maturity, c.innovation_level,
  c.source, c.referrer_customer, c.lifecycle_stage, c.lifecycle_reason, c.status, c.completeness, c.description,
  c.owner, c.department, c.created_at, c.created_by, c.updated_at, c.updated_by,
  ${LINKS}, p.name as parent_title, r.name as referrer_customer_title, d.name as department_title, a.name as created_by_title, b.name as updated_by_title
  ${LIST_JOINS}
  left join customer p on p.id = c.parent and p.owner = $2
  left join customer r on r.id = c.referrer_customer and r.owner = $2
  left join department d on d.id = c.department
  left join "user" a on a.id = c.created_by
  left join "user" b on b.id = c.updated_by
  where c.id = $1 and c.deleted_at is null and c.owner = $2`

export const LIST = `select ${LIST_FIELDS} ${LIST_JOINS} where c.deleted_at is null and c.owner = $1 order by c.updated_at desc, c.id desc limit 50`

export const COUNT = `select count(*)::int as n from (select 1 from customer c where c.deleted_at is null and c.owner = $1 limit 10001) x`

export const FILTERED = `select ${LIST_FIELDS} ${LIST_JOINS}
  where c.deleted_at is null and c.owner = $1 and c.industry = $2 and c.lifecycle_stage = any($3) order by c.name, c.id limit 50`

export const SEARCH = `select ${LIST_FIELDS} ${LIST_JOINS}
  where c.deleted_at is null and c.owner = $1 and c.search_text like $3
    and c.id in (select s.id from customer_search s where s.owner = $1 and s.grams @@ $2::tsquery) order by c.updated_at desc, c.id desc limit 50`

export const AGGREGATE = `select s.id, s.name, count(*)::int as n, sum(o.amount_base) as amount from opportunity o join sales_stage s on s.id = o.stage
  where o.deleted_at is null and o.owner = $1 group by s.id, s.name order by s.id`

export const AGGREGATE_ALL = `select s.id, s.name, count(*)::int as n, sum(o.amount_base) as amount from opportunity o join sales_stage s on s.id = o.stage
  where o.deleted_at is null group by s.id, s.name order by s.id`

/** Columns a new customer brings; the others stay null as in Perigon's own insert. */
export const INSERT = `with w as (insert into customer (id, name, number, name_normalized, credit_code, customer_type, industry, region, phone, address, source,
    is_strategic, lifecycle_stage, status, completeness, owner, department, created_at, created_by, updated_at, updated_by, search_text)
  values ($1, $2, 'KH2026' || lpad(nextval('customer_number_number')::text, 6, '0'), $3, $4, $5, $6, $7, $8, $9, $10, false, 'target', 'active', $11, $12, $13, $14, $15, $14, $15, $16)
  returning id, version, number, owner, search_text),
  f as (insert into customer_search (id, owner, grams) select id, owner, perigon_grams(search_text) from w)
  select id, version, number from w`

export const EVENT = `insert into event (id, at, actor, actor_name, object, record, op, version, changes, cause, snapshot)
  values ($1, $2, $3, $4, 'customer', $5, $6, $7, $8, '{"kind":"api"}', 1)`

export const LOCK = `select version, name, number, short_name, credit_code, phone from customer where id = $1 and owner = $2 and deleted_at is null for update`

export const UPDATE = `with w as (update customer set phone = $3, search_text = $4, version = version + 1, updated_at = $5, updated_by = $6
    where id = $1 and version = $2 returning id, version, phone, search_text),
  f as (update customer_search s set grams = perigon_grams(w.search_text) from w where s.id = w.id)
  select id, version, phone from w`
