-- module: organization, transfer · compatible · sign-in, tokens, recently seen records, imports

create table credential (
  user_id uuid primary key references "user" (id) on delete cascade,
  hash text not null,
  changed_at timestamptz not null default now()
);

-- Only the SHA-256 of a session or token is kept.
create table session (
  hash bytea primary key,
  user_id uuid not null references "user" (id) on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  peer text,
  agent text
);
create index session_user_idx on session (user_id);

create table api_token (
  id uuid primary key,
  hash bytea not null unique,
  user_id uuid not null references "user" (id) on delete cascade,
  name text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
);

-- Sign-in attempts per account and per peer, for growing delays.
create table login_failure (
  key text primary key,
  failures int not null,
  last_at timestamptz not null
);

create table setup_link (only_row boolean primary key default true check (only_row), hash bytea not null, created_at timestamptz not null default now());

create table recent_record (
  user_id uuid not null references "user" (id) on delete cascade,
  object text not null,
  record uuid not null,
  at timestamptz not null,
  primary key (user_id, object, record)
);
create index recent_record_at_idx on recent_record (user_id, at desc);

create table import_job (
  id uuid primary key,
  object text not null,
  file_name text not null,
  file_path text not null,
  state text not null,
  source jsonb not null,
  mapping jsonb,
  rows_total bigint not null default 0,
  progress bigint not null default 0,
  counts jsonb not null default '{"new":0,"update":0,"skip":0,"fail":0}',
  unmatched jsonb not null default '[]',
  problems jsonb not null default '[]',
  error text,
  actor uuid references "user" (id),
  actor_context jsonb not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  lease_until timestamptz,
  worker text
);
create index import_job_created_idx on import_job (created_at desc);

-- Checked rows wait here; unlogged, because a lost staging table means only that the file is checked again.
create unlogged table import_row (
  job uuid not null,
  row_number bigint not null,
  status text not null,
  record uuid,
  patch jsonb,
  cells jsonb not null,
  issues jsonb,
  primary key (job, row_number)
);
create index import_row_status_idx on import_row (job, status, row_number);

create table import_mapping (
  id uuid primary key,
  object text not null,
  name text not null,
  mapping jsonb not null,
  user_id uuid not null references "user" (id) on delete cascade,
  created_at timestamptz not null default now(),
  unique (object, user_id, name)
);
