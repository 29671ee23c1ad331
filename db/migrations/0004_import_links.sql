-- module: transfer · compatible · links inside one file and linked records made by an import

alter table import_row add column late jsonb;
create index import_row_late_idx on import_row (job, row_number) where late is not null;
alter table import_job add column creates jsonb not null default '[]';
