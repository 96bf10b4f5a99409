//! The catalogue: single mistakes, each made in the demo chain, and what the build says to it.
//!
//! The table in `docs/proof.md` is made of it. `INGRAIN_BLESS=1 cargo test --test proof` writes it anew.

mod downs;
mod drops;
mod judge;
mod names;
mod page;
mod postgres;
mod rebuilds;
mod rows;
mod sealed;
mod sqlite;
mod structure;
mod syntax;
mod texts;

use ingrain_core::{Code, Dialect};

use self::judge::Judge;
use crate::files::Edit;

/// A mistake, and what it is on each database where it is one.
#[derive(Clone, Copy)]
struct Mistake {
    /// What was done.
    name: &'static str,
    sqlite: Option<Case>,
    postgres: Option<Case>,
}

/// How a mistake is made, and what the build says.
#[derive(Clone, Copy)]
struct Case {
    edits: &'static [Edit],
    expected: Expected,
}

/// What comes of a mistake.
#[derive(Clone, Copy)]
enum Expected {
    /// The build fails.
    Denied(Place),
    /// The build warns.
    Warned(Place),
    /// Nothing: who knows the tables, or the rows, would see it, and that is a server.
    NeedsServer,
}

/// What is told, and of which line: the one of the file that holds a text. Without a text it is told of the
/// file as a whole.
#[derive(Clone, Copy)]
struct Place {
    code: Code,
    file: &'static str,
    line: Option<&'static str>,
}

/// Mistakes of one kind.
struct Kind {
    name: &'static str,
    mistakes: &'static [&'static [Mistake]],
}

/// All of them.
const KINDS: [Kind; 3] = [
    Kind {
        name: "structure",
        mistakes: &[structure::MISTAKES, texts::MISTAKES],
    },
    Kind {
        name: "sealed",
        mistakes: &[sealed::MISTAKES],
    },
    Kind {
        name: "SQL",
        mistakes: &[
            syntax::MISTAKES,
            names::MISTAKES,
            downs::MISTAKES,
            rows::MISTAKES,
            drops::MISTAKES,
            rebuilds::MISTAKES,
            sqlite::MISTAKES,
            postgres::MISTAKES,
        ],
    },
];

const fn mistake(name: &'static str) -> Mistake {
    Mistake {
        name,
        sqlite: None,
        postgres: None,
    }
}

impl Mistake {
    const fn sqlite(mut self, edits: &'static [Edit], expected: Expected) -> Mistake {
        self.sqlite = Some(Case { edits, expected });
        self
    }

    const fn postgres(mut self, edits: &'static [Edit], expected: Expected) -> Mistake {
        self.postgres = Some(Case { edits, expected });
        self
    }

    const fn both(self, edits: &'static [Edit], expected: Expected) -> Mistake {
        self.each(edits, expected, expected)
    }

    /// The same change, of which the databases say different things.
    const fn each(self, edits: &'static [Edit], sqlite: Expected, postgres: Expected) -> Mistake {
        self.sqlite(edits, sqlite).postgres(edits, postgres)
    }

    fn on(&self, dialect: Dialect) -> Option<&Case> {
        match dialect {
            Dialect::Sqlite => self.sqlite.as_ref(),
            Dialect::Postgres => self.postgres.as_ref(),
        }
    }
}

/// Denied, at the line of `file` that holds `line`.
const fn denied(code: Code, file: &'static str, line: &'static str) -> Expected {
    let line = Some(line);
    Expected::Denied(Place { code, file, line })
}

/// Denied, at `file` as a whole.
const fn denied_whole(code: Code, file: &'static str) -> Expected {
    let line = None;
    Expected::Denied(Place { code, file, line })
}

const fn warned(code: Code, file: &'static str, line: &'static str) -> Expected {
    let line = Some(line);
    Expected::Warned(Place { code, file, line })
}

impl Kind {
    fn mistakes(&self) -> impl Iterator<Item = &'static Mistake> {
        self.mistakes.iter().copied().flatten()
    }
}

#[test]
fn every_mistake_has_a_name_of_its_own() {
    let mut names: Vec<&str> = KINDS
        .iter()
        .flat_map(Kind::mistakes)
        .map(|mistake| mistake.name)
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn there_are_enough_mistakes_for_each_database() {
    for dialect in Dialect::ALL {
        let cases = KINDS
            .iter()
            .flat_map(Kind::mistakes)
            .filter(|mistake| mistake.on(dialect).is_some());
        let count = cases.count();
        assert!(count >= 40, "{dialect}: {count}");
    }
}

#[test]
fn every_mistake_on_sqlite_is_told_as_the_catalogue_says() {
    every_mistake(Dialect::Sqlite);
}

#[test]
fn every_mistake_on_postgres_is_told_as_the_catalogue_says() {
    every_mistake(Dialect::Postgres);
}

fn every_mistake(dialect: Dialect) {
    let judge = Judge::new(dialect);
    let mut wrong = Vec::new();
    let rates: Vec<String> = KINDS
        .iter()
        .map(|kind| judge.rate(kind, &mut wrong))
        .collect();
    println!("{dialect}: {}", rates.join(", "));
    assert!(
        wrong.is_empty(),
        "{} are not:\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What looks like a change and is none.
#[test]
fn what_is_no_mistake_is_not_told() {
    for dialect in Dialect::ALL {
        let judge = Judge::new(dialect);
        for (name, edits) in structure::NO_MISTAKES.iter().chain(sealed::NO_MISTAKES) {
            judge.no_mistake(name, edits);
        }
    }
}
