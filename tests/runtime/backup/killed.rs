//! A process that is killed while it makes a backup.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use ingrain_end_to_end::testbed::{on_sqlite, ran};
use rusqlite::Connection;

use super::{Scene, names, notes};
use crate::until;

/// There is never half a backup by a name that a whole one has, and what was begun is cleared away.
#[test]
fn it_leaves_nothing_that_could_be_taken_for_a_backup() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        // So much that it takes a while to copy.
        bed.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 64)
             INSERT INTO notes SELECT zeroblob(1000000) FROM n",
        );
        let mut victim = Command::new(env!("CARGO_BIN_EXE_crew"))
            .arg("saving")
            .arg(scene.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut orders = victim.stdin.take().unwrap();
        write!(orders, "{}\ngo\n", bed.place()).unwrap();
        let begun = || {
            names(scene.folder.path()).into_iter().any(|name| {
                let metadata = fs::metadata(scene.folder.path().join(name));
                metadata.is_ok_and(|metadata| metadata.len() > 0)
            })
        };
        until("it copies", begun);
        victim.kill().unwrap();
        victim.wait().unwrap();
        let left = names(scene.folder.path());
        assert!(!left.is_empty(), "it was killed too late");
        assert!(
            left.iter().all(|name| name.contains(".bak.part")),
            "{left:?}"
        );
        assert_eq!(bed.history("version"), ["1"]);
        // The next start goes on as if nothing had been.
        assert_eq!(ran(&bed.run(&scene.saving(notes(bed))).unwrap()), [2, 3]);
        let name = scene.name("0001-to-0003");
        assert_eq!(
            names(scene.folder.path()),
            [name.clone(), format!("{name}.sha256")]
        );
        let whole = Connection::open(scene.path("0001-to-0003")).unwrap();
        let rows = whole.query_row("SELECT count(*) FROM notes", [], |row| row.get::<_, u32>(0));
        assert_eq!(rows.unwrap(), 65);
    });
}
