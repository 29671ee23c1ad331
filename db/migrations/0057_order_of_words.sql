-- module: kernel · compatible · names are ordered as a dictionary orders them: Chinese by pinyin, which the bytes of a text say nothing of

do $$ begin
  if exists (select 1 from pg_collation where collname = 'zh-x-icu') then
    create collation perigon_words from "zh-x-icu";
  else
    -- A server without ICU orders by characters, as before.
    create collation perigon_words from "C";
  end if;
end $$;
