-- module: kernel · compatible · titles are found by their beginning (^), Chinese by pinyin initials (~); existing texts are made anew in the background

create table search_state (
  object text primary key,
  version text not null,
  place uuid not null,
  done boolean not null
);

create or replace function perigon_grams(folded text) returns tsvector
language plpgsql immutable parallel safe strict as $$
declare
  pieces text[] := array['^' || left(split_part(folded, E'\n', 1), 40)];
  word text;
  before text;
  letter text;
begin
  foreach word in array string_to_array(translate(folded, E'\n', ' '), ' ') loop
    if word like '~%' then
      for place in 2 .. length(word) - 1 loop
        pieces := pieces || ('~' || substr(word, place, 12));
      end loop;
    elsif word like '=%' then
      null;
    elsif length(word) >= 7 and word ~ '^[0-9a-z+-]*[0-9][0-9a-z+-]*$' then
      pieces := pieces || array[word, '<' || reverse(word)];
    else
      before := null;
      foreach letter in array string_to_array(word, null) loop
        if before is not null then pieces := pieces || (before || letter); end if;
        before := letter;
      end loop;
    end if;
  end loop;
  return array_to_tsvector(pieces);
end
$$;

-- A stored column keeps what the former function said until it is made anew.
do $$
declare
  owner_table text;
begin
  for owner_table in
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'search_grams' and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and not a.attisdropped
  loop
    execute format('alter table %I drop column search_grams', owner_table);
    execute format('alter table %I add column search_grams tsvector generated always as (perigon_grams(search_text)) stored', owner_table);
    execute format('create index %I on %I using gin (search_grams)', owner_table || '_search_idx', owner_table);
  end loop;
end
$$;
