-- module: kernel · compatible · lists of one's own records in the order of their views; what is seen through other records is found in an index alone
set local maintenance_work_mem = '1GB';

create index "contact_customer_followed_idx" on "contact" ("customer") include (id, owner, department) where deleted_at is null and "customer" is not null;
create index "contact_position_customer_followed_idx" on "contact_position" ("customer") include (id, owner, department) where deleted_at is null;
create index "opportunity_customer_followed_idx" on "opportunity" ("customer") include (id, owner, department) where deleted_at is null and "customer" is not null;
create index "stage_history_owner_at_idx" on "stage_history" (owner, "at" desc nulls last, id desc) include (department) where deleted_at is null;
create index "stage_history_opportunity_followed_idx" on "stage_history" ("opportunity") include (id, owner, department) where deleted_at is null;
drop index if exists "stage_history_opportunity_idx";
create index "interaction_owner_at_idx" on "interaction" (owner, "at" desc nulls last, id desc) include (department, "private") where deleted_at is null;
create index "interaction_customer_followed_idx" on "interaction" ("customer") include (id, owner, department) where deleted_at is null and "customer" is not null;
create index "interaction_opportunity_followed_idx" on "interaction" ("opportunity") include (id, owner, department) where deleted_at is null and "opportunity" is not null;
drop index if exists "interaction_customer_idx";
drop index if exists "interaction_opportunity_idx";
create index "task_owner_due_at_idx" on "task" (owner, "due_at", id) include (department) where deleted_at is null;
create index "task_customer_followed_idx" on "task" ("customer") include (id, owner, department) where deleted_at is null and "customer" is not null;
create index "task_opportunity_followed_idx" on "task" ("opportunity") include (id, owner, department) where deleted_at is null and "opportunity" is not null;
