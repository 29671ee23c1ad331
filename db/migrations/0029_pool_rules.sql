-- module: pools · compatible · rules by which customers go back to a pool, and the ledger of the nightly work

create table "pool_rule" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "pool" uuid,
  "condition" jsonb,
  "date_field" text,
  "days" integer,
  "counting" text,
  "remind_before" integer,
  "manager_before" integer,
  "active" boolean,
  "active_since" timestamptz,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
alter table "pool_rule" add constraint "pool_rule_pkey" primary key (id);
alter table "pool_rule" add constraint "pool_rule_pool_fkey" foreign key ("pool") references "customer_pool" (id);
create index "pool_rule_updated_idx" on "pool_rule" (updated_at desc, id desc) where deleted_at is null;
create index "pool_rule_pool_idx" on "pool_rule" ("pool") where deleted_at is null;
create index "pool_rule_search_idx" on "pool_rule" using gin (search_grams);

-- The ledger: one row a night, and one for every recomputation of dates after a change of rules or calendar.
create table pool_run (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('dates', 'nightly')),
  day date,
  phase text not null default 'dates' check (phase in ('dates', 'reclaim', 'remind')),
  place uuid,
  counts jsonb not null default '{}',
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index pool_run_night_key on pool_run (day) where kind = 'nightly';
create unique index pool_run_dates_key on pool_run (kind) where finished_at is null and kind = 'dates';
-- What was told already: each rung of the ladder once for each owner and date.
create table pool_notice (
  customer uuid not null,
  owner uuid not null,
  due date not null,
  step text not null,
  at timestamptz not null default now(),
  primary key (customer, owner, due, step)
);
