//! What is behind a broken migration, or beside it, is shown.

use super::{applied, goes_on, refuses, states};
use crate::scratch::Scratch;

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
fn of_many_files_some_are_named() {
    let scratch = longer();
    for version in 5..=10 {
        for direction in ["up", "down"] {
            scratch.write(&format!("migrations/{version:04}_x.{direction}.sql"), "");
        }
    }
    let eight = "`0005_x.down.sql`, `0005_x.up.sql`, `0006_x.down.sql`, `0006_x.up.sql`, `0007_x.down.sql`, \
                 `0007_x.up.sql`, `0008_x.down.sql`, `0008_x.up.sql` and 4 more";
    let status = goes_on(&scratch, &["status"], 4, eight);
    assert_eq!(states(&status).len(), 10, "{status}");
}
