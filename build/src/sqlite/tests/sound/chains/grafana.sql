--- up
CREATE TABLE IF NOT EXISTS `org` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NOT NULL, `name` TEXT NOT NULL, `created` DATETIME NOT NULL);
CREATE UNIQUE INDEX `UQE_org_name` ON `org` (`name`);
CREATE TABLE IF NOT EXISTS `dashboard` (
`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL
, `version` INTEGER NOT NULL
, `slug` TEXT NOT NULL
, `title` TEXT NOT NULL
, `data` TEXT NOT NULL
, `account_id` INTEGER NOT NULL
, `created` DATETIME NOT NULL
, `updated` DATETIME NOT NULL
);
CREATE INDEX `IDX_dashboard_account_id` ON `dashboard` (`account_id`);
CREATE UNIQUE INDEX `UQE_dashboard_account_id_slug` ON `dashboard` (`account_id`,`slug`);
CREATE TABLE `dashboard_tag` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `dashboard_id` INTEGER NOT NULL, `term` TEXT NOT NULL);
--- down
DROP TABLE `dashboard_tag`; DROP TABLE `dashboard`; DROP TABLE `org`;
--- up
/* Rename table dashboard to dashboard_v1 - v1 */
DROP INDEX `IDX_dashboard_account_id`;
DROP INDEX `UQE_dashboard_account_id_slug`;
ALTER TABLE `dashboard` RENAME TO `dashboard_v1`;
CREATE TABLE IF NOT EXISTS `dashboard` (
`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NOT NULL, `slug` TEXT NOT NULL, `title` TEXT NOT NULL, `data` TEXT NOT NULL, `org_id` INTEGER NOT NULL, `created` DATETIME NOT NULL, `updated` DATETIME NOT NULL
);
CREATE INDEX `IDX_dashboard_org_id` ON `dashboard` (`org_id`);
CREATE UNIQUE INDEX `UQE_dashboard_org_id_slug` ON `dashboard` (`org_id`,`slug`);
INSERT INTO sqlite_sequence (name, seq) SELECT 'dashboard', seq FROM sqlite_sequence WHERE name = 'dashboard_v1';
INSERT INTO `dashboard` (`id`, `version`, `slug`, `title`, `data`, `org_id`, `created`, `updated`) SELECT `id`, `version`, `slug`, `title`, `data`, `account_id`, `created`, `updated` FROM `dashboard_v1`;
DROP TABLE IF EXISTS `dashboard_v1`;
--- down
DROP INDEX `IDX_dashboard_org_id`; DROP INDEX `UQE_dashboard_org_id_slug`;
ALTER TABLE `dashboard` RENAME COLUMN `org_id` TO `account_id`;
CREATE INDEX `IDX_dashboard_account_id` ON `dashboard` (`account_id`);
CREATE UNIQUE INDEX `UQE_dashboard_account_id_slug` ON `dashboard` (`account_id`,`slug`);
--- up
alter table `dashboard` ADD COLUMN `updated_by` INTEGER NULL;
alter table `dashboard` ADD COLUMN `uid` TEXT NULL;
alter table `dashboard` ADD COLUMN `is_folder` INTEGER NOT NULL DEFAULT 0;
-- Update uid column values in dashboard
UPDATE dashboard SET uid=printf('%09d',id) WHERE uid IS NULL;
CREATE UNIQUE INDEX `UQE_dashboard_org_id_uid` ON `dashboard` (`org_id`,`uid`);
DROP INDEX `UQE_dashboard_org_id_slug`;
CREATE UNIQUE INDEX `UQE_dashboard_org_id_folder_title` ON `dashboard` (`org_id`, `is_folder`, `title`, `id`);
--- down
DROP INDEX `UQE_dashboard_org_id_folder_title`; DROP INDEX `UQE_dashboard_org_id_uid`;
UPDATE dashboard SET slug = slug || '-' || id;
CREATE UNIQUE INDEX `UQE_dashboard_org_id_slug` ON `dashboard` (`org_id`,`slug`);
ALTER TABLE dashboard DROP COLUMN is_folder; ALTER TABLE dashboard DROP COLUMN uid; ALTER TABLE dashboard DROP COLUMN updated_by;
--- up
CREATE TABLE `permission` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `role_id` INTEGER NOT NULL, `action` TEXT NOT NULL, `scope` TEXT NOT NULL, `kind` TEXT NOT NULL DEFAULT '', `attribute` TEXT NOT NULL DEFAULT '');
INSERT INTO permission (role_id, action, scope) SELECT 1, 'dashboards:' || CASE is_folder WHEN 1 THEN 'folder' ELSE 'read' END, 'dashboards:uid:' || uid FROM dashboard WHERE uid IS NOT NULL;
UPDATE permission SET kind = substr(scope, 1, instr(scope, ':') - 1) WHERE scope LIKE '%:%' ESCAPE '\';
--- down
DROP TABLE permission;
