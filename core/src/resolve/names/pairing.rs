//! The scripts of one version: what is missing, and what is left over.

use crate::resolve::{Completeness, Group, Named};
use crate::{Code, Diagnostic, Dialect, Direction};

/// What is missing or left over among the scripts of one version.
pub(super) fn pairing(group: &Group<'_>, dialects: &[Dialect]) -> Vec<Diagnostic> {
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
