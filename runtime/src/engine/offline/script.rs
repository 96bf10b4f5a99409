//! The text of an offline script: statements, and comments for whoever reads them.

use std::fmt::Write as _;

use ingrain_core::{Dialect, Step};

use crate::engine::work::script;

/// A script that grows.
pub(super) struct Script {
    dialect: Dialect,
    text: String,
}

impl Script {
    pub(super) fn new(dialect: Dialect) -> Script {
        Script {
            dialect,
            text: String::new(),
        }
    }

    /// What it is, how it is run, and what makes either program stop at the first error.
    pub(super) fn head(&mut self, what: &str) {
        self.comment(&format!("Made by Ingrain: {what}."));
        match self.dialect {
            Dialect::Sqlite => {
                self.comment("Run it with: sqlite3 app.db < this-file");
                // The connection of an application enforces foreign keys, where it is rusqlite's own SQLite.
                self.text += ".bail on\n.timeout 5000\nPRAGMA foreign_keys = ON;\n";
            }
            Dialect::Postgres => {
                self.comment("Run it with: psql -X -v ON_ERROR_STOP=1 -f this-file");
                self.text += "\\set ON_ERROR_STOP on\n";
            }
        }
    }

    /// Says which scripts of migrations follow.
    pub(super) fn title(&mut self, steps: &[Step<'_>], dialect: Dialect) {
        self.text.push('\n');
        for script in steps.iter().filter_map(|step| script(step, dialect)) {
            self.comment(&format!(
                "{} {} {}: {}",
                script.direction,
                script.version,
                script.description,
                script.shown_path()
            ));
        }
    }

    pub(super) fn statement(&mut self, sql: &str) {
        let _ = writeln!(self.text, "{sql};");
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    fn comment(&mut self, text: &str) {
        let text = text.replace(char::is_control, " ");
        let _ = writeln!(self.text, "-- {text}");
    }
}
