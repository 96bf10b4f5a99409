//! What a binary embeds.

use std::collections::BTreeMap;

use crate::database::Statement;

/// How a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Wrapped,
    NoTransaction,
    /// In a transaction of its own.
    ForeignKeysOff,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Script {
    pub(crate) way: Way,
    pub(crate) statements: Vec<Statement>,
    /// What stands above the statements.
    pub(crate) head: String,
}

impl Script {
    pub(crate) fn text(&self) -> String {
        let way = match self.way {
            Way::Wrapped => "",
            Way::NoTransaction => "-- ingrain: no-transaction\n",
            Way::ForeignKeysOff => "-- ingrain: foreign-keys off\n",
        };
        let statements: Vec<String> = self.statements.iter().map(|it| it.text()).collect();
        format!("{way}{}{};\n", self.head, statements.join(";\n"))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Migration {
    pub(crate) up: Script,
    /// Nothing if it is irreversible.
    pub(crate) down: Option<Script>,
    pub(crate) compatible: bool,
}

/// Migrations by version.
pub(crate) type Binary = BTreeMap<u64, Migration>;

/// The version of the migration in this place.
pub(crate) fn version(place: usize) -> u64 {
    20_260_101_000_000 + place as u64
}

/// The names and texts of the folder that it was built from.
pub(crate) fn files(binary: &Binary) -> Vec<(String, String)> {
    let mut files = vec![(
        "ingrain.toml".to_owned(),
        "dialects = [\"sqlite\"]".to_owned(),
    )];
    for (version, migration) in binary {
        files.push((format!("{version}_it.up.sql"), migration.up.text()));
        if let Some(down) = &migration.down {
            files.push((format!("{version}_it.down.sql"), down.text()));
        }
    }
    files
}
