//! Versions that are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::resolve::Named;
use crate::resolve::adopted::tool_of;
use crate::tool::Adopted;
use crate::{Code, Diagnostic, Version};

/// Sequential numbering begins at 0 or 1 and leaves no version out, unless another tool did.
pub(super) fn gaps(
    folder: &str,
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    meant: &BTreeSet<Version>,
    adopted: Option<Adopted>,
    found: &mut Vec<Diagnostic>,
) {
    let mut previous = None;
    for (version, named) in by_version.range(..Version::FIRST_TIMESTAMP) {
        if adopted.is_some_and(|adopted| adopted.tool_of(*version).is_some()) {
            previous = Some(*version);
            continue;
        }
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
            let diagnostic = Diagnostic::new(
                Code::Gap,
                format!("{left_out} left out before version {version}"),
            )
            .at(after.file.path())
            .help(format!(
                "restore what is left out; or, if this one was never applied anywhere, rename it to `{}`, in all its files",
                name.layout.stem(&digits, name.description)
            ));
            found.push(match (adopted, by_version.keys().max()) {
                (None, Some(up_to)) => {
                    let (from, up_to) = (tool_of(name.layout), *up_to);
                    diagnostic.help(Adopted { from, up_to }.help(folder))
                }
                _ => diagnostic,
            });
        }
        previous = Some(*version);
    }
}
