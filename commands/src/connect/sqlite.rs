//! SQLite URLs: `sqlite:notes.db`, `sqlite:///var/lib/notes.db?mode=ro`.

#[cfg(feature = "rusqlite")]
mod open;

use std::path::{Path, PathBuf};

use ingrain_core::Diagnostic;

use super::percent;
use super::place::wrong;

#[cfg(feature = "rusqlite")]
pub(super) use self::open::open;

/// A SQLite database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    path: PathBuf,
    mode: Mode,
}

/// What the URL lets be done with the file; a command that only looks does no more than look anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// `mode=ro`
    Look,
    /// `immutable=1`: besides, it is on a medium that cannot change.
    LookAtImmutable,
    /// `mode=rw`
    Write,
    /// `mode=rwc`, and nothing said.
    WriteOrCreate,
}

const PARAMETERS: &str = "a SQLite URL takes `?mode=ro`, `?mode=rw`, `?mode=rwc` or `?immutable=1`; \
    a `?` in the path itself is written %3F";

impl File {
    pub(super) fn at(path: PathBuf) -> File {
        let mode = Mode::WriteOrCreate;
        File { path, mode }
    }

    /// The same, with a relative path taken from `folder` on.
    pub(super) fn in_folder(self, folder: &Path) -> File {
        File {
            path: folder.join(self.path),
            ..self
        }
    }

    /// A URL that means this file.
    pub(super) fn url(&self) -> String {
        let path = percent::encode(&self.path.to_string_lossy());
        let parameter = match self.mode {
            Mode::Look => "?mode=ro",
            Mode::LookAtImmutable => "?immutable=1",
            Mode::Write => "?mode=rw",
            Mode::WriteOrCreate => "",
        };
        format!("sqlite:{path}{parameter}")
    }

    pub(super) fn into_path(self) -> PathBuf {
        self.path
    }

    /// What stands behind `sqlite:`. With two slashes the rest is the path as well: what others call a host
    /// there is none of, and `sqlite://notes.db` is what sqlx's users write.
    pub(super) fn parse(rest: &str) -> Result<File, Diagnostic> {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = percent::decode(path).ok_or_else(|| {
            let help = "write a `%` in the path as %25";
            wrong("the path in the database URL is not percent-encoded UTF-8").help(help)
        })?;
        let mut mode = Mode::WriteOrCreate;
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        for (at, pair) in pairs.enumerate() {
            mode = match pair {
                "mode=ro" => Mode::Look,
                "mode=rw" => Mode::Write,
                "mode=rwc" => Mode::WriteOrCreate,
                "immutable=1" => Mode::LookAtImmutable,
                "mode=memory" => return Err(in_memory()),
                // Others have keys of encrypted files there.
                _ => {
                    let title = format!("parameter {} of the database URL is not known", at + 1);
                    return Err(wrong(title).help(PARAMETERS));
                }
            };
        }
        match path.as_str() {
            "" => Err(wrong("the database URL names no file").help("write `sqlite:PATH`")),
            ":memory:" => Err(in_memory()),
            // SQLite would take it for a URL of its own, and what is looked for on the disk is not what it opens.
            path if path.starts_with("file:") => Err(own_url()),
            path => Ok(File {
                path: path.into(),
                mode,
            }),
        }
    }
}

/// A `file:` URL, which SQLite reads by rules of its own.
pub(super) fn own_url() -> Diagnostic {
    wrong("Ingrain reads no `file:` URLs, which are SQLite's own")
        .help(format!("write `sqlite:PATH`; {PARAMETERS}"))
        .help("a file whose name itself begins with `file:` is `sqlite:./file:NAME`")
}

fn in_memory() -> Diagnostic {
    wrong("a database in memory is gone when the command ends")
        .note("what the application has in its own memory no other process can reach")
        .help("name a file: `sqlite:PATH`; a program that keeps one in memory migrates it itself, when it starts")
}
