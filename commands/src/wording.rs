//! What the runtime says to programmers, said to people at a command line.

use ingrain::{Diagnostic, Tool};

/// Calls of a migrator, and the arguments of a command that stand for them.
const CALLS: [(&str, &str); 16] = [
    ("`migrator().consent(Consent::Given)`", "`--production`"),
    ("`migrator().newer(Newer::Allow)`", "`--allow newer`"),
    ("`migrator().order(Order::Any)`", "`--allow out-of-order`"),
    (
        "`migrator().unmanaged(Unmanaged::Allow)`",
        "`--allow unmanaged`",
    ),
    (
        "`migrator().baseline(&mut connection, version, \"why\")`",
        "`baseline VERSION --reason \"why\"`",
    ),
    (
        "`migrator().repair(&mut connection, \"why\")`",
        "`repair --reason \"why\"`",
    ),
    (
        "`migrator().repair_unfinished(&mut connection, Declared::Done, \"why\")`",
        "`repair --done --reason \"why\"`",
    ),
    (
        "`migrator().repair_unfinished(&mut connection, Declared::Undone, \"why\")`",
        "`repair --undone --reason \"why\"`",
    ),
    (
        "`migrator().mode(Mode::Apply).run(&mut connection)`",
        "`up`",
    ),
    (
        "`migrator().down(&mut connection, Target::Down(1))`",
        "`down -1`",
    ),
    ("`migrator().up(&mut connection, Target::Up(1))`", "`up +1`"),
    ("`migrator().up(…)`", "`up`"),
    (
        "`migrator().history_table(\"name\")`",
        "its migrator's `history_table` has to name it",
    ),
    // Settings of the application's own, for which there is no argument.
    ("; to wait longer: `migrator().wait(duration)`", ""),
    (
        "say so: `migrator().pooling(Pooling::Session)`",
        "the application's own command can be told so, with its migrator's `pooling`",
    ),
    (
        "or name another: `migrator().history_schema(\"app\")`",
        "or take the application's own command, whose migrator can name another",
    ),
];

/// What is said of a program, and what is said of a folder that no program embeds.
const OF_A_FOLDER: [(&str, &str); 19] = [
    (
        "start a binary that embeds that very script: it goes on",
        "run `up` with that very script in the folder: it goes on",
    ),
    (
        "start a binary that embeds version",
        "update the folder, or `git switch` to a branch that has version",
    ),
    (
        "redo it with a binary that embeds it",
        "redo it with a folder that has it",
    ),
    (
        "revert with a binary that embeds what is to be reverted: the newer release",
        "revert with the folder of the newer release, which has what is to be reverted",
    ),
    (
        "its migrator's `history_table` has to name it",
        "`cargo ingrain --history-table NAME`, and `--history-schema`",
    ),
    ("this binary, which embeds", "the folder, which has"),
    (
        "this binary does not embed it",
        "the folder does not have it",
    ),
    ("this binary embeds", "the folder has"),
    (
        "Rust code that this binary does not have",
        "Rust code that a folder alone does not have",
    ),
    ("not embedded in this binary", "not in the folder"),
    ("not embedded here", "not in the folder"),
    ("this binary", "the folder"),
    ("is embedded as version", "is in the folder as version"),
    ("than the one embedded", "than the one in the folder"),
    (
        "`, or create that file with the line",
        "`, or write that file with the line",
    ),
    ("; then build again", "; then run this again"),
    ("is not embedded for", "has no migrations for"),
    ("the embedded one", "the one in the folder"),
    ("this program", "this command"),
];

/// As whom the commands speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Face {
    /// A program that embeds its migrations.
    #[default]
    Program,
    /// A command on a folder that nobody embedded.
    Folder,
}

impl Face {
    /// The same, in its own words.
    pub(crate) fn said(self, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.reworded(|text| self.words(text))
    }

    /// A text in its own words.
    pub(crate) fn words(self, text: &str) -> String {
        let text = reworded(text);
        match self {
            Face::Program => text,
            Face::Folder => replaced(text, &OF_A_FOLDER),
        }
    }
}

/// The same, with commands instead of calls.
pub(crate) fn at_the_command_line(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.reworded(reworded)
}

fn replaced(text: String, words: &[(&str, &str)]) -> String {
    words
        .iter()
        .fold(text, |text, (one, other)| text.replace(one, other))
}

fn reworded(text: &str) -> String {
    let mut text = replaced(text.to_owned(), &CALLS);
    for tool in Tool::ALL {
        let call = format!("`migrator().adopt(&mut connection, Tool::{tool:?})`");
        text = text.replace(&call, &format!("`adopt {tool}`"));
    }
    const AFTER: &str = "\".parse::<Target>()?)`";
    for way in ["up", "down", "redo"] {
        let call = format!("`migrator().{way}(&mut connection, \"");
        if let Some((before, rest)) = text.split_once(&call)
            && let Some((target, after)) = rest.split_once(AFTER)
        {
            text = format!("{before}`{way} {target}`{after}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the runtime says besides, as it stands in its source: no page of its own keeps it.
    const SOURCES: [&str; 6] = [
        include_str!("../../runtime/src/driver/tokio_postgres.rs"),
        include_str!("../../runtime/src/engine/waiting.rs"),
        include_str!("../../runtime/src/engine/failed.rs"),
        include_str!("../../runtime/src/engine/session.rs"),
        include_str!("../../runtime/src/engine/offline.rs"),
        include_str!("../../runtime/src/engine/offline/writer.rs"),
    ];

    /// Every message that the runtime and the planner can give, as their own tests keep them.
    const MESSAGES: &str = include_str!("../../core/tests/messages/messages.txt");

    #[test]
    fn no_call_is_left_in_what_is_said_at_a_command_line() {
        let source = SOURCES.join("\n").replace("\\\"", "\"");
        let lines = MESSAGES.lines().chain(source.lines());
        let said = lines.filter(|line| !line.trim_start().starts_with("//"));
        for line in said {
            let said = reworded(line);
            assert!(!said.contains("`migrator()."), "{said}");
        }
        assert!(MESSAGES.lines().any(|line| reworded(line) != line));
    }

    #[test]
    fn of_a_folder_nothing_is_said_that_is_of_a_program() {
        // What the build says, and headings of the page.
        let said = MESSAGES.lines().filter(|line| {
            !line.contains("embed!") && !line.starts_with("## ") && !line.contains("ING0040")
        });
        for line in said {
            let said = Face::Folder.words(line);
            let words = ["binary", "embed", "then build again"];
            assert!(!words.iter().any(|word| said.contains(word)), "{said}");
        }
        assert!(
            MESSAGES
                .lines()
                .any(|line| Face::Folder.words(line) != reworded(line))
        );
    }

    #[test]
    fn a_program_is_not_sent_to_a_command_that_its_image_does_not_have() {
        let text = "say it: `migrator().history_table(\"name\")`";
        let said = Face::Program.words(text);
        assert!(!said.contains("cargo ingrain"), "{said}");
        let said = Face::Folder.words(text);
        assert!(said.contains("--history-table NAME"), "{said}");
    }

    #[test]
    fn a_way_back_is_a_command() {
        let text =
            "to go back: `migrator().down(&mut connection, \"7\".parse::<Target>()?)`, with care";
        assert_eq!(reworded(text), "to go back: `down 7`, with care");
    }
}
