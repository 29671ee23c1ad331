-- module: customization · compatible · views shared with roles, opened first by roles, and arranged by each person

create table "view_preference" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "object" text,
  "pinned" text[],
  "first_view" text,
  "owner" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "view_preference" add constraint "view_preference_pkey" primary key (id);
alter table "view_preference" add constraint "view_preference_owner_fkey" foreign key ("owner") references "user" (id);
create index "view_preference_updated_idx" on "view_preference" (updated_at desc, id desc) where deleted_at is null;
create index "view_preference_owner_updated_idx" on "view_preference" (owner, updated_at desc, id desc) where deleted_at is null;
create index "view_preference_owner_object_idx" on "view_preference" ("owner", "object", id) where deleted_at is null and "owner" is not null;
alter table "saved_view" add column "audience" text[];
alter table "saved_view" add column "default_for" text[];

-- Row security asks the roles of a person where a view is shared with roles only.
alter table actor_reach add column roles text[] not null default '{}';
