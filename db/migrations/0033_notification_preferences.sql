-- module: activities · compatible · which notifications reach people by mail, at once or gathered

create table "notification_preference" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "kind" text,
  "in_app" text,
  "email" text,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "digest_time" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "hour" integer,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "notification_preference" add constraint "notification_preference_pkey" primary key (id);
alter table "digest_time" add constraint "digest_time_pkey" primary key (id);
alter table "notification_preference" add constraint "notification_preference_owner_fkey" foreign key ("owner") references "user" (id);
alter table "digest_time" add constraint "digest_time_owner_fkey" foreign key ("owner") references "user" (id);
create index "notification_preference_updated_idx" on "notification_preference" (updated_at desc, id desc) where deleted_at is null;
create index "notification_preference_owner_updated_idx" on "notification_preference" (owner, updated_at desc, id desc) where deleted_at is null;
create index "notification_preference_owner_kind_idx" on "notification_preference" ("owner", "kind", id) where deleted_at is null and "owner" is not null;
create index "digest_time_updated_idx" on "digest_time" (updated_at desc, id desc) where deleted_at is null;
create index "digest_time_owner_updated_idx" on "digest_time" (owner, updated_at desc, id desc) where deleted_at is null;
create index "digest_time_owner_idx" on "digest_time" ("owner", id) where deleted_at is null and "owner" is not null;

-- A mail that must go out once carries a key; a sender takes a mail before it sends it.
alter table mail_message add column key text unique;
alter table mail_message add column claimed_at timestamptz;
