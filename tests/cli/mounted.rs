//! The commands inside an application: the journal's own database, and its own migrations.

use std::process::Command;

use ingrain_end_to_end::app::command_of;

use crate::page::{Page, run};
use crate::place::clean;

fn journal(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = clean(command_of("app-example"), folder);
    command.args(arguments);
    command
}

#[test]
fn the_journals_database_is_the_one_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).exists();
    let mut page = Page::new("mounted");
    page.name(folder.path().display().to_string(), "<folder>");
    let mut show = |arguments: &[&str]| {
        let shown = format!("app-example {}", arguments.join(" "));
        page.run(&shown, &mut journal(folder.path(), arguments))
            .code
    };

    // Where nothing is said, it is where the journal is.
    assert_eq!(show(&["migrate", "status"]), Some(1));
    assert_eq!(show(&["migrate", "up", "2"]), Some(0));
    assert!(at("journal.db"));
    assert_eq!(show(&["migrate", "status"]), Some(3));
    assert_eq!(show(&["migrate", "up", "12"]), Some(4));
    assert_eq!(show(&["migrate", "down", "1"]), Some(2));
    assert_eq!(show(&["migrate", "frobnicate"]), Some(2));
    assert_eq!(show(&["migrate", "up", "tomorrow"]), Some(2));
    assert_eq!(show(&["migrate", "up", "tomorrow", "--json"]), Some(2));
    assert_eq!(show(&["migrate", "--json", "frobnicate"]), Some(2));
    assert_eq!(show(&["migrate", "help", "frobnicate"]), Some(2));
    let url = "mysql://boss:hunter2@h/x";
    let named = ["migrate", "status", "--json", "--database-url", url];
    assert_eq!(show(&named), Some(2));
    let url = "postgres://boss:hunter2@h/x";
    assert_eq!(show(&["migrate", "status", url, "--json"]), Some(2));
    let pairs = "host=127.0.0.1 port=1 password=hunter2 user=x";
    assert_eq!(show(&["migrate", "status", pairs, "--json"]), Some(2));
    // The journal itself takes what its `migrate` takes.
    assert_eq!(show(&["--database-url", pairs]), Some(1));
    assert_eq!(show(&["--database-url", "me:hunter2@h"]), Some(2));
    let files = std::fs::read_dir(folder.path()).unwrap();
    let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["journal.db"]);
    assert_eq!(show(&["migrate", "show", "12", "--json"]), Some(4));
    // What is said counts wherever it is said.
    assert_eq!(
        show(&["--database-url", "a 100%.db", "migrate", "up", "1"]),
        Some(0)
    );
    assert_eq!(
        show(&["migrate", "--database-url", "b.db", "up", "1"]),
        Some(0)
    );
    assert_eq!(
        show(&["migrate", "up", "1", "--database-url", "sqlite:c"]),
        Some(0)
    );
    assert!(at("a 100%.db") && at("b.db") && at("c"));
    page.finish();

    let mut command = journal(
        folder.path(),
        &["--database-url", "d.db", "migrate", "up", "1"],
    );
    assert_eq!(run(command.env("DATABASE_URL", "e.db")).code, Some(0));
    assert!(at("d.db") && !at("e.db"));
    let mut command = journal(folder.path(), &["migrate", "up", "1"]);
    assert_eq!(run(command.env("DATABASE_URL", "e.db")).code, Some(0));
    assert!(at("e.db"));
}

#[test]
fn its_help_tells_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(&mut journal(folder.path(), &["--help"])).stdout;
    for words in ["migrate ", "--database-url <URL>", "--listen <ADDRESS>"] {
        assert!(help.contains(words), "no {words:?} in {help}");
    }
    let version = run(&mut journal(folder.path(), &["--version"]));
    assert_eq!((version.code, version.stderr.as_str()), (Some(0), ""));
    assert!(version.stdout.starts_with("app-example "));
    let help = run(&mut journal(folder.path(), &["migrate", "up", "--help"])).stdout;
    assert!(help.contains("Exit codes:") && help.contains("With --json:"));
    let help = run(&mut journal(folder.path(), &["migrate", "--help"])).stdout;
    for words in ["up ", "down ", "status ", "--json", "Exit codes:"] {
        assert!(help.contains(words), "no {words:?} in {help}");
    }
}
