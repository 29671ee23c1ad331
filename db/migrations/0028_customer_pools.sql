-- module: customers, pools · compatible · pools of customers nobody answers for, and why a customer changed hands

create table "customer_pool" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "admission" jsonb,
  "place" integer,
  "claim_limit" integer,
  "daily_limit" integer,
  "former_owner_block_days" integer,
  "active" boolean,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "pool_member" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "pool" uuid,
  "part" text,
  "employee" uuid,
  "team" uuid,
  "with_department" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "ownership_change" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "kind" text,
  "customer" uuid,
  "pool" uuid,
  "from_owner" uuid,
  "to_owner" uuid,
  "at" timestamptz,
  "reason" text,
  "facts" jsonb,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "customer_pool" add constraint "customer_pool_pkey" primary key (id);
alter table "pool_member" add constraint "pool_member_pkey" primary key (id);
alter table "ownership_change" add constraint "ownership_change_pkey" primary key (id);
alter table "pool_member" add constraint "pool_member_pool_fkey" foreign key ("pool") references "customer_pool" (id);
alter table "pool_member" add constraint "pool_member_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "pool_member" add constraint "pool_member_team_fkey" foreign key ("team") references "team" (id);
alter table "pool_member" add constraint "pool_member_with_department_fkey" foreign key ("with_department") references "department" (id);
alter table "ownership_change" add constraint "ownership_change_customer_fkey" foreign key ("customer") references "customer" (id);
alter table "ownership_change" add constraint "ownership_change_pool_fkey" foreign key ("pool") references "customer_pool" (id);
alter table "ownership_change" add constraint "ownership_change_from_owner_fkey" foreign key ("from_owner") references "employee" (id);
alter table "ownership_change" add constraint "ownership_change_to_owner_fkey" foreign key ("to_owner") references "employee" (id);
create index "customer_pool_updated_idx" on "customer_pool" (updated_at desc, id desc) where deleted_at is null;
create unique index "customer_pool_name_key" on "customer_pool" ("name") where deleted_at is null;
create index "customer_pool_search_idx" on "customer_pool" using gin (search_grams);
create index "pool_member_updated_idx" on "pool_member" (updated_at desc, id desc) where deleted_at is null;
create index "pool_member_pool_idx" on "pool_member" ("pool", id) where deleted_at is null;
create index "ownership_change_updated_idx" on "ownership_change" (updated_at desc, id desc) where deleted_at is null;
create index "ownership_change_customer_at_idx" on "ownership_change" ("customer", "at", id) where deleted_at is null;
create index "ownership_change_to_owner_pool_at_idx" on "ownership_change" ("to_owner", "pool", "at", id) where deleted_at is null and "to_owner" is not null;
alter table "customer" add column "pool" uuid;
alter table "customer" add column "owned_since" timestamptz;
alter table "customer" add column "pooled_at" timestamptz;
alter table "customer" add column "reclaim_at" date;
alter table "customer" add constraint "customer_pool_fkey" foreign key ("pool") references "customer_pool" (id) not valid;
alter table "customer" validate constraint "customer_pool_fkey";
create index "customer_pool_idx" on "customer" ("pool") where deleted_at is null and "pool" is not null;
create index "customer_pool_pooled_at_idx" on "customer" ("pool", "pooled_at", id) where deleted_at is null and "pool" is not null;
create index "customer_reclaim_at_idx" on "customer" ("reclaim_at", id) where deleted_at is null;
