-- module: activities · compatible · notifications can be done, searched, and told live

alter table "notification" add column "done_at" timestamptz;
alter table "notification" add column "search_text" text;
alter table "notification" add column "search_grams" tsvector generated always as (perigon_grams(search_text)) stored;
create index "notification_owner_created_at_idx" on "notification" ("owner", "created_at", id) where deleted_at is null and "owner" is not null;
create index "notification_created_at_idx" on "notification" ("created_at", id) where deleted_at is null;
create index "notification_search_idx" on "notification" using gin (search_grams);

-- Tells every server process whose notifications changed: the topic and the person, never the content. One notice per
-- person and statement; equal notices of one transaction are one.
create function perigon_tell_notification() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('perigon_live', 'notifications:' || c.owner) from (select distinct owner from changed where owner is not null) c;
  return null;
end $$;
create trigger notification_live_insert after insert on "notification"
  referencing new table as changed for each statement execute function perigon_tell_notification();
create trigger notification_live_update after update on "notification"
  referencing new table as changed for each statement execute function perigon_tell_notification();
