-- module: customers · compatible · names a customer had before, which people go on searching by

alter table "customer" add column "former_names" text;
