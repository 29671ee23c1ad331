-- module: kernel · compatible · positions held in the order of their list, as lists of one's own records have had theirs since 0052

create index "contact_position_owner_is_primary_start_idx" on "contact_position" (owner, "is_primary" desc nulls last, "start" desc nulls last, id desc) include (department) where deleted_at is null;
