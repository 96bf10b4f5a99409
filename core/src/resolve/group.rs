//! The scripts of one version, and the migration that they come to.

use super::adopted::runs_alone_with_sqlx;
use crate::chain::{Down, Migration, Origin, Script};
use crate::folder::File;
use crate::lock::Classes;
use crate::name::Name;
use crate::split::leading_comment;
use crate::{Class, Dialect, Direction, Tool, Transaction};

/// A script whose name was understood.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) name: Name<'a>,
    pub(super) file: &'a File,
}

/// The scripts of one version, all of one stem.
pub(super) struct Group<'a> {
    /// Up scripts first.
    pub(super) scripts: Vec<Named<'a>>,
    pub(super) completeness: Completeness,
    /// The other tool that they were written for.
    pub(super) adopted: Option<Tool>,
    /// Where they run, as far as it is said beside them.
    pub(super) transaction: Transaction,
}

/// Whether a script that is not there may be said to be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    AllNamed,
    /// A misnamed file probably belongs to this version: what seems to be missing is that one.
    OneMisnamed,
}

impl<'a> Group<'a> {
    /// The script that `dialect` uses: its own, else the shared one.
    pub(super) fn pick(&self, dialect: Dialect, direction: Direction) -> Option<&Named<'a>> {
        let of = |wanted| {
            self.scripts
                .iter()
                .find(|named| named.name.direction == direction && named.name.dialect == wanted)
        };
        of(Some(dialect)).or_else(|| of(None))
    }

    /// Who wrote the script, and where it runs if it does not say so in a directive.
    pub(super) fn origin(&self, script: &str) -> Origin {
        match self.adopted {
            Some(Tool::Sqlx) if runs_alone_with_sqlx(script) => Origin::Adopted(Transaction::None),
            Some(_) => Origin::Adopted(self.transaction),
            None => Origin::Own,
        }
    }

    /// The script of this file, if it is text.
    pub(super) fn script(&self, named: &Named<'a>) -> Option<Script<'a>> {
        let text = named.file.text.as_deref().ok()?;
        Some(Script {
            path: named.file.path(),
            text,
            checksum: named.file.checksum,
            origin: self.origin(text),
        })
    }

    pub(super) fn migration(
        &self,
        dialect: Dialect,
        classes: &Classes<'_>,
    ) -> Option<Migration<'a>> {
        let up = self.pick(dialect, Direction::Up)?;
        let down = match self.pick(dialect, Direction::Down) {
            Some(down) => match self.script(down)? {
                // Other tools take it for a way back that does nothing, or was never written.
                down if self.adopted.is_some()
                    && is_empty(dialect, down.text)
                    && down.rust(dialect).is_none() =>
                {
                    Down::Irreversible
                }
                down => Down::Script(down),
            },
            None => Down::Irreversible,
        };
        let (version, up_script) = (up.name.version, self.script(up)?);
        let said = || Class::said(&up_script.directives(dialect));
        let class = classes.of(version, dialect).or_else(said);
        Some(Migration {
            version,
            description: up.name.description,
            up: up_script,
            down,
            class,
        })
    }
}

/// Whether a script holds comments only.
fn is_empty(dialect: Dialect, script: &str) -> bool {
    leading_comment(dialect, script).len() == script.len()
}
