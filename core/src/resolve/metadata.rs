//! diesel's `metadata.toml`, beside the scripts that it is about.

use std::collections::HashMap;

use toml_span::value::ValueInner;

use super::Group;
use super::adopted::tool_of;
use crate::folder::{File, Folder};
use crate::name::Layout;
use crate::tool::Adopted;
use crate::{Code, Diagnostic, Tool, Transaction};

/// Takes in what each `metadata.toml` says of a migration that was taken over from diesel. One that would
/// have to say something of another migration is a mistake.
pub(super) fn metadata(
    folder: &Folder,
    groups: &mut [Group<'_>],
    adopted: Option<Adopted>,
    found: &mut Vec<Diagnostic>,
) {
    let last = groups.iter().rev().find_map(|group| group.scripts.first());
    let last = last.map(|named| named.name.version);
    let mut by_directory = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        let names = group.scripts.iter().map(|named| &named.name);
        let own = names.filter(|name| name.layout == Layout::DirectoryPair);
        by_directory.extend(own.map(|name| (name.stem, at)));
    }
    for file in folder.files().iter().filter(|file| file.is_metadata()) {
        let Some((directory, Ok(text))) = file
            .name()
            .rsplit_once('/')
            .map(|(directory, _)| (directory, &file.text))
        else {
            continue;
        };
        let Some(group) = by_directory
            .get(directory)
            .and_then(|&at| groups.get_mut(at))
        else {
            continue;
        };
        match (group.adopted, transaction(file, text)) {
            (Some(Tool::Diesel), Ok(transaction)) => group.transaction = transaction,
            (Some(Tool::Diesel), Err(mistake)) => found.push(mistake),
            (_, Ok(Transaction::None)) => {
                let mistake = unheard(file);
                found.push(match (adopted, last) {
                    (None, Some(up_to)) => {
                        let from = tool_of(Layout::DirectoryPair);
                        mistake.help(Adopted { from, up_to }.help(folder.path()))
                    }
                    _ => mistake,
                });
            }
            (_, Ok(Transaction::Wrapped) | Err(_)) => {}
        }
    }
}

fn unheard(file: &File) -> Diagnostic {
    let title =
        "this migration was not taken over from diesel, so that its `metadata.toml` is not heard";
    Diagnostic::new(Code::Config, title)
        .at(file.path())
        .help("say `-- ingrain: no-transaction` at the top of the scripts beside it, and delete this file")
}

fn transaction(file: &File, text: &str) -> Result<Transaction, Diagnostic> {
    let mistake = |title: String, help: &str| {
        Diagnostic::new(Code::Config, title)
            .at(file.path())
            .help(help)
    };
    let mut root = toml_span::parse(text).map_err(|error| {
        mistake(
            format!("not TOML: {error}"),
            "fix the syntax, or delete the file",
        )
    })?;
    let said = match root.take() {
        ValueInner::Table(mut table) => table.remove("run_in_transaction"),
        _ => None,
    };
    match said.and_then(|value| value.as_bool()) {
        Some(true) => Ok(Transaction::Wrapped),
        Some(false) => Ok(Transaction::None),
        None => Err(mistake(
            "this does not say `run_in_transaction = true` or `false`".to_owned(),
            "say which; diesel takes a file that does not say for `run_in_transaction = false`",
        )),
    }
}
