-- module: exports · compatible · a schedule that keeps failing is paused, and says why

alter table "export_schedule" add column "failures" integer;
alter table "export_schedule" add column "paused_why" text;
