-- module: organization · compatible · who may have masked values shown

alter table "role" add column "unmask" boolean;
