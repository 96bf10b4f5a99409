//! What is remembered from one build to the next.

use std::fs;
use std::path::PathBuf;

use ingrain_core::{Checksum, Finding, Folder};

use super::super::prove;
use super::{findings, of_scripts, scripts};

/// A file of this test alone, gone at its end.
struct File(PathBuf);

impl File {
    fn new(test: &str) -> File {
        let name = format!("ingrain-{}-{test}", std::process::id());
        File(std::env::temp_dir().join(name))
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).expect("it is written")
    }

    fn put(&self, text: &str) {
        fs::write(&self.0, text).expect("it can be written");
    }

    /// The lines without the last, which says that they are whole.
    fn lines(&self) -> String {
        let text = self.text();
        let (lines, _) = text.split_once("whole ").expect("it ends so");
        lines.to_owned()
    }

    fn prove(&self, folder: &Folder) -> Vec<Finding> {
        prove(&scripts(folder), None, Some(&self.0))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

const ONE: [(&str, &str); 2] = [
    (
        "1_x.up.sql",
        "DROP TABLE t;\nUPDATE t SET a = 1;\nCREATE TABLE u (a int, a int);",
    ),
    ("1_x.down.sql", "SELECT 1;"),
];
const TWO: [(&str, &str); 4] = [
    ONE[0],
    ONE[1],
    ("2_y.up.sql", "DROP SCHEMA s;"),
    ("2_y.down.sql", "CREATE SCHEMA s;"),
];

#[test]
fn what_was_found_is_found_again() {
    let file = File::new("again");
    let folder = of_scripts(&TWO);
    let first = file.prove(&folder);
    assert_eq!(first, findings(&folder));
    assert_eq!(file.prove(&folder), first);
    assert_eq!(file.lines().matches("script sha256:").count(), 4);
}

#[test]
fn a_script_that_is_remembered_is_not_looked_at() {
    let file = File::new("remembered");
    file.prove(&of_scripts(&ONE));
    let lines = file.lines().replace("this drops a table", "remembered");
    file.put(&format!("{lines}whole {}\n", Checksum::of(&lines)));
    let found = file.prove(&of_scripts(&TWO));
    let titles: Vec<_> = found
        .iter()
        .map(|finding| finding.diagnostic.title())
        .collect();
    assert!(titles.contains(&"remembered, and its rows"), "{titles:?}");
    assert!(
        titles
            .iter()
            .any(|title| title.starts_with("this drops a schema")),
        "{titles:?}"
    );
}

#[test]
fn a_file_that_is_damaged_is_not_believed() {
    let file = File::new("damaged");
    let folder = of_scripts(&ONE);
    let found = file.prove(&folder);
    let whole = file.text();
    let half: String = whole
        .lines()
        .take(3)
        .map(|line| format!("{line}\n"))
        .collect();
    for damaged in [
        "",
        "something else",
        "whole \n",
        &half,
        &whole.replace("ban-drop-table", "ban-drop-tables"),
        &whole.replace("found ban-drop-table 0", "found ban-drop-table 9"),
        &whole[..whole.len() - 1],
    ] {
        file.put(damaged);
        assert_eq!(file.prove(&folder), found, "{damaged}");
        assert_eq!(file.text(), whole);
    }
    for lines in [
        "found ban-drop-table 0 1\n",
        "script x\n",
        "help x\n",
        "nonsense\n",
    ] {
        file.put(&format!("{lines}whole {}\n", Checksum::of(lines)));
        assert_eq!(file.prove(&folder), found, "{lines}");
    }
}

#[test]
fn what_is_gone_is_forgotten() {
    let file = File::new("gone");
    file.prove(&of_scripts(&TWO));
    file.prove(&of_scripts(&ONE));
    assert_eq!(file.lines().matches("script sha256:").count(), 2);
    assert!(!file.text().contains("ban-drop-schema"));
}

#[test]
fn another_server_and_another_direction_are_another_proof() {
    let file = File::new("server");
    let text = "ALTER TABLE t ADD COLUMN a int DEFAULT 1;";
    let folder = of_scripts(&[("1_x.up.sql", text), ("1_x.down.sql", text)]);
    let rewrites = |server| {
        let found = prove(&scripts(&folder), server, Some(&file.0));
        let rules = found.iter().map(|finding| finding.rule.name());
        rules
            .filter(|rule| *rule == "adding-field-with-default")
            .count()
    };
    assert_eq!(rewrites(Some("10")), 1);
    assert_eq!(rewrites(Some("14.2")), 0);
    assert_eq!(rewrites(None), 0);
}

#[test]
fn where_it_cannot_be_written_the_proof_is_done_all_the_same() {
    let nowhere = File(PathBuf::from("/nowhere/at/all"));
    let folder = of_scripts(&ONE);
    assert_eq!(nowhere.prove(&folder), findings(&folder));
}
