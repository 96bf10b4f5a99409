//! Versions that are claimed twice.

use super::FIRST_TIMESTAMP;
use crate::resolve::Named;
use crate::{Code, Diagnostic, Version};

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
