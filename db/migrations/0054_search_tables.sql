-- module: kernel · incompatible · what records are found by stands in narrow tables of its own (docs/adr/0015): a change of something else no longer writes it anew

set local maintenance_work_mem = '1GB';

do $$
declare
  owner_table text;
  is_owned boolean;
  entries text;
begin
  foreach owner_table in array array[
    'company', 'branch', 'department', 'position', 'employee', 'user', 'role', 'currency', 'team', 'partner',
    'industry', 'region', 'customer_pool', 'customer', 'contact', 'duplicate_rule', 'product_category',
    'product', 'sales_process', 'sales_stage', 'opportunity', 'interaction', 'task', 'notification',
    'pool_rule', 'reminder_rule', 'attachment'
  ] loop
    is_owned := owner_table in ('customer', 'contact', 'opportunity', 'interaction', 'task');
    entries := owner_table || '_search';
    execute format('create table %I (id uuid not null%s, grams tsvector not null)', entries, case when is_owned then ', owner uuid' else '' end);
    execute format(
      'insert into %I select id%s, coalesce(search_grams, '''') from %I',
      entries, case when is_owned then ', owner' else '' end, owner_table
    );
    execute format('alter table %I add constraint %I primary key (id)', entries, entries || '_pkey');
    execute format('create index %I on %I using gin (%sgrams)', entries || '_grams_idx', entries, case when is_owned then 'owner, ' else '' end);
    -- Its index goes with it; rows give back the room when they are changed next.
    execute format('alter table %I drop column search_grams', owner_table);
    execute format('analyze %I', entries);
  end loop;
end
$$;
