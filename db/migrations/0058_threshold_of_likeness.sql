-- module: customers · compatible · only duplicate rules of likeness have a threshold

update "duplicate_rule" set "threshold" = null where "compare" <> 'alike' and "threshold" is not null;
