-- module: organization · compatible · roles have a name in both languages

alter table "role" add column "name_en" text;
update "role" set "name_en" = 'Administrator' where key = 'administrator';
update "role" set "name_en" = 'Sales manager' where key = 'sales_manager';
update "role" set "name_en" = 'Sales rep' where key = 'sales_rep';
