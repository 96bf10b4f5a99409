//! The steps of docs/adopting.md by command, for a project of diesel.

use rusqlite::Connection;

use crate::scratch::Scratch;

const FIRST: &str = "migrations/2026-01-01-000000-0000_create_notes";

/// A package that migrated with diesel: a folder as diesel has it, and a database that diesel has migrated.
fn project() -> Scratch {
    let scratch = Scratch::empty();
    let diesel = "[dependencies]\ndiesel = { version = \"2.3\", features = [\"sqlite\"] }\n";
    scratch.write_package("", "notes", diesel);
    scratch.write(
        "Cargo.lock",
        "version = 4\n[[package]]\nname = \"libsqlite3-sys\"\nversion = \"0.38.2\"\n",
    );
    scratch.write(
        &format!("{FIRST}/up.sql"),
        "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n",
    );
    scratch.write(&format!("{FIRST}/down.sql"), "DROP TABLE notes;\n");
    let diesels = Connection::open(scratch.path("notes.db")).expect("opened");
    diesels
        .execute_batch(
            "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
                 run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
             INSERT INTO __diesel_schema_migrations (version) VALUES ('202601010000000000');
             CREATE TABLE notes (id INTEGER PRIMARY KEY);",
        )
        .expect("migrated");
    scratch.write(".env", "DATABASE_URL=sqlite:notes.db\n");
    scratch
}

#[test]
fn a_project_of_diesel_switches_over() {
    let scratch = project();
    let scripts = || ["up", "down"].map(|name| scratch.read(&format!("{FIRST}/{name}.sql")));
    let before = scripts();
    scratch.gives(&["init"]);
    let manifest = scratch.read("Cargo.toml");
    assert!(
        manifest.contains("rusqlite = { version = \"0.40\", features = [\"bundled\"] }"),
        "{manifest}"
    );
    assert_eq!(
        scratch.read("migrations/ingrain.toml").lines().last(),
        Some("dialects = [\"sqlite\"]")
    );

    let unmanaged = scratch.run(&["up"]);
    assert_eq!(unmanaged.code, Some(4), "{unmanaged:?}");
    assert!(unmanaged.stderr.contains("adopt diesel"), "{unmanaged:?}");

    let line = "adopted = { from = \"diesel\", up-to = 202601010000000000 }\n";
    let configuration = scratch.read("migrations/ingrain.toml");
    scratch.write("migrations/ingrain.toml", &format!("{configuration}{line}"));
    scratch.gives(&["check"]);
    scratch.gives(&["seal"]);
    let adopted = scratch.run(&["adopt", "diesel"]);
    assert_eq!(adopted.code, Some(0), "{adopted:?}");
    let status = scratch.json(&["status"]);
    assert_eq!(scratch.run(&["status"]).code, Some(0), "{status}");
    assert_eq!(scripts(), before);

    // And on from there.
    let paths = scratch.gives(&["new", "add_body"]);
    let (up, down) = paths.trim_end().split_once('\n').expect("two");
    assert!(
        up.starts_with("migrations/20") && up.ends_with("-0000_add_body/up.sql"),
        "{up}"
    );
    scratch.write(up, "ALTER TABLE notes ADD COLUMN body TEXT;\n");
    scratch.write(down, "ALTER TABLE notes DROP COLUMN body;\n");
    assert_eq!(scratch.run(&["status"]).code, Some(3));
    assert_eq!(scratch.run(&["up"]).code, Some(0));
    assert_eq!(scratch.run(&["down", "base", "--yes"]).code, Some(0));
}
