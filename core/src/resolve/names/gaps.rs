//! Versions that are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::resolve::Named;
use crate::{Code, Diagnostic, Version};

/// Sequential numbering begins at 0 or 1 and leaves no version out.
pub(super) fn gaps(
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    meant: &BTreeSet<Version>,
    found: &mut Vec<Diagnostic>,
) {
    let mut previous = None;
    for (version, named) in by_version.range(..Version::FIRST_TIMESTAMP) {
        let number = version.number();
        let mut next = version.due(previous);
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
        previous = Some(*version);
    }
}
