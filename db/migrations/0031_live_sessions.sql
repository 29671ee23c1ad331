-- module: organization · compatible · connections that stay open hear of a session that ended

create function perigon_tell_session() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('perigon_live', 'session:' || g.user_id) from (select distinct user_id from gone) g;
  return null;
end $$;
create trigger session_live_delete after delete on session
  referencing old table as gone for each statement execute function perigon_tell_session();
