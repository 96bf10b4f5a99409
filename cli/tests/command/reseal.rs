use crate::seal::{FIRST, folder};

#[test]
fn a_reason_stands_for_a_database_that_cannot_tell() {
    let scratch = folder();
    scratch.gives(&["seal"]);
    for url in ["sqlite:none.db", "postgres://me@127.0.0.1:1/x"] {
        scratch.write(
            FIRST,
            &format!("-- {url}\nCREATE TABLE notes (id integer);\n"),
        );
        let reseal = ["seal", "--reseal", "1", "--database-url", url];
        let failed = scratch.run(&reseal);
        assert_eq!(failed.code, Some(1), "{failed:?}");
        let way_out = "if no database has applied it, say so: `--reason \"why\"`";
        assert!(failed.stderr.contains(way_out), "{failed:?}");
        let sealed = scratch.run(&[&reseal[..], &["--reason", "why"]].concat());
        assert_eq!(sealed.code, Some(0), "{sealed:?}");
        let warning = "warning: the database does not tell whether it has applied migration 1: ";
        assert!(sealed.stderr.starts_with(warning), "{sealed:?}");
    }
    scratch.write(FIRST, "CREATE TABLE notes (id integer);\n");
    let wrong = [
        "seal",
        "--reseal",
        "1",
        "--reason",
        "why",
        "--database-url",
        "x",
    ];
    assert_eq!(scratch.run(&wrong).code, Some(2));
}

#[test]
fn the_commands_that_are_advised_can_be_typed() {
    let scratch = folder();
    let from = scratch.path("migrations");
    std::fs::rename(from, scratch.path("my migrations")).expect("renamed");
    let at = [
        "--folder",
        "my migrations",
        "--database-url",
        "sqlite:notes.db",
    ];
    let run = |arguments: &[&str]| scratch.run(&[arguments, &at].concat());
    assert_eq!(run(&["seal"]).code, Some(0));
    assert_eq!(run(&["up", "1"]).code, Some(0));
    scratch.write(
        "my migrations/0001_notes.up.sql",
        "CREATE TABLE notes (id integer, body text);\n",
    );
    let check = run(&["check"]);
    let diff = "`git diff HEAD -- 'my migrations/0001_notes.up.sql'`";
    assert!(check.stdout.contains(diff), "{check:?}");
    let refused = run(&["seal", "--reseal", "1"]);
    let down = "`cargo ingrain down base --folder 'my migrations'`";
    assert!(refused.stderr.contains(down), "{refused:?}");
    let sealed = run(&["seal", "--reseal", "1", "--reason", "why"]);
    let repair = "`cargo ingrain repair --reason \"why\" --folder 'my migrations'`";
    assert!(sealed.stderr.contains(repair), "{sealed:?}");
    let absent = scratch.run(&["check", "--folder", "no pe"]);
    let init = "`cargo ingrain init --folder 'no pe'`";
    assert!(absent.stderr.contains(init), "{absent:?}");
}
