//! Real builds of a user's crate whose build script proves its migrations.

mod class;
mod cost;
mod findings;
mod rust;
mod sealing;

use ingrain_end_to_end::project::{Outcome, Project};

const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

fn main() {
    println!("{}", MIGRATIONS.path());
}
"#;

const LOCK: &str = "migrations/ingrain.lock";
const SEAL: [(&str, &str); 1] = [("INGRAIN_SEAL", "1")];

/// A crate for one database with one migration, whose chain is proven.
fn project(name: &str, dialect: &str) -> Project {
    let project = Project::proving(name, &[], &[dialect]);
    project.write("src/main.rs", MAIN);
    project.write("migrations/ingrain.toml", declared(dialect));
    let up = "CREATE TABLE notes (\n    id integer PRIMARY KEY,\n    body text NOT NULL\n);\n";
    add(&project, "0001_create_notes", up, "DROP TABLE notes;\n");
    project
}

/// What `ingrain.toml` says of a folder for one database.
fn declared(dialect: &str) -> String {
    format!("dialects = [\"{dialect}\"]\n")
}

/// Adds a migration.
fn add(project: &Project, name: &str, up: &str, down: &str) {
    project.write(&format!("migrations/{name}.up.sql"), up);
    project.write(&format!("migrations/{name}.down.sql"), down);
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
    let said = &build.stderr;
    for text in expected {
        assert!(said.contains(text), "no {text:?} in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}
