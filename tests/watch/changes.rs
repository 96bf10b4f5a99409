//! With the build script that a user writes, whatever happens to the folder is in the next build.

use std::fs::File;
use std::io;
use std::time::{Duration, SystemTime};

use crate::{NOTES, check, check_fails, check_is_fresh, project, write_pair};

#[test]
fn every_change_is_in_the_next_build() {
    let project = project("changes");
    check(&project, &[NOTES]);
    check_is_fresh(&project);

    write_pair(
        &project,
        "migrations/0002_tags",
        "CREATE TABLE tags (id);",
        "DROP TABLE tags;",
    );
    check(
        &project,
        &[NOTES, "2 tags: CREATE TABLE tags (id); | DROP TABLE tags;"],
    );

    project.write("migrations/0002_tags.up.sql", "CREATE TABLE tags (name);");
    check(
        &project,
        &[
            NOTES,
            "2 tags: CREATE TABLE tags (name); | DROP TABLE tags;",
        ],
    );

    project.write(
        "migrations/0002_tags.down.sql",
        "DROP TABLE IF EXISTS tags;",
    );
    check(
        &project,
        &[
            NOTES,
            "2 tags: CREATE TABLE tags (name); | DROP TABLE IF EXISTS tags;",
        ],
    );

    project.rename(
        "migrations/0002_tags.up.sql",
        "migrations/0002_labels.up.sql",
    );
    project.rename(
        "migrations/0002_tags.down.sql",
        "migrations/0002_labels.down.sql",
    );
    check(
        &project,
        &[
            NOTES,
            "2 labels: CREATE TABLE tags (name); | DROP TABLE IF EXISTS tags;",
        ],
    );

    project.remove("migrations/0002_labels.up.sql");
    project.remove("migrations/0002_labels.down.sql");
    check(&project, &[NOTES]);
    check_is_fresh(&project);
}

/// As `mv` and archives may leave it: no file is newer than the last build.
#[test]
fn an_older_file_put_in_place_is_in_the_next_build() -> io::Result<()> {
    let project = project("older");
    check(&project, &[NOTES]);
    project.write("kept.sql", "CREATE TABLE notes (id, body);");
    let last_year = SystemTime::now() - Duration::from_secs(365 * 24 * 60 * 60);
    File::options()
        .write(true)
        .open(project.path("kept.sql"))?
        .set_modified(last_year)?;
    project.rename("kept.sql", "migrations/0001_notes.up.sql");
    check(
        &project,
        &["1 notes: CREATE TABLE notes (id, body); | DROP TABLE notes;"],
    );
    Ok(())
}

#[test]
fn changes_inside_directory_pairs_are_in_the_next_build() {
    let project = project("directories");
    project.remove("migrations");
    let write = |directory: &str, up: &str, down: &str| {
        project.write(&format!("migrations/{directory}/up.sql"), up);
        project.write(&format!("migrations/{directory}/down.sql"), down);
    };
    write(
        "2026-01-02-030405_notes",
        "CREATE TABLE notes (id);",
        "DROP TABLE notes;",
    );
    let notes = "20260102030405 notes: CREATE TABLE notes (id); | DROP TABLE notes;";
    check(&project, &[notes]);

    let tags = "2026-01-02-030406_tags";
    write(tags, "CREATE TABLE tags (id);", "DROP TABLE tags;");
    check(
        &project,
        &[
            notes,
            "20260102030406 tags: CREATE TABLE tags (id); | DROP TABLE tags;",
        ],
    );

    project.write(
        &format!("migrations/{tags}/up.sql"),
        "CREATE TABLE tags (name);",
    );
    check(
        &project,
        &[
            notes,
            "20260102030406 tags: CREATE TABLE tags (name); | DROP TABLE tags;",
        ],
    );

    project.remove(&format!("migrations/{tags}/down.sql"));
    check_fails(&project, &["ING0006", tags]);

    project.remove(&format!("migrations/{tags}"));
    check(&project, &[notes]);
}

#[test]
fn a_folder_that_comes_into_being_is_in_the_next_build() {
    let project = project("late");
    project.rename("migrations", "elsewhere");
    check_fails(&project, &["ING0001", "`migrations`"]);
    project.rename("elsewhere", "migrations");
    check(&project, &[NOTES]);
}
