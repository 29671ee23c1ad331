-- module: customization, customers, kernel · compatible · changes of many records: their ledger, the list of what is left to do, and tags to change

create table "bulk_operation" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "object" text,
  "verb" text,
  "state" text,
  "query" jsonb,
  "change" jsonb,
  "total" integer,
  "done" integer,
  "failed" integer,
  "undone" integer,
  "kept" integer,
  "started_at" timestamptz,
  "ended_at" timestamptz,
  "error" text,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "bulk_operation" add constraint "bulk_operation_pkey" primary key (id);
alter table "bulk_operation" add constraint "bulk_operation_owner_fkey" foreign key ("owner") references "user" (id);
create index "bulk_operation_updated_idx" on "bulk_operation" (updated_at desc, id desc) where deleted_at is null;
create index "bulk_operation_owner_updated_idx" on "bulk_operation" (owner, updated_at desc, id desc) where deleted_at is null;
create index "bulk_operation_state_idx" on "bulk_operation" ("state", id) where deleted_at is null;
alter table "customer" add column "tags" text[];
alter table "contact" add column "tags" text[];

-- Who works on an operation, and how far back an undo has come.
create table bulk_run (
  operation uuid primary key references bulk_operation (id) on delete cascade,
  worker text,
  lease_until timestamptz,
  undo_before bigint
);

-- The records an operation has still to change; those that were refused, or left by an undo, stay with the reason.
create table bulk_item (
  operation uuid not null references bulk_operation (id) on delete cascade,
  record uuid not null,
  problem jsonb,
  primary key (operation, record)
) with (autovacuum_vacuum_scale_factor = 0.05);
create index bulk_item_problem_idx on bulk_item (operation, record) where problem is not null;
