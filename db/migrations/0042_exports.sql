-- module: exports · compatible · exports in the background, and on a schedule

create table "export_schedule" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "object" text,
  "format" text,
  "query" jsonb,
  "rhythm" text,
  "weekday" text,
  "month_day" integer,
  "hour" integer,
  "working_days" boolean,
  "active" boolean,
  "next_at" timestamptz,
  "last_at" timestamptz,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "export_run" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "object" text,
  "format" text,
  "query" jsonb,
  "state" text,
  "rows" integer,
  "size" integer,
  "schedule" uuid,
  "started_at" timestamptz,
  "ended_at" timestamptz,
  "error" text,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "export_schedule" add constraint "export_schedule_pkey" primary key (id);
alter table "export_run" add constraint "export_run_pkey" primary key (id);
alter table "export_schedule" add constraint "export_schedule_owner_fkey" foreign key ("owner") references "user" (id);
alter table "export_run" add constraint "export_run_schedule_fkey" foreign key ("schedule") references "export_schedule" (id);
alter table "export_run" add constraint "export_run_owner_fkey" foreign key ("owner") references "user" (id);
create index "export_schedule_updated_idx" on "export_schedule" (updated_at desc, id desc) where deleted_at is null;
create index "export_schedule_owner_updated_idx" on "export_schedule" (owner, updated_at desc, id desc) where deleted_at is null;
create index "export_schedule_next_at_idx" on "export_schedule" ("next_at", id) where deleted_at is null;
create index "export_run_updated_idx" on "export_run" (updated_at desc, id desc) where deleted_at is null;
create index "export_run_owner_updated_idx" on "export_run" (owner, updated_at desc, id desc) where deleted_at is null;
create index "export_run_schedule_idx" on "export_run" ("schedule", id) where deleted_at is null and "schedule" is not null;
create index "export_run_state_idx" on "export_run" ("state", id) where deleted_at is null;

-- Who works on an export, and how far it is; the ledger itself is export_run.
create table export_work (
  run uuid primary key references export_run (id) on delete cascade,
  worker uuid,
  lease_until timestamptz,
  rows integer not null default 0
);
