//! What a reader does about each part of a page.

use super::{Expected, Part, Reader, compare};

impl Reader {
    /// Does what a part of a page says. `INGRAIN_GUIDE_SHOW=1` prints what the commands say instead, for whoever
    /// writes the page.
    ///
    /// # Panics
    ///
    /// When a command ends otherwise, or says something else, than the page has it.
    pub fn follow(&mut self, part: &Part<'_>) {
        let is_shown = std::env::var_os("INGRAIN_GUIDE_SHOW").is_some();
        match part {
            Part::File { path, text } => self.write(path, text),
            Part::Commands { lines, expected } => {
                let mut said = String::new();
                for line in lines.lines() {
                    let outcome = self.run(line);
                    if is_shown {
                        println!("$ {line}\n{}", outcome.said);
                    }
                    assert!(
                        is_shown || outcome.success == (*expected == Expected::Success),
                        "{line}:\n{}",
                        outcome.said
                    );
                    said += &outcome.said;
                    self.commands += 1;
                }
                self.said = said;
            }
            Part::Output(_) if is_shown => {}
            Part::Output(shown) => {
                if let Err(missing) = compare(shown, &self.said) {
                    let said = &self.said;
                    panic!("the page shows {missing:?}, which is not said there:\n{said}");
                }
            }
        }
    }

    /// What the last commands of the page have said.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// How many commands of the page were run.
    pub fn commands(&self) -> usize {
        self.commands
    }
}
