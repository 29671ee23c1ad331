-- module: kernel · the event log in partitions by month, so that old months can be put away; the present table becomes the first of them (ADR 0012)

alter table event rename to event_first;
alter table event_first rename constraint event_pkey to event_first_pkey;
alter index event_record_idx rename to event_first_record_idx;
alter index event_operation_idx rename to event_first_operation_idx;
alter index event_xid_idx rename to event_first_xid_idx;
alter index event_fact_idx rename to event_first_fact_idx;
alter index event_actor_idx rename to event_first_actor_idx;
drop trigger event_keep on event_first;

create sequence event_number;
select setval('event_number', coalesce((select max(seq) from event_first), 0) + 1, false);

alter table event_first drop constraint event_op_check;
create table event (
  seq bigint not null default nextval('event_number'),
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  at timestamptz not null,
  actor uuid,
  actor_name text not null,
  object text not null,
  record uuid,
  op text not null constraint event_op_check check (op in (
    'create', 'update', 'delete', 'restore',
    'sign_in', 'sign_in_failed', 'sign_out', 'password', 'token', 'export', 'unmask', 'erase', 'archive'
  )),
  version int not null,
  changes jsonb not null,
  cause jsonb not null,
  operation uuid,
  snapshot int not null,
  -- A partition holds a time; the number alone is unique by its sequence.
  primary key (seq, at)
) partition by range (at);
alter sequence event_number owned by event.seq;
create index event_record_idx on event (record, seq);
create index event_operation_idx on event (operation, seq) where operation is not null;
create index event_xid_idx on event (xid, seq);
create index event_fact_idx on event (op, seq) where op not in ('create', 'update', 'delete', 'restore');
create index event_actor_idx on event (actor, seq);

-- No row is copied: the table that was becomes the partition of everything up to the end of its newest month.
alter table event_first alter column seq drop identity;
alter table event_first alter column seq set default nextval('event_number');
alter table event_first add constraint event_op_check check (op in (
  'create', 'update', 'delete', 'restore',
  'sign_in', 'sign_in_failed', 'sign_out', 'password', 'token', 'export', 'unmask', 'erase', 'archive'
));
alter table event_first drop constraint event_first_pkey;
alter table event_first add constraint event_first_pkey primary key (seq, at);
do $$
begin
  execute format(
    'alter table event attach partition event_first for values from (minvalue) to (%L)',
    (select date_trunc('month', greatest(now(), max(at)), 'UTC') + interval '1 month' from event_first)
  );
end
$$;
-- What no month takes (a clock gone wrong, a process that slept) is kept here until its month is made.
create table event_default partition of event default;

-- What was put away: which file, what it must hash to, and which events are in it. A seal names the archive of its event.
create table event_archive (
  id int generated always as identity primary key,
  partition text not null,
  file text not null unique,
  sha256 text not null,
  events bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  archived_at timestamptz not null
);
alter table event_seal add column archive int references event_archive (id);
create index event_seal_archive_idx on event_seal (archive, seq) where archive is not null;

-- Erasures of values whose events may lie in archives; the keeper of the log takes them out of the files.
create table event_erasure (
  id bigint generated always as identity primary key,
  object text not null,
  record uuid not null,
  fields text[] not null,
  at timestamptz not null default now(),
  applied_at timestamptz
);

create or replace function perigon_keep() returns trigger language plpgsql as $$
begin
  -- Only an erasure may touch the log, and it says so in the same transaction; the keeper marks seals and moves strays.
  if tg_op = 'UPDATE' and current_setting('perigon.erasing', true) = 'on' then
    return new;
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'event_seal' and current_setting('perigon.keeping', true) = 'on' then
    return new;
  end if;
  if tg_op = 'DELETE' and tg_table_name = 'event_default' and current_setting('perigon.keeping', true) = 'on' then
    return old;
  end if;
  raise exception 'the event log is append-only' using errcode = '42501';
end
$$;
create trigger event_keep before update or delete on event for each row execute function perigon_keep();
create trigger event_keep_whole before truncate on event for each statement execute function perigon_keep();
create trigger event_seal_keep_whole before truncate on event_seal for each statement execute function perigon_keep();

-- Grants went with the former table: they are given anew at the next start.
comment on table actor_reach is null;
