use crate::scratch::Scratch;

#[test]
fn the_next_pair_is_written_and_its_paths_are_printed() {
    let scratch = Scratch::with_folder(&[
        ("001_a.up.sql", "SELECT 1;"),
        ("001_a.down.sql", "SELECT 1;"),
    ]);
    let paths = scratch.gives(&["new", "add", "tags"]);
    assert_eq!(
        paths,
        "migrations/002_add_tags.up.sql\nmigrations/002_add_tags.down.sql\n"
    );
    assert_eq!(
        scratch.read("migrations/002_add_tags.up.sql"),
        "-- add_tags: put the SQL that does this in the place of this line.\n"
    );
    assert_eq!(
        scratch.read("migrations/002_add_tags.down.sql"),
        "-- add_tags: put the SQL that takes back what the up script does in the place of this line.\n"
    );
    // From a folder inside the package, the paths are those that one can open there.
    let outcome = scratch.run_in("src", &["new", "add_links"], &[]);
    assert!(
        outcome
            .stdout
            .starts_with("../migrations/003_add_links.up.sql\n"),
        "{outcome:?}"
    );
}

/// What was begun fails the build until it is written, and no other way than by being empty.
#[test]
fn a_new_pair_lacks_its_statements_and_nothing_else() {
    let plain = ["new", "add_tags"];
    let all = [
        "new",
        "add_tags",
        "--no-transaction",
        "--irreversible",
        "rows are \"merged\"",
    ];
    for (arguments, errors) in [(&plain[..], 2), (&plain[..], 4), (&all[..], 5)] {
        static SCRATCH: std::sync::LazyLock<Scratch> = std::sync::LazyLock::new(|| {
            Scratch::with_folder(&[("ingrain.toml", "dialects = ['sqlite']\n")])
        });
        let outcome = SCRATCH.run(arguments);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        let found = SCRATCH.json(&["check"]);
        assert_eq!(found["errors"], errors, "{found}");
        let diagnostics = found["diagnostics"].as_array().expect("a list");
        assert!(
            diagnostics.iter().all(|it| it["code"] == "ING0007"),
            "{found}"
        );
    }
}

#[test]
fn directives_are_written_at_the_top() {
    let scratch = Scratch::with_folder(&[("ingrain.toml", "dialects = ['postgres']\n")]);
    let why = "rows are \"merged\"";
    let paths = scratch.gives(&["new", "merge", "--no-transaction", "--irreversible", why]);
    assert_eq!(paths, "migrations/0001_merge.up.sql\n");
    let text = scratch.read("migrations/0001_merge.up.sql");
    scratch.write("migrations/0001_merge.up.sql", &format!("{text}VACUUM;\n"));
    assert!(
        text.starts_with(
            "-- ingrain: irreversible \"rows are 'merged'\"\n-- ingrain: no-transaction\n"
        ),
        "{text}"
    );
    let checked = scratch.gives(&["check"]);
    assert_eq!(
        checked,
        "`migrations`: 1 migration is sound, proven on Postgres\n"
    );
}

#[test]
fn the_habit_of_the_folder_is_kept() {
    let scratch = Scratch::with_folder(&[
        ("2026-01-01-000000_a/up.sql", "SELECT 1;"),
        ("2026-01-01-000000_a/down.sql", "SELECT 1;"),
    ]);
    let written = scratch.json(&["new", "b"]);
    let version = written["version"].as_u64().expect("a number");
    assert!(version > 20_260_101_000_000, "{written}");
    let up = written["files"][0].as_str().expect("a path");
    assert!(
        up.starts_with("migrations/20") && up.ends_with("_b/up.sql"),
        "{up}"
    );
    assert_eq!(up.matches('-').count(), 3, "{up}");
    assert!(scratch.path(up).is_file());
}

/// Versions are chosen in the form of the last one, and above it.
#[test]
fn versions_of_every_form() {
    let milliseconds = 1_700_000_000_000;
    for (last, least, shape) in [
        ("1700000000000", milliseconds, "0000000000000"),
        ("1700000000", milliseconds / 1_000, "0000000000"),
        ("20260101000000", 20_260_101_000_000, "00000000000000"),
        ("2026-01-01-000000", 20_260_101_000_000, "0000-00-00-000000"),
        ("99991231235958", 99_991_231_235_958, "00000000000000"),
        ("9", 9, "00"),
        ("0041", 41, "0000"),
        ("00000000000000", 20_260_101_000_000, "0000-00-00-000000"),
    ] {
        let name = match last {
            "00000000000000" => "00000000000000_diesel_initial_setup".to_owned(),
            last => format!("{last}_a"),
        };
        let up = format!("{name}/up.sql");
        let down = format!("{name}/down.sql");
        let scratch = Scratch::with_folder(&[(&up, "SELECT 1;"), (&down, "SELECT 1;")]);
        let written = scratch.json(&["new", "b"]);
        let version = written["version"].as_u64().expect("a number");
        assert!(version > least, "{written}");
        let up = written["files"][0].as_str().expect("a path");
        let digits = up.strip_prefix("migrations/").expect("there");
        let digits = digits.strip_suffix("_b/up.sql").expect("a directory");
        let found: String = digits
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(found, shape, "after {last}: {up}");
        assert_eq!(written["files"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn names_that_are_none() {
    let scratch = Scratch::with_folder(&[("README.md", "")]);
    scratch.fails(
        &["new", "AddEmail"],
        2,
        "error[ING0313]: the name `AddEmail` has capital letters\n |\n = help: try `cargo ingrain new add_email`",
    );
    scratch.fails(
        &["new"],
        2,
        "error: the following required arguments were not provided:\n  <NAME>...\n\n\
         Usage: cargo ingrain new [OPTIONS] <NAME>...\n\nFor more information, try '--help'.",
    );
    assert_eq!(
        std::fs::read_dir(scratch.path("migrations"))
            .expect("it")
            .count(),
        1
    );
}

#[test]
fn in_a_folder_of_refinerys_it_has_to_be_said_first() {
    let scratch = Scratch::with_folder(&[("V1__a.sql", "SELECT 1;"), ("U2__b.sql", "SELECT 1;")]);
    let outcome = scratch.run(&["new", "c"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let line = "adopted = { from = \"refinery\", up-to = 2 }";
    assert!(outcome.stderr.contains(line), "{outcome:?}");
    scratch.write("migrations/ingrain.toml", line);
    let paths = scratch.gives(&["new", "c"]);
    assert_eq!(paths, "migrations/V3__c.sql\nmigrations/V3__c.down.sql\n");
}

#[test]
fn a_folder_that_cannot_be_read_is_told_its_own_mistakes() {
    let scratch = Scratch::with_folder(&[("0001_a.sql", "SELECT 1;"), ("0002_b.sql", "SELECT 1;")]);
    let outcome = scratch.run(&["new", "c"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    let line = "`adopted = { from = \"sqlx\", up-to = 2 }`";
    assert!(
        outcome.stderr.starts_with("error[ING0003]: "),
        "{outcome:?}"
    );
    assert!(outcome.stderr.contains(line), "{outcome:?}");
}
