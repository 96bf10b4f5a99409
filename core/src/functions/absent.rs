//! Scripts that are Rust and have no function: what to write.

use super::Matching;
use crate::chain::Chain;
use crate::{Code, Diagnostic, Dialect, Direction, Version};

impl Matching<'_, '_> {
    /// What there is to say of the scripts of `version` that are without a function.
    pub(super) fn absent(&self, version: Version) -> Option<Diagnostic> {
        let absent: Vec<_> = self
            .scripts_of(version)
            .filter(|(dialect, direction, _)| {
                self.function(version, *dialect, *direction).is_none()
            })
            .collect();
        let mut databases: Vec<&str> = absent.iter().map(|(dialect, ..)| dialect.title()).collect();
        databases.dedup();
        if absent.is_empty() {
            return None;
        }
        let title = format!(
            "migration {version} is Rust, and `embed!` lacks a function for it on {}",
            databases.join(" and ")
        );
        let mut diagnostic = Diagnostic::new(Code::RustFunction, title);
        let of = |wanted: Direction| {
            let scripts = absent.iter().filter(move |(_, of, _)| *of == wanted);
            scripts.map(|(.., script)| script.path)
        };
        let mut paths: Vec<&str> = of(Direction::Up).chain(of(Direction::Down)).collect();
        paths.dedup();
        for path in paths {
            diagnostic = diagnostic.at(path);
        }
        let entry = self.entry(version);
        diagnostic = diagnostic.help(format!(
            "name its functions behind the folder:\n\ningrain::embed!(\"{}\", rust = {{\n    {entry}\n}})\n ",
            self.path
        ));
        for database in databases {
            let form = match Dialect::ALL.iter().find(|one| one.title() == database) {
                Some(Dialect::Postgres) => {
                    "async fn(client: &tokio_postgres::Client) -> Result<(), E>"
                }
                _ => "fn(connection: &rusqlite::Connection) -> Result<(), E>",
            };
            diagnostic = diagnostic.help(format!("on {database} a function is `{form}`"));
        }
        Some(diagnostic)
    }

    /// What is to be written for `version`: what is there, and names for what is not.
    fn entry(&self, version: Version) -> String {
        let of = |chain: &Chain<'_>| {
            let dialect = chain.dialect();
            let scripts = self.scripts_of(version);
            let functions: Vec<String> = scripts
                .filter(|(of, ..)| *of == dialect)
                .map(|(_, direction, _)| {
                    let function = self.function(version, dialect, direction);
                    let function =
                        function.unwrap_or_else(|| self.proposed(version, dialect, direction));
                    format!("{direction}: {function}")
                })
                .collect();
            let functions = functions.join(", ");
            (!functions.is_empty()).then(|| format!("{dialect}: {{ {functions} }}"))
        };
        let entries: Vec<String> = self.chains.iter().filter_map(of).collect();
        format!("{version} => {{ {} }},", entries.join(", "))
    }

    fn proposed(&self, version: Version, dialect: Dialect, direction: Direction) -> String {
        let migration = self.chain(dialect).and_then(|chain| chain.get(version));
        let description = migration.map_or("", |migration| migration.description);
        let in_name = |c: char| if c.is_alphanumeric() { c } else { '_' };
        let module: String = description.to_lowercase().chars().map(in_name).collect();
        let module = match module.chars().next() {
            Some(first) if first.is_alphabetic() => module,
            _ => format!("migration_{version}"),
        };
        match self.chains.len() {
            1 => format!("{module}::{direction}"),
            _ => format!("{module}::{dialect}_{direction}"),
        }
    }
}
