//! The parts of the page: its fenced blocks, told apart by the words after the fence.

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// `sql migrations/0001_a.up.sql`: what the file is to hold.
    File {
        /// Its path in the folder where the reader stands.
        path: &'a str,
        /// What it holds, but for the last line's end.
        text: &'a str,
    },
    /// `sh`: commands, one on each line. `sh fails`: each of them fails.
    Commands {
        /// The commands.
        lines: &'a str,
        /// How each of them ends.
        expected: Expected,
    },
    /// `text`: what the commands before it say; a line `…` stands for any number of lines, and `…` in a line for any
    /// text.
    Output(&'a str),
}

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It exits with 0.
    Success,
    /// It does not.
    Failure,
}

/// The blocks of a page, in order. `sh elsewhere` is not for here, nor is what names a language alone: `rust`.
///
/// # Panics
///
/// When a block names nothing.
pub fn parts(page: &str) -> Vec<Part<'_>> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| {
            let (info, text) = block.split_once('\n')?;
            match info.split_once(' ') {
                None if info == "sh" => Some(Part::Commands {
                    lines: text,
                    expected: Expected::Success,
                }),
                None if info == "text" => Some(Part::Output(text)),
                Some(("sh", "fails")) => Some(Part::Commands {
                    lines: text,
                    expected: Expected::Failure,
                }),
                Some(("sh", "elsewhere")) => None,
                Some((_, path)) => Some(Part::File { path, text }),
                None if !info.is_empty() => None,
                None => panic!("a block that does not say what it is:\n{text}"),
            }
        })
        .collect()
}

#[test]
fn the_blocks_are_told_apart() {
    let page = "# A\n\n```sh\na\nb\n```\ntext\n```sh fails\nc\n```\n\n```text\nd\n```\n```sh elsewhere\ne\n```\n```sql x.sql\nf\n```\n```toml\ng\n```\n";
    let expected = [
        Part::Commands {
            lines: "a\nb",
            expected: Expected::Success,
        },
        Part::Commands {
            lines: "c",
            expected: Expected::Failure,
        },
        Part::Output("d"),
        Part::File {
            path: "x.sql",
            text: "f",
        },
    ];
    assert_eq!(parts(page), expected);
}
