-- module: organization · compatible · second factor, recovery codes, former passwords

create table second_factor (
  user_id uuid primary key references "user" (id) on delete cascade,
  secret text not null,
  confirmed_at timestamptz,
  -- The last time step used: a code works once.
  last_step bigint not null default 0
);

create table recovery_code (
  user_id uuid not null references "user" (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

create table former_password (
  user_id uuid not null references "user" (id) on delete cascade,
  hash text not null,
  at timestamptz not null default now(),
  primary key (user_id, hash)
);

alter table session add column id uuid not null default gen_random_uuid();
create unique index session_id_key on session (id);
