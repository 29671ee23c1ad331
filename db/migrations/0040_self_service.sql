-- module: organization, customers · compatible · logins of customers' contacts, who see themselves and their company

create table "self_service_login" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "user" uuid,
  "contact" uuid,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "self_service_login" add constraint "self_service_login_pkey" primary key (id);
alter table "self_service_login" add constraint "self_service_login_user_fkey" foreign key ("user") references "user" (id);
alter table "self_service_login" add constraint "self_service_login_contact_fkey" foreign key ("contact") references "contact" (id);
create index "self_service_login_updated_idx" on "self_service_login" (updated_at desc, id desc) where deleted_at is null;
create unique index "self_service_login_user_key" on "self_service_login" ("user") where deleted_at is null;
create index "self_service_login_contact_idx" on "self_service_login" ("contact", id) where deleted_at is null;
alter table "user" add column "self_service" boolean;

update "user" set self_service = false where self_service is null;

-- What a customer's login reaches. Organization reads it by name and knows no contacts; the module of the contacts says what it holds.
create view self_service_reach as
  select l."user" as user_id, 'contact' as object, c.id as record
  from self_service_login l join contact c on c.id = l.contact
  where l.deleted_at is null and c.deleted_at is null and c.status = 'active'
  union
  select l."user", 'customer', k.id
  from self_service_login l join contact c on c.id = l.contact join customer k on k.id = c.customer
  where l.deleted_at is null and c.deleted_at is null and c.status = 'active' and k.deleted_at is null
  union
  select l."user", 'customer', k.id
  from self_service_login l join contact c on c.id = l.contact join contact_position p on p.contact = c.id join customer k on k.id = p.customer
    cross join lateral (select (now() at time zone coalesce(
      (select z.time_zone from company z where z.deleted_at is null order by z.created_at limit 1), 'Asia/Shanghai'))::date as today) day
  where l.deleted_at is null and c.deleted_at is null and c.status = 'active' and p.deleted_at is null and k.deleted_at is null
    and (p.start is null or p.start <= day.today) and (p."end" is null or p."end" >= day.today);
