-- module: kernel · compatible · facts that are not changes of a record (sign-ins, exports, unmasking), append-only by rights, sealed by hashes

alter table event drop constraint event_op_check;
alter table event add constraint event_op_check check (op in (
  'create', 'update', 'delete', 'restore',
  'sign_in', 'sign_in_failed', 'sign_out', 'password', 'token', 'export', 'unmask', 'erase'
));
alter table event alter column record drop not null;
create index event_fact_idx on event (op, seq) where op not in ('create', 'update', 'delete', 'restore');
create index event_actor_idx on event (actor, seq);

-- content: SHA-256 of the row; chain: SHA-256 of the chain before and the content. A changed row no longer has its
-- content, a removed one leaves a hole in the chain. An erased row keeps its hashes and says so.
create table event_seal (
  seq bigint primary key,
  position bigint not null unique,
  content bytea not null,
  chain bytea not null,
  erased boolean not null default false
);

create function perigon_keep() returns trigger language plpgsql as $$
begin
  -- Only an erasure may touch the log, and it says so in the same transaction.
  if tg_op = 'UPDATE' and current_setting('perigon.erasing', true) = 'on' then
    return new;
  end if;
  raise exception 'the event log is append-only' using errcode = '42501';
end
$$;
create trigger event_keep before update or delete on event for each row execute function perigon_keep();
create trigger event_seal_keep before update or delete on event_seal for each row execute function perigon_keep();
