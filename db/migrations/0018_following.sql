-- module: kernel · compatible · row security knows whose records count as own where others follow them

alter table actor_reach add column own uuid[] not null default '{}';
alter table actor_reach add column follows boolean not null default false;
