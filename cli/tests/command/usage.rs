use crate::scratch::{Outcome, Scratch};

#[test]
fn a_misspelt_command_is_told_its_name() {
    let scratch = Scratch::empty();
    for (typed, meant) in [
        ("nwe", "new"),
        ("stauts", "status"),
        ("chekc", "check"),
        ("rollback", ""),
    ] {
        let outcome = scratch.run(&[typed]);
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        let told = format!("tip: a similar subcommand exists: '{meant}'");
        assert_eq!(
            outcome.stderr.contains(&told),
            !meant.is_empty(),
            "{outcome:?}"
        );
    }
}

#[test]
fn help_tells_the_exit_codes() {
    let scratch = Scratch::empty();
    let help = scratch.gives(&["--help"]);
    assert!(
        help.contains("Usage: cargo ingrain [OPTIONS] <COMMAND>"),
        "{help}"
    );
    assert!(help.contains("Exit codes:\n  0 "), "{help}");
    assert!(scratch.gives(&["check", "--help"]).contains("With --json:"));
    assert_eq!(
        scratch.gives(&["--version"]),
        format!("cargo-ingrain {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// However help is asked for: by a word or an option, of all or of one command.
#[test]
fn help_is_given_wherever_it_is_asked_for() {
    let scratch = Scratch::empty();
    let all = scratch.gives(&["--help"]);
    assert_eq!(scratch.gives(&["help"]), all);
    assert_eq!(scratch.gives(&["--help", "up"]), all);
    let one = scratch.gives(&["up", "--help"]);
    assert!(one.starts_with("Apply what is pending\n"), "{one}");
    assert_eq!(scratch.gives(&["help", "up"]), one);
    let unknown = scratch.run(&["help", "stauts"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("'status'"), "{unknown:?}");
}

/// A variable of the environment makes no option one that has to be given.
#[test]
fn the_usage_is_that_of_the_command() {
    let scratch = Scratch::empty();
    for variables in [&[][..], &[("DATABASE_URL", "a.db")]] {
        let outcome = scratch.run_in("", &["show"], variables);
        let usage = "\nUsage: cargo ingrain show [OPTIONS] <VERSION>\n";
        assert!(outcome.stderr.contains(usage), "{outcome:?}");
        assert_eq!(outcome.code, Some(2));
    }
}

#[test]
fn a_bad_env_file_is_told() {
    let scratch = Scratch::with_folder(&[
        ("0001_a.up.sql", "SELECT 1;"),
        ("0001_a.down.sql", "SELECT 1;"),
    ]);
    for (text, line) in [
        ("DATABASE_URL=\"open hunter2\n", 1),
        (
            "# ours\n\nDATABASE_URL=postgres://boss:hunter2 x@localhost/app\n",
            3,
        ),
    ] {
        scratch.write(".env", text);
        let outcome = scratch.run(&["check"]);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        let warning = format!("warning: `.env` is left out from line {line} on, ");
        assert!(outcome.stderr.starts_with(&warning), "{outcome:?}");
        assert!(outcome.stderr.contains("DATABASE_URL"), "{outcome:?}");
        assert!(!outcome.stderr.contains("hunter2"), "{outcome:?}");
    }
}

#[test]
fn the_database_is_that_of_env_file_variable_or_argument() {
    let scratch = Scratch::with_folder(&[
        ("0001_a.up.sql", "CREATE TABLE a (id integer);"),
        ("0001_a.down.sql", "DROP TABLE a;"),
        ("ingrain.toml", "dialects = ['sqlite']"),
    ]);
    scratch.write(".env", "DATABASE_URL=sqlite:env-file.db\n");
    let up = |arguments: &[&str], variables: &[(&str, &str)]| {
        let outcome = scratch.run_in("", &[&["up"], arguments].concat(), variables);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    };
    let variable = [("DATABASE_URL", "sqlite:variable.db")];
    up(&[], &[]);
    assert!(scratch.path("env-file.db").exists() && !scratch.path("variable.db").exists());
    up(&[], &variable);
    assert!(scratch.path("variable.db").exists() && !scratch.path("argument.db").exists());
    up(&["--database-url", "argument.db"], &variable);
    assert!(scratch.path("argument.db").exists());
}

#[test]
fn a_usage_error_is_json_too_and_tells_no_password() {
    let scratch = Scratch::empty();
    for arguments in [
        &["--json", "nwe"][..],
        &["up", "--json", "postgres://boss:hunter2@localhost/app"],
        &["seal", "--reseal", "1", "--reason", "", "--json"],
    ] {
        let outcome = scratch.run(arguments);
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout)
            .unwrap_or_else(|error| panic!("{error}: {outcome:?}"));
        assert_eq!(json["error"]["code"], "usage", "{json}");
        assert!(json["error"]["title"].is_string(), "{json}");
        assert!(outcome.stderr.starts_with("error: "), "{outcome:?}");
        assert!(!format!("{outcome:?}").contains("hunter2"), "{outcome:?}");
    }
    let outcome = scratch.run(&["up", "postgres://boss:hunter2@localhost/app"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""));
    assert!(outcome.stderr.contains("--database-url"), "{outcome:?}");
    assert!(!outcome.stderr.contains("hunter2"), "{outcome:?}");
    assert!(scratch.gives(&["--help", "--json"]).contains("Usage:"));
}

#[test]
fn the_history_of_the_application_is_the_one_that_was_named() {
    let scratch = Scratch::with_folder(&[
        ("0001_a.up.sql", "CREATE TABLE a (id integer);"),
        ("0001_a.down.sql", "DROP TABLE a;"),
        ("ingrain.toml", "dialects = ['sqlite']"),
    ]);
    scratch.write(".env", "DATABASE_URL=sqlite:app.db\n");
    let up = scratch.run(&["up", "--history-table", "own_history"]);
    assert_eq!(up.code, Some(0), "{up:?}");
    let without = scratch.run(&["up"]);
    assert_eq!(without.code, Some(4), "{without:?}");
    assert!(without.stderr.contains("--history-table"), "{without:?}");
    let status = scratch.run_in("", &["status"], &[("INGRAIN_HISTORY_TABLE", "own_history")]);
    assert_eq!(status.code, Some(0), "{status:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_cannot_be_written_is_told_with_what_to_do() {
    let scratch = Scratch::empty();
    let full = std::fs::File::create("/dev/full").expect("Linux has it");
    let mut command = scratch.command(&["completions", "bash"]);
    command.stdout(full);
    let outcome = Outcome::of(command);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let said = "error[ING0305]: standard output cannot be written: No space left on device";
    assert!(outcome.stderr.starts_with(said), "{outcome:?}");
}
