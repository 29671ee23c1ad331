-- module: customization · compatible · how many records of a bulk change had the values already

alter table "bulk_operation" add column "unchanged" integer;
