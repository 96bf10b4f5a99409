//! docs/tutorial.md, word for word: its files are written, its commands are run, and what it shows of their output
//! is compared with what they say.
//!
//! The crates are those of this checkout, and cargo is told not to fetch any other. `INGRAIN_TUTORIAL_SHOW=1` prints
//! what each command says, for whoever writes the page.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot be set up stops there; the output is for the page's author"
)]

mod page;
mod project;
mod shown;

use std::path::Path;

use self::page::{Expected, Part, parts};
use self::project::Project;

#[test]
fn every_command_of_the_tutorial_does_what_the_page_shows() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tutorial.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let mut project = Project::new();
    let mut said = String::new();
    let mut commands = 0;
    let is_shown = std::env::var_os("INGRAIN_TUTORIAL_SHOW").is_some();
    for part in parts(&page) {
        match part {
            Part::File { path, text } => project.write(path, text),
            Part::Commands { lines, expected } => {
                said.clear();
                for line in lines.lines() {
                    commands += 1;
                    let outcome = project.run(line);
                    said += &outcome.said;
                    if is_shown {
                        println!("$ {line}\n{}", outcome.said);
                        continue;
                    }
                    assert_eq!(
                        outcome.success,
                        expected == Expected::Success,
                        "{line}:\n{}",
                        outcome.said
                    );
                }
            }
            Part::Output(_) if is_shown => {}
            Part::Output(shown) => {
                if let Err(missing) = shown::compare(shown, &said) {
                    panic!("the page shows {missing:?}, which is not said there:\n{said}");
                }
            }
        }
    }
    assert!(commands > 10, "the page was not understood");
}
