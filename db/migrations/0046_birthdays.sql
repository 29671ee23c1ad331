-- module: customers · compatible · a birthday is asked for by its day of the year, whatever the year

create index "contact_birthday_day_idx" on "contact" ((extract(month from "birthday")::int * 100 + extract(day from "birthday")::int), id) where deleted_at is null and "birthday" is not null;
