--- up
-- Add migration script here
create table if not exists history (
	id text primary key,
	timestamp integer not null,
	duration integer not null,
	exit integer not null,
	command text not null,
	cwd text not null,
	session text not null,
	hostname text not null,

	unique(timestamp, cwd, command)
);
create index if not exists idx_history_timestamp on history(timestamp);
create index if not exists idx_history_command on history(command);
--- down
drop table history;
--- up
alter table history add column deleted_at integer;
create index if not exists idx_history_command_timestamp on history(
	command,
	timestamp
);
--- down
drop index idx_history_command_timestamp;
alter table history drop column deleted_at;
--- up
create table store (
  id text primary key,   -- globally unique ID
  idx integer,           -- incrementing integer ID unique per (host, tag)
  host text not null,    -- references the host row
  tag text not null,
  timestamp integer not null,
  version text not null,
  data blob not null,
  cek blob not null,
  unique(host, tag, idx)
);
create unique index record_uniq ON store(host, tag, idx);
--- down
drop table store;
--- up
delete from store where id in (
  select id from (select id, row_number() over (partition by host, tag order by timestamp desc, id) as n from store) where n > 100
);
update store set idx = ranked.n from (select id, dense_rank() over w + 1000000 + idx as n from store window w as (partition by host order by id)) as ranked where ranked.id = store.id and store.idx is not null;
create view latest as
  with ranked as (select *, lag(timestamp) over (partition by host order by timestamp) as before, first_value(id) over (partition by host) as first from store)
  select id, host, timestamp - before as gap, first from ranked;
--- down
drop view latest;
