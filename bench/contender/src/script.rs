//! The chain that everybody applies.

use std::fmt::Write as _;
use std::path::Path;

/// One migration: a table of three columns and an index.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// 1, 2, 3 …
    pub version: u32,
    pub up: &'static str,
    pub down: &'static str,
}

impl Script {
    /// The human part of its name.
    pub fn description(self) -> String {
        format!("create_t{:05}", self.version)
    }
}

/// The first `n` migrations, for as long as the process lives: what a binary embeds does too.
pub fn scripts(n: u32) -> Vec<Script> {
    let script = |version| {
        let table = format!("t{version:05}");
        let mut up = format!(
            "CREATE TABLE {table} (\n    id bigint PRIMARY KEY,\n    name text NOT NULL,\n"
        );
        let _ = write!(
            up,
            "    created_at text\n);\nCREATE INDEX {table}_name ON {table} (name);\n"
        );
        Script {
            version,
            up: up.leak(),
            down: format!("DROP TABLE {table};\n").leak(),
        }
    };
    (1..=n).map(script).collect()
}

/// How a tool names the files of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `00001_create_t00001.up.sql`
    Pair,
    /// `00001_create_t00001/up.sql`
    Directory,
    /// `V1__create_t00001.sql`, no down script.
    Prefixed,
}

/// Writes the first `n` migrations into a folder.
///
/// # Errors
///
/// What writing a file fails with.
pub fn write(folder: &Path, layout: Layout, n: u32) -> std::io::Result<()> {
    for script in scripts(n) {
        let (version, description) = (script.version, script.description());
        let (up, down) = match layout {
            Layout::Pair => (
                format!("{version:05}_{description}.up.sql"),
                Some(format!("{version:05}_{description}.down.sql")),
            ),
            Layout::Directory => (
                format!("{version:05}_{description}/up.sql"),
                Some(format!("{version:05}_{description}/down.sql")),
            ),
            Layout::Prefixed => (format!("V{version}__{description}.sql"), None),
        };
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, text)
        };
        write(&up, script.up)?;
        if let Some(down) = down {
            write(&down, script.down)?;
        }
    }
    Ok(())
}
