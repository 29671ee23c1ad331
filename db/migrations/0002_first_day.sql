-- module: organization, customers, catalog, sales, activities, customization · compatible · the objects of the first day

create table "company" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "base_currency" text,
  "fiscal_year_start" integer,
  "time_zone" text,
  "locale" text,
  "capital_rate" numeric(7,2),
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "branch" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "code" text,
  "kind" text,
  "parent" uuid,
  "address" text,
  "phone" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "department" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "code" text,
  "parent" uuid,
  "branch" uuid,
  "manager" uuid,
  "cost_center" text,
  "valid_from" date,
  "valid_to" date,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "position" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "level" integer,
  "role_preset" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "employee" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "number" text,
  "department" uuid,
  "position" uuid,
  "manager" uuid,
  "phone" text,
  "email" text,
  "skills" text[],
  "internal_rate" numeric(18,2),
  "internal_rate_currency" text,
  "internal_rate_rate" numeric(18,8),
  "internal_rate_base" numeric(18,2),
  "status" text,
  "joined_on" date,
  "left_on" date,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "user" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "login" text,
  "name" text,
  "employee" uuid,
  "roles" text[],
  "locale" text,
  "status" text,
  "last_login" timestamptz,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "role" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "key" text,
  "description" text,
  "grants" jsonb,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "currency" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "code" text,
  "name" text,
  "rate" numeric(24,8),
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "industry" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "code" text,
  "parent" uuid,
  "growth_rate_pct" numeric(7,2),
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "region" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "code" text,
  "parent" uuid,
  "grade" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "customer" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "number" text,
  "short_name" text,
  "name_normalized" text,
  "credit_code" text,
  "customer_type" text,
  "industry" uuid,
  "region" uuid,
  "parent" uuid,
  "ownership_type" text,
  "listing_status" text,
  "employee_count" integer,
  "annual_revenue" numeric(18,2),
  "annual_revenue_currency" text,
  "annual_revenue_rate" numeric(18,8),
  "annual_revenue_base" numeric(18,2),
  "registered_capital" numeric(18,2),
  "registered_capital_currency" text,
  "registered_capital_rate" numeric(18,8),
  "registered_capital_base" numeric(18,2),
  "total_assets" numeric(18,2),
  "total_assets_currency" text,
  "total_assets_rate" numeric(18,8),
  "total_assets_base" numeric(18,2),
  "founded_on" date,
  "phone" text,
  "email" text,
  "website" text,
  "address" text,
  "chain_role" text,
  "purchase_mode" text,
  "credit_rating" text,
  "credit_limit" numeric(18,2),
  "credit_limit_currency" text,
  "credit_limit_rate" numeric(18,8),
  "credit_limit_base" numeric(18,2),
  "credit_days" integer,
  "potential_annual_spend" numeric(18,2),
  "potential_annual_spend_currency" text,
  "potential_annual_spend_rate" numeric(18,8),
  "potential_annual_spend_base" numeric(18,2),
  "own_units" integer,
  "competitor_units" integer,
  "is_strategic" boolean,
  "reference_level" integer,
  "brand_level" integer,
  "it_maturity" integer,
  "innovation_level" integer,
  "source" text,
  "referrer_customer" uuid,
  "lifecycle_stage" text,
  "lifecycle_reason" text,
  "status" text,
  "completeness" numeric(7,2),
  "description" text,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "contact" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "customer" uuid,
  "title" text,
  "gender" text,
  "salutation" text,
  "birthday" date,
  "mobile" text,
  "phone" text,
  "email" text,
  "fax" text,
  "wechat" text,
  "level" text,
  "preferred_channel" text,
  "language" text,
  "status" text,
  "description" text,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "contact_position" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "contact" uuid,
  "customer" uuid,
  "department_name" text,
  "title" text,
  "reports_to" uuid,
  "start" date,
  "end" date,
  "is_primary" boolean,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "product_category" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "code" text,
  "parent" uuid,
  "sellable" boolean,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "product" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "code" text,
  "category" uuid,
  "kind" text,
  "unit" text,
  "list_price" numeric(18,2),
  "list_price_currency" text,
  "list_price_rate" numeric(18,8),
  "list_price_base" numeric(18,2),
  "cost" numeric(18,2),
  "cost_currency" text,
  "cost_rate" numeric(18,8),
  "cost_base" numeric(18,2),
  "tax_pct" numeric(7,2),
  "serial_tracked" boolean,
  "launched_on" date,
  "discontinued_on" date,
  "useful_life_days" integer,
  "consumption_days" integer,
  "warranty_months" integer,
  "status" text,
  "description" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "sales_process" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "type" text,
  "revision" integer,
  "is_default" boolean,
  "active" boolean,
  "description" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "sales_stage" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "process" uuid,
  "name" text,
  "position" integer,
  "kind" text,
  "probability" numeric(7,2),
  "forecast_category" text,
  "max_days" integer,
  "required_fields" text[],
  "guide" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "opportunity" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "number" text,
  "external_no" text,
  "customer" uuid,
  "contact" uuid,
  "product" uuid,
  "process" uuid,
  "stage" uuid,
  "stage_position" integer,
  "stage_reason" text,
  "stage_entered_at" timestamptz,
  "state" text,
  "amount" numeric(18,2),
  "amount_currency" text,
  "amount_rate" numeric(18,8),
  "amount_base" numeric(18,2),
  "budget" numeric(18,2),
  "budget_currency" text,
  "budget_rate" numeric(18,8),
  "budget_base" numeric(18,2),
  "probability" numeric(7,2),
  "probability_source" text,
  "forecast_category" text,
  "expected_close" date,
  "slip_count" integer,
  "slip_days" integer,
  "engaged_on" date,
  "closed_on" date,
  "days_to_close" integer,
  "source" text,
  "need" text,
  "next_step" text,
  "next_step_on" date,
  "win_reason" text,
  "loss_reason" text,
  "competitor_won" text,
  "reopened_count" integer,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "stage_history" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "opportunity" uuid,
  "from_stage" uuid,
  "to_stage" uuid,
  "at" timestamptz,
  "by" uuid,
  "reason" text,
  "dwell_days" numeric(24,8),
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "interaction" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "type" text,
  "subject" text,
  "body" text,
  "at" timestamptz,
  "direction" text,
  "duration_s" integer,
  "customer" uuid,
  "contact" uuid,
  "participants" text,
  "opportunity" uuid,
  "employee" uuid,
  "status" text,
  "outcome" text,
  "next_step" text,
  "private" boolean,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "task" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "subject" text,
  "kind" text,
  "due_at" timestamptz,
  "priority" text,
  "assignee" uuid,
  "state" text,
  "done_at" timestamptz,
  "result" text,
  "customer" uuid,
  "contact" uuid,
  "opportunity" uuid,
  "description" text,
  "owner" uuid,
  "department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "notification" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "kind" text,
  "title" text,
  "body" text,
  "link_object" text,
  "link_record" text,
  "read_at" timestamptz,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "saved_view" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "object" text,
  "config" jsonb,
  "shared" boolean,
  "position" integer,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create sequence "customer_number_number";
create sequence "opportunity_number_number";
alter table "company" add constraint "company_pkey" primary key (id);
alter table "branch" add constraint "branch_pkey" primary key (id);
alter table "department" add constraint "department_pkey" primary key (id);
alter table "position" add constraint "position_pkey" primary key (id);
alter table "employee" add constraint "employee_pkey" primary key (id);
alter table "user" add constraint "user_pkey" primary key (id);
alter table "role" add constraint "role_pkey" primary key (id);
alter table "currency" add constraint "currency_pkey" primary key (id);
alter table "industry" add constraint "industry_pkey" primary key (id);
alter table "region" add constraint "region_pkey" primary key (id);
alter table "customer" add constraint "customer_pkey" primary key (id);
alter table "contact" add constraint "contact_pkey" primary key (id);
alter table "contact_position" add constraint "contact_position_pkey" primary key (id);
alter table "product_category" add constraint "product_category_pkey" primary key (id);
alter table "product" add constraint "product_pkey" primary key (id);
alter table "sales_process" add constraint "sales_process_pkey" primary key (id);
alter table "sales_stage" add constraint "sales_stage_pkey" primary key (id);
alter table "opportunity" add constraint "opportunity_pkey" primary key (id);
alter table "stage_history" add constraint "stage_history_pkey" primary key (id);
alter table "interaction" add constraint "interaction_pkey" primary key (id);
alter table "task" add constraint "task_pkey" primary key (id);
alter table "notification" add constraint "notification_pkey" primary key (id);
alter table "saved_view" add constraint "saved_view_pkey" primary key (id);
alter table "branch" add constraint "branch_parent_fkey" foreign key ("parent") references "branch" (id);
alter table "department" add constraint "department_parent_fkey" foreign key ("parent") references "department" (id);
alter table "department" add constraint "department_branch_fkey" foreign key ("branch") references "branch" (id);
alter table "department" add constraint "department_manager_fkey" foreign key ("manager") references "employee" (id);
alter table "employee" add constraint "employee_department_fkey" foreign key ("department") references "department" (id);
alter table "employee" add constraint "employee_position_fkey" foreign key ("position") references "position" (id);
alter table "employee" add constraint "employee_manager_fkey" foreign key ("manager") references "employee" (id);
alter table "user" add constraint "user_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "industry" add constraint "industry_parent_fkey" foreign key ("parent") references "industry" (id);
alter table "region" add constraint "region_parent_fkey" foreign key ("parent") references "region" (id);
alter table "customer" add constraint "customer_industry_fkey" foreign key ("industry") references "industry" (id);
alter table "customer" add constraint "customer_region_fkey" foreign key ("region") references "region" (id);
alter table "customer" add constraint "customer_parent_fkey" foreign key ("parent") references "customer" (id);
alter table "customer" add constraint "customer_referrer_customer_fkey" foreign key ("referrer_customer") references "customer" (id);
alter table "customer" add constraint "customer_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "customer" add constraint "customer_department_fkey" foreign key ("department") references "department" (id);
alter table "contact" add constraint "contact_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "contact" add constraint "contact_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "contact" add constraint "contact_department_fkey" foreign key ("department") references "department" (id);
alter table "contact_position" add constraint "contact_position_contact_fkey" foreign key ("contact") references "contact" (id);
alter table "contact_position" add constraint "contact_position_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "contact_position" add constraint "contact_position_reports_to_fkey" foreign key ("reports_to") references "contact" (id);
alter table "contact_position" add constraint "contact_position_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "contact_position" add constraint "contact_position_department_fkey" foreign key ("department") references "department" (id);
alter table "product_category" add constraint "product_category_parent_fkey" foreign key ("parent") references "product_category" (id);
alter table "product" add constraint "product_category_fkey" foreign key ("category") references "product_category" (id);
alter table "sales_stage" add constraint "sales_stage_process_fkey" foreign key ("process") references "sales_process" (id);
alter table "opportunity" add constraint "opportunity_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "opportunity" add constraint "opportunity_contact_fkey" foreign key ("contact") references "contact" (id);
alter table "opportunity" add constraint "opportunity_product_fkey" foreign key ("product") references "product" (id);
alter table "opportunity" add constraint "opportunity_process_fkey" foreign key ("process") references "sales_process" (id);
alter table "opportunity" add constraint "opportunity_stage_fkey" foreign key ("stage") references "sales_stage" (id);
alter table "opportunity" add constraint "opportunity_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "opportunity" add constraint "opportunity_department_fkey" foreign key ("department") references "department" (id);
alter table "stage_history" add constraint "stage_history_opportunity_fkey" foreign key ("opportunity") references "opportunity" (id);
alter table "stage_history" add constraint "stage_history_from_stage_fkey" foreign key ("from_stage") references "sales_stage" (id);
alter table "stage_history" add constraint "stage_history_to_stage_fkey" foreign key ("to_stage") references "sales_stage" (id);
alter table "stage_history" add constraint "stage_history_by_fkey" foreign key ("by") references "employee" (id);
alter table "stage_history" add constraint "stage_history_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "stage_history" add constraint "stage_history_department_fkey" foreign key ("department") references "department" (id);
alter table "interaction" add constraint "interaction_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "interaction" add constraint "interaction_contact_fkey" foreign key ("contact") references "contact" (id);
alter table "interaction" add constraint "interaction_opportunity_fkey" foreign key ("opportunity") references "opportunity" (id);
alter table "interaction" add constraint "interaction_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "interaction" add constraint "interaction_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "interaction" add constraint "interaction_department_fkey" foreign key ("department") references "department" (id);
alter table "task" add constraint "task_assignee_fkey" foreign key ("assignee") references "employee" (id);
alter table "task" add constraint "task_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "task" add constraint "task_contact_fkey" foreign key ("contact") references "contact" (id);
alter table "task" add constraint "task_opportunity_fkey" foreign key ("opportunity") references "opportunity" (id);
alter table "task" add constraint "task_owner_fkey" foreign key ("owner") references "employee" (id);
alter table "task" add constraint "task_department_fkey" foreign key ("department") references "department" (id);
alter table "notification" add constraint "notification_owner_fkey" foreign key ("owner") references "user" (id);
alter table "saved_view" add constraint "saved_view_owner_fkey" foreign key ("owner") references "user" (id);
create index "company_updated_idx" on "company" (updated_at desc, id desc) where deleted_at is null;
create index "company_search_idx" on "company" using gin (search_grams);
create index "branch_updated_idx" on "branch" (updated_at desc, id desc) where deleted_at is null;
create unique index "branch_code_key" on "branch" ("code") where deleted_at is null;
create index "branch_parent_idx" on "branch" ("parent", id) where deleted_at is null;
create index "branch_search_idx" on "branch" using gin (search_grams);
create index "department_updated_idx" on "department" (updated_at desc, id desc) where deleted_at is null;
create unique index "department_code_key" on "department" ("code") where deleted_at is null;
create index "department_parent_idx" on "department" ("parent", id) where deleted_at is null;
create index "department_branch_idx" on "department" ("branch", id) where deleted_at is null;
create index "department_manager_idx" on "department" ("manager") where deleted_at is null;
create index "department_search_idx" on "department" using gin (search_grams);
create index "position_updated_idx" on "position" (updated_at desc, id desc) where deleted_at is null;
create unique index "position_name_key" on "position" ("name") where deleted_at is null;
create index "position_search_idx" on "position" using gin (search_grams);
create index "employee_updated_idx" on "employee" (updated_at desc, id desc) where deleted_at is null;
create unique index "employee_number_key" on "employee" ("number") where deleted_at is null;
create index "employee_department_idx" on "employee" ("department", id) where deleted_at is null;
create index "employee_position_idx" on "employee" ("position") where deleted_at is null;
create index "employee_manager_idx" on "employee" ("manager", id) where deleted_at is null;
create index "employee_search_idx" on "employee" using gin (search_grams);
create index "user_updated_idx" on "user" (updated_at desc, id desc) where deleted_at is null;
create unique index "user_login_key" on "user" ("login") where deleted_at is null;
create unique index "user_employee_key" on "user" ("employee") where deleted_at is null;
create index "user_employee_idx" on "user" ("employee", id) where deleted_at is null;
create index "user_search_idx" on "user" using gin (search_grams);
create index "role_updated_idx" on "role" (updated_at desc, id desc) where deleted_at is null;
create unique index "role_key_key" on "role" ("key") where deleted_at is null;
create index "role_search_idx" on "role" using gin (search_grams);
create index "currency_updated_idx" on "currency" (updated_at desc, id desc) where deleted_at is null;
create unique index "currency_code_key" on "currency" ("code") where deleted_at is null;
create index "currency_search_idx" on "currency" using gin (search_grams);
create index "industry_updated_idx" on "industry" (updated_at desc, id desc) where deleted_at is null;
create unique index "industry_code_key" on "industry" ("code") where deleted_at is null;
create index "industry_parent_idx" on "industry" ("parent", id) where deleted_at is null;
create index "industry_search_idx" on "industry" using gin (search_grams);
create index "region_updated_idx" on "region" (updated_at desc, id desc) where deleted_at is null;
create unique index "region_code_key" on "region" ("code") where deleted_at is null;
create index "region_parent_idx" on "region" ("parent", id) where deleted_at is null;
create index "region_search_idx" on "region" using gin (search_grams);
create index "customer_updated_idx" on "customer" (updated_at desc, id desc) where deleted_at is null;
create index "customer_owner_updated_idx" on "customer" (owner, updated_at desc, id desc) where deleted_at is null;
create index "customer_department_updated_idx" on "customer" (department, updated_at desc, id desc) where deleted_at is null;
create unique index "customer_credit_code_key" on "customer" ("credit_code") where deleted_at is null;
create index "customer_industry_idx" on "customer" ("industry", id) where deleted_at is null;
create index "customer_region_idx" on "customer" ("region", id) where deleted_at is null;
create index "customer_parent_idx" on "customer" ("parent", id) where deleted_at is null;
create index "customer_referrer_customer_idx" on "customer" ("referrer_customer") where deleted_at is null;
create index "customer_name_normalized_idx" on "customer" ("name_normalized", id) where deleted_at is null;
create index "customer_lifecycle_stage_idx" on "customer" ("lifecycle_stage", id) where deleted_at is null;
create index "customer_search_idx" on "customer" using gin (search_grams);
create index "contact_updated_idx" on "contact" (updated_at desc, id desc) where deleted_at is null;
create index "contact_owner_updated_idx" on "contact" (owner, updated_at desc, id desc) where deleted_at is null;
create index "contact_department_updated_idx" on "contact" (department, updated_at desc, id desc) where deleted_at is null;
create index "contact_customer_idx" on "contact" ("customer", id) where deleted_at is null;
create index "contact_mobile_idx" on "contact" ("mobile", id) where deleted_at is null;
create index "contact_email_idx" on "contact" ("email", id) where deleted_at is null;
create index "contact_search_idx" on "contact" using gin (search_grams);
create index "contact_position_updated_idx" on "contact_position" (updated_at desc, id desc) where deleted_at is null;
create index "contact_position_owner_updated_idx" on "contact_position" (owner, updated_at desc, id desc) where deleted_at is null;
create index "contact_position_department_updated_idx" on "contact_position" (department, updated_at desc, id desc) where deleted_at is null;
create index "contact_position_contact_idx" on "contact_position" ("contact", id) where deleted_at is null;
create index "contact_position_customer_idx" on "contact_position" ("customer", id) where deleted_at is null;
create index "contact_position_reports_to_idx" on "contact_position" ("reports_to") where deleted_at is null;
create index "product_category_updated_idx" on "product_category" (updated_at desc, id desc) where deleted_at is null;
create unique index "product_category_code_key" on "product_category" ("code") where deleted_at is null;
create index "product_category_parent_idx" on "product_category" ("parent", id) where deleted_at is null;
create index "product_category_search_idx" on "product_category" using gin (search_grams);
create index "product_updated_idx" on "product" (updated_at desc, id desc) where deleted_at is null;
create unique index "product_code_key" on "product" ("code") where deleted_at is null;
create index "product_category_idx" on "product" ("category", id) where deleted_at is null;
create index "product_status_idx" on "product" ("status", id) where deleted_at is null;
create index "product_search_idx" on "product" using gin (search_grams);
create index "sales_process_updated_idx" on "sales_process" (updated_at desc, id desc) where deleted_at is null;
create unique index "sales_process_name_key" on "sales_process" ("name") where deleted_at is null;
create index "sales_process_search_idx" on "sales_process" using gin (search_grams);
create index "sales_stage_updated_idx" on "sales_stage" (updated_at desc, id desc) where deleted_at is null;
create index "sales_stage_process_idx" on "sales_stage" ("process") where deleted_at is null;
create index "sales_stage_process_position_idx" on "sales_stage" ("process", "position", id) where deleted_at is null;
create index "sales_stage_search_idx" on "sales_stage" using gin (search_grams);
create index "opportunity_updated_idx" on "opportunity" (updated_at desc, id desc) where deleted_at is null;
create index "opportunity_owner_updated_idx" on "opportunity" (owner, updated_at desc, id desc) where deleted_at is null;
create index "opportunity_department_updated_idx" on "opportunity" (department, updated_at desc, id desc) where deleted_at is null;
create index "opportunity_customer_idx" on "opportunity" ("customer", id) where deleted_at is null;
create index "opportunity_contact_idx" on "opportunity" ("contact") where deleted_at is null;
create index "opportunity_product_idx" on "opportunity" ("product", id) where deleted_at is null;
create index "opportunity_process_idx" on "opportunity" ("process") where deleted_at is null;
create index "opportunity_stage_idx" on "opportunity" ("stage") where deleted_at is null;
create index "opportunity_process_stage_idx" on "opportunity" ("process", "stage", id) where deleted_at is null;
create index "opportunity_state_expected_close_idx" on "opportunity" ("state", "expected_close", id) where deleted_at is null;
create index "opportunity_closed_on_idx" on "opportunity" ("closed_on", id) where deleted_at is null;
create index "opportunity_external_no_idx" on "opportunity" ("external_no", id) where deleted_at is null;
create index "opportunity_search_idx" on "opportunity" using gin (search_grams);
create index "stage_history_updated_idx" on "stage_history" (updated_at desc, id desc) where deleted_at is null;
create index "stage_history_owner_updated_idx" on "stage_history" (owner, updated_at desc, id desc) where deleted_at is null;
create index "stage_history_department_updated_idx" on "stage_history" (department, updated_at desc, id desc) where deleted_at is null;
create index "stage_history_opportunity_idx" on "stage_history" ("opportunity") where deleted_at is null;
create index "stage_history_from_stage_idx" on "stage_history" ("from_stage", id) where deleted_at is null;
create index "stage_history_to_stage_idx" on "stage_history" ("to_stage") where deleted_at is null;
create index "stage_history_by_idx" on "stage_history" ("by") where deleted_at is null;
create index "stage_history_opportunity_at_idx" on "stage_history" ("opportunity", "at", id) where deleted_at is null;
create index "stage_history_to_stage_at_idx" on "stage_history" ("to_stage", "at", id) where deleted_at is null;
create index "interaction_updated_idx" on "interaction" (updated_at desc, id desc) where deleted_at is null;
create index "interaction_owner_updated_idx" on "interaction" (owner, updated_at desc, id desc) where deleted_at is null;
create index "interaction_department_updated_idx" on "interaction" (department, updated_at desc, id desc) where deleted_at is null;
create index "interaction_customer_idx" on "interaction" ("customer") where deleted_at is null;
create index "interaction_contact_idx" on "interaction" ("contact", id) where deleted_at is null;
create index "interaction_opportunity_idx" on "interaction" ("opportunity") where deleted_at is null;
create index "interaction_employee_idx" on "interaction" ("employee") where deleted_at is null;
create index "interaction_customer_at_idx" on "interaction" ("customer", "at", id) where deleted_at is null;
create index "interaction_opportunity_at_idx" on "interaction" ("opportunity", "at", id) where deleted_at is null;
create index "interaction_employee_at_idx" on "interaction" ("employee", "at", id) where deleted_at is null;
create index "interaction_at_idx" on "interaction" ("at", id) where deleted_at is null;
create index "interaction_search_idx" on "interaction" using gin (search_grams);
create index "task_updated_idx" on "task" (updated_at desc, id desc) where deleted_at is null;
create index "task_owner_updated_idx" on "task" (owner, updated_at desc, id desc) where deleted_at is null;
create index "task_department_updated_idx" on "task" (department, updated_at desc, id desc) where deleted_at is null;
create index "task_assignee_idx" on "task" ("assignee") where deleted_at is null;
create index "task_customer_idx" on "task" ("customer", id) where deleted_at is null;
create index "task_contact_idx" on "task" ("contact") where deleted_at is null;
create index "task_opportunity_idx" on "task" ("opportunity", id) where deleted_at is null;
create index "task_assignee_state_due_at_idx" on "task" ("assignee", "state", "due_at", id) where deleted_at is null;
create index "task_search_idx" on "task" using gin (search_grams);
create index "notification_updated_idx" on "notification" (updated_at desc, id desc) where deleted_at is null;
create index "notification_owner_updated_idx" on "notification" (owner, updated_at desc, id desc) where deleted_at is null;
create index "saved_view_updated_idx" on "saved_view" (updated_at desc, id desc) where deleted_at is null;
create index "saved_view_owner_updated_idx" on "saved_view" (owner, updated_at desc, id desc) where deleted_at is null;
create index "saved_view_object_position_idx" on "saved_view" ("object", "position", id) where deleted_at is null;
