//! What a folder took over from another tool: what it says, or what it looks like.

use std::collections::BTreeSet;

use super::{Group, configuration};
use crate::config::{self, Config};
use crate::folder::{File, Folder};
use crate::name::{self, Layout, Name};
use crate::tool::Adopted;
use crate::{Code, Diagnostic, Direction, Tool, Version};

/// What `folder` took over. Where all its scripts are another tool's and it does not say so, that is a
/// mistake, and the others are looked for as if it did.
pub(super) fn adopted(
    folder: &Folder,
    config: Option<&Config>,
    found: &mut Vec<Diagnostic>,
) -> Option<Adopted> {
    if let Some(said) = config.and_then(|config| config.adopted) {
        return Some(said);
    }
    let (seems, first) = seems_adopted(folder)?;
    // What a wrong `ingrain.toml` does not say, nobody knows.
    if config.is_some() {
        found.push(unsaid(folder, seems, first));
    }
    Some(seems)
}

impl Folder {
    /// That all its scripts are another tool's, and `ingrain.toml` does not say so, if it is like that: nobody can go
    /// on in the folder's habit before.
    pub fn unsaid_origin(&self) -> Option<Diagnostic> {
        let config = configuration(self, &mut Vec::new())?;
        let (seems, first) = seems_adopted(self)?;
        config.adopted.is_none().then(|| unsaid(self, seems, first))
    }
}

/// The mistake in `up-to`, if it names none of `versions`: a larger number than meant would excuse
/// migrations that are not written yet.
pub(super) fn misdated(
    folder: &Folder,
    adopted: Adopted,
    versions: &BTreeSet<Version>,
) -> Option<Diagnostic> {
    let Adopted { from, up_to } = adopted;
    let last = versions.last().filter(|_| !versions.contains(&up_to))?;
    let title = format!("`up-to` names version {up_to}, which is not in the folder");
    let help =
        format!("name the last version that {from} wrote; the last one in the folder is {last}");
    let path = format!("{}/{}", folder.path(), config::FILE);
    Some(Diagnostic::new(Code::Config, title).at(&path).help(help))
}

impl Adopted {
    /// What to do about a script that is not as ours are, if another tool wrote it.
    pub(super) fn help(self, folder: &str) -> String {
        format!(
            "if {} has applied it like this, leave it and put this line at the top of `{folder}/{}`: `{self}`",
            self.from,
            config::FILE
        )
    }
}

/// What may be said of scripts that another tool wrote, in a folder that does not say so.
pub(super) struct Hint {
    tool: Tool,
    /// For a missing down script.
    without_down: String,
    /// For what else is the tool's habit: up to the last script.
    habit: String,
}

/// The hint for a folder that looks as if the tool of its last script had written it; nothing where that is
/// known.
pub(super) fn hint(
    folder: &Folder,
    groups: &[Group<'_>],
    adopted: Option<Adopted>,
) -> Option<Hint> {
    let has_down = |group: &&Group<'_>| {
        let mut scripts = group.scripts.iter();
        scripts.any(|named| named.name.direction == Direction::Down)
    };
    let help = |group: &Group<'_>| {
        let last = group.scripts.first().map(|named| named.name)?;
        let seems = Adopted {
            from: tool_of(last.layout),
            up_to: last.version,
        };
        Some((seems.from, seems.help(folder.path())))
    };
    let (tool, habit) = groups.last().and_then(help)?;
    // refinery has no way back: whoever writes one goes on with Ingrain already. The others have both.
    let before = groups.iter().rev().find(|group| !has_down(group));
    let before = before.filter(|_| tool == Tool::Refinery);
    let without_down = before.and_then(help).map(|(_, help)| help);
    adopted.is_none().then(|| Hint {
        tool,
        without_down: without_down.unwrap_or_else(|| habit.clone()),
        habit,
    })
}

impl Hint {
    /// The mistake in a script with this text, with the line to paste where the tool takes such a script.
    pub(super) fn tell(&self, found: Diagnostic, text: &str) -> Diagnostic {
        let help = match (found.code(), self.tool) {
            // sqlx has pairs or no down scripts at all: it is more likely that this one was forgotten.
            (Code::MissingDown, tool) => (tool != Tool::Sqlx).then_some(&self.without_down),
            // Both write such a file for every migration. Whoever has nothing to undo leaves it.
            (Code::EmptyScript, Tool::Diesel) => Some(&self.habit),
            (Code::EmptyScript, Tool::Sqlx) => text
                .starts_with("-- Add down migration script here")
                .then_some(&self.habit),
            (Code::MisusedDirective, Tool::Sqlx) => {
                runs_alone_with_sqlx(text).then_some(&self.habit)
            }
            _ => None,
        };
        match help {
            Some(help) => found.help(help),
            None => found,
        }
    }
}

/// Whether sqlx runs this script outside of a transaction: so it looks for it, and nowhere else.
pub(super) fn runs_alone_with_sqlx(script: &str) -> bool {
    script.starts_with("-- no-transaction")
}

/// The tool whose habit it is to name scripts like this.
pub(super) fn tool_of(layout: Layout) -> Tool {
    match layout {
        Layout::FlatPair => Tool::Sqlx,
        Layout::DirectoryPair => Tool::Diesel,
        Layout::Prefixed => Tool::Refinery,
    }
}

/// A folder in which all is named as one tool names it, nothing is said to Ingrain, and nothing has a way back, or
/// for sqlx not from the first on; and its first script.
fn seems_adopted(folder: &Folder) -> Option<(Adopted, &File)> {
    let scripts: Vec<&File> = folder
        .files()
        .iter()
        .filter(|file| file.is_script())
        .collect();
    let first = *scripts.first()?;
    let all = |is_its: fn(&str) -> bool| scripts.iter().all(|file| is_its(file.name()));
    let tools = [
        // Who begins without ways back and writes them later is more likely than a slip in the first name.
        (
            Tool::Sqlx,
            name::is_simple(first.name()) && all(is_sqlxs_alone),
        ),
        (Tool::Refinery, all(name::is_refinerys)),
        (Tool::Diesel, all(is_diesels)),
    ];
    let (from, _) = tools.into_iter().find(|(_, is_its)| *is_its)?;
    let any = Adopted {
        from,
        up_to: Version::MAX,
    };
    let names = scripts
        .iter()
        .map(|file| name::parse(file.name(), Some(any)).ok());
    let last = names.max_by_key(|name| name.map(|name| name.version))??;
    let speaks = |file: &&File| {
        file.text
            .as_ref()
            .is_ok_and(|text| text.contains("ingrain:"))
    };
    let adopted = Adopted {
        from,
        up_to: last.version,
    };
    (!scripts.iter().any(speaks)).then_some((adopted, first))
}

/// One that sqlx takes, and that is not ours for one database.
fn is_sqlxs_alone(path: &str) -> bool {
    let is_ours = |name: Name<'_>| name.dialect.is_some();
    name::is_sqlxs(path) && !name::parse(path, None).is_ok_and(is_ours)
}

fn is_diesels(path: &str) -> bool {
    let is_up = |name: Name<'_>| {
        name.layout == Layout::DirectoryPair
            && name.direction == Direction::Up
            && name.dialect.is_none()
    };
    name::parse(path, None).is_ok_and(is_up)
}

fn unsaid(folder: &Folder, seems: Adopted, first: &File) -> Diagnostic {
    let (tool, name) = (seems.from, first.name());
    let (code, title, own) = match tool {
        Tool::Sqlx => {
            let stem = name.trim_end_matches(".sql");
            let own = format!(
                "else rename `{name}` to `{stem}.up.sql`, write `{stem}.down.sql`, and so for each"
            );
            let mut scripts = folder.files().iter().filter(|file| file.is_script());
            let title = match scripts.all(|file| name::is_simple(file.name())) {
                true => "no script of this folder says `.up` or `.down`",
                false => "some scripts of this folder say neither `.up` nor `.down`",
            };
            (Code::Misnamed, title, own)
        }
        Tool::Refinery | Tool::Diesel => {
            let down = match name.strip_suffix("/up.sql") {
                Some(directory) => format!("{directory}/down.sql"),
                None => format!("{}.down.sql", name.trim_end_matches(".sql")),
            };
            let own = format!(
                "else write `{down}`, and so for each; where nothing can undo a script, say \
                 `-- ingrain: irreversible \"why\"` at its top"
            );
            let title = "no up script of this folder has a down script";
            (Code::MissingDown, title, own)
        }
    };
    Diagnostic::new(code, title)
        .at(first.path())
        .note(format!("the scripts are named as {tool} names them"))
        .help(format!(
            "if {tool} has applied them, leave them as they are and put this line at the top of `{}/{}`: `{seems}`",
            folder.path(),
            config::FILE
        ))
        .help(own)
}
