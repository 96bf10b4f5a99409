//! The dependencies in Cargo.toml. `cargo add` would ask the registry; these versions are the ones that go with this
//! command.

mod linked;

use std::fs;
use std::path::Path;

use cargo_metadata::semver::Version;
use ingrain_cli::Error;
use ingrain_core::Dialect;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::files::write;
use super::{Outcome, Step};
use crate::failed;
use crate::project::{Dependency, DependencyKind, Package, from_here};

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

/// The minor releases of rusqlite 0 that Ingrain goes with.
const RUSQLITE: std::ops::RangeInclusive<u64> = 32..=41;

/// The features of tokio with which an application runs futures.
const RUNTIMES: [&str; 3] = ["full", "rt", "rt-multi-thread"];

/// Adds what is missing. A dependency that is there is left as it is; what it lacks is told.
pub(super) fn manifest(package: &Package, dialects: &[Dialect]) -> Result<Vec<Step>, Error> {
    let path = &package.manifest;
    let mut document = read(path)?;
    let workspace = match package.workspace == package.root {
        true => None,
        false => Some(read(&package.workspace.join("Cargo.toml"))?),
    };
    let (mut added, mut lacking) = (String::new(), String::new());
    for needed in needed(dialects, &linked::rusqlite(&package.workspace)) {
        match package.dependency(needed.name, needed.kind) {
            Some(there) => lacking += &needed.lacking(there),
            None => {
                let mut shared = workspace.iter();
                let is_shared = shared.any(|workspace| is_shared(workspace, needed.name));
                added += &needed.add(&mut document, is_shared);
            }
        }
    }
    let step = |outcome, text: &str| Step {
        path: from_here(path),
        outcome,
        text: text.trim_end().to_owned(),
    };
    let mut steps = Vec::new();
    if !added.is_empty() {
        write(path, &document.to_string())?;
        steps.push(step(Outcome::Changed, &added));
    }
    if !lacking.is_empty() {
        steps.push(step(Outcome::Todo, &lacking));
    }
    if steps.is_empty() {
        steps.push(step(Outcome::Kept, ""));
    }
    Ok(steps)
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
    /// Adds it to the manifest, and says the line.
    fn add(&self, document: &mut DocumentMut, is_shared: bool) -> String {
        let value = self.value(is_shared);
        let table = self.table();
        let line = format!(
            "[{table}] {} ={}\n",
            self.name,
            value.clone().decorated(" ", "")
        );
        let table = document.entry(table).or_insert(Item::Table(Table::new()));
        if let Some(table) = table.as_table_like_mut() {
            table.insert(self.name, Item::Value(value));
        }
        line
    }

    /// What is to be changed in a dependency that is there already; nothing, if nothing is.
    fn lacking(&self, there: &Dependency) -> String {
        let table = self.table();
        let release = match self.is_fitting(there) {
            true => String::new(),
            false => format!(
                "[{table}] {} = \"{}\" does not go with this `cargo ingrain`: make it \"{}\"\n",
                self.name, there.req, self.version
            ),
        };
        // Which features of a driver are right is for the application to say.
        let is_told = self.name.starts_with("ingrain") || self.name == "tokio";
        let has = |feature: &str| {
            let mut there = there.features.iter().map(String::as_str);
            // Whoever has a runtime of tokio's starts it somehow already.
            there.any(|it| it == feature || (self.name == "tokio" && RUNTIMES.contains(&it)))
        };
        let features = self.features.iter().filter(|_| is_told);
        let lacking = features.filter(|feature| !has(feature));
        let line = |feature: &&str| {
            let table = self.table();
            format!(
                "[{table}] {} lacks the feature {feature:?}: add it\n",
                self.name
            )
        };
        release + &lacking.map(line).collect::<String>()
    }

    /// Whether some release that Ingrain goes with is one that is asked for.
    fn is_fitting(&self, there: &Dependency) -> bool {
        let minors = match self.name {
            "rusqlite" => RUSQLITE,
            _ => return self.is_own_release(there),
        };
        let mut releases = minors.map(|minor| Version::new(0, minor, u64::from(u32::MAX)));
        releases.any(|release| there.req.matches(&release))
    }

    fn is_own_release(&self, there: &Dependency) -> bool {
        let own = Version::parse(env!("CARGO_PKG_VERSION"));
        !self.name.starts_with("ingrain") || own.is_ok_and(|own| there.req.matches(&own))
    }

    fn table(&self) -> &'static str {
        match self.kind {
            DependencyKind::Build => "build-dependencies",
            _ => "dependencies",
        }
    }

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
