-- module: (name them) · compatible · (say why)

create table "duplicate_rule" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "name_en" text,
  "target" text,
  "field" text,
  "compare" text,
  "threshold" integer,
  "active" boolean,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
alter table "duplicate_rule" add constraint "duplicate_rule_pkey" primary key (id);
create index "duplicate_rule_updated_idx" on "duplicate_rule" (updated_at desc, id desc) where deleted_at is null;
create index "duplicate_rule_search_idx" on "duplicate_rule" using gin (search_grams);

-- What happened is a word of the application; a closed list here would have to be checked against the whole log with every new fact.
alter table event drop constraint event_op_check;
alter table event add constraint event_op_check check (op ~ '^[a-z_]{2,40}$') not valid;
