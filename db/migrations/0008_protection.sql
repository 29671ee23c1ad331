-- module: kernel · compatible · the role the application reads and writes with, and the reach that row security asks for

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'perigon_app') then
    begin
      create role perigon_app nologin nosuperuser nobypassrls;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  execute format('grant perigon_app to %I', current_user);
exception when insufficient_privilege then
  raise warning 'perigon_app cannot be made: row security stays off until an administrator of the database makes the role';
end
$$;

-- How far the rights of a person reach, by a key made of its content: a changed right is another key at once.
create table actor_reach (
  key text not null,
  object text not null,
  everything boolean not null,
  owners uuid[] not null,
  departments uuid[] not null,
  records uuid[] not null,
  employee uuid,
  used_at timestamptz not null default now(),
  primary key (key, object)
);
