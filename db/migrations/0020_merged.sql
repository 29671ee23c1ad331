-- module: kernel · compatible · merged records point to the one they have become

create table merged_record (
  object text not null,
  loser uuid not null,
  survivor uuid not null,
  operation uuid not null,
  at timestamptz not null,
  primary key (object, loser)
);
create index merged_record_survivor_idx on merged_record (object, survivor);
create index merged_record_operation_idx on merged_record (operation);
