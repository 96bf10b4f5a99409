//! The dependencies in Cargo.toml. `cargo add` would ask the registry; these versions are the ones that go with this
//! command.

mod linked;

use std::fs;
use std::path::Path;

use ingrain_cli::Error;
use ingrain_core::Dialect;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::files::write;
use super::{Outcome, Step};
use crate::failed;
use crate::project::{DependencyKind, Package, from_here};

/// A crate that the application needs.
struct Needed {
    name: &'static str,
    kind: DependencyKind,
    version: String,
    features: Vec<&'static str>,
}

/// The releases that this command belongs to.
const OWN: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// Adds what is missing.
pub(super) fn manifest(package: &Package, dialects: &[Dialect]) -> Result<Step, Error> {
    let path = &package.manifest;
    let mut document = read(path)?;
    let workspace = match package.workspace == package.root {
        true => None,
        false => Some(read(&package.workspace.join("Cargo.toml"))?),
    };
    let mut added = String::new();
    for needed in needed(dialects, &linked::rusqlite(&package.workspace)) {
        if package.depends_on(needed.name, needed.kind) {
            continue;
        }
        let is_shared = workspace
            .as_ref()
            .is_some_and(|it| is_shared(it, needed.name));
        let value = needed.value(is_shared);
        let name = match needed.kind {
            DependencyKind::Build => "build-dependencies",
            _ => "dependencies",
        };
        added += &format!(
            "[{name}] {} ={}\n",
            needed.name,
            value.clone().decorated(" ", "")
        );
        let table = document.entry(name).or_insert(Item::Table(Table::new()));
        if let Some(table) = table.as_table_like_mut() {
            table.insert(needed.name, Item::Value(value));
        }
    }
    let outcome = match added.as_str() {
        "" => Outcome::Kept,
        _ => {
            write(path, &document.to_string())?;
            Outcome::Changed
        }
    };
    Ok(Step {
        path: from_here(path),
        outcome,
        text: added.trim_end().to_owned(),
    })
}

fn needed(dialects: &[Dialect], rusqlite: &str) -> Vec<Needed> {
    let drivers = dialects.iter().map(|dialect| match dialect {
        Dialect::Sqlite => "rusqlite",
        Dialect::Postgres => "tokio-postgres",
    });
    let proofs = dialects.iter().map(|dialect| dialect.name());
    let normal = |name, version: &str, features| Needed {
        name,
        kind: DependencyKind::Normal,
        version: version.to_owned(),
        features,
    };
    let mut needed = vec![
        normal("ingrain", OWN, drivers.collect()),
        Needed {
            name: "ingrain-build",
            kind: DependencyKind::Build,
            version: OWN.to_owned(),
            features: proofs.collect(),
        },
    ];
    if dialects.contains(&Dialect::Sqlite) {
        needed.push(normal("rusqlite", rusqlite, vec!["bundled"]));
    }
    if dialects.contains(&Dialect::Postgres) {
        needed.push(normal("tokio-postgres", "0.7", Vec::new()));
        needed.push(normal("tokio", "1", vec!["macros", "rt-multi-thread"]));
    }
    needed
}

impl Needed {
    /// `{ version = "0.1", features = ["rusqlite"] }`, or with `workspace = true` where the workspace says the version.
    fn value(&self, is_shared: bool) -> Value {
        let features: Array = self.features.iter().copied().collect();
        let mut table = InlineTable::new();
        match is_shared {
            true => table.insert("workspace", true.into()),
            false if self.features.is_empty() => return self.version.as_str().into(),
            false => table.insert("version", self.version.as_str().into()),
        };
        if !features.is_empty() {
            table.insert("features", features.into());
        }
        Value::InlineTable(table)
    }
}

fn is_shared(workspace: &DocumentMut, name: &str) -> bool {
    let shared = workspace
        .get("workspace")
        .and_then(|it| it.get("dependencies"));
    shared.is_some_and(|shared| shared.get(name).is_some())
}

fn read(path: &Path) -> Result<DocumentMut, Error> {
    let text = fs::read_to_string(path).map_err(|cause| failed::file("read", path, cause))?;
    text.parse()
        .map_err(|cause: toml_edit::TomlError| failed::file("read", path, cause))
}
