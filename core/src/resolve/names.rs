//! What the names alone tell: layouts, duplicates, gaps, and which scripts belong together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Completeness, Group, Named};
use crate::config::Config;
use crate::folder::Folder;
use crate::name::{self, Layout};
use crate::{Code, Diagnostic, Dialect, Direction, Version};

/// From here on a version is a timestamp (a date has eight digits), and numbering may leave gaps.
const FIRST_TIMESTAMP: u64 = 10_000_000;

/// The scripts of `folder` by version, versions rising. Versions claimed twice are reported and left out.
pub(super) fn groups<'a>(
    folder: &'a Folder,
    config: Option<&Config>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Group<'a>> {
    let mut by_version: BTreeMap<Version, Vec<Named<'a>>> = BTreeMap::new();
    let mut scripts = 0;
    let mut misnamed = Vec::new();
    // What misnamed files probably mean: their versions are not left out.
    let mut meant = BTreeSet::new();
    for file in folder.files().iter().filter(|file| file.is_script()) {
        scripts += 1;
        match name::parse(file.name()) {
            Ok(name) => by_version
                .entry(name.version)
                .or_default()
                .push(Named { name, file }),
            Err(not) => {
                let suggestion = not.suggestion.as_deref();
                meant.extend(suggestion.and_then(|name| Some(name::parse(name).ok()?.version)));
                misnamed.push((file, not));
            }
        }
    }
    if scripts == 0 {
        found.push(empty(folder));
    }
    let last = by_version.keys().chain(&meant).max().copied();
    let misnamed = misnamed.iter();
    found.extend(misnamed.map(|(file, misnamed)| misnamed_file(file.path(), misnamed, last)));
    for scripts in by_version.values_mut() {
        scripts.sort_by_key(|named| named.name.direction);
    }
    mixed_layouts(&by_version, found);
    undeclared(config, &by_version, found);
    gaps(&by_version, &meant, found);
    let mut groups = Vec::new();
    for (version, scripts) in by_version {
        let completeness = match meant.contains(&version) {
            true => Completeness::OneMisnamed,
            false => Completeness::AllNamed,
        };
        match duplicate(version, &scripts, last) {
            Some(diagnostic) => found.push(diagnostic),
            None => groups.push(Group {
                scripts,
                completeness,
            }),
        }
    }
    if let Some(config) = config {
        let dialects = config.dialects.as_deref().unwrap_or(&Dialect::ALL);
        found.extend(groups.iter().flat_map(|group| pairing(group, dialects)));
    }
    groups
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

fn misnamed_file(path: &str, misnamed: &name::Misnamed, last: Option<Version>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::Misnamed,
        format!("this file's name cannot be understood: {}", misnamed.why),
    )
    .at(path);
    match &misnamed.suggestion {
        Some(suggestion) => diagnostic.help(format!("rename it to `{suggestion}`")),
        None => {
            let next = last.map_or(1, |version| version.number().saturating_add(1));
            diagnostic.help(format!(
                "a migration is called `{next:04}_what_it_does.up.sql`, and its way back `{next:04}_what_it_does.down.sql`"
            ))
            .help("a script that is no migration belongs in another folder")
        }
    }
}

/// One layout per folder: the one that most scripts have is taken for meant.
fn mixed_layouts(by_version: &BTreeMap<Version, Vec<Named<'_>>>, found: &mut Vec<Diagnostic>) {
    let mut by_layout: BTreeMap<Layout, Vec<&Named<'_>>> = BTreeMap::new();
    for named in by_version.values().flatten() {
        by_layout.entry(named.name.layout).or_default().push(named);
    }
    let Some(meant) = by_layout
        .iter()
        .max_by_key(|(layout, named)| (named.len(), std::cmp::Reverse(**layout)))
    else {
        return;
    };
    let meant = *meant.0;
    for (layout, named) in by_layout.iter().filter(|(layout, _)| **layout != meant) {
        for script in named {
            let name = &script.name;
            let stem = meant.stem(name.digits, name.description);
            found.push(
                Diagnostic::new(
                    Code::MixedLayouts,
                    "the folder mixes two ways of naming scripts",
                )
                .at(script.file.path())
                .note(format!(
                    "this folder goes by {}; this script goes by {}",
                    meant.describe(),
                    layout.describe()
                ))
                .help(format!(
                    "rename it to `{}`",
                    meant.file_name(&stem, name.dialect, name.direction)
                )),
            );
        }
    }
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

/// Sequential numbering begins at 0 or 1 and leaves no version out.
fn gaps(
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    meant: &BTreeSet<Version>,
    found: &mut Vec<Diagnostic>,
) {
    let mut expected = None;
    for (version, named) in by_version.range(..Version::embedded(FIRST_TIMESTAMP)) {
        let number = version.number();
        let mut next = expected.unwrap_or(number.min(1));
        while meant.contains(&Version::embedded(next)) {
            next += 1;
        }
        if let (true, Some(after)) = (number > next, named.first()) {
            let left_out = match number - next {
                1 => format!("version {next} is"),
                2 => format!("versions {next} and {} are", next + 1),
                _ => format!("versions {next} to {} are", number - 1),
            };
            let name = &after.name;
            let digits = format!("{next:0width$}", width = name.digits.len());
            found.push(
                Diagnostic::new(Code::Gap, format!("{left_out} left out before version {version}"))
                    .at(after.file.path())
                    .help(format!(
                        "restore what is left out; or, if this one was never applied anywhere, rename it to `{}`, in all its files",
                        name.layout.stem(&digits, name.description)
                    )),
            );
        }
        expected = Some(number + 1);
    }
}

/// `last` is the last version in the folder.
fn duplicate(version: Version, named: &[Named<'_>], last: Option<Version>) -> Option<Diagnostic> {
    let clashes = |one: &Named<'_>, other: &Named<'_>| {
        let same_script =
            one.name.dialect == other.name.dialect && one.name.direction == other.name.direction;
        one.name.stem != other.name.stem || same_script
    };
    let (first, clash) = named.iter().enumerate().find_map(|(at, one)| {
        let other = named[at + 1..].iter().find(|other| clashes(one, other))?;
        Some((one, other))
    })?;
    let help = if first.name.stem == clash.name.stem {
        format!(
            "delete one of the two, `{}` or `{}`",
            first.file.name(),
            clash.file.name()
        )
    } else {
        let free = match last.map(Version::number) {
            Some(last) if last < FIRST_TIMESTAMP => format!("version {}", last + 1),
            Some(_) | None => "a later time".to_owned(),
        };
        format!(
            "give the one that was not applied anywhere yet, `{}` or `{}`, {free}, in the names of all its files",
            first.name.stem, clash.name.stem
        )
    };
    let diagnostic = Diagnostic::new(
        Code::DuplicateVersion,
        format!("version {version} is claimed twice"),
    );
    Some(
        diagnostic
            .at(clash.file.path())
            .note(format!("the other one is `{}`", first.file.path()))
            .help(help),
    )
}

/// What is missing or left over among the scripts of one version.
fn pairing(group: &Group<'_>, dialects: &[Dialect]) -> Vec<Diagnostic> {
    let Some(Named { name: sample, file }) = group.scripts.first() else {
        return Vec::new();
    };
    if group.completeness == Completeness::OneMisnamed {
        return Vec::new();
    }
    let mut found = Vec::new();
    if sample.direction == Direction::Down {
        found.extend(group.scripts.iter().map(|down| {
            let up = down
                .name
                .layout
                .file_name(down.name.stem, down.name.dialect, Direction::Up);
            Diagnostic::new(Code::OrphanDown, "this down script has no up script")
                .at(down.file.path())
                .help(format!("write `{up}`, or delete this file"))
        }));
        return found;
    }
    for &dialect in dialects {
        if group.pick(dialect, Direction::Up).is_none() {
            let missing = sample
                .layout
                .file_name(sample.stem, Some(dialect), Direction::Up);
            let title = format!("version {} has no up script for {dialect}", sample.version);
            found.push(Diagnostic::new(Code::MissingDialect, title).at(file.path()).help(format!(
                "write `{missing}` (`SELECT 1;` where {dialect} has nothing to do), or take {dialect} out of `ingrain.toml`"
            )));
        }
    }
    let used = |script: &&Named<'_>| {
        let picks = |&dialect: &Dialect| group.pick(dialect, script.name.direction);
        dialects
            .iter()
            .filter_map(picks)
            .any(|picked| std::ptr::eq(picked, *script))
    };
    found.extend(
        group
            .scripts
            .iter()
            .filter(|script| !used(script))
            .map(|script| {
                let diagnostic = Diagnostic::new(Code::UnusedScript, "no dialect uses this script")
                    .at(script.file.path());
                match script.name.dialect {
                    Some(dialect) => diagnostic.help(format!(
                        "add \"{dialect}\" to `dialects` in `ingrain.toml`, or delete this file"
                    )),
                    None => diagnostic
                        .help("every declared dialect has a script of its own: delete this one"),
                }
            }),
    );
    found
}
