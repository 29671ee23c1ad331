-- module: kernel · compatible · names are found by their full pinyin from every syllable on (=), not by all initials it may stand for

create or replace function perigon_grams(folded text) returns tsvector
language plpgsql immutable parallel safe strict as $$
declare
  pieces text[] := array['^' || left(split_part(folded, E'\n', 1), 40)];
  word text;
  before text;
  letter text;
  heads text := '';
begin
  foreach word in array string_to_array(translate(folded, E'\n', ' '), ' ') loop
    if word like '~%' then
      heads := word;
      for place in 2 .. length(word) - 1 loop
        pieces := pieces || ('~' || substr(word, place, 12));
      end loop;
    elsif word like '=%' then
      -- Where a letter is that some syllable of the name begins with: all syllables, and a few places too many.
      for place in 2 .. length(word) - 2 loop
        if strpos(heads, substr(word, place, 1)) > 0 then pieces := pieces || ('=' || substr(word, place, 12)); end if;
      end loop;
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

set local maintenance_work_mem = '1GB';

-- A stored column keeps what the former function said until it is made anew; texts without pinyin have nothing to gain.
do $$
declare
  owner_table text;
  has_readings boolean;
  index_text text;
begin
  for owner_table in
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'search_grams' and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and not a.attisdropped
  loop
    execute format('select exists (select 1 from %I where search_text like %L)', owner_table, E'%\n=%') into has_readings;
    if has_readings then
      select pg_get_indexdef(i.indexrelid) into strict index_text from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'search_grams' and a.attnum = any(i.indkey)
      where i.indrelid = to_regclass(quote_ident(owner_table));
      execute format('alter table %I drop column search_grams', owner_table);
      execute format('alter table %I add column search_grams tsvector generated always as (perigon_grams(search_text)) stored', owner_table);
      execute index_text;
    end if;
  end loop;
end
$$;
