//! A text of a diagnostic: words, and between them what each voice says in its own.

use std::ops::Add;

use super::{Either, Remedy, Setting, Voice};

/// A text of a diagnostic, put together with `+`.
///
/// `Text::from("to start all the same: ") + Remedy::Newer` is the text of a call in a program's log, and that of an
/// argument at a command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text(Box<Inner>);

/// Boxed to keep a `Result` small whose error has a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Inner {
    parts: Vec<Part>,
    /// The parts, in the words of the voice that was chosen last: at first the library's.
    said: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    Words(String),
    Either(Either),
    Remedy(Remedy),
    Setting(Setting),
}

impl Text {
    /// What `voice` says.
    pub fn said_by(&self, voice: Voice) -> String {
        let said = self.0.parts.iter().map(|part| part.said_by(voice));
        said.collect()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0.said
    }

    pub(super) fn speak_as(&mut self, voice: Voice) {
        self.0.said = self.said_by(voice);
    }

    fn of(part: Part) -> Text {
        Text(Box::new(Inner {
            said: part.said_by(Voice::Library),
            parts: vec![part],
        }))
    }
}

impl Part {
    fn said_by(&self, voice: Voice) -> String {
        match self {
            Part::Words(words) => words.clone(),
            Part::Either(either) => either.said_by(voice).to_owned(),
            Part::Remedy(remedy) => remedy.said_by(voice),
            Part::Setting(setting) => setting.said_by(voice).to_owned(),
        }
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Text {
        Text::of(Part::Words(words.into()))
    }
}

impl From<Either> for Text {
    fn from(either: Either) -> Text {
        Text::of(Part::Either(either))
    }
}

impl From<Remedy> for Text {
    fn from(remedy: Remedy) -> Text {
        Text::of(Part::Remedy(remedy))
    }
}

impl From<Setting> for Text {
    fn from(setting: Setting) -> Text {
        Text::of(Part::Setting(setting))
    }
}

impl<T: Into<Text>> Add<T> for Text {
    type Output = Text;

    fn add(mut self, other: T) -> Text {
        let Inner { parts, said } = *other.into().0;
        self.0.parts.extend(parts);
        self.0.said += &said;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, THIS_BINARY};
    use super::*;
    use crate::{Code, Target, Tool};

    const COMMAND_LINES: [Voice; 2] = [Voice::Program, Voice::Folder];

    #[test]
    fn each_voice_says_it_in_its_own_words() {
        let title = Text::from(THIS_BINARY) + " is behind";
        let help = Text::from("to go back: ") + Remedy::Down("7".parse().unwrap()) + ", with care";
        let mut found = Diagnostic::new(Code::Newer, title).help(help);
        let call =
            "to go back: `migrator().down(&mut connection, \"7\".parse::<Target>()?)`, with care";
        let command = "to go back: `down 7`, with care";
        for (voice, title, help) in [
            (Voice::Folder, "the folder is behind", command),
            (Voice::Program, "this binary is behind", command),
            (Voice::Library, "this binary is behind", call),
        ] {
            found = found.said_by(voice);
            assert_eq!(found.title(), title);
            assert_eq!(found.help_texts().collect::<Vec<_>>(), [help]);
        }
    }

    #[test]
    fn what_others_wrote_is_left_as_it_is() {
        let theirs = "relation \"this binary\" does not exist: `migrator().newer(Newer::Allow)`";
        for voice in COMMAND_LINES {
            assert_eq!(Text::from(theirs).said_by(voice), theirs);
        }
    }

    #[test]
    fn a_command_has_the_target_or_the_tool_of_the_call() {
        let down = Remedy::Down(Target::Down(1));
        for (remedy, call, command) in [
            (down, "down(&mut connection, Target::Down(1))", "`down -1`"),
            (
                Remedy::Up(Target::Up(1)),
                "up(&mut connection, Target::Up(1))",
                "`up +1`",
            ),
            (
                Remedy::Redo(Target::Down(2)),
                "redo(&mut connection, Target::Down(2))",
                "`redo -2`",
            ),
            (
                Remedy::Adopt(Tool::Diesel),
                "adopt(&mut connection, Tool::Diesel)",
                "`adopt diesel`",
            ),
        ] {
            assert_eq!(
                remedy.said_by(Voice::Library),
                format!("`migrator().{call}`")
            );
            assert_eq!(
                COMMAND_LINES.map(|voice| remedy.said_by(voice)),
                [command; 2]
            );
        }
    }

    #[test]
    fn a_setting_is_no_call_at_a_command_line_and_a_program_has_no_cargo() {
        for setting in [
            Setting::Wait,
            Setting::Pooling,
            Setting::HistoryTable,
            Setting::HistorySchema,
            Setting::Backup,
        ] {
            assert!(setting.said_by(Voice::Library).contains("`migrator()."));
            for voice in COMMAND_LINES {
                assert!(!setting.said_by(voice).contains("migrator()"));
            }
            // Its image may hold nothing else.
            assert!(!setting.said_by(Voice::Program).contains("cargo"));
        }
    }
}
