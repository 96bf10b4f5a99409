--- up
-- What Entity Framework writes.
CREATE TABLE "ActivityLogs" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ActivityLogs" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Overview" TEXT NULL,
    "Type" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "DateCreated" TEXT NOT NULL,
    "LogSeverity" INTEGER NOT NULL,
    "RowVersion" INTEGER NOT NULL
);
CREATE TABLE "Users" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Users" PRIMARY KEY,
    "Username" TEXT NOT NULL, "Password" TEXT NULL, "MustUpdatePassword" INTEGER NOT NULL, "InternalId" INTEGER NOT NULL, "RowVersion" INTEGER NOT NULL
);
CREATE TABLE "Permissions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Permissions" PRIMARY KEY AUTOINCREMENT,
    "Kind" INTEGER NOT NULL, "Value" INTEGER NOT NULL, "RowVersion" INTEGER NOT NULL, "UserId" TEXT NULL,
    CONSTRAINT "FK_Permissions_Users_UserId" FOREIGN KEY ("UserId") REFERENCES "Users" ("Id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "IX_Permissions_UserId_Kind" ON "Permissions" ("UserId", "Kind") WHERE [UserId] IS NOT NULL;
CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20200514181226_AddActivityLog', '3.1.3');
--- down
DROP TABLE "__EFMigrationsHistory"; DROP TABLE "Permissions"; DROP TABLE "Users"; DROP TABLE "ActivityLogs";
--- up
-- ingrain: foreign-keys off
CREATE TABLE "ef_temp_Users" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Users" PRIMARY KEY,
    "InternalId" INTEGER NOT NULL,
    "MustUpdatePassword" INTEGER NOT NULL,
    "Password" TEXT NULL,
    "RowVersion" INTEGER NOT NULL,
    "Username" TEXT COLLATE NOCASE NOT NULL
);
INSERT INTO "ef_temp_Users" ("Id", "InternalId", "MustUpdatePassword", "Password", "RowVersion", "Username")
SELECT "Id", "InternalId", "MustUpdatePassword", "Password", "RowVersion", "Username"
FROM "Users";
DROP TABLE "Users";
ALTER TABLE "ef_temp_Users" RENAME TO "Users";
CREATE INDEX "IX_Users_Username" ON "Users" ("Username");
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20210320181425_Collation', '5.0.3');
--- down
-- ingrain: foreign-keys off
CREATE TABLE "ef_temp_Users" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Users" PRIMARY KEY,
    "Username" TEXT NOT NULL, "Password" TEXT NULL, "MustUpdatePassword" INTEGER NOT NULL, "InternalId" INTEGER NOT NULL, "RowVersion" INTEGER NOT NULL
);
INSERT INTO "ef_temp_Users" ("Id", "InternalId", "MustUpdatePassword", "Password", "RowVersion", "Username")
SELECT "Id", "InternalId", "MustUpdatePassword", "Password", "RowVersion", "Username" FROM "Users";
DROP TABLE "Users";
ALTER TABLE "ef_temp_Users" RENAME TO "Users";
DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20210320181425_Collation';
--- up
-- A key of two columns becomes one of three; the empty user is kept apart.
CREATE TABLE "UserData" ("UserId" TEXT NOT NULL, "ItemId" TEXT NOT NULL, "PlayCount" INTEGER NOT NULL DEFAULT 0, "Rating" REAL NULL CHECK ("Rating" IS NULL OR ("Rating" BETWEEN 0.0 AND 10.0)), CONSTRAINT "PK_UserData" PRIMARY KEY ("ItemId", "UserId"));
INSERT INTO "UserData" ("UserId", "ItemId") SELECT "Id", '00000000-0000-0000-0000-000000000000' FROM "Users";
DELETE FROM "ActivityLogs" WHERE "DateCreated" < datetime('now', '-30 days');
DELETE FROM "Permissions" WHERE "UserId" IS NULL;
--- down
DROP TABLE "UserData";
