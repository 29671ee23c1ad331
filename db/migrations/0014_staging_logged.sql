-- module: transfer · compatible · staged rows survive a crash of the database: an import must neither end early nor write a row twice

alter table import_row set logged;
