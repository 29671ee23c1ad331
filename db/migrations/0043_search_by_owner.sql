-- module: kernel · compatible · the index of the search knows the owner, so that one's own matches come without everybody's
-- btree_gin is of PostgreSQL's own contrib and trusted: whoever owns the database may make it. With ten million interactions this takes minutes.

create extension if not exists btree_gin;
set local maintenance_work_mem = '1GB';

drop index "customer_search_idx";
create index "customer_search_idx" on "customer" using gin (owner, search_grams);
drop index "contact_search_idx";
create index "contact_search_idx" on "contact" using gin (owner, search_grams);
drop index "opportunity_search_idx";
create index "opportunity_search_idx" on "opportunity" using gin (owner, search_grams);
drop index "interaction_search_idx";
create index "interaction_search_idx" on "interaction" using gin (owner, search_grams);
drop index "task_search_idx";
create index "task_search_idx" on "task" using gin (owner, search_grams);
