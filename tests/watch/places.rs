//! Where the macro may stand.

use ingrain_end_to_end::project::Project;

use crate::write_pair;

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
        let _ = MIGRATIONS.migrator();
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
