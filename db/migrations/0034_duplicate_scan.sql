-- module: customers · compatible · the duplicate centre: scans of the whole base, what they propose, and what people decided

-- The ledger: one row for every scan of an object.
create table duplicate_scan (
  id uuid primary key default gen_random_uuid(),
  -- In the keys, of which there are millions, instead of the id.
  number integer generated always as identity unique,
  object text not null check (object in ('customer', 'contact')),
  state text not null default 'running' check (state in ('running', 'done', 'cancelled', 'failed')),
  phase text not null default 'keys' check (phase in ('keys', 'learn', 'pairs', 'groups')),
  -- The rules and the fields they compare, as they were when the scan began.
  rules jsonb not null,
  -- What agreement tells in this base; learned once, so that a scan that goes on after a kill goes on by the same measure.
  model jsonb,
  place jsonb,
  total integer not null default 0,
  counts jsonb not null default '{}',
  -- The largest of the blocks that were too big to compare everybody with everybody.
  oversized jsonb not null default '[]',
  error text,
  kind text not null default 'asked' check (kind in ('asked', 'nightly')),
  night date,
  started_by uuid,
  started_by_name text,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  worker uuid,
  lease_until timestamptz,
  -- What it has left behind and nobody needs any more is away.
  swept boolean not null default false
);
create unique index duplicate_scan_running_key on duplicate_scan (object) where state = 'running';
create unique index duplicate_scan_night_key on duplicate_scan (object, night) where night is not null;
create index duplicate_scan_unswept_idx on duplicate_scan (object, state) where not swept;
create index duplicate_scan_started_idx on duplicate_scan (object, started_at desc);

-- What records may be the same by; rebuilt by every scan and worth nothing after it, so it is not logged. A row with rule -1 tells
-- that the keys are still there: after a crash of the database they are not, and the scan begins again.
create unlogged table duplicate_key (
  scan integer not null,
  rule smallint not null,
  hash bigint not null,
  sort bigint not null,
  record uuid not null,
  primary key (scan, rule, hash, sort, record)
);

create table duplicate_pair (
  scan uuid not null,
  a uuid not null,
  b uuid not null,
  score smallint not null,
  reasons jsonb not null,
  in_group uuid,
  primary key (scan, a, b),
  check (a < b)
);
create index duplicate_pair_other_idx on duplicate_pair (scan, b);
create index duplicate_pair_free_idx on duplicate_pair (scan, score desc, a, b) where in_group is null;

create table duplicate_group (
  id uuid primary key default gen_random_uuid(),
  scan uuid not null,
  object text not null,
  state text not null default 'open' check (state in ('open', 'merged', 'different', 'gone')),
  score smallint not null,
  members uuid[] not null,
  -- Members that somebody said do not belong.
  removed uuid[] not null default '{}',
  reasons jsonb not null,
  fields text[] not null,
  rank integer not null,
  closed_by uuid,
  closed_at timestamptz
);
create index duplicate_group_rank_idx on duplicate_group (scan, state, rank desc, id);
create index duplicate_group_closed_idx on duplicate_group (object, state, closed_at desc) where state <> 'open';
create index duplicate_group_members_idx on duplicate_group using gin (members);

-- “Not the same”, remembered as long as neither of the two says something else in a compared field.
create table duplicate_decision (
  object text not null,
  a uuid not null,
  b uuid not null,
  print_a text not null,
  print_b text not null,
  in_group uuid,
  by uuid,
  at timestamptz not null,
  primary key (object, a, b),
  check (a < b)
);
create index duplicate_decision_group_idx on duplicate_decision (in_group);

-- Objects that are scanned every night.
create table duplicate_nightly (object text primary key, by uuid, at timestamptz not null);
