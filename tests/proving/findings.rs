//! What a proof finds reaches whoever builds.

use crate::{add, builds, declared, fails, project, says};

const ADD_AUTHOR: &str = "ALTER TABLE notes\n    ADD COLUMN author text NOT NULL;\n";
const DROP_AUTHOR: &str = "ALTER TABLE notes DROP COLUMN author;\n";

/// It passes on an empty table, and fails on the first one with rows.
#[test]
fn what_is_denied_is_an_error_at_the_macro_with_file_line_and_caret() {
    let project = project("denied", "sqlite");
    builds(project.cargo(&["build"]));
    add(&project, "0002_add_author", ADD_AUTHOR, DROP_AUTHOR);
    let failed = project.cargo(&["build"]);
    let expected = [
        "[ING0033]",
        "--> migrations/0002_add_author.up.sql:",
        "| ALTER TABLE notes",
        "^^^",
        "= help: ",
        "--> src/main.rs:2:",
    ];
    fails(&failed, &expected);
    assert_eq!(
        failed.stderr.matches("error: ").count(),
        2,
        "{}",
        failed.stderr
    );
    // Whoever builds again, with another command, is told again.
    fails(&project.cargo(&["check"]), &expected);

    let mended = ADD_AUTHOR.replace("NOT NULL", "NOT NULL DEFAULT ''");
    add(&project, "0002_add_author", &mended, DROP_AUTHOR);
    builds(project.cargo(&["build"]));
}

#[test]
fn findings_of_both_databases_are_told_together_with_the_files_in_order() {
    let project =
        ingrain_end_to_end::project::Project::proving("both", &[], &["postgres", "sqlite"]);
    project.write("src/main.rs", crate::MAIN);
    project.write(
        "migrations/ingrain.toml",
        "dialects = [\"sqlite\", \"postgres\"]\n",
    );
    add(
        &project,
        "0001_notes",
        "CREATE TABLE notes (id integer);\n",
        "DROP TABLE notes;\n",
    );
    add(&project, "0002_author", ADD_AUTHOR, DROP_AUTHOR);
    add(
        &project,
        "0003_gone",
        "DROP TABLE notes;\n",
        "CREATE TABLE notes (id integer, author text);\n",
    );
    let failed = project.cargo(&["build"]);
    fails(&failed, &["[ING0032]", "[ING0033]", "ban-drop-table"]);
    let place = |text: &str| failed.stderr.find(text).unwrap_or_else(|| panic!("{text}"));
    let author = place("--> migrations/0002_author.up.sql");
    assert!(
        author < place("--> migrations/0003_gone.up.sql"),
        "{}",
        failed.stderr
    );
}

#[test]
fn what_is_warned_of_is_said_by_cargo_until_it_is_allowed() {
    let project = project("warned", "postgres");
    let index = "CREATE INDEX notes_body ON notes (body);\n";
    add(&project, "0002_index", index, "DROP INDEX notes_body;\n");
    let expected = [
        format!("warning: {}@0.0.0: ", project.package()),
        "[ING0032]".to_owned(),
        "--> migrations/0002_index.up.sql:1:1".to_owned(),
        "the rule is `require-concurrent-index-creation`".to_owned(),
    ];
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    says(&builds(project.cargo(&["build"])), &expected);
    // Cargo keeps warnings.
    says(&builds(project.cargo(&["build"])), &expected);

    let allow = "-- ingrain: allow require-concurrent-index-creation \"the table is small\"\n";
    let allowed = format!("{allow}{index}");
    add(&project, "0002_index", &allowed, "DROP INDEX notes_body;\n");
    let quiet = builds(project.cargo(&["build"]));
    assert!(!quiet.stderr.contains("warning"), "{}", quiet.stderr);

    let unneeded = format!("{allow}SELECT 1;\n");
    add(&project, "0002_index", &unneeded, "SELECT 1;\n");
    let expected = ["[ING0039]", "--> migrations/0002_index.up.sql:1:1"];
    says(&builds(project.cargo(&["build"])), &expected);
}

#[test]
fn the_folder_says_how_much_a_rule_counts() {
    let project = project("levels", "postgres");
    let (drop, back) = (
        "ALTER TABLE notes DROP COLUMN body;\n",
        "ALTER TABLE notes ADD COLUMN body text;\n",
    );
    add(&project, "0002_drop_body", drop, back);
    fails(
        &project.cargo(&["build"]),
        &["[ING0032]", "the rule is `ban-drop-column`"],
    );
    let toml = |level: &str| {
        format!(
            "{}[lints]\nban-drop-column = \"{level}\"\n",
            declared("postgres")
        )
    };
    project.write("migrations/ingrain.toml", toml("warn"));
    says(
        &builds(project.cargo(&["build"])),
        &["warning: ", "[ING0032]"],
    );
    project.write("migrations/ingrain.toml", toml("allow"));
    let quiet = builds(project.cargo(&["build"]));
    assert!(!quiet.stderr.contains("ING0032"), "{}", quiet.stderr);
}

/// Cargo unifies features: a package for SQLite may find the other proof switched on by another package.
#[test]
fn what_runs_on_sqlite_need_not_be_sql_for_postgres_where_nobody_says_so() {
    let project =
        ingrain_end_to_end::project::Project::proving("meant", &[], &["postgres", "sqlite"]);
    project.write("src/main.rs", crate::MAIN);
    let up = "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT);\n";
    add(&project, "0001_notes", up, "DROP TABLE notes;\n");
    builds(project.cargo(&["build"]));
    add(
        &project,
        "0001_notes",
        "CREATE TABLE notes (id int DEFAULT now());\n",
        "DROP TABLE notes;\n",
    );
    let help = "if `migrations` is for Postgres alone, say so in `migrations/ingrain.toml`: `dialects = [\"postgres\"]`";
    fails(&project.cargo(&["build"]), &["[ING0033]", help]);
    project.write("migrations/ingrain.toml", declared("postgres"));
    builds(project.cargo(&["build"]));
}
