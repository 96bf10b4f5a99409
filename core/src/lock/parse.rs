//! A lock file's text becomes a [`Lock`], or every mistake in it.

mod migration;
mod source;

use super::words::{HEAD, Line, lines, read_dialects};
use super::{FORMAT, Lock};
use crate::diagnostic::MOST_TOLD;
use crate::{Checksum, Code, Diagnostic, Dialect};

use self::migration::migration;
use self::source::{Source, restore};

/// Reads the file's text; `path` is what diagnostics call it.
pub(super) fn parse(path: &str, text: &str) -> Result<Lock, Vec<Diagnostic>> {
    let source = Source { path, text };
    let one = |mistake| vec![mistake];
    if let Some(marker) = lines(text).find(|line| line.text.starts_with("<<<<<<<")) {
        return Err(one(source.conflict(marker)));
    }
    let mut lines = lines(text);
    let Some(first) = lines.next() else {
        return Err(one(source.damaged(0..0, "the lock file is empty")));
    };
    let head = head(&source, first).map_err(one)?;
    if !text.ends_with('\n') {
        let last = lines.last().unwrap_or(first);
        let title = "the lock file breaks off in the middle of this line";
        return Err(one(source.damaged(last.span(), title)));
    }
    let mut migrations: Vec<super::Sealed> = Vec::new();
    let mut found = Vec::new();
    for line in lines {
        match migration(&source, line, &head.dialects) {
            Ok(sealed) => {
                let last = migrations.last().map(|last| last.version);
                found.extend(last.and_then(|last| source.order(line, last, sealed.version)));
                migrations.push(sealed);
            }
            Err(mistake) => found.push(*mistake),
        }
        if found.len() == MOST_TOLD {
            break;
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let lock = Lock {
        dialects: head.dialects,
        migrations,
    };
    source
        .check_digest(first, &head.names, head.digest)
        .map_err(one)?;
    if lock.text() != text {
        // The digest is right, so it was computed over this: by no hand, and by no version that is known.
        let title = "the lock file is not written as this version of Ingrain writes it";
        return Err(one(source.newer(first.span(), title)));
    }
    Ok(lock)
}

/// The file is no UTF-8 text at all.
pub(super) fn not_text(path: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::LockFile, "the lock file is not UTF-8 text");
    restore(diagnostic.at(path), path)
}

/// What the head line says.
struct Head {
    /// The dialects, as they are written.
    names: String,
    dialects: Vec<Dialect>,
    digest: Checksum,
}

fn head(source: &Source<'_>, line: Line<'_>) -> Result<Head, Diagnostic> {
    let mut words = line.words();
    if words.next().is_none_or(|word| word.text != HEAD) {
        let title = format!("the lock file does not begin with `{HEAD}`");
        return Err(source.damaged(line.span(), title));
    }
    match words.next().map(|word| (word, word.text.parse::<u64>())) {
        Some((_, Ok(FORMAT))) => {}
        Some((word, Ok(newer))) if newer > FORMAT => {
            let title = format!(
                "the lock file has format {newer}, and this version of Ingrain reads format {FORMAT}"
            );
            return Err(source.newer(word.span(), title));
        }
        _ => {
            return Err(source.damaged(
                line.span(),
                "the head line does not say the number of its format",
            ));
        }
    }
    let (mut dialects, mut digest) = (None, None);
    for word in words {
        match word.key_and_value() {
            Some(("dialects", value)) if dialects.is_none() => {
                let read = read_dialects(value);
                let mistake = || source.damaged(word.span(), "this is no list of dialects");
                dialects = Some((value.to_owned(), read.ok_or_else(mistake)?));
            }
            Some(("digest", value)) if digest.is_none() => {
                let mistake = |error| source.damaged(word.span(), format!("the digest is {error}"));
                digest = Some(value.parse().map_err(mistake)?);
            }
            Some(("dialects" | "digest", _)) => return Err(source.twice(word.span())),
            Some((key, _)) => return Err(source.unknown(word.span(), key)),
            None => return Err(source.no_word(word.span(), word.text)),
        }
    }
    match (dialects, digest) {
        (Some((names, dialects)), Some(digest)) => Ok(Head {
            names,
            dialects,
            digest,
        }),
        (None, _) => Err(source.damaged(line.span(), "the head line does not say `dialects=`")),
        (_, None) => Err(source.damaged(line.span(), "the head line does not say `digest=`")),
    }
}
