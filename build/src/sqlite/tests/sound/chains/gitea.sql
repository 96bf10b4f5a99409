--- up
CREATE TABLE IF NOT EXISTS `user` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `lower_name` TEXT NOT NULL, `name` TEXT NOT NULL, `email` TEXT NOT NULL, `passwd` TEXT NOT NULL, `type` INTEGER NULL, `is_admin` INTEGER NULL, `num_repos` INTEGER NULL, `created_unix` INTEGER NULL);
CREATE UNIQUE INDEX `UQE_user_lower_name` ON `user` (`lower_name`);
CREATE UNIQUE INDEX `UQE_user_name` ON `user` (`name`);
CREATE TABLE IF NOT EXISTS `repository` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `owner_id` INTEGER NULL, `owner_name` TEXT NULL, `lower_name` TEXT NOT NULL, `name` TEXT NOT NULL, `is_private` INTEGER NULL, `size` INTEGER DEFAULT 0 NOT NULL, `trust_model` INTEGER NULL, `topics` TEXT NULL);
CREATE UNIQUE INDEX `UQE_repository_s` ON `repository` (`owner_id`,`lower_name`);
CREATE TABLE IF NOT EXISTS `issue` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `repo_id` INTEGER NULL, `index` INTEGER NULL, `poster_id` INTEGER NULL, `name` TEXT NULL, `content` TEXT NULL, `is_closed` INTEGER NULL, `is_pull` INTEGER NULL, `deadline_unix` INTEGER NULL);
CREATE UNIQUE INDEX `UQE_issue_repo_index` ON `issue` (`repo_id`,`index`);
CREATE TABLE `version` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NULL);
INSERT INTO `version` (`id`, `version`) VALUES (1, 1);
--- down
DROP TABLE `version`; DROP TABLE `issue`; DROP TABLE `repository`; DROP TABLE `user`;
--- up
ALTER TABLE `repository` ADD COLUMN `fork_id` INTEGER NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS `IDX_repository_fork_id` ON `repository` (`fork_id`);
CREATE TABLE `issue_index` (`group_id` INTEGER PRIMARY KEY NOT NULL, `max_index` INTEGER NULL);
INSERT INTO `issue_index` (`group_id`, `max_index`) SELECT `repo_id`, max(`index`) FROM `issue` WHERE `repo_id` > 0 GROUP BY `repo_id`;
UPDATE `version` SET `version` = 2 WHERE `id` = 1;
--- down
UPDATE `version` SET `version` = 1 WHERE `id` = 1;
DROP TABLE `issue_index`;
DROP INDEX `IDX_repository_fork_id`;
ALTER TABLE `repository` DROP COLUMN `fork_id`;
--- up
-- xorm's way: tmp_recreate__
CREATE TABLE `tmp_recreate__user` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `lower_name` TEXT NOT NULL, `name` TEXT NOT NULL, `email` TEXT NOT NULL, `passwd` TEXT NOT NULL, `type` INTEGER DEFAULT 0 NOT NULL, `is_admin` INTEGER DEFAULT 0 NOT NULL, `num_repos` INTEGER NULL, `created_unix` INTEGER NULL);
INSERT INTO sqlite_sequence (name, seq) SELECT 'tmp_recreate__user', seq FROM sqlite_sequence WHERE name = 'user';
INSERT INTO `tmp_recreate__user` SELECT `id`, `lower_name`, `name`, `email`, `passwd`, COALESCE(`type`, 0), COALESCE(`is_admin`, 0), `num_repos`, `created_unix` FROM `user`;
DROP TABLE `user`;
ALTER TABLE `tmp_recreate__user` RENAME TO `user`;
CREATE UNIQUE INDEX `UQE_user_lower_name` ON `user` (`lower_name`);
CREATE UNIQUE INDEX `UQE_user_name` ON `user` (`name`);
UPDATE `version` SET `version` = 3 WHERE `id` = 1;
--- down
CREATE TABLE `tmp_recreate__user` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `lower_name` TEXT NOT NULL, `name` TEXT NOT NULL, `email` TEXT NOT NULL, `passwd` TEXT NOT NULL, `type` INTEGER NULL, `is_admin` INTEGER NULL, `num_repos` INTEGER NULL, `created_unix` INTEGER NULL);
INSERT INTO `tmp_recreate__user` SELECT * FROM `user`;
UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name = 'user') WHERE name = 'tmp_recreate__user';
INSERT INTO sqlite_sequence (name, seq) SELECT 'tmp_recreate__user', seq FROM sqlite_sequence WHERE name = 'user' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'tmp_recreate__user');
DROP TABLE `user`;
ALTER TABLE `tmp_recreate__user` RENAME TO `user`;
CREATE UNIQUE INDEX `UQE_user_lower_name` ON `user` (`lower_name`);
CREATE UNIQUE INDEX `UQE_user_name` ON `user` (`name`);
UPDATE `version` SET `version` = 2 WHERE `id` = 1;
