-- module: kernel · compatible · the tables and functions every object stands on

create extension if not exists pg_trgm;

-- Two-character pieces of a folded text, for Chinese search from two characters on. Pieces with white space are left
-- out, so that words of different fields never join.
create function perigon_grams(folded text) returns tsvector
language sql immutable parallel safe strict as $$
  select array_to_tsvector(coalesce(array_agg(distinct substr(folded, i, 2)) filter (where substr(folded, i, 2) !~ '\s'), '{}'))
  from generate_series(1, length(folded) - 1) i
$$;

-- Left-pads a running number with zeros and never cuts it.
create function perigon_pad(value bigint, width int) returns text
language sql immutable parallel safe as $$
  select case when length(value::text) >= width then value::text else lpad(value::text, width, '0') end
$$;

-- The one event log: history, outbox and audit read it. xid and the horizon keep late commits from being skipped.
create table event (
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null,
  at timestamptz not null,
  actor uuid,
  actor_name text not null,
  object text not null,
  record uuid not null,
  op text not null check (op in ('create', 'update', 'delete', 'restore')),
  version int not null,
  changes jsonb not null,
  cause jsonb not null,
  operation uuid,
  snapshot int not null,
  primary key (seq)
);
create index event_record_idx on event (record, seq);
create index event_operation_idx on event (operation, seq) where operation is not null;
create index event_xid_idx on event (xid, seq);

create table event_cursor (name text primary key, xid xid8 not null, seq bigint not null);

create table snapshot_version (only_row boolean primary key default true check (only_row), version int not null);
insert into snapshot_version (version) values (1);

create table custom_field (
  object text not null,
  key text not null,
  definition jsonb not null,
  position int generated always as identity,
  created_at timestamptz not null default now(),
  created_by uuid,
  primary key (object, key)
);
