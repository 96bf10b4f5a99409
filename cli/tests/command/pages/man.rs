//! A man page for the command and for each of its own.

use std::collections::BTreeMap;

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;
use ingrain_cli::Exit;

use super::markdown::after;

/// The pages by their files.
pub(super) fn pages(command: &Command) -> BTreeMap<String, String> {
    let root = command
        .clone()
        .bin_name("cargo-ingrain")
        .display_name("cargo-ingrain");
    let mut pages = BTreeMap::from([page("cargo-ingrain", root)]);
    for below in command.get_subcommands() {
        let name = format!("cargo-ingrain-{}", below.get_name());
        pages.extend([page(&name, below.clone())]);
    }
    pages
}

fn page(name: &str, command: Command) -> (String, String) {
    let after = after(&command);
    let command = command
        .display_name(name.to_owned())
        .after_help(Resettable::Reset)
        .after_long_help(Resettable::Reset);
    let mut text = rendered(|bytes| {
        let man = Man::new(command.clone());
        man.source(concat!("cargo-ingrain ", env!("CARGO_PKG_VERSION")))
            .render(bytes)
    });
    if let Some(after) = after {
        text += &section("JSON", &after);
    }
    let codes = Exit::help();
    let codes = codes.split_once('\n').map_or("", |(_, codes)| codes);
    text += &section("\"EXIT STATUS\"", codes);
    (format!("docs/man/{name}.1"), text)
}

/// A section of this text, which clap has no name for but `EXTRA`.
fn section(heading: &str, text: &str) -> String {
    let man = Man::new(Command::new("any").after_help(text.to_owned()));
    let extra = rendered(|bytes| man.render_extra_section(bytes));
    let (_, text) = extra.split_once(".SH EXTRA\n").expect("its heading");
    // As it stands: what is JSON is not to be broken where a line is full.
    format!(".SH {heading}\n.nf\n{text}.fi\n")
}

fn rendered(render: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    render(&mut bytes).expect("rendered");
    String::from_utf8(bytes).expect("text")
}
