//! Real builds of a user's crate: every change of the migrations folder is in the next build.

mod build_script;
mod changes;
#[cfg(unix)]
mod odd_files;
mod places;

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
