//! Opens a SQLite file, and leaves nothing behind that was not there.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use ingrain_core::{Code, Diagnostic, shell_word};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{File, Mode};
use crate::Access;

/// How long SQLite itself waits where another process writes; the engine waits longer, and tells.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the file, and makes sure that it is a database.
pub(in crate::connect) fn open(file: &File, access: Access) -> Result<Connection, Diagnostic> {
    let path = file.path.as_path();
    match (access, file.mode) {
        (Access::Write | Access::Create, Mode::Look | Mode::LookAtImmutable) => {
            return Err(only_to_look_at(path));
        }
        _ if path.is_dir() => return Err(folder(path)),
        _ if !path.exists() => missing(path, access, file.mode)?,
        _ => {}
    }
    let connection = connect(file, access).map_err(|error| explained(path, access, &error))?;
    if access != Access::Read && connection.is_readonly("main").unwrap_or_default() {
        return Err(read_only(path));
    }
    Ok(connection)
}

fn connect(file: &File, access: Access) -> rusqlite::Result<Connection> {
    let flags = match (access, file.mode) {
        (Access::Read, Mode::LookAtImmutable) => {
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI
        }
        // Whoever reads a file with a write-ahead log that nobody has open makes the log anew, and only
        // who may write removes it again. `query_only` below keeps to looking.
        (Access::Read, _) if is_resting_wal(&file.path) => OpenFlags::SQLITE_OPEN_READ_WRITE,
        (Access::Read, _) => OpenFlags::SQLITE_OPEN_READ_ONLY,
        (Access::Create, Mode::WriteOrCreate) => {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        }
        (Access::Write | Access::Create, _) => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match file.mode {
        Mode::LookAtImmutable => Connection::open_with_flags(immutable(&file.path), flags)?,
        _ => Connection::open_with_flags(&file.path, flags)?,
    };
    connection.busy_timeout(PATIENCE)?;
    if access == Access::Read {
        connection.pragma_update(None, "query_only", true)?;
    }
    // The first read of the file: opening alone does not look into it.
    connection.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// SQLite's own URI for a file that nobody can change: it is read without locks.
fn immutable(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25");
    let path = path.replace('?', "%3f").replace('#', "%23");
    // Two slashes would begin a host.
    let slashes = if path.starts_with('/') { "//" } else { "" };
    format!("file:{slashes}{path}?immutable=1")
}

/// Whether the file says that it has a write-ahead log, while there is none: bytes 18 and 19 of
/// <https://www.sqlite.org/fileformat.html#file_format_version_numbers>.
fn is_resting_wal(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let mut header = [0; 20];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[18..] == [2, 2] && !Path::new(&log).exists()
}

/// A file that is not there is made by who writes, in a folder that is there.
fn missing(path: &Path, access: Access, mode: Mode) -> Result<(), Diagnostic> {
    let shown = path.display();
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let folder = folder.display();
        let title = format!("the folder `{folder}` of the database `{shown}` does not exist");
        return Err(unreachable(title).help(format!(
            "create it: `mkdir -p {}`; or correct the path in the database URL",
            shell_word(&folder.to_string())
        )));
    }
    let help = match (access, mode) {
        (Access::Create, Mode::WriteOrCreate) => return Ok(()),
        (Access::Create, _) => {
            "correct the path in the database URL; or leave `?mode=rw` out, and it is created"
        }
        (Access::Read | Access::Write, _) => {
            "correct the path in the database URL; if there is to be one, `up` creates it"
        }
    };
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Err(unreachable(format!("there is no database `{shown}`"))
        .note(format!("looked for {}", full.display()))
        .help(help))
}

fn only_to_look_at(path: &Path) -> Diagnostic {
    let title = format!(
        "the database URL lets `{}` only be looked at",
        path.display()
    );
    unreachable(title).help("leave `?mode=ro` or `?immutable=1` out of the URL")
}

fn folder(path: &Path) -> Diagnostic {
    unreachable(format!("`{}` is a folder, not a database", path.display()))
        .help("name a file in it: `sqlite:FOLDER/NAME.db`")
}

fn read_only(path: &Path) -> Diagnostic {
    unreachable(format!("the file `{}` is read-only for this user", path.display()))
        .note("its permissions, or the file system that it is on, let nobody write who runs as this user")
        .help("run the command as the user to whom the file belongs, or let this user write to the file and its folder")
}

fn explained(path: &Path, access: Access, error: &rusqlite::Error) -> Diagnostic {
    let shown = path.display();
    let failed = |help: &str| {
        unreachable(format!("the database `{shown}` cannot be opened: {error}")).help(help)
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => unreachable(format!("`{shown}` is not a SQLite database"))
            .note("its content does not begin like one; it may also be encrypted, which Ingrain cannot read")
            .help("correct the path in the database URL; nothing was changed in the file"),
        Some(ErrorCode::DatabaseCorrupt) => failed("restore the file from a backup; nothing was changed in it"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            failed("another process holds the whole file: end it, or try again later")
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) if access == Access::Read => failed(
            "let this user read the file; one with a write-ahead log needs a folder that can be written to, \
             or `?immutable=1` in the URL where nobody else can change it",
        ),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            failed("let this user write to the file and to its folder, in which SQLite makes its journal")
        }
        _ => failed("look whether the file can be read, and whether its disk is in order"),
    }
}

fn unreachable(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Unreachable, title)
}
