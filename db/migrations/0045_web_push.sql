-- module: organization, activities · compatible · notifications reach devices by Web Push

-- The pair of keys push services know this installation by; the private one is sealed with the key file.
create table push_key (
  single boolean primary key default true check (single),
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default now()
);

-- The browsers people turned push on in.
create table push_device (
  id uuid primary key,
  user_id uuid not null references "user" (id) on delete cascade,
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  agent text,
  created_at timestamptz not null default now(),
  last_success_at timestamptz
);
create index push_device_user_idx on push_device (user_id);

-- What was or will be pushed, one row for each device. The payload names ids only.
create table push_message (
  id uuid primary key,
  kind text not null,
  key text not null unique,
  device uuid not null,
  service text,
  payload jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'nobody', 'gone', 'failed')),
  attempts int not null default 0,
  status int,
  error text,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  next_at timestamptz,
  ended_at timestamptz
);
create index push_message_created_idx on push_message (created_at desc);
create index push_message_queued_idx on push_message (created_at) where state = 'queued';

-- Empty is the usual: whoever chose before there was push chose nothing about it, and has no device to be reached on.
alter table "notification_preference" add column "push" text;
-- Empty is on, as the definition says; an administrator may turn it off.
alter table "sign_in_policy" add column "push" boolean;
