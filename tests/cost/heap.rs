//! Bytes on the heap: a chain of 10,000 embedded migrations takes no more of them than one of ten.

use ingrain_end_to_end::project::{Outcome, Project};
use ingrain_end_to_end::testbed::{Testbed, on_both};

/// Counts what is allocated, from the start of the process.
const MAIN: &str = include_str!("heap/program.rs");

const SIZES: [usize; 2] = [10, 10_000];

/// A program that embeds so many migrations, in a scratch project that is built.
fn program(size: usize) -> Project {
    let project = Project::new("heap", &["rusqlite", "tokio-postgres"]);
    project.write("src/main.rs", MAIN);
    project.write(
        "migrations/ingrain.toml",
        "dialects = [\"sqlite\", \"postgres\"]\n",
    );
    for number in 1..=size {
        let name = format!("migrations/{number:05}_step");
        project.write(&format!("{name}.up.sql"), format!("SELECT {number};\n"));
        project.write(&format!("{name}.down.sql"), format!("SELECT -{number};\n"));
    }
    succeeded(project.cargo(&["build"]));
    project
}

#[track_caller]
fn succeeded(outcome: Outcome) -> String {
    assert!(outcome.success, "{}", outcome.stderr);
    outcome.stdout
}

/// What the program counted before the check, in a run and in a status.
fn counts(program: &Project, bed: &Testbed) -> [usize; 3] {
    let said = succeeded(program.run(&["check", &bed.place()], &[]));
    let counts: Vec<usize> = said
        .split_whitespace()
        .map(|count| count.parse().unwrap())
        .collect();
    counts.try_into().unwrap()
}

#[test]
fn ten_thousand_embedded_migrations_take_no_more_than_ten() {
    let programs = SIZES.map(program);
    on_both(|bed| {
        let counted = programs.each_ref().map(|program| {
            let bed = bed.another();
            succeeded(program.run(&["apply", &bed.place()], &[]));
            counts(program, &bed)
        });
        println!("bytes before the check, in a run and in a status, for {SIZES:?}: {counted:?}");
        // The number and the age of the last row come as text, of more digits or of fewer.
        const DIGITS: usize = 8;
        let [[start, run, status], [other_start, other_run, other_status]] = counted;
        assert_eq!(start, other_start);
        assert!(run.abs_diff(other_run) <= DIGITS, "{counted:?}");
        assert!(status.abs_diff(other_status) <= DIGITS, "{counted:?}");
        assert!(run > 0 && status > 0, "nothing was counted");
    });
}
