use crate::scratch::Scratch;

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

#[test]
fn a_bad_env_file_is_told() {
    let scratch = Scratch::with_folder(&[
        ("0001_a.up.sql", "SELECT 1;"),
        ("0001_a.down.sql", "SELECT 1;"),
    ]);
    scratch.write(".env", "DATABASE_URL=\"open\n");
    let outcome = scratch.run(&["check"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(
        outcome
            .stderr
            .starts_with("warning: `.env` is left out from its first mistake on: "),
        "{outcome:?}"
    );
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
