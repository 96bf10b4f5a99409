//! The files of a folder, and changes of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ingrain_core::{Dialect, Folder, SealRequest, Style, render};

/// A change of files. In a name, `*` stands for the database: `0001_create_entries.*.up.sql`.
#[derive(Clone, Copy)]
pub(crate) enum Edit {
    /// Puts the second text in the place of the first, which stands in the file exactly once.
    Replace(&'static str, &'static str, &'static str),
    /// Cuts the file off where this text begins, which stands in it exactly once.
    CutOff(&'static str, &'static str),
    /// Deletes the one line of the file that holds this text.
    DeleteLine(&'static str, &'static str),
    /// Gives the file these bytes.
    Write(&'static str, &'static [u8]),
    /// Adds a file.
    Add(&'static str, &'static str),
    /// Deletes a file.
    Delete(&'static str),
    /// Renames a file.
    Rename(&'static str, &'static str),
    /// Renames all files that begin with the first version so that they begin with the second.
    Renumber(&'static str, &'static str),
    /// Seals the folder, with everything in it proven.
    Seal,
}

/// The files of a folder called `migrations`, for one database.
#[derive(Clone)]
pub(crate) struct Files {
    dialect: Dialect,
    files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// These files, and an `ingrain.toml` that names the database.
    pub(crate) fn new<'a>(
        dialect: Dialect,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Files {
        let files = files
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let mut files = Files {
            dialect,
            files: files.collect(),
        };
        let config = format!("dialects = [\"{dialect}\"]\n").into_bytes();
        files.files.insert("ingrain.toml".to_owned(), config);
        files
    }

    /// The repository's demo chain, as if it were for one database only, and not sealed.
    pub(crate) fn demo(dialect: Dialect) -> Files {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let scripts = fs::read_dir(folder)
            .expect("there is a demo chain")
            .map(|entry| entry.expect("it can be read").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "sql"));
        let texts: BTreeMap<String, String> = scripts
            .map(|path| {
                let name = path.file_name().and_then(|name| name.to_str());
                let text = fs::read_to_string(&path).expect("it can be read");
                // A checkout on Windows may have CRLF.
                (
                    name.unwrap_or_default().to_owned(),
                    text.replace("\r\n", "\n"),
                )
            })
            .collect();
        let is_used = |name: &str| match words(name).as_slice() {
            [stem, _, direction, _] => name == format!("{stem}.{dialect}.{direction}.sql"),
            [stem, direction, _] => {
                !texts.contains_key(&format!("{stem}.{dialect}.{direction}.sql"))
            }
            _ => false,
        };
        let used = texts.iter().filter(|(name, _)| is_used(name));
        Files::new(
            dialect,
            used.map(|(name, text)| (name.as_str(), text.as_str())),
        )
    }

    /// The files after these changes.
    #[track_caller]
    pub(crate) fn after(&self, edits: &[Edit]) -> Files {
        let mut files = self.clone();
        for edit in edits {
            files.change(edit);
        }
        files
    }

    /// The folder that holds them.
    pub(crate) fn folder(&self) -> Folder {
        Folder::new("migrations", self.files.clone())
    }

    /// A name with the database in the place of `*`.
    pub(crate) fn name(&self, pattern: &str) -> String {
        pattern.replace('*', self.dialect.name())
    }

    /// The number of the one line of a file that holds `part`.
    pub(crate) fn line(&self, pattern: &str, part: &str) -> Result<usize, String> {
        let text = self.text(pattern);
        let lines = text
            .split('\n')
            .enumerate()
            .filter(|(_, line)| line.contains(part));
        match lines.map(|(at, _)| at + 1).collect::<Vec<_>>().as_slice() {
            [line] => Ok(*line),
            lines => Err(format!("{} lines of {pattern} hold {part:?}", lines.len())),
        }
    }

    #[track_caller]
    fn change(&mut self, edit: &Edit) {
        match *edit {
            Edit::Replace(name, old, new) => {
                let text = self.holding(name, old).replace(old, new);
                self.write(name, text.into_bytes());
            }
            Edit::CutOff(name, from) => {
                let text = self.holding(name, from);
                let kept = text.find(from).unwrap_or_default();
                self.write(name, text.as_bytes()[..kept].to_vec());
            }
            Edit::DeleteLine(name, part) => {
                let line = self
                    .line(name, part)
                    .unwrap_or_else(|wrong| panic!("{wrong}"));
                let mut lines: Vec<String> = self.text(name).lines().map(str::to_owned).collect();
                lines.remove(line - 1);
                self.write(name, format!("{}\n", lines.join("\n")).into_bytes());
            }
            Edit::Write(name, bytes) => self.write(name, bytes.to_vec()),
            Edit::Add(name, text) => {
                let before = self.files.insert(self.name(name), text.as_bytes().to_vec());
                assert!(before.is_none(), "there is a {name} already");
            }
            Edit::Delete(name) => drop(self.take(name)),
            Edit::Rename(old, new) => {
                let bytes = self.take(old);
                self.files.insert(self.name(new), bytes);
            }
            Edit::Renumber(old, new) => self.renumber(old, new),
            Edit::Seal => self.seal(),
        }
    }

    fn renumber(&mut self, old: &str, new: &str) {
        let (renamed, kept): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.files)
            .into_iter()
            .partition(|(name, _)| name.starts_with(old));
        assert!(!renamed.is_empty(), "no file begins with {old}");
        self.files = kept;
        let renamed = renamed
            .into_iter()
            .map(|(name, bytes)| (name.replacen(old, new, 1), bytes));
        self.files.extend(renamed);
    }

    fn seal(&mut self) {
        let request = SealRequest::default().with_proven(&[self.dialect]);
        let seal = self.folder().seal(&request).unwrap_or_else(|mistakes| {
            let mistakes: Vec<String> = mistakes
                .iter()
                .map(|one| render(one, Style::Plain))
                .collect();
            panic!("{}", mistakes.join("\n"))
        });
        let lock = seal.text().as_bytes().to_vec();
        self.files.insert("ingrain.lock".to_owned(), lock);
    }

    #[track_caller]
    fn take(&mut self, pattern: &str) -> Vec<u8> {
        let bytes = self.files.remove(&self.name(pattern));
        bytes.unwrap_or_else(|| panic!("there is no {pattern}"))
    }

    #[track_caller]
    fn write(&mut self, pattern: &str, bytes: Vec<u8>) {
        let name = self.name(pattern);
        let before = self.files.insert(name, bytes.clone());
        assert!(
            before.is_some_and(|before| before != bytes),
            "{pattern} does not change"
        );
    }

    #[track_caller]
    fn text(&self, pattern: &str) -> String {
        let bytes = self.files.get(&self.name(pattern));
        let bytes = bytes.unwrap_or_else(|| panic!("there is no {pattern}"));
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The text of a file that holds `part` exactly once.
    #[track_caller]
    fn holding(&self, pattern: &str, part: &str) -> String {
        let text = self.text(pattern);
        let count = text.matches(part).count();
        assert_eq!(count, 1, "how often {pattern} holds {part:?}");
        text
    }
}

fn words(name: &str) -> Vec<&str> {
    name.split('.').collect()
}
