-- module: transfer · compatible · one row of a sheet may fill several objects, and knows the id the other system gave it

-- What else a checked row writes: [{part, object, op, id, patch}].
alter table import_row add column related json;
alter table import_row add column external text;

-- Which record stands for which id of another system, so that files of an export find each other and a second run finds the first.
create table external_key (
  source text not null,
  object text not null,
  key text not null,
  record uuid not null,
  created_at timestamptz not null default now(),
  primary key (source, object, key)
);
create index external_key_record_idx on external_key (record);
