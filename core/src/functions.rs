//! The functions that an application names for the scripts that are Rust: each has its script, and each
//! script its function.

mod absent;

use crate::chain::{Chain, Migration, Script};
use crate::version::listed;
use crate::{Code, Diagnostic, Dialect, Direction, Version};

/// A function that `embed!` was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// For the script of this version,
    pub version: Version,
    /// on this database,
    pub dialect: Dialect,
    /// in this direction.
    pub direction: Direction,
    /// The function, as it is written there: `slugs::fill`.
    pub function: String,
}

/// A script without a function, or a function without a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// What is to be said of it.
    pub diagnostic: Diagnostic,
    /// Which of the registered functions it is about, counted from 0; nothing if one is missing.
    pub function: Option<usize>,
}

/// What does not match between the scripts of `chains` that are Rust and the functions registered for
/// the folder at `path`.
pub fn unmatched(path: &str, chains: &[Chain<'_>], registered: &[Registered]) -> Vec<Unmatched> {
    let matching = Matching {
        path,
        chains,
        registered,
    };
    let unneeded = (0..registered.len()).filter_map(|at| {
        let diagnostic = matching.unneeded(at)?;
        let function = Some(at);
        Some(Unmatched {
            diagnostic,
            function,
        })
    });
    let absent = matching.rust_versions().into_iter().filter_map(|version| {
        let diagnostic = matching.absent(version)?;
        let function = None;
        Some(Unmatched {
            diagnostic,
            function,
        })
    });
    unneeded.chain(absent).collect()
}

struct Matching<'m, 'a> {
    path: &'m str,
    chains: &'m [Chain<'a>],
    registered: &'m [Registered],
}

impl<'a> Matching<'_, 'a> {
    /// What there is against the function `at`.
    fn unneeded(&self, at: usize) -> Option<Diagnostic> {
        let function = self.registered.get(at)?;
        let Registered {
            version,
            dialect,
            direction,
            ..
        } = *function;
        let named = format!("`{}`", function.function);
        let said = |title: String| Diagnostic::new(Code::RustFunction, title);
        let Some(chain) = self.chain(dialect) else {
            let help = format!(
                "delete it; or add \"{dialect}\" to `dialects` in `{}/ingrain.toml`",
                self.path
            );
            let title = format!(
                "{named} is named for {}, and `{}` has no scripts for it",
                dialect.title(),
                self.path
            );
            return Some(said(title).help(help));
        };
        let Some(migration) = chain.get(version) else {
            let title = format!("{named} is named for version {version}, and there is none");
            return Some(said(title).help(self.candidates()));
        };
        let Some(script) = migration.script(direction) else {
            let title = format!(
                "{named} is named for the {direction} script of version {version}, and there is none"
            );
            let help = "delete it; or write the down script, a file with the line `-- ingrain: rust \"revision 1\"`, \
                and take `irreversible` out of the up script";
            return Some(said(title).at(migration.up.path).help(help));
        };
        if script.rust(dialect).is_none() {
            let title = format!("{named} is named for a script that is SQL");
            let help = "delete it; or, if the function is to run in the script's place, let the script say \
                `-- ingrain: rust \"revision 1\"` and hold no SQL";
            return Some(
                said(title)
                    .at(script.path)
                    .help(help)
                    .help(self.candidates()),
            );
        }
        let is_same = |other: &Registered| {
            (other.version, other.dialect, other.direction) == (version, dialect, direction)
        };
        let before = self
            .registered
            .get(..at)?
            .iter()
            .find(|other| is_same(other))?;
        let title = format!(
            "{named} is the second function for one script, after `{}`",
            before.function
        );
        Some(said(title).at(script.path).help("delete one of the two"))
    }

    fn candidates(&self) -> String {
        match self.rust_versions().as_slice() {
            [] => format!(
                "no script in `{}` is Rust: one is if its opening comment says `-- ingrain: rust \"revision 1\"`",
                self.path
            ),
            versions => format!("what is Rust there has version {}", listed(versions)),
        }
    }

    /// The versions of which a script is Rust, rising.
    fn rust_versions(&self) -> Vec<Version> {
        let all = self.chains.iter().flat_map(|chain| {
            let migrations = chain.migrations().iter();
            migrations.filter(|migration| rust_scripts(migration, chain.dialect()).next().is_some())
        });
        let mut versions: Vec<Version> = all.map(Migration::version).collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }

    fn scripts_of(
        &self,
        version: Version,
    ) -> impl Iterator<Item = (Dialect, Direction, Script<'a>)> {
        self.chains.iter().flat_map(move |chain| {
            let dialect = chain.dialect();
            let scripts = chain
                .get(version)
                .into_iter()
                .flat_map(move |migration| rust_scripts(migration, dialect));
            scripts.map(move |(direction, script)| (dialect, direction, script))
        })
    }

    fn function(&self, version: Version, dialect: Dialect, direction: Direction) -> Option<String> {
        let wanted = (version, dialect, direction);
        let mut registered = self.registered.iter();
        registered
            .find(|one| (one.version, one.dialect, one.direction) == wanted)
            .map(|one| one.function.clone())
    }

    fn chain(&self, dialect: Dialect) -> Option<&Chain<'a>> {
        self.chains.iter().find(|chain| chain.dialect() == dialect)
    }
}

fn rust_scripts<'a>(
    migration: &Migration<'a>,
    dialect: Dialect,
) -> impl Iterator<Item = (Direction, Script<'a>)> + use<'a> {
    let both = [Direction::Up, Direction::Down].map(|direction| {
        let script = migration.script(direction)?;
        script.rust(dialect).map(|_| (direction, script))
    });
    both.into_iter().flatten()
}
