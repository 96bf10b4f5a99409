//! The victim's scripts as they lie in `chains/`, and their statements: one a line, so that nothing of
//! Ingrain's is needed to tell them apart.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ingrain::Dialect;
use ingrain_end_to_end::victim::{EDIT, Embedded};

use crate::ledger::{Way, checksum};

/// The scripts of one chain for one database.
pub(crate) struct Scripts {
    up: BTreeMap<u64, String>,
    down: BTreeMap<u64, String>,
}

impl Scripts {
    /// What `embedded` holds for this database.
    pub(crate) fn of(embedded: Embedded, dialect: Dialect) -> Scripts {
        let folder = match embedded {
            Embedded::Edited => Embedded::Transactional,
            other => other,
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/faults/chains")
            .join(folder.name());
        let mut scripts = Scripts {
            up: BTreeMap::new(),
            down: BTreeMap::new(),
        };
        let names = fs::read_dir(&folder).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        // A shared script comes before the one of a dialect, which takes its place.
        names.sort_by_key(|name| name.len());
        for name in names {
            let parts: Vec<&str> = name.split('.').collect();
            let (way, of) = match parts[..] {
                [_, way, "sql"] => (way, dialect.to_string()),
                [_, of, way, "sql"] => (way, of.to_owned()),
                _ => continue,
            };
            if of == dialect.to_string() {
                let version: u64 = name[..4].parse().unwrap();
                let text = fs::read_to_string(folder.join(&name)).unwrap();
                let scripts = match way {
                    "up" => &mut scripts.up,
                    _ => &mut scripts.down,
                };
                scripts.insert(version, text);
            }
        }
        if embedded == Embedded::Edited
            && let Some(second) = scripts.up.get_mut(&2)
        {
            second.push_str(EDIT);
        }
        scripts
    }

    /// The last version.
    pub(crate) fn head(&self) -> u64 {
        self.up.keys().last().copied().unwrap_or(0)
    }

    /// What the history is to hold as the checksum of this version.
    pub(crate) fn checksum(&self, version: u64) -> Option<String> {
        self.up.get(&version).map(|text| checksum(text))
    }

    /// The statements of one script.
    pub(crate) fn statements(&self, version: u64, way: Way) -> Vec<&str> {
        let script = self.script(version, way);
        script
            .lines()
            .filter(|line| !line.starts_with("--"))
            .collect()
    }

    /// Whether its directives say this.
    pub(crate) fn says(&self, version: u64, way: Way, directive: &str) -> bool {
        let script = self.script(version, way);
        script.contains(&format!("-- ingrain: {directive}"))
    }

    fn script(&self, version: u64, way: Way) -> &str {
        let scripts = match way {
            Way::Up => &self.up,
            Way::Down => &self.down,
        };
        scripts.get(&version).map_or("", String::as_str)
    }
}
