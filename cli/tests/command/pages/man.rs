//! A man page for the command and for each of its own.

use std::collections::BTreeMap;

use clap::Command;
use clap_mangen::Man;

/// The pages by their files.
pub(super) fn pages(mut command: Command) -> BTreeMap<String, String> {
    command.build();
    let root = command
        .clone()
        .bin_name("cargo-ingrain")
        .display_name("cargo-ingrain");
    let mut pages = BTreeMap::from([page("cargo-ingrain", root)]);
    for below in command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
    {
        let name = format!("cargo-ingrain-{}", below.get_name());
        pages.extend([page(&name, below.clone())]);
    }
    pages
}

fn page(name: &str, command: Command) -> (String, String) {
    let mut bytes = Vec::new();
    let command = command.display_name(name.to_owned());
    Man::new(command).render(&mut bytes).expect("rendered");
    let text = String::from_utf8(bytes).expect("text");
    (format!("docs/man/{name}.1"), text)
}
