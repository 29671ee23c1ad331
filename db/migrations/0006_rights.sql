-- module: organization · compatible · teams, delegations, further positions, shares and field rights

create table "team" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "kind" text,
  "leader" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
create table "team_member" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "team" uuid,
  "employee" uuid,
  "role" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "delegation" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "from_employee" uuid,
  "to_employee" uuid,
  "start" date,
  "end" date,
  "reason" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "employee_position" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "employee" uuid,
  "in_department" uuid,
  "position" uuid,
  "start" date,
  "end" date,
  "note" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
create table "record_share" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "record_object" text,
  "record" text,
  "employee" uuid,
  "team" uuid,
  "with_department" uuid,
  "branch" uuid,
  "access" text,
  "until" date,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "team" add constraint "team_pkey" primary key (id);
alter table "team_member" add constraint "team_member_pkey" primary key (id);
alter table "delegation" add constraint "delegation_pkey" primary key (id);
alter table "employee_position" add constraint "employee_position_pkey" primary key (id);
alter table "record_share" add constraint "record_share_pkey" primary key (id);
alter table "team" add constraint "team_leader_fkey" foreign key ("leader") references "employee" (id);
alter table "team_member" add constraint "team_member_team_fkey" foreign key ("team") references "team" (id);
alter table "team_member" add constraint "team_member_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "delegation" add constraint "delegation_from_employee_fkey" foreign key ("from_employee") references "employee" (id);
alter table "delegation" add constraint "delegation_to_employee_fkey" foreign key ("to_employee") references "employee" (id);
alter table "employee_position" add constraint "employee_position_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "employee_position" add constraint "employee_position_in_department_fkey" foreign key ("in_department") references "department" (id);
alter table "employee_position" add constraint "employee_position_position_fkey" foreign key ("position") references "position" (id);
alter table "record_share" add constraint "record_share_employee_fkey" foreign key ("employee") references "employee" (id);
alter table "record_share" add constraint "record_share_team_fkey" foreign key ("team") references "team" (id);
alter table "record_share" add constraint "record_share_with_department_fkey" foreign key ("with_department") references "department" (id);
alter table "record_share" add constraint "record_share_branch_fkey" foreign key ("branch") references "branch" (id);
create index "team_updated_idx" on "team" (updated_at desc, id desc) where deleted_at is null;
create unique index "team_name_key" on "team" ("name") where deleted_at is null;
create index "team_leader_idx" on "team" ("leader") where deleted_at is null;
create index "team_search_idx" on "team" using gin (search_grams);
create index "team_member_updated_idx" on "team_member" (updated_at desc, id desc) where deleted_at is null;
create index "team_member_team_idx" on "team_member" ("team") where deleted_at is null;
create index "team_member_employee_idx" on "team_member" ("employee") where deleted_at is null;
create index "delegation_updated_idx" on "delegation" (updated_at desc, id desc) where deleted_at is null;
create index "delegation_from_employee_idx" on "delegation" ("from_employee") where deleted_at is null;
create index "delegation_to_employee_idx" on "delegation" ("to_employee") where deleted_at is null;
create index "employee_position_updated_idx" on "employee_position" (updated_at desc, id desc) where deleted_at is null;
create index "employee_position_employee_idx" on "employee_position" ("employee") where deleted_at is null;
create index "employee_position_in_department_idx" on "employee_position" ("in_department") where deleted_at is null;
create index "record_share_updated_idx" on "record_share" (updated_at desc, id desc) where deleted_at is null;
create index "record_share_employee_idx" on "record_share" ("employee") where deleted_at is null;
create index "record_share_team_idx" on "record_share" ("team") where deleted_at is null;
create index "record_share_with_department_idx" on "record_share" ("with_department") where deleted_at is null;
create index "record_share_branch_idx" on "record_share" ("branch") where deleted_at is null;
create index "record_share_record_object_record_idx" on "record_share" ("record_object", "record", id) where deleted_at is null;
alter table "role" add column "field_rights" jsonb;
