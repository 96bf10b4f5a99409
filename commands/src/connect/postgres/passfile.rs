//! The password file: `~/.pgpass`, or what PGPASSFILE names.
//!
//! <https://www.postgresql.org/docs/current/libpq-pgpass.html>

use std::fs;
use std::path::{Path, PathBuf};

use crate::connect::home;

/// What a look into the file gave.
pub(super) enum Found {
    Password {
        password: String,
        file: String,
    },
    /// No password; where the file has one that is not used, `because` says why.
    Nothing {
        because: Option<String>,
    },
}

const NOTHING: Found = Found::Nothing { because: None };

/// Looks for the password of this user on this server.
pub(super) fn look(file: Option<&str>, host: &str, port: u16, database: &str, user: &str) -> Found {
    let Some(path) = file
        .map(PathBuf::from)
        .or_else(|| home::file(".pgpass", "pgpass.conf"))
    else {
        return NOTHING;
    };
    let Ok(text) = fs::read_to_string(&path) else {
        return NOTHING;
    };
    let shown = path.display().to_string();
    if is_open_to_others(&path) {
        let because = format!("{shown} is not used, since others may read it: `chmod 600 {shown}`");
        return Found::Nothing {
            because: Some(because),
        };
    }
    // Servers on this machine go by one name there, wherever their socket is by default.
    let host = match host {
        "/var/run/postgresql" | "/run/postgresql" | "/tmp" => "localhost",
        other => other,
    };
    let wanted = [host, &port.to_string(), database, user];
    match text.lines().find_map(|line| matching(line, &wanted)) {
        Some(password) => Found::Password {
            password,
            file: shown,
        },
        None => NOTHING,
    }
}

/// The password of a line `host:port:database:user:password` that is about what is wanted.
fn matching(line: &str, wanted: &[&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut rest = line;
    for wanted in wanted {
        let (field, after) = field(rest);
        if field != "*" && field != *wanted {
            return None;
        }
        rest = after?;
    }
    let (password, _) = field(rest);
    (!password.is_empty()).then_some(password)
}

/// The text up to the next colon, with `\:` and `\\` read, and what follows the colon.
fn field(text: &str) -> (String, Option<&str>) {
    let mut field = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => field.extend(letters.next().map(|(_, escaped)| escaped)),
            ':' => return (field, Some(&text[at + 1..])),
            other => field.push(other),
        }
    }
    (field, None)
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn a_line_is_about_what_its_first_four_fields_say() {
        let wanted = ["db", "5432", "journal", "me"];
        for (line, expected) in [
            ("db:5432:journal:me:secret", Some("secret")),
            ("*:*:*:me:se\\:cr\\\\et", Some("se:cr\\et")),
            ("*:*:*:*:with spaces ", Some("with spaces ")),
            ("db:5433:journal:me:secret", None),
            ("db:5432:journal:you:secret", None),
            ("#*:*:*:*:secret", None),
            ("db:5432:journal:me:", None),
            ("db:5432", None),
            ("", None),
        ] {
            assert_eq!(matching(line, &wanted).as_deref(), expected, "{line}");
        }
    }
}
