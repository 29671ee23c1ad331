-- module: organization, kernel · compatible · people of partners reach what is shared with their company and nothing more; roles say in both languages what they are for

create table "partner" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "kind" text,
  "level" text,
  "status" text,
  "manager" uuid,
  "territory" text[],
  "product_lines" text[],
  "phone" text,
  "email" text,
  "notes" text,
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid,
  "search_text" text,
  "search_grams" tsvector generated always as (perigon_grams(search_text)) stored
);
alter table "partner" add constraint "partner_pkey" primary key (id);
alter table "partner" add constraint "partner_manager_fkey" foreign key ("manager") references "employee" (id);
create index "partner_updated_idx" on "partner" (updated_at desc, id desc) where deleted_at is null;
create unique index "partner_name_key" on "partner" ("name") where deleted_at is null;
create index "partner_manager_idx" on "partner" ("manager", id) where deleted_at is null and "manager" is not null;
create index "partner_status_idx" on "partner" ("status", id) where deleted_at is null;
create index "partner_search_idx" on "partner" using gin (search_grams);
alter table "user" add column "partner" uuid;
alter table "user" add constraint "user_partner_fkey" foreign key ("partner") references "partner" (id) not valid;
alter table "user" validate constraint "user_partner_fkey";
create index "user_partner_idx" on "user" ("partner", id) where deleted_at is null and "partner" is not null;
alter table "role" add column "description_en" text;
alter table "record_share" add column "partner" uuid;
alter table "record_share" add column "part" text;
alter table "record_share" add constraint "record_share_partner_fkey" foreign key ("partner") references "partner" (id) not valid;
alter table "record_share" validate constraint "record_share_partner_fkey";
create index "record_share_partner_idx" on "record_share" ("partner") where deleted_at is null and "partner" is not null;


alter table actor_reach add column outside boolean not null default false;
update role set description_en = 'Sees and changes everything, settings too' where key = 'administrator' and description = '可查看和修改全部数据与设置';
update role set description_en = 'Customers and opportunities of the own department and those below' where key = 'sales_manager' and description = '本部门及下级部门的客户与商机';
update role set description_en = 'Own customers and opportunities' where key = 'sales_rep' and description = '本人负责的客户与商机';
update role set description_en = 'Sees all customers and opportunities, keeps own customers and activities' where key = 'marketer' and description = '查看全部客户与商机，维护自己的客户和活动';
update role set description_en = 'Sees all customers, keeps contacts and interactions' where key = 'service_agent' and description = '查看全部客户，维护联系人和联系记录';
update role set description_en = 'Sees the branch’s customers, keeps own interactions and tasks' where key = 'field_engineer' and description = '查看本分支的客户，维护自己的联系记录与任务';
update role set description_en = 'Sees the branch’s customers, plans its tasks' where key = 'dispatcher' and description = '查看本分支的客户，安排本分支的任务';
update role set description_en = 'Sees all customers, runs interactions and tasks of the department and those below' where key = 'service_manager' and description = '查看全部客户，管理本部门及下级的联系记录与任务';
update role set description_en = 'Sees and exports customers and opportunities, changes nothing' where key = 'finance' and description = '查看和导出客户与商机，不修改';
update role set description_en = 'Sees and exports all business records, changes nothing' where key = 'executive' and description = '查看和导出全部业务数据，不修改';
update role set description_en = 'For interfaces: reads, writes, imports, exports; deletes nothing' where key = 'integrator' and description = '供接口使用：读写与导入导出业务数据，不删除';
update role set description_en = 'Only what is shared with their company' where key = 'partner' and description = '只能看到共享给所属伙伴的记录';
-- Whoever comes from outside has no employee and could never write: the ready role now says so.
update role set description = '只能看到共享给所属伙伴的记录', description_en = 'Only what is shared with their company',
  grants = '{"customer":{"read":"own"},"contact":{"read":"own"},"contact_position":{"read":"own"},"opportunity":{"read":"own"},"product":{"read":"all"},"product_category":{"read":"all"},"industry":{"read":"all"},"region":{"read":"all"},"sales_process":{"read":"all"},"sales_stage":{"read":"all"},"currency":{"read":"all"}}'
  where key = 'partner' and description = '只能看到共享给自己的记录';
