-- module: kernel · compatible · the log tells of cleaned-up contents and of files that a scanner refused

-- Partitions made before their parent have the check as their own as well.
do $$ declare part regclass; begin
  alter table event drop constraint event_op_check;
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'event'::regclass loop
    execute format('alter table %s drop constraint if exists event_op_check', part);
  end loop;
end $$;
alter table event add constraint event_op_check check (op in (
  'create', 'update', 'delete', 'restore',
  'sign_in', 'sign_in_failed', 'sign_out', 'password', 'token', 'export', 'unmask', 'erase', 'archive', 'sweep', 'file_refused'
));
