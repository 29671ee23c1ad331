-- module: organization, mail · compatible · sign-in policy, way of signing in, mail, links to set a password, known devices

create table "sign_in_policy" (
  "id" uuid not null,
  "version" integer not null default 1,
  "deleted_at" timestamptz,
  "name" text,
  "idle_minutes" integer,
  "session_hours" integer,
  "former_passwords" integer,
  "networks" text[],
  "created_at" timestamptz not null default now(),
  "created_by" uuid,
  "updated_at" timestamptz not null default now(),
  "updated_by" uuid
);
alter table "sign_in_policy" add constraint "sign_in_policy_pkey" primary key (id);
create index "sign_in_policy_updated_idx" on "sign_in_policy" (updated_at desc, id desc) where deleted_at is null;
alter table "user" add column "email" text;
alter table "user" add column "auth" text;
alter table "role" add column "second_factor" boolean;
alter table "role" add column "networks" text[];
update "user" set auth = 'password' where auth is null;

-- What was or will be mailed. The payload names ids only; links are made when the mail is sent and kept nowhere.
create table mail_message (
  id uuid primary key,
  kind text not null,
  payload jsonb not null,
  recipient text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'nobody', 'failed')),
  attempts int not null default 0,
  error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index mail_message_created_idx on mail_message (created_at desc);

-- A link that lets somebody set a new password once. Only its SHA-256 is kept.
create table password_link (
  hash bytea primary key,
  user_id uuid not null references "user" (id) on delete cascade,
  made_by text not null check (made_by in ('mail', 'command line')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index password_link_user_idx on password_link (user_id);

-- The roles a session was opened with: when they change it is over. How it was opened.
alter table session add column roles text[];
alter table session add column method text not null default 'password' check (method in ('password', 'passkey', 'ldap', 'sso'));

-- Browsers a person signed in with before; only the SHA-256 of their cookie.
create table known_device (
  hash bytea not null,
  user_id uuid not null references "user" (id) on delete cascade,
  first_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (user_id, hash)
);

-- Passkeys: the public half; the challenge of a ceremony lives for minutes and is taken once.
create table passkey (
  id text primary key,
  user_id uuid not null references "user" (id) on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_user_idx on passkey (user_id);
create table passkey_challenge (
  challenge text primary key,
  user_id uuid references "user" (id) on delete cascade,
  expires_at timestamptz not null
);

-- Who a person is for somebody else: a directory entry or a subject of an identity provider.
create table outside_identity (
  provider text not null,
  subject text not null,
  user_id uuid not null references "user" (id) on delete cascade,
  created_at timestamptz not null,
  primary key (provider, subject)
);
create index outside_identity_user_idx on outside_identity (user_id);
create table sso_request (
  hash bytea primary key,
  browser bytea not null,
  verifier text not null,
  nonce text not null,
  expires_at timestamptz not null
);

-- What a token may do: everything its owner may, or less.
alter table api_token add column reading_only boolean not null default false;
alter table api_token add column objects text[];
alter table api_token add column hint text;
