//! `.env`, which this command reads and an application never does.

use std::{env, fmt, fs};

/// A `.env` that cannot be read.
pub(crate) struct Unread {
    /// The line with the mistake, counted from 1, if it can be told.
    line: Option<usize>,
    /// What the system says, if the file itself cannot be read.
    cause: Option<std::io::Error>,
}

/// Puts what the nearest `.env` says into the environment, from the current folder upwards. What is set already
/// stays.
pub(crate) fn load() -> Result<(), Unread> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::LineParse(text, _)) => Err(Unread {
            line: line_of(&text),
            cause: None,
        }),
        Err(dotenvy::Error::Io(cause)) => Err(Unread {
            line: None,
            cause: Some(cause),
        }),
        Err(_) => Err(Unread {
            line: None,
            cause: None,
        }),
    }
}

/// On which line of the nearest `.env` this stands.
fn line_of(text: &str) -> Option<usize> {
    let here = env::current_dir().ok()?;
    let files = here.ancestors().map(|folder| folder.join(".env"));
    let all = fs::read_to_string(files.into_iter().find(|file| file.is_file())?).ok()?;
    let (before, _) = all.split_once(text)?;
    Some(before.matches('\n').count() + 1)
}

impl fmt::Display for Unread {
    /// Never what the file says: a password may stand there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.cause) {
            (Some(line), _) => write!(
                f,
                "warning: `.env` is left out from line {line} on, which cannot be understood; put a value with \
                 spaces or quotes into single quotes"
            )?,
            (None, Some(cause)) => write!(f, "warning: `.env` is left out: {cause}")?,
            (None, None) => f.write_str(
                "warning: `.env` is left out from its first mistake on: a line cannot be understood",
            )?,
        }
        match env::var_os("DATABASE_URL") {
            Some(_) => Ok(()),
            None => f.write_str("; so it names no database by DATABASE_URL"),
        }
    }
}
