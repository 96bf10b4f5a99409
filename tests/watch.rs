//! Real builds of a user's crate: every change of the migrations folder is in the next build.

use std::fs::File;
use std::io;
use std::time::{Duration, SystemTime};

use ingrain_end_to_end::project::{Outcome, Project};

/// Prints what is embedded, a line per migration.
const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

fn main() {
    for migration in MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap().migrations() {
        let (up, down) = (migration.up(), migration.down_script().unwrap());
        assert_eq!(up.checksum(), ingrain::Checksum::of(up.text()));
        assert_eq!(down.checksum(), ingrain::Checksum::of(down.text()));
        let (version, description) = (migration.version(), migration.description());
        println!("{version} {description}: {} | {}", up.text(), down.text());
    }
}
"#;

/// What it prints for the one migration that each project begins with.
const NOTES: &str = "1 notes: CREATE TABLE notes (id); | DROP TABLE notes;";

/// A crate with one migration that creates the table `notes`.
fn project(name: &str) -> Project {
    let project = Project::new(name, &[]);
    project.write("src/main.rs", MAIN);
    write_pair(
        &project,
        "migrations/0001_notes",
        "CREATE TABLE notes (id);",
        "DROP TABLE notes;",
    );
    project
}

fn write_pair(project: &Project, name: &str, up: &str, down: &str) {
    project.write(&format!("{name}.up.sql"), up);
    project.write(&format!("{name}.down.sql"), down);
}

/// Builds, runs, and compares what the program prints.
#[track_caller]
fn check(project: &Project, expected: &[&str]) {
    let build = project.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
    let run = project.run(&[], &[]);
    assert!(run.success, "{}", run.stderr);
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected);
}

/// Builds, and expects one compile error that holds all of this.
#[track_caller]
fn check_fails(project: &Project, expected: &[&str]) -> Outcome {
    let build = project.cargo(&["build"]);
    assert!(!build.success, "{}", build.stderr);
    for text in expected {
        assert!(
            build.stderr.contains(text),
            "no {text:?} in:\n{}",
            build.stderr
        );
    }
    assert!(!build.stderr.contains("panicked"), "{}", build.stderr);
    build
}

#[track_caller]
fn check_is_fresh(project: &Project) {
    let build = project.cargo(&["build"]);
    assert!(
        build.success && !build.stderr.contains("Compiling"),
        "{}",
        build.stderr
    );
}

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

#[test]
fn without_a_build_script_the_error_holds_the_lines_to_paste() {
    let project = project("unwatched");
    project.remove("build.rs");
    let failed = check_fails(&project, &["ING0017"]);
    // Pasted as they stand there, margin aside.
    let lines = failed
        .stderr
        .lines()
        .map(|line| line.trim_start_matches([' ', '|', '=']));
    let pasted: Vec<_> = lines
        .skip_while(|line| !line.starts_with("fn main() {"))
        .take(3)
        .collect();
    assert_eq!(
        pasted,
        ["fn main() {", "ingrain_build::watch(\"migrations\");", "}"]
    );
    project.write("build.rs", pasted.join("\n"));
    check(&project, &[NOTES]);
}

#[test]
fn an_unwatched_folder_needs_no_build_script_and_its_files_are_tracked() {
    let project = project("unwatched");
    project.remove("build.rs");
    let main = MAIN.replace("(\"migrations\")", "(\"migrations\", unwatched)");
    project.write("src/main.rs", main);
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
    check_is_fresh(&project);
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
    project.remove("migrations/0002_tags.up.sql");
    project.remove("migrations/0002_tags.down.sql");
    check(&project, &[NOTES]);
}

#[test]
fn a_build_script_that_saw_something_else_is_an_error_of_its_own() {
    let project = project("stale");
    let watch = "ingrain_build::watch(\"migrations\");";
    let add =
        |file: &str| format!("std::fs::write(\"migrations/{file}\", \"SELECT 1;\").unwrap();");
    let (up, down) = (add("0002_late.up.sql"), add("0002_late.down.sql"));
    project.write("build.rs", format!("fn main() {{ {watch} {up} {down} }}"));
    check_fails(&project, &["ING0018"]);
    project.write("build.rs", format!("fn main() {{ {up} {down} {watch} }}"));
    check(&project, &[NOTES, "2 late: SELECT 1; | SELECT 1;"]);

    write_pair(&project, "other/0001_other", "SELECT 1;", "SELECT 1;");
    project.write("build.rs", "fn main() { ingrain_build::watch(\"other\"); }");
    check_fails(
        &project,
        &["ING0017", "ingrain_build::watch(\"migrations\");"],
    );
}

/// Everywhere an expression may stand, in a crate that is not the root of its workspace.
#[test]
fn every_place_for_the_macro() {
    let project = Project::in_workspace("places", &[]);
    for folder in ["migrations", "db/audit"] {
        let pair = format!("{folder}/0001_notes");
        write_pair(
            &project,
            &pair,
            "CREATE TABLE notes (id);",
            "DROP TABLE notes;",
        );
    }
    project.write(
        "build.rs",
        "fn main() { ingrain_build::watch(\"migrations\"); ingrain_build::watch(\"db/audit\"); }",
    );
    project.write(
        "src/lib.rs",
        r#"
#![no_implicit_prelude]
#![deny(warnings)]
pub static STATIC: ::ingrain::Migrations = ::ingrain::embed!("migrations");
pub const CONST: ::ingrain::Migrations = ::ingrain::embed!("db/audit");

pub mod module {
    pub static MIGRATIONS: ::ingrain::Migrations = ::ingrain::embed!("migrations",);

    pub mod version {
        ::ingrain::versions!("migrations");
    }
}

pub fn function() -> ::ingrain::Migrator {
    ::ingrain::embed!("migrations").migrator()
}

#[cfg(test)]
mod tests {
    #[test]
    fn unit() {
        static MIGRATIONS: ::ingrain::Migrations = ::ingrain::embed!("migrations");
        MIGRATIONS.migrator();
        ::std::assert_eq!(super::module::version::V0001_NOTES.number(), 1);
    }
}
"#,
    );
    project.write(
        "tests/integration.rs",
        "#[test] fn integration() { let _ = ingrain::embed!(\"migrations\").migrator(); }",
    );
    let tests = project.cargo(&["test"]);
    assert!(tests.success, "{}{}", tests.stdout, tests.stderr);
    for test in ["test tests::unit ... ok", "test integration ... ok"] {
        assert!(tests.stdout.contains(test), "{}", tests.stdout);
    }
}
