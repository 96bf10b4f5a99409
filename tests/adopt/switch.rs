//! One project that switches over.

use std::fs;
use std::path::{Path, PathBuf};

use ingrain::{Code, Migrations, Target, Tool};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::project::run_package;
use ingrain_end_to_end::testbed::{Testbed, ran, version};

/// A project: its tool, its folder as it is embedded, and what is to come of it.
pub(crate) struct Switch<'a> {
    pub(crate) tool: Tool,
    pub(crate) embedded: Migrations,
    /// What the tool applies.
    pub(crate) versions: &'a [u64],
    /// The first migration after the switch: its scripts and its version.
    pub(crate) next: (&'a str, &'a str, u64),
    /// How the notes in the history end.
    pub(crate) note: &'a str,
}

impl Switch<'_> {
    /// From the tool's last run to the first migration of ours, and back.
    pub(crate) fn goes_through(&self, bed: &Testbed) {
        let theirs = Folder::of(self.tool);
        theirs.apply(bed);
        let (table, recorded) = (self.tool.table(), self.recorded(bed));
        let migrator = self.embedded.migrator();
        let refused = bed.run(&migrator).unwrap_err();
        let remedy = format!("`migrator().adopt(&mut connection, Tool::{:?})`", self.tool);
        assert_eq!(refused.code(), Code::Unmanaged);
        assert!(refused.to_string().contains(&remedy), "{refused}");

        let report = bed.adopt(&migrator, self.tool).unwrap();
        let taken: Vec<u64> = report
            .recorded()
            .iter()
            .map(|version| version.number())
            .collect();
        assert_eq!(taken, self.versions);
        assert_eq!(ran(&report), []);
        for (row, number) in bed
            .history("event, version, note")
            .iter()
            .zip(self.versions)
        {
            assert!(
                row.starts_with(&format!(
                    "adopted | {number} | from {}, which applied it at 20",
                    self.tool
                )),
                "{row}"
            );
            assert!(row.ends_with(self.note), "{row}");
        }
        assert!(
            bed.adopt(&migrator, self.tool).unwrap().is_empty(),
            "once is enough"
        );
        assert!(bed.run(&migrator).unwrap().is_empty());

        let (up, down, next) = self.next;
        let ours = [
            (up, "CREATE TABLE ours (id INTEGER);"),
            (down, "DROP TABLE ours;"),
        ];
        let later = theirs.with(&ours).migrator();
        assert_eq!(ran(&bed.run(&later).unwrap()), [next]);
        assert_eq!(ran(&bed.down(&later, Target::Down(1)).unwrap()), [next]);
        self.goes_down(bed);

        assert_eq!(self.recorded(bed), recorded, "{table} is left alone");
    }

    /// As far as there are ways back.
    fn goes_down(&self, bed: &Testbed) {
        let migrator = self.embedded.migrator();
        let last = *self.versions.last().unwrap();
        let refused = bed.down(&migrator, Target::Base).unwrap_err();
        assert_eq!(refused.code(), Code::Irreversible, "{refused}");
        let why = "it was taken over from another tool, without a down script";
        assert!(refused.to_string().contains(why), "{refused}");
        match self.tool {
            Tool::Refinery => {}
            _ => {
                let down = bed.down(&migrator, Target::Down(1)).unwrap();
                assert_eq!(ran(&down), [last]);
                assert_eq!(ran(&bed.run(&migrator).unwrap()), [last]);
            }
        }
    }

    /// `script` was applied and is edited, or a row is of nothing that is embedded.
    pub(crate) fn is_refused_where_it_does_not_fit(
        &self,
        bed: &Testbed,
        script: &str,
        number: u64,
    ) {
        let theirs = Folder::of(self.tool);
        theirs.apply(bed);
        let before = bed.dump();
        let refused = |migrations: Migrations, says: &str| {
            let refused = bed.adopt(&migrations.migrator(), self.tool).unwrap_err();
            assert_eq!(refused.code(), Code::Unadoptable, "{refused}");
            assert!(refused.to_string().contains(says), "{refused}");
            assert_eq!(bed.dump(), before, "nothing is written");
            refused
        };
        let text = theirs.read(script);
        let edited = theirs.with(&[(script, &format!("{text}-- A remark.\n"))]);
        let error = refused(edited, "applied with another script than the one embedded");
        let versions = error.refusal().map(|refusal| refusal.versions().to_vec());
        assert_eq!(versions, Some(vec![version(number)]));
        let table = self.tool.table();
        bed.execute(&format!(
            "UPDATE {table} SET version = 99 WHERE version = {number}"
        ));
        let error = bed.adopt(&self.embedded.migrator(), self.tool).unwrap_err();
        assert!(error.to_string().contains("not embedded here"), "{error}");
    }

    /// The tool applied what git had checked out on Windows; the binary is built elsewhere.
    pub(crate) fn does_not_mind_other_line_ends(&self, bed: &Testbed) {
        let copy = tempfile::tempdir().unwrap();
        for (name, text) in Folder::of(self.tool).files() {
            let path = copy.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text.replace('\n', "\r\n")).unwrap();
        }
        Folder::at(copy.path().to_owned(), self.tool).apply(bed);
        let report = bed.adopt(&self.embedded.migrator(), self.tool).unwrap();
        assert_eq!(report.recorded().len(), self.versions.len());
    }

    fn recorded(&self, bed: &Testbed) -> Vec<String> {
        bed.rows(&format!(
            "SELECT * FROM {} ORDER BY version",
            self.tool.table()
        ))
    }
}

/// The folder that a tool's package holds.
pub(crate) struct Folder {
    tool: Tool,
    root: PathBuf,
}

impl Folder {
    pub(crate) fn of(tool: Tool) -> Folder {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = root.join(format!("tests/adopt/{tool}/migrations"));
        Folder { tool, root }
    }

    /// One that stands elsewhere.
    pub(crate) fn at(root: PathBuf, tool: Tool) -> Folder {
        Folder { tool, root }
    }

    /// As the build reads it.
    pub(crate) fn as_it_is(&self) -> ingrain_core::Folder {
        ingrain_core::Folder::read(&self.root, "migrations").unwrap()
    }

    /// Names and texts.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let folder = self.as_it_is();
        let names = folder.files().iter().map(|file| file.name().to_owned());
        names.map(|name| (name.clone(), self.read(&name))).collect()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).unwrap()
    }

    /// The migrations of this folder with these files in it too, or in place of those of the same name.
    fn with(&self, more: &[(&str, &str)]) -> Migrations {
        let mut files = self.files();
        files.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
        let files = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let files: Vec<(&str, &str)> = files.chain(more.iter().copied()).collect();
        chain(&files)
    }

    pub(crate) fn apply(&self, bed: &Testbed) {
        self.apply_to(&bed.place());
    }

    /// Lets the tool itself apply it to the database at this place.
    pub(crate) fn apply_to(&self, place: &str) {
        self.apply_with(&[], place);
    }

    /// The same with a tool that was built with these features of its package here.
    pub(crate) fn apply_with(&self, features: &[&str], place: &str) {
        let arguments = [place.to_owned(), self.root.display().to_string()];
        let package = format!("tests/adopt/{}", self.tool);
        let outcome = run_package(&package, features, &arguments);
        assert!(outcome.success, "{}", outcome.stderr);
    }
}
