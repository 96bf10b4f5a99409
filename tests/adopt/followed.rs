//! docs/adopting.md, word for word, in a project whose tool has migrated its database.

use std::fs;

use ingrain::Tool;
use ingrain_end_to_end::guide::{Part, Reader, page, parts};
use ingrain_end_to_end::testbed::Testbed;

use crate::switch::Folder;

/// A project that follows the page.
pub(crate) struct Followed<'a> {
    pub(crate) tool: Tool,
    /// How many migrations the tool has applied.
    pub(crate) applied: usize,
    /// What `new` calls the next migration: its up script, in a pattern, and its down script.
    pub(crate) next: [&'a str; 2],
    /// The targets below it that are within reach, and the first that is not.
    pub(crate) back: (&'a [&'a str], &'a str),
}

impl Followed<'_> {
    /// Follows the page to its end, and goes back as far as there are ways back.
    pub(crate) fn to_the_end(&self) -> Reader {
        let Followed { tool, .. } = *self;
        let mut reader = Reader::of_package(&format!("tests/adopt/{tool}"));
        // Nothing in it is Ingrain's.
        fs::remove_file(reader.path("migrations/ingrain.toml")).unwrap();
        let manifest = reader.read("Cargo.toml");
        let own = format!("name = \"notes-of-{tool}\"");
        let renamed = manifest.replace(&format!("name = \"{tool}-history\""), &own);
        reader.write("Cargo.toml", &renamed);
        reader.write(".env", "DATABASE_URL=sqlite:notes.db");
        expect(&mut reader, "cargo run -- notes.db migrations", "");
        let before = Folder::at(reader.path("migrations"), tool).files();

        let page = self.page();
        for part in parts(&page) {
            self.follow(&mut reader, &part);
        }
        assert!(reader.commands() > 10, "the page was not understood");
        let after = Folder::at(reader.path("migrations"), tool).files();
        for script in &before {
            assert!(after.contains(script), "{} is as it was", script.0);
        }
        self.goes_back(&mut reader);
        reader
    }

    /// The page, for this tool.
    fn page(&self) -> String {
        let name = self.tool.name();
        let variant = format!("{:?}", self.tool);
        let page = page("adopting.md").replace("Tool::Sqlx", &format!("Tool::{variant}"));
        let [up, down] = self.next;
        page.replace("sqlx", name)
            .replace("migrations/0012_add_author.up.sql", up)
            .replace("migrations/0012_add_author.down.sql", down)
    }

    fn follow(&self, reader: &mut Reader, part: &Part<'_>) {
        let [up, down] = self.next;
        let said: Vec<String> = reader.said().lines().map(str::to_owned).collect();
        match part {
            // What is pasted is what was said, and goes to the top.
            Part::File { path, text } if path.ends_with("ingrain.toml") => {
                let line = said.iter().find_map(|line| quoted(line, "adopted = "));
                let line = line.unwrap();
                if self.tool == Tool::Sqlx {
                    assert_eq!(line, *text, "the page has the line of this project");
                }
                reader.write(path, &format!("{line}\n{}", reader.read(path)));
            }
            Part::File { path, text } if *path == up => reader.write(&said[0], text),
            Part::File { path, text } if *path == down => reader.write(&said[1], text),
            part => reader.follow(part),
        }
    }

    fn goes_back(&self, reader: &mut Reader) {
        let (within, beyond) = self.back;
        for target in within {
            expect(
                reader,
                &format!("cargo ingrain down {target} --yes"),
                "reverted",
            );
        }
        let refused = reader.run(&format!("cargo ingrain down {beyond} --yes; test $? = 4"));
        assert!(refused.success, "{}", refused.said);
        assert!(
            refused.said.contains("without a down script"),
            "{}",
            refused.said
        );
        expect(reader, "cargo ingrain up", "the database is at version");
    }

    /// Takes another database over by command, with a migration that is pending there.
    pub(crate) fn takes_over(&self, reader: &mut Reader, other: &Testbed) {
        let folder = Folder::of(self.tool);
        folder.apply(other);
        let url = match other {
            Testbed::Sqlite(_) => format!("sqlite:{}", other.path().display()),
            Testbed::Postgres(database) => database.url(),
        };
        reader.write(".env", &format!("DATABASE_URL={url}"));
        let recorded = expect(reader, &format!("cargo ingrain adopt {}", self.tool), "");
        assert_eq!(recorded.matches("recorded ").count(), self.applied);
        expect(
            reader,
            "cargo ingrain status; test $? = 3",
            "1 migration is pending",
        );
        expect(reader, "cargo ingrain up", "add_author");
        expect(reader, "cargo ingrain status", "nothing is pending");
        expect(reader, "cargo ingrain down -1 --yes", "reverted");
        let history = expect(reader, "cargo ingrain history", "");
        assert_eq!(history.matches(" adopted ").count(), self.applied);
    }

    /// The program takes a database over that only the tool has migrated, and makes a new one.
    pub(crate) fn takes_over_by_itself(&self, reader: &mut Reader) {
        let database = reader.path("notes.db");
        fs::remove_file(&database).unwrap();
        Folder::of(self.tool).apply_to(&database.display().to_string());
        let started = expect(reader, "cargo run", "add_author");
        assert_eq!(started.matches("recorded ").count(), self.applied);
        fs::remove_file(&database).unwrap();
        let started = expect(reader, "cargo run", "add_author");
        assert_eq!(started.matches("applied ").count(), self.applied + 1);
    }
}

/// Runs a command that ends well and says this among other things; what it says.
#[track_caller]
fn expect(reader: &mut Reader, line: &str, says: &str) -> String {
    let outcome = reader.run(line);
    assert!(outcome.success, "{line}:\n{}", outcome.said);
    assert!(outcome.said.contains(says), "{line}:\n{}", outcome.said);
    outcome.said
}

/// What stands between backticks in `line`, if it begins like this.
fn quoted(line: &str, beginning: &str) -> Option<String> {
    let mut between = line.split('`').skip(1).step_by(2);
    let found = between.find(|text| text.starts_with(beginning))?;
    Some(found.to_owned())
}
