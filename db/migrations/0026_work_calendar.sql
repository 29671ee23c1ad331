-- module: organization · compatible · the company's working week and the days that break it

create table "work_calendar" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "weekend" text[],
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "calendar_day" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "day" date,
  "kind" text,
  "name" text,
  "name_en" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "work_calendar" add constraint "work_calendar_pkey" primary key (id);
alter table "calendar_day" add constraint "calendar_day_pkey" primary key (id);
create index "work_calendar_updated_idx" on "work_calendar" (updated_at desc, id desc) where deleted_at is null;
create index "calendar_day_updated_idx" on "calendar_day" (updated_at desc, id desc) where deleted_at is null;
create unique index "calendar_day_day_key" on "calendar_day" ("day") where deleted_at is null;
