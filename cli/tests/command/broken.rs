//! What goes on where the folder is broken.

mod behind;

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
