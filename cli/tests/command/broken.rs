//! What goes on where the folder is broken.

use crate::scratch::Scratch;
use crate::seal::{FIRST, folder};

const WARNING: &str =
    "warning: `migrations` would not build, as `cargo ingrain check` shows; this goes on without ";

fn applied() -> Scratch {
    let scratch = folder();
    scratch.write(".env", "DATABASE_URL=sqlite:notes.db\n");
    let up = scratch.run(&["up"]);
    assert_eq!(up.code, Some(0), "{up:?}");
    scratch
}

#[track_caller]
fn goes_on(scratch: &Scratch, arguments: &[&str], code: i32, without: &str) -> String {
    let outcome = scratch.run(arguments);
    assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:?}");
    let warning = format!("{WARNING}{without}\n");
    assert!(
        outcome.stderr.starts_with(&warning),
        "{arguments:?}: {outcome:?}"
    );
    outcome.stdout
}

#[track_caller]
fn refuses(scratch: &Scratch, arguments: &[&str]) {
    let outcome = scratch.run(arguments);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(1), ""),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.starts_with("error[ING0007]: "),
        "{outcome:?}"
    );
}

#[test]
fn a_draft_is_in_nobodys_way() {
    let scratch = applied();
    scratch.gives(&["new", "draft"]);
    let draft = "`0003_draft.down.sql`, `0003_draft.up.sql`";
    let status = goes_on(&scratch, &["status"], 4, draft);
    assert!(
        status.contains("at version 2; nothing is pending, and 1 migration is broken\n\n`up` would be refused:\nerror[ING0007]"),
        "{status}"
    );
    goes_on(&scratch, &["show", "1"], 0, draft);
    goes_on(&scratch, &["plan", "-1"], 0, draft);
    for arguments in [
        &["up"][..],
        &["plan"],
        &["redo", "--yes"],
        &["sql", "base:1"],
    ] {
        refuses(&scratch, arguments);
    }
    let history = scratch.gives(&["history"]);
    assert!(history.contains("rename"), "{history}");
    let down = goes_on(&scratch, &["down", "-1", "--yes"], 0, draft);
    assert!(down.contains("reverted 2 rename"), "{down}");
}

#[test]
fn what_is_applied_and_broken_is_taken_back_as_the_history_keeps_it() {
    let scratch = applied();
    scratch.write("migrations/0002_rename.down.sql", "");
    let broken = "`0002_rename.down.sql`, `0002_rename.up.sql`";
    goes_on(&scratch, &["status"], 4, broken);
    goes_on(&scratch, &["down", "-1", "--yes"], 0, broken);
    let status = goes_on(&scratch, &["status"], 4, broken);
    assert_eq!(states(&status), ["applied 1", "broken 2"]);
}

/// The first two columns of each row.
fn states(status: &str) -> Vec<String> {
    let rows = status.lines().skip(1).take_while(|line| !line.is_empty());
    let row = |row: &str| row.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    rows.map(row).collect()
}

/// Two more migrations behind those that are applied.
fn longer() -> Scratch {
    let scratch = applied();
    for name in ["0003_tags", "0004_likes"] {
        let table = &name[5..];
        let file = |direction: &str| format!("migrations/{name}.{direction}.sql");
        scratch.write(
            &file("up"),
            &format!("CREATE TABLE {table} (id integer);\n"),
        );
        scratch.write(&file("down"), &format!("DROP TABLE {table};\n"));
    }
    scratch
}

#[test]
fn a_broken_migration_hides_none_behind_it() {
    let scratch = longer();
    let up = scratch.run(&["up", "3"]);
    assert_eq!(up.code, Some(0), "{up:?}");
    scratch.write("migrations/0002_rename.down.sql", "");
    let broken = "`0002_rename.down.sql`, `0002_rename.up.sql`";
    let status = goes_on(&scratch, &["status"], 4, broken);
    let expected = ["applied 1", "broken 2", "applied 3", "pending 4"];
    assert_eq!(states(&status), expected, "{status}");
    assert!(status.contains("error[ING0007]"), "{status}");
    assert!(!status.contains("git switch"), "{status}");
    let json = scratch.json(&["status"]);
    assert_eq!(json["migrations"][1]["state"], "broken", "{json}");
    assert_eq!(json["migrations"][1]["event"], "applied", "{json}");
    assert_eq!(json["pending"], serde_json::json!([4]));
    assert_eq!(
        (&json["is_current"], &json["refusal"]["code"]),
        (&false.into(), &"ING0007".into())
    );
    for arguments in [&["up"][..], &["up", "+1"], &["plan"], &["redo", "--yes"]] {
        refuses(&scratch, arguments);
    }
    let show = goes_on(&scratch, &["show", "3"], 0, broken);
    assert!(show.contains("CREATE TABLE tags"), "{show}");
    let show = goes_on(&scratch, &["show", "2"], 0, broken);
    assert!(
        show.starts_with("version 2 rename\nstate     broken: `status` says what to do\n"),
        "{show}"
    );
    let down = goes_on(&scratch, &["down", "1", "--yes"], 0, broken);
    assert!(
        down.contains("reverted 3 tags") && down.contains("reverted 2 rename"),
        "{down}"
    );
}

#[test]
fn what_was_never_applied_and_is_broken_is_shown_as_that() {
    let scratch = longer();
    scratch.write(
        "migrations/0003_tags.up.sql",
        "-- ingrain: no-such\nSELECT 1;\n",
    );
    let broken = "`0003_tags.down.sql`, `0003_tags.up.sql`";
    let status = goes_on(&scratch, &["status"], 4, broken);
    let expected = ["applied 1", "applied 2", "broken 3", "pending 4"];
    assert_eq!(states(&status), expected, "{status}");
    let json = scratch.json(&["status"]);
    assert_eq!(json["migrations"][2]["description"], "tags", "{json}");
    assert_eq!(json["migrations"][2]["checksum"], serde_json::Value::Null);
    for arguments in [&["show", "3"][..], &["show", "3", "--dialect", "sqlite"]] {
        let outcome = scratch.run(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
        assert!(outcome.stderr.contains("\nerror[ING0010]: "), "{outcome:?}");
    }
}

#[test]
fn a_misnamed_file_is_a_broken_migration() {
    let scratch = longer();
    std::fs::rename(
        scratch.path("migrations/0003_tags.down.sql"),
        scratch.path("migrations/0003_tags.donw.sql"),
    )
    .expect("renamed");
    let misnamed = "`0003_tags.donw.sql`, `0003_tags.up.sql`";
    let status = goes_on(&scratch, &["status"], 4, misnamed);
    let expected = ["applied 1", "applied 2", "broken 3", "pending 4"];
    assert_eq!(states(&status), expected, "{status}");
}

#[test]
fn a_version_that_is_left_out_breaks_no_other() {
    let scratch = longer();
    for file in [
        "migrations/0002_rename.up.sql",
        "migrations/0002_rename.down.sql",
    ] {
        std::fs::remove_file(scratch.path(file)).expect("removed");
    }
    let outcome = scratch.run(&["status"]);
    assert_eq!(outcome.code, Some(4), "{outcome:?}");
    assert_eq!(
        states(&outcome.stdout),
        ["applied 1", "missing 2", "pending 3", "pending 4"]
    );
}

#[test]
fn the_history_needs_no_folder() {
    let scratch = applied();
    let before = scratch.gives(&["history"]);
    scratch.write("migrations/ingrain.toml", "dialects = [");
    assert_eq!(scratch.gives(&["history"]), before);
    let status = goes_on(&scratch, &["status"], 4, "`ingrain.toml`");
    assert!(status.contains("error[ING0019]"), "{status}");
    std::fs::remove_dir_all(scratch.path("migrations")).expect("removed");
    assert_eq!(scratch.gives(&["history"]), before);
    assert_eq!(scratch.run(&["status"]).code, Some(1));
}

#[test]
fn a_changed_script_that_is_sealed_is_no_reason_not_to_look() {
    let scratch = applied();
    scratch.gives(&["seal"]);
    scratch.write(FIRST, "CREATE TABLE notes (id integer, body text);\n");
    goes_on(&scratch, &["status"], 4, "`ingrain.lock`");
}
