//! A backup before it migrates, where it was given a folder for it.

use std::path::Path;

use ingrain_end_to_end::app::Starting;
use ingrain_end_to_end::testbed::{Testbed, on_both, to};

use crate::MIGRATIONS;

/// The journal with this folder for backups.
fn saving(bed: &Testbed, folder: &Path) -> Starting {
    let folder = folder.to_str().unwrap();
    let path = match bed {
        Testbed::Sqlite(_) => String::new(),
        Testbed::Postgres(database) => database.client_programs().display().to_string(),
    };
    Starting::told(bed, &[("BACKUPS", folder), ("PATH", &path)])
}

#[test]
fn it_saves_what_it_migrates() {
    on_both(|bed| {
        let folder = tempfile::tempdir().unwrap();
        let names = || std::fs::read_dir(&folder).unwrap().count();
        let said = saving(bed, folder.path()).serving().stop().said;
        assert!(said.contains("applied  10 count_tags"), "{said}");
        assert_eq!(names(), 0, "of an empty database");

        bed.down(&MIGRATIONS.migrator(), to(9)).unwrap();
        let before = bed.dump();
        let ended = saving(bed, &folder.path().join("absent")).ended();
        assert_eq!(ended.status.code(), Some(1), "{}", ended.said);
        assert!(ended.said.contains("error[ING0208]"), "{}", ended.said);
        assert_eq!(bed.dump(), before);

        let said = saving(bed, folder.path()).serving().stop().said;
        assert!(said.contains("saved    "), "{said}");
        assert!(said.contains("0009-to-0010"), "{said}");
        assert!(said.contains("applied  10 count_tags"), "{said}");
        assert_eq!(names(), 2, "the backup and its receipt");
    });
}
