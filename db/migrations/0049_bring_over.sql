-- module: transfer · compatible · an export of another system, from its files to the imports it became

create table bring_over (
  id uuid primary key,
  system text not null,
  state text not null check (state in ('collecting', 'planning', 'planned', 'running', 'paused', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  -- Its files lie here until it has ended.
  folder text not null,
  files jsonb not null default '[]',
  settings jsonb not null default '{}',
  plan jsonb,
  -- The imports that were begun, in order: [{key, file, object, import, read, passed, links}].
  parts jsonb not null default '[]',
  error jsonb,
  actor uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  worker uuid,
  lease_until timestamptz
);
create index bring_over_actor_idx on bring_over (actor, created_at desc);
create index bring_over_work_idx on bring_over (state) where state in ('collecting', 'planning', 'planned', 'running', 'undoing');
