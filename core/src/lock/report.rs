//! Changes of the past, in words: what changed, and the two ways out.

use super::compare::{Change, Comparison, Edit};
use super::{FILE, PresentMigration, Sealed};
use crate::folder::{File, Folder};
use crate::{Code, Diagnostic, Dialect, Version, listed, shell_word};

/// One change; an edit of two files is told for each.
pub(super) fn change(folder: &Folder, change: &Change<'_>) -> Vec<Diagnostic> {
    match change {
        Change::Edited(sealed, edits) => edits
            .iter()
            .map(|edit| edited(folder, sealed, edit))
            .collect(),
        Change::Deleted(sealed) => vec![deleted(folder, sealed)],
        Change::Renumbered(sealed, there) => vec![renumbered(folder, sealed, there)],
        Change::Inserted(present, last) => vec![inserted(folder, present, last)],
    }
}

fn edited(folder: &Folder, sealed: &Sealed, edit: &Edit<'_>) -> Diagnostic {
    let (version, path) = (sealed.version, edit.file.path());
    let of = match sealed.up.len() == edit.dialects.len() {
        true => String::new(),
        false => format!(" for {}", named(&edit.dialects)),
    };
    let title = format!("migration {version} is sealed, and its up script{of} has changed");
    let typed = shell_word(path);
    Diagnostic::new(Code::SealedEdited, title)
        .at(path)
        .note(format!("sealed with {}", edit.sealed))
        .note(format!("now it has  {}", edit.file.checksum))
        .note(format!("`{}/{FILE}` holds no text to compare with; where git tracks the script, `git diff HEAD -- {typed}` or `git log -p -- {typed}` shows what changed", folder.path()))
        .help("restore the script as it was sealed, and put the change into a new migration")
        .help(reseal(version, "seal it as it is now"))
}

fn deleted(folder: &Folder, sealed: &Sealed) -> Diagnostic {
    let (version, name) = (sealed.version, &sealed.name);
    let title = format!("migration {version} is sealed, and `{name}` is not in the folder");
    let files = format!("{}/{name}*", folder.path());
    let log = format!("`git log --diff-filter=D -- {}`", shell_word(&files));
    at_line(folder, sealed, Diagnostic::new(Code::SealedDeleted, title))
        .help(format!("restore its files ({log} says which commit deleted them), and undo what it does in a new migration"))
        .help(reseal(version, "seal the folder without it"))
}

fn renumbered(folder: &Folder, sealed: &Sealed, there: &PresentMigration<'_>) -> Diagnostic {
    let (version, name) = (sealed.version, &sealed.name);
    let title = format!(
        "migration {version} is sealed, and has version {} now",
        there.version
    );
    let diagnostic = Diagnostic::new(Code::SealedRenumbered, title);
    let diagnostic = match first_file(there) {
        Some(file) => diagnostic.at(file.path()).note(format!(
            "its up script is the one that was sealed as `{name}`, in `{}/{FILE}`",
            folder.path()
        )),
        None => at_line(folder, sealed, diagnostic),
    };
    diagnostic
        .help(format!(
            "rename `{}` back to `{name}`, in all its files; new migrations get versions above it",
            there.name
        ))
        .help(reseal(version, "seal it under its new version"))
}

fn inserted(folder: &Folder, present: &PresentMigration<'_>, last: &Sealed) -> Diagnostic {
    let (version, sealed) = (present.version, last.version);
    let title =
        format!("migration {version} is not sealed, and stands below migration {sealed}, which is");
    let diagnostic = Diagnostic::new(Code::InsertedBelowSealed, title);
    let diagnostic = match first_file(present) {
        Some(file) => diagnostic.at(file.path()),
        None => diagnostic.at(folder.path()),
    };
    diagnostic
        .note(format!("a database at version {sealed} would refuse it as out of order"))
        .help(format!("rename all files of `{}` to a version above {sealed}", present.name))
        .help(format!("or, if no database is past version {version} yet, seal it where it stands: `cargo ingrain seal --reseal {version}`, or `INGRAIN_SEAL=reseal:{version} cargo build`"))
}

/// What a release build has against migrations and chains that are not sealed.
pub(super) fn unsealed(folder: &Folder, comparison: &Comparison<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let lock = format!("{}/{FILE}", folder.path());
    let seal = |diagnostic: Diagnostic| {
        diagnostic.help(format!(
            "seal what is ready to be released, `cargo ingrain seal`, or `INGRAIN_SEAL=1 cargo build`, and commit `{lock}`"
        ))
    };
    if let [first, rest @ ..] = comparison.unsealed.as_slice() {
        let title = match rest {
            [] => format!(
                "migration {} is not sealed, and this is a release build",
                first.version
            ),
            _ => {
                let versions: Vec<Version> =
                    comparison.unsealed.iter().map(|one| one.version).collect();
                format!(
                    "migrations {} are not sealed, and this is a release build",
                    listed(&versions)
                )
            }
        };
        let path = first_file(first).map_or(folder.path(), File::path);
        found.push(seal(Diagnostic::new(Code::Unsealed, title).at(path)));
    }
    if !comparison.unsealed_dialects.is_empty() {
        let dialects = named(&comparison.unsealed_dialects);
        let title = format!("the chain of {dialects} is not sealed, and this is a release build");
        found.push(seal(
            Diagnostic::new(Code::Unsealed, title).at(lock.as_str()),
        ));
    }
    found
}

/// `diagnostic`, pointing at what the lock file calls the migration.
fn at_line(folder: &Folder, sealed: &Sealed, diagnostic: Diagnostic) -> Diagnostic {
    let Some(file) = folder.lock_file() else {
        return diagnostic.at(folder.path());
    };
    let text = file.text.as_deref().unwrap_or_default();
    let word = format!("\nversion={} ", sealed.version);
    match text.find(&word) {
        Some(before) => {
            let start = before + 1;
            let line = text[start..].lines().next().unwrap_or_default();
            let shown = line.find(" up").unwrap_or(line.len());
            diagnostic.at_part(file.path(), text, start..start + shown, "")
        }
        None => diagnostic.at(file.path()),
    }
}

fn first_file<'a>(present: &PresentMigration<'a>) -> Option<&'a File> {
    present.up.first().map(|(_, file)| *file)
}

fn named(dialects: &[Dialect]) -> String {
    let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
    names.join(" and ")
}

fn reseal(version: Version, what: &str) -> String {
    format!(
        "or, if it never left this machine, {what}: `cargo ingrain seal --reseal {version}`, or `INGRAIN_SEAL=reseal:{version} cargo build`"
    )
}
