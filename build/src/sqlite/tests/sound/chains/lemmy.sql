--- up
create table person (id integer primary key, name text not null unique collate nocase, published text not null default (datetime('now')), deleted integer not null default false check (deleted in (0, 1)), matrix_id text check (matrix_id is null or matrix_id glob '@*:*'));
create table community (id integer primary key, name text not null, title text not null, creator_id integer not null references person on update cascade on delete cascade, unique (name));
create table post (id integer primary key autoincrement, name text not null check (length(name) between 1 and 200), url text check (url like 'http%'), creator_id int not null references person (id) on update cascade on delete cascade, community_id int not null references community on update cascade on delete cascade, score int default 0 not null);
create table comment (id integer primary key, creator_id int references person on delete set null, post_id int not null references post on delete cascade, parent_id int references comment on delete set null, content text not null, path text generated always as ('0.' || coalesce(parent_id || '.', '') || id) virtual);
create table post_like (post_id int not null references post on delete cascade, person_id int not null references person on delete cascade, score int not null check (score = -1 or score = 1), primary key (person_id, post_id)) without rowid;
create trigger post_like_in after insert on post_like begin update post set score = score + new.score where id = new.post_id; end;
create trigger post_like_out after delete on post_like begin update post set score = score - old.score where id = old.post_id; end;
create trigger post_like_up after update of score on post_like when old.score <> new.score begin update post set score = score - old.score + new.score where id = new.post_id; end;
--- down
drop table post_like; drop table comment; drop table post; drop table community; drop table person;
--- up
create view post_view as select p.*, u.name as creator_name, c.name as community_name, (select count(*) from comment where comment.post_id = p.id) as number_of_comments, coalesce(l.score, 0) as my_vote from post p join person u on u.id = p.creator_id join community c on c.id = p.community_id left join post_like l on l.post_id = p.id;
create view user_view as select id, name, (select count(*) from post_view v where v.creator_id = person.id) as posts from person;
create trigger user_view_delete instead of delete on user_view begin update person set deleted = true where id = old.id; end;
--- down
drop view user_view; drop view post_view;
--- up
-- The views that read a table have to go while it changes.
drop trigger user_view_delete; drop view user_view; drop view post_view;
alter table post add column body text;
alter table post add column nsfw boolean not null default false;
alter table post rename column url to link;
create view post_view as select p.*, u.name as creator_name from post p, person u where u.id = p.creator_id;
create view user_view as select id, name, (select count(*) from post_view v where v.creator_id = person.id) as posts from person;
create trigger user_view_delete instead of delete on user_view begin update person set deleted = true where id = old.id; end;
--- down
drop trigger user_view_delete; drop view user_view; drop view post_view;
alter table post rename column link to url;
alter table post drop column nsfw;
alter table post drop column body;
create view post_view as select p.*, u.name as creator_name, c.name as community_name, (select count(*) from comment where comment.post_id = p.id) as number_of_comments, coalesce(l.score, 0) as my_vote from post p join person u on u.id = p.creator_id join community c on c.id = p.community_id left join post_like l on l.post_id = p.id;
create view user_view as select id, name, (select count(*) from post_view v where v.creator_id = person.id) as posts from person;
create trigger user_view_delete instead of delete on user_view begin update person set deleted = true where id = old.id; end;
--- up
-- ingrain: foreign-keys off
create table person_new (id integer primary key, name text not null unique collate nocase, published text not null default (datetime('now')), deleted integer not null default false check (deleted in (0, 1)), bot integer not null default 0);
insert into person_new (id, name, published, deleted) select id, name, published, deleted from person;
drop trigger user_view_delete; drop view user_view; drop view post_view;
drop table person;
alter table person_new rename to person;
create view post_view as select p.*, u.name as creator_name from post p, person u where u.id = p.creator_id;
create view user_view as select id, name, (select count(*) from post_view v where v.creator_id = person.id) as posts from person;
create trigger user_view_delete instead of delete on user_view begin update person set deleted = true where id = old.id; end;
--- down
-- ingrain: foreign-keys off
drop trigger user_view_delete; drop view user_view; drop view post_view;
create table person_old (id integer primary key, name text not null unique collate nocase, published text not null default (datetime('now')), deleted integer not null default false check (deleted in (0, 1)), matrix_id text check (matrix_id is null or matrix_id glob '@*:*'));
insert into person_old (id, name, published, deleted) select id, name, published, deleted from person;
drop table person;
alter table person_old rename to person;
create view post_view as select p.*, u.name as creator_name from post p, person u where u.id = p.creator_id;
create view user_view as select id, name, (select count(*) from post_view v where v.creator_id = person.id) as posts from person;
create trigger user_view_delete instead of delete on user_view begin update person set deleted = true where id = old.id; end;
