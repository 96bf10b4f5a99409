//! The file that is being read, and every way in which it can be wrong.

use std::cmp::Ordering;
use std::ops::Range;

use crate::lock::digest;
use crate::lock::words::Line;
use crate::{Checksum, Code, Diagnostic, Version, shell_word};

/// The file that is being read, for diagnostics to show.
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    fn at(&self, code: Code, span: Range<usize>, title: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, title).at_part(self.path, self.text, span, "")
    }

    pub(super) fn damaged(&self, span: Range<usize>, title: impl Into<String>) -> Diagnostic {
        restore(self.at(Code::LockFile, span, title), self.path)
    }

    pub(super) fn newer(&self, span: Range<usize>, title: impl Into<String>) -> Diagnostic {
        self.at(Code::NewerLockFile, span, title)
            .help("a later version of Ingrain has probably written it: use that version here, of `ingrain` and of `ingrain-build`")
    }

    pub(super) fn unknown(&self, span: Range<usize>, key: &str) -> Diagnostic {
        self.newer(
            span,
            format!("the lock file says `{key}`, which this version of Ingrain does not know"),
        )
        .help(format!(
            "if it was put in by hand, restore the file: `git checkout -- {}`",
            shell_word(self.path)
        ))
    }

    pub(super) fn no_word(&self, span: Range<usize>, text: &str) -> Diagnostic {
        self.damaged(span, format!("`{text}` is no `key=value` word"))
    }

    pub(super) fn twice(&self, span: Range<usize>) -> Diagnostic {
        self.damaged(span, "this word is there twice")
    }

    pub(super) fn conflict(&self, marker: Line<'_>) -> Diagnostic {
        let path = shell_word(self.path);
        let title =
            "the lock file holds an unresolved merge conflict: two branches sealed migrations";
        self.at(Code::LockFile, marker.span(), title)
            .help(format!("take the file of the branch that others already have: `git checkout --theirs -- {path}` in a merge of that branch, `--ours` in a rebase onto it"))
            .help("give your migrations versions above those of that branch, then seal them: `cargo ingrain seal`, or `INGRAIN_SEAL=1 cargo build`")
    }

    pub(super) fn order(
        &self,
        line: Line<'_>,
        last: Version,
        version: Version,
    ) -> Option<Diagnostic> {
        let title = match version.cmp(&last) {
            Ordering::Greater => return None,
            Ordering::Equal => {
                format!("version {version} has two lines in the lock file")
            }
            Ordering::Less => {
                format!("version {version} stands after version {last} in the lock file")
            }
        };
        let word = line.words().next()?;
        Some(self.damaged(word.span(), title))
    }

    pub(super) fn check_digest(
        &self,
        head: Line<'_>,
        dialects: &str,
        said: Checksum,
    ) -> Result<(), Diagnostic> {
        let lines = self.text.split_once('\n').map_or("", |(_, lines)| lines);
        if digest(dialects, lines) == said {
            return Ok(());
        }
        // Not which digest would be right: it is not for a hand to put in.
        let span = head.words().last().map_or(head.span(), |word| word.span());
        let title = "the lines of the lock file are not those that Ingrain wrote: one was changed, added or removed";
        Err(self.damaged(span, title))
    }
}

/// Adds what to do about a damaged lock file.
pub(super) fn restore(diagnostic: Diagnostic, path: &str) -> Diagnostic {
    diagnostic
        .help(format!("restore the file as it was committed: `git checkout -- {}`", shell_word(path)))
        .help("no hand writes this file: `cargo ingrain seal` seals new migrations, with `--reseal 7` a changed migration 7; without that command, `INGRAIN_SEAL=1 cargo build` and `INGRAIN_SEAL=reseal:7 cargo build` do")
}
