-- module: customization · compatible · the widths of columns a person dragged

alter table "view_preference" add column "widths" jsonb;
