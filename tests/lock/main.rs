//! Real builds of a user's crate whose folder is sealed: what was released cannot change unnoticed.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test that cannot be run says so"
)]

mod branches;
mod demo;
mod documented;
mod release;
mod sealing;

use ingrain_end_to_end::project::{Outcome, Project};

const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

fn main() {
    println!("{}", MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap().migrations().len());
}
"#;

const LOCK: &str = "migrations/ingrain.lock";
const SEAL: [(&str, &str); 1] = [("INGRAIN_SEAL", "1")];

/// A crate with two migrations, not sealed.
fn project(name: &str) -> Project {
    let project = Project::new(name, &[]);
    project.write("src/main.rs", MAIN);
    add(&project, "0001_create_notes", "CREATE TABLE notes (id);");
    add(&project, "0002_create_tags", "CREATE TABLE tags (name);");
    project
}

/// Adds a migration.
fn add(project: &Project, name: &str, up: &str) {
    project.write(&format!("migrations/{name}.up.sql"), up);
    project.write(&format!("migrations/{name}.down.sql"), "SELECT 'back';");
}

/// Builds with these variables, and expects success.
#[track_caller]
fn build(project: &Project, variables: &[(&str, &str)]) -> Outcome {
    builds(project.cargo_with(&["build"], variables))
}

#[track_caller]
fn builds(build: Outcome) -> Outcome {
    assert!(build.success, "{}", build.stderr);
    build
}

/// Expects a build that failed to have said all of this, and not to have panicked.
#[track_caller]
fn fails(build: &Outcome, expected: &[&str]) {
    assert!(!build.success, "{}", build.stderr);
    says(build, expected);
}

#[track_caller]
fn says(build: &Outcome, expected: &[&str]) {
    for text in expected {
        assert!(
            build.stderr.contains(text),
            "no {text:?} in:\n{}",
            build.stderr
        );
    }
    assert!(!build.stderr.contains("panicked"), "{}", build.stderr);
}
