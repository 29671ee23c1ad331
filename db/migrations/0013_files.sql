-- module: files · compatible · files of records

create table "attachment" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "record_object" text,
  "record" text,
  "kind" text,
  "media_type" text,
  "size" integer,
  "sha256" text,
  "revision" integer,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
alter table "attachment" add constraint "attachment_pkey" primary key (id);
create index "attachment_updated_idx" on "attachment" (updated_at desc, id desc) where deleted_at is null;
create index "attachment_record_object_record_idx" on "attachment" ("record_object", "record", id) where deleted_at is null;
create index "attachment_sha256_idx" on "attachment" ("sha256", id) where deleted_at is null;
create index "attachment_search_idx" on "attachment" using gin (search_grams);
