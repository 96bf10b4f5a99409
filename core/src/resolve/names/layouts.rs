//! Ways of naming: one to a folder, and none but these.

use std::collections::BTreeMap;

use crate::name::{self, Layout};
use crate::resolve::Named;
use crate::{Code, Diagnostic, Version};

pub(super) fn misnamed_file(
    path: &str,
    misnamed: &name::Misnamed,
    last: Option<Version>,
) -> Diagnostic {
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
pub(super) fn mixed_layouts(
    by_version: &BTreeMap<Version, Vec<Named<'_>>>,
    found: &mut Vec<Diagnostic>,
) {
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
