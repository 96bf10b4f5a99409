//! Ways of naming: one to a folder, and none but these.

use crate::folder::File;
use crate::name::{Convention, Misnamed};
use crate::resolve::Named;
use crate::{Code, Diagnostic, Direction, Version};

/// `last` is the last version in the folder.
pub(super) fn misnamed_file(
    folder: &str,
    file: &File,
    misnamed: &Misnamed,
    convention: Option<&Convention>,
    last: Option<Version>,
) -> Diagnostic {
    let cannot = format!("this file's name cannot be understood: {}", misnamed.why);
    let diagnostic = |title: String| Diagnostic::new(Code::Misnamed, title).at(file.path());
    let Some(meant) = &misnamed.meant else {
        let next = last.map_or(1, |version| version.number().saturating_add(1));
        let convention = convention.copied().unwrap_or_default();
        let name = |direction| {
            let digits = convention.number(next);
            convention.file_name(&digits, "what_it_does", None, direction)
        };
        let help = format!(
            "a migration is called `{}`, and its way back `{}`",
            name(Direction::Up),
            name(Direction::Down)
        );
        return diagnostic(cannot)
            .help(help)
            .help("a script that is no migration belongs in another folder");
    };
    let name = meant.file_name(convention);
    if !file.name().ends_with(&format!("/{name}")) {
        return diagnostic(cannot).help(format!("rename it to `{name}`"));
    }
    let title = if name.contains('/') {
        cannot
    } else {
        format!("a script of this name has to stand directly in `{folder}`")
    };
    diagnostic(title).help(format!("move it to `{folder}/{name}`"))
}

/// One layout per folder: the one that most scripts have is taken for meant.
pub(super) fn mixed_layout(
    Named { name, file }: &Named<'_>,
    convention: &Convention,
) -> Option<Diagnostic> {
    if name.layout == convention.layout {
        return None;
    }
    let renamed = convention.file_name(name.digits, name.description, name.dialect, name.direction);
    let title = "the folder mixes two ways of naming scripts";
    let diagnostic = Diagnostic::new(Code::MixedLayouts, title)
        .at(file.path())
        .note(format!(
            "this folder goes by {}; this script goes by {}",
            convention.layout.describe(),
            name.layout.describe()
        ))
        .help(format!("rename it to `{renamed}`"));
    Some(diagnostic)
}
