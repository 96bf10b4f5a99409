//! What the names alone tell: layouts, duplicates, gaps, and which scripts belong together.

mod duplicate;
mod gaps;
mod layouts;
mod pairing;

use std::collections::{BTreeMap, BTreeSet};

use super::adopted::misdated;
use super::{Completeness, Group, Named};
use crate::config::Config;
use crate::folder::{File, Folder, Gaps};
use crate::name::{self, Convention, Misnamed};
use crate::tool::Adopted;
use crate::{Code, Diagnostic, Dialect, Tool, Transaction, Version};

use self::duplicate::duplicate;
use self::gaps::gaps;
use self::layouts::{misnamed_file, mixed_layout};
use self::pairing::pairing;

/// The scripts of a folder, as far as their names tell.
pub(super) struct Groups<'a> {
    /// By version, versions rising; those that are claimed twice are left out.
    pub(super) groups: Vec<Group<'a>>,
    /// Versions of which a misnamed or superfluous script leaves open what they hold.
    pub(super) unclear: BTreeSet<Version>,
}

/// The scripts of `folder` by version. A version that is sealed and not there is not told as left out: the
/// lock file tells what became of it.
pub(super) fn groups<'a>(
    folder: &'a Folder,
    config: Option<&Config>,
    adopted: Option<Adopted>,
    sealed: BTreeSet<Version>,
    found: &mut Vec<Diagnostic>,
) -> Groups<'a> {
    let mut by_version: BTreeMap<Version, Vec<Named<'a>>> = BTreeMap::new();
    let mut scripts = 0;
    let mut misnamed = Vec::new();
    // What misnamed files probably mean: their versions are not left out.
    let mut meant = BTreeSet::new();
    for file in folder.files().iter().filter(|file| file.is_script()) {
        scripts += 1;
        match name::parse(file.name(), adopted) {
            Ok(name) => by_version
                .entry(name.version)
                .or_default()
                .push(Named { name, file }),
            Err(not) => {
                meant.extend(not.meant.as_ref().map(|meant| meant.version));
                misnamed.push((file, not));
            }
        }
    }
    if scripts == 0 {
        found.push(empty(folder));
    }
    let last = by_version.keys().chain(&meant).max().copied();
    let convention = Convention::of(by_version.values().flatten().map(|named| &named.name));
    found.extend(misnamed.iter().map(|(file, not)| {
        let not = in_company(file, not, &by_version, &misnamed);
        let told = misnamed_file(folder.path(), file, &not, convention.as_ref(), last);
        // To Flyway, `U` is the way back; to refinery, it is a migration like any other.
        let is_refinerys = adopted.is_none() && name::is_refinerys(file.name());
        match last.filter(|_| is_refinerys) {
            Some(up_to) => {
                let from = Tool::Refinery;
                told.help(Adopted { from, up_to }.help(folder.path()))
            }
            None => told,
        }
    }));
    for scripts in by_version.values_mut() {
        scripts.sort_by_key(|named| named.name.direction);
    }
    found.extend(convention.iter().flat_map(|convention| {
        let scripts = by_version.values().flatten();
        scripts.filter_map(|named| mixed_layout(named, convention))
    }));
    undeclared(config, &by_version, found);
    // Told elsewhere, and so no gap: what a misnamed file means, and what is sealed and not there.
    let mut told = meant.clone();
    told.extend(
        sealed
            .into_iter()
            .filter(|version| !by_version.contains_key(version)),
    );
    if folder.gaps == Gaps::Mistakes {
        gaps(folder.path(), &by_version, &told, adopted, found);
    }
    if let Some(adopted) = adopted {
        let versions = by_version.keys().chain(&told).copied().collect();
        found.extend(misdated(folder, adopted, &versions));
    }
    let mut unclear = meant.clone();
    let mut groups = Vec::new();
    for (version, scripts) in by_version {
        let completeness = match meant.contains(&version) {
            true => Completeness::OneMisnamed,
            false => Completeness::AllNamed,
        };
        match duplicate(version, &scripts, last) {
            Some(diagnostic) => {
                unclear.insert(version);
                found.push(diagnostic);
            }
            None => groups.push(Group {
                scripts,
                completeness,
                adopted: adopted.and_then(|adopted| adopted.tool_of(version)),
                transaction: Transaction::default(),
            }),
        }
    }
    if let Some(config) = config {
        let dialects = config.dialects.as_deref().unwrap_or(&Dialect::ALL);
        found.extend(groups.iter().flat_map(|group| pairing(group, dialects)));
    }
    Groups { groups, unclear }
}

fn empty(folder: &Folder) -> Diagnostic {
    let path = folder.path();
    Diagnostic::new(
        Code::FolderEmpty,
        format!("the folder `{path}` holds no migration"),
    )
    .at(path)
    .help(format!(
        "write the first one: `{path}/0001_first.up.sql` and `{path}/0001_first.down.sql`"
    ))
}

/// Names that tell a dialect need `ingrain.toml` to say which dialects there are.
fn undeclared(
    config: Option<&Config>,
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    found: &mut Vec<Diagnostic>,
) {
    if config.is_none_or(|config| config.dialects.is_some()) {
        return;
    }
    let telling = by_version
        .values()
        .flatten()
        .find(|named| named.name.dialect.is_some());
    found.extend(telling.map(|named| {
        Diagnostic::new(Code::Config, "a script is for one dialect, but the folder does not say which dialects it is for")
            .at(named.file.path())
            .help("create `ingrain.toml` in the folder with the line `dialects = [\"sqlite\", \"postgres\"]`")
    }));
}

/// What is wrong with a name, in view of the others: Flyway's `U2__b.sql` takes version 2 back; where there is none,
/// it is refinery's, and goes forward.
fn in_company(
    file: &File,
    not: &Misnamed,
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    misnamed: &[(&File, Misnamed)],
) -> Misnamed {
    let is_alone = |version| {
        let meant = misnamed.iter().filter_map(|(_, it)| it.meant.as_ref());
        let same = meant.filter(|meant| meant.version == version);
        !by_version.contains_key(&version) && same.count() == 1
    };
    let mut not = not.clone();
    not.meant = not.meant.map(|meant| match is_alone(meant.version) {
        true if name::is_refinerys(file.name()) => meant.forward(),
        _ => meant,
    });
    not
}
