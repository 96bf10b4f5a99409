//! Versions that are claimed twice.

use crate::resolve::Named;
use crate::{Code, Diagnostic, Direction, Version};

/// `last` is the last version in the folder.
pub(super) fn duplicate(
    version: Version,
    named: &[Named<'_>],
    last: Option<Version>,
) -> Option<Diagnostic> {
    let clashes = |one: &Named<'_>, other: &Named<'_>| {
        let same_script =
            one.name.dialect == other.name.dialect && one.name.direction == other.name.direction;
        one.name.stem != other.name.stem || same_script
    };
    let (first, clash) = named.iter().enumerate().find_map(|(at, one)| {
        let other = named[at + 1..].iter().find(|other| clashes(one, other))?;
        Some((one, other))
    })?;
    if let Some(diagnostic) = described_twice(version, named) {
        return Some(diagnostic);
    }
    let help = if first.name.stem == clash.name.stem {
        format!(
            "delete one of the two, `{}` or `{}`",
            first.file.name(),
            clash.file.name()
        )
    } else {
        let free = match last {
            Some(last) if last.counts() => format!("version {}", last.number() + 1),
            Some(_) | None => "a later time".to_owned(),
        };
        format!(
            "rename all files of the one that was not applied anywhere yet, `{}` or `{}`, to {free}",
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

/// One migration whose up scripts are called one way and whose down scripts another.
fn described_twice(version: Version, named: &[Named<'_>]) -> Option<Diagnostic> {
    let is_down = |named: &Named<'_>| named.name.direction == Direction::Down;
    let (ups, downs) = named.split_at(named.partition_point(|named| !is_down(named)));
    let (up, down) = (ups.first()?, downs.first()?);
    let is_one = |scripts: &[Named<'_>]| {
        let stem = scripts.first().map(|named| named.name.stem);
        scripts.iter().all(|named| Some(named.name.stem) == stem)
    };
    if !is_one(ups) || !is_one(downs) || up.name.stem == down.name.stem {
        return None;
    }
    let what = match up.name.description == down.name.description {
        true => "names",
        false => "descriptions",
    };
    let two = if named.len() == 2 { "two " } else { "" };
    let title = format!("the {two}scripts of version {version} have different {what}");
    let diagnostic = Diagnostic::new(Code::DuplicateVersion, title)
        .at(down.file.path())
        .note(format!("the up script is `{}`", up.file.path()));
    let renamed = downs.iter().map(|down| {
        let layout = up.name.layout;
        let name = layout.file_name(up.name.stem, down.name.dialect, Direction::Down);
        format!("rename `{}` to `{name}`", down.file.name())
    });
    Some(renamed.fold(diagnostic, Diagnostic::help))
}
