-- module: customers · compatible · duplicate rules may refuse, and compare the domains of e-mail and websites

alter table "duplicate_rule" add column "response" text;
update "duplicate_rule" set "response" = 'warn' where "response" is null;

-- The stored address is canonical (lower case, with scheme), so its host is what stands between slashes, port and www.
create function perigon_mail_domain(email text) returns text language sql immutable parallel safe
  as $$ select lower(split_part(email, '@', 2)) $$;
create function perigon_web_host(website text) returns text language sql immutable parallel safe
  as $$ select regexp_replace(split_part(split_part(website, '/', 3), ':', 1), '^www\.', '') $$;

create index customer_same_phone_idx on "customer" (phone) where deleted_at is null and phone is not null;
create index customer_same_email_idx on "customer" (email) where deleted_at is null and email is not null;
create index customer_same_domain_idx on "customer" (perigon_mail_domain(email)) where deleted_at is null and email is not null;
create index customer_same_host_idx on "customer" (perigon_web_host(website)) where deleted_at is null and website is not null;
create index contact_same_phone_idx on "contact" (phone) where deleted_at is null and phone is not null;
create index contact_same_wechat_idx on "contact" (wechat) where deleted_at is null and wechat is not null;
create index contact_same_domain_idx on "contact" (perigon_mail_domain(email)) where deleted_at is null and email is not null;

-- Whether a key is somebody's already has to be known past row security, or two people who do not see each other's customers
-- would both be let through. Ten of each key at most; the application decides what is told of them.
create function perigon_same_key(target text, field text, compare text, keys text[])
  returns table (key text, id uuid, title text, owner text, department text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  matches text;
begin
  if target not in ('customer', 'contact') or field not in ('name', 'credit_code', 'mobile', 'phone', 'email', 'wechat', 'website') then
    return;
  end if;
  if not exists (select 1 from information_schema.columns c where c.table_schema = 'public' and c.table_name = target and c.column_name = field) then
    return;
  end if;
  matches := case
    when compare = 'domain' and field = 'email' then 't.email is not null and perigon_mail_domain(t.email) = k.key'
    when compare = 'domain' and field = 'website' then 't.website is not null and perigon_web_host(t.website) = k.key'
    when field = 'website' then 't.website is not null and perigon_web_host(t.website) = perigon_web_host(k.key) and t.website = k.key'
    when field = 'name' and target = 'customer' then 't.name_normalized = k.key'
    else format('t.%I = k.key', field)
  end;
  return query execute format(
    'select k.key, m.id, m.name, e.name, d.name from unnest($1) k(key)
       cross join lateral (select t.id, t.name, t.owner, t.department from %I t where t.deleted_at is null and %s limit 10) m
       left join employee e on e.id = m.owner left join department d on d.id = m.department', target, matches) using keys;
end $$;
