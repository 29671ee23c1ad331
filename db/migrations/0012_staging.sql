-- module: transfer · compatible · staged rows are read in the order of the file, so the index by status only costs; rows and cells stay text

drop index import_row_status_idx;
alter table import_row alter column cells type json using cells::json, alter column patch type json using patch::json;
