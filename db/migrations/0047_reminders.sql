-- module: reminders, activities · compatible · ladders of reminders, their ledger, and notices that open a list

create table "reminder_rule" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "object" text,
  "condition" jsonb,
  "date_field" text,
  "counting" text,
  "from_creation" boolean,
  "steps" jsonb,
  "active" boolean,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
alter table "reminder_rule" add constraint "reminder_rule_pkey" primary key (id);
create index "reminder_rule_updated_idx" on "reminder_rule" (updated_at desc, id desc) where deleted_at is null;
create index "reminder_rule_search_idx" on "reminder_rule" using gin (search_grams);
alter table "notification" add column "link_filter" jsonb;

-- The ledger: one row a working day, and one for every time somebody asked.
create table reminder_run (
  id uuid primary key default gen_random_uuid(),
  day date not null,
  asked boolean not null default false,
  asked_by uuid,
  phase text not null default 'mark' check (phase in ('mark', 'tell')),
  -- Rungs that are over, the one that is being gone through, and behind which record (or login, when telling) it goes on.
  done text[] not null default '{}',
  rung text,
  place uuid,
  counts jsonb not null default '{}',
  problems jsonb not null default '{}',
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index reminder_run_day_key on reminder_run (day) where not asked;
create unique index reminder_run_open_key on reminder_run ((true)) where finished_at is null;
create index reminder_run_started_idx on reminder_run (started_at desc);
-- Who reached which rung: once for each value of the date that counts, so that a record begins anew when somebody follows up.
create table reminder_hit (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  run uuid not null references reminder_run (id),
  rule uuid not null,
  object text not null,
  record uuid not null,
  step text not null,
  tell text not null,
  pool uuid,
  base date not null,
  day date not null,
  owner uuid not null,
  after integer not null,
  counting text not null,
  counted text not null,
  told uuid[] not null default '{}',
  at timestamptz not null default now()
);
create unique index reminder_hit_key on reminder_hit (rule, record, base, step);
create unique index reminder_hit_seq_key on reminder_hit (seq);
create index reminder_hit_run_idx on reminder_hit (run, rule, step, owner);
create index reminder_hit_rule_idx on reminder_hit (rule, seq desc);
-- Previews ask with a person's rights, and so as the role that row security binds. What is told of records is read through them.
do $$ begin
  if exists (select 1 from pg_roles where rolname = 'perigon_app') then
    grant select on reminder_hit to perigon_app;
  end if;
end $$;
