--- up
create table schema_version (version text not null);
create table users (id integer primary key, username text not null unique check (username = lower(username)), password text, is_admin bool default 'f', language text default 'en_US', timezone text default 'UTC', theme text default 'default', last_login_at timestamp);
create table categories (id integer primary key, user_id int not null, title text not null, unique (user_id, title), foreign key (user_id) references users(id) on delete cascade);
create table feeds (id integer primary key, user_id int not null, category_id int not null, title text not null, feed_url text not null, site_url text not null, checked_at text default (datetime('now')), etag_header text default '', parsing_error_count int default 0, unique (user_id, feed_url), foreign key (user_id) references users(id) on delete cascade, foreign key (category_id) references categories(id) on delete cascade);
create table entries (id integer primary key, user_id int not null, feed_id bigint not null, hash text not null, published_at timestamp not null, title text not null, url text not null, author text, content text, status text default 'unread' check (status in ('unread', 'read', 'removed')), unique (feed_id, hash), foreign key (user_id) references users(id) on delete cascade, foreign key (feed_id) references feeds(id) on delete cascade);
create index entries_feed_idx on entries(feed_id);
insert into schema_version values ('1');
--- down
drop table entries; drop table feeds; drop table categories; drop table users; drop table schema_version;
--- up
alter table users add column extra text not null default '{}' check (json_type(extra) = 'object');
update users set extra = json_set(extra, '$.' || language, json_array(theme, timezone)) where language is not null;
create index users_extra_idx on users(json_extract(extra, '$.google_id'));
create unique index users_extra_unique_idx on users(json_extract(extra, '$.oidc_id')) where json_extract(extra, '$.oidc_id') is not null;
alter table entries add column document_vectors text;
create index document_vectors_idx on entries(feed_id, lower(title)) where status <> 'removed';
update schema_version set version = '2';
--- down
drop index document_vectors_idx;
drop index users_extra_unique_idx;
drop index users_extra_idx;
alter table entries drop column document_vectors;
-- A CHECK of the column itself goes with it.
alter table users drop column extra;
update schema_version set version = '1';
--- up
create table enclosures (id integer primary key, user_id int not null, entry_id bigint not null references entries on delete cascade, url text not null, size integer default 0, mime_type text default '', foreign key (user_id) references users(id) on delete cascade);
insert into enclosures (user_id, entry_id, url) select user_id, id, url from entries where url like '%.mp3' or url is not null;
create unique index enclosures_user_entry_url_idx on enclosures(user_id, entry_id, url);
delete from enclosures where id not in (select min(id) from enclosures group by user_id, entry_id, url);
alter table entries add column changed_at timestamp;
update entries set changed_at = published_at;
create trigger entries_changed after update on entries for each row when new.changed_at is old.changed_at begin update entries set changed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where id = new.id; end;
update schema_version set version = '3';
--- down
drop trigger entries_changed; alter table entries drop column changed_at; drop table enclosures;
update schema_version set version = '2';
