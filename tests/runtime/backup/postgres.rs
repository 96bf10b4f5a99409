//! Dumps of Postgres databases.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use ingrain::backup::PgDump;
use ingrain::{Code, Migrator};
use ingrain_end_to_end::program;
use ingrain_end_to_end::testbed::{Testbed, on_postgres, ran};
use tempfile::TempDir;

use super::{Scene, names, notes};
use crate::{assert_says, until};

/// Programs that do what these shell scripts say; `$real` is the folder of the real ones.
struct Programs(TempDir);

impl Programs {
    fn new(bed: &Testbed, scripts: &[(&str, &str)]) -> Programs {
        let folder = tempfile::tempdir().unwrap();
        let real = bed.postgres().client_programs();
        let real = real.display();
        for (name, script) in scripts {
            let path = folder.path().join(name);
            program::write_script(&path, &format!("real={real}\n{script}")).unwrap();
        }
        Programs(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What a real program does.
const REAL_RESTORE: (&str, &str) = ("pg_restore", "exec $real/pg_restore \"$@\"");

fn dumping(scene: &Scene<'_>, connection: &str, programs: &Path) -> Migrator {
    let dump = PgDump::new(scene.folder.path(), connection).programs(programs);
    notes(scene.bed).migrator().backup(dump)
}

/// The migrator's error; nothing has changed, and nothing stands in the folder.
#[track_caller]
fn refused(scene: &Scene<'_>, migrator: &Migrator, words: &[&str]) -> String {
    let before = scene.bed.dump();
    let error = scene.bed.run(migrator).unwrap_err();
    let words = [&["no backup could be made: ", "nothing has run"], words].concat();
    assert_says(&error, Code::BackupFailed, &words);
    assert_eq!(scene.bed.dump(), before);
    assert!(names(scene.folder.path()).is_empty());
    error.to_string()
}

#[test]
fn a_dump_is_for_nobody_else_to_read() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        bed.run(&scene.saving(notes(bed))).unwrap();
        let metadata = fs::metadata(scene.path("0001-to-0003")).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    });
}

/// A password is neither among the arguments nor in the error, even where a program says it aloud.
#[test]
fn a_password_is_told_to_the_program_and_to_nobody_else() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        let script = "echo \"args: $*\" >&2; echo \"host: $PGHOST, said: $PGPASSWORD, extra: $PGSSLKEYPASSWORD.\" >&2; exit 3";
        let programs = Programs::new(bed, &[("pg_dump", script)]);
        let database = bed.rows("SELECT current_database()").concat();
        let url = format!("postgres://ann:hunter%202@db.example/{database}");
        let dump = PgDump::new(scene.folder.path(), &url).programs(programs.path());
        let dump = dump.environment("PGSSLKEYPASSWORD", "hunter3");
        let migrator = notes(bed).migrator().backup(dump);
        let said = refused(
            &scene,
            &migrator,
            &["host: db.example, said: …, extra: ….", "exit status: 3"],
        );
        assert!(
            said.contains("args: --format=custom --no-password"),
            "{said}"
        );
        for text in [said, format!("{migrator:?}")] {
            assert!(!text.contains("hunter"), "{text}");
        }
    });
}

#[test]
fn a_connection_that_cannot_be_understood_is_said_without_repeating_it() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        for connection in [
            "postgres://ann:hunter2@db:port/x",
            "hunter2",
            "password=hun ter2",
        ] {
            let error = bed
                .run(&dumping(&scene, connection, Path::new("/")))
                .unwrap_err();
            assert_says(
                &error,
                Code::Settings,
                &["pg_dump cannot be understood", "postgres://"],
            );
            assert!(!error.to_string().contains("ter2"), "{error}");
        }
    });
}

#[test]
fn a_program_that_fails_or_is_missing_stops_the_call() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        let place = bed.place();
        let missing = Programs::new(bed, &[]);
        refused(
            &scene,
            &dumping(&scene, &place, missing.path()),
            &[
                "pg_dump` cannot be started",
                "install PostgreSQL's client programs",
            ],
        );
        let half =
            "for last; do :; done; echo half >\"${last#--file=}\"; echo 'disk full' >&2; exit 1";
        let half = Programs::new(bed, &[("pg_dump", half), REAL_RESTORE]);
        refused(
            &scene,
            &dumping(&scene, &place, half.path()),
            &["pg_dump` failed (exit status: 1): disk full"],
        );
        // One that says that all is well, and has written something else.
        let lies = "for last; do :; done; echo nonsense >\"${last#--file=}\"";
        let lies = Programs::new(bed, &[("pg_dump", lies), REAL_RESTORE]);
        refused(
            &scene,
            &dumping(&scene, &place, lies.path()),
            &["pg_restore` failed", "input file"],
        );
        // And one that wrote nothing.
        let nothing = Programs::new(bed, &[("pg_dump", "exit 0"), REAL_RESTORE]);
        refused(
            &scene,
            &dumping(&scene, &place, nothing.path()),
            &["pg_restore` failed"],
        );
    });
}

#[test]
fn another_database_is_not_taken_for_this_one() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        let other = bed.another();
        let real = bed.postgres().client_programs();
        let name = |bed: &Testbed| bed.rows("SELECT current_database()").concat();
        let said = format!(
            "connected to `{}`, and pg_dump would save `{}`",
            name(bed),
            name(&other)
        );
        refused(&scene, &dumping(&scene, &other.place(), &real), &[&said]);
    });
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        let absent = scene.folder.path().join("absent");
        let dump = PgDump::new(&absent, &bed.place());
        let words = ["absent` cannot be used for backups", "Ingrain creates none"];
        refused(&scene, &notes(bed).migrator().backup(dump), &words);
    });
}

/// While it takes its time: the leader holds nothing that the application would wait for, and a server
/// that ends idle transactions does not end the leader's.
#[test]
fn the_application_works_while_it_is_made() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        let database = bed.rows("SELECT current_database()").concat();
        bed.execute(&format!(
            "ALTER DATABASE {database} SET idle_in_transaction_session_timeout = '200ms'"
        ));
        let began = scene.folder.path().with_extension("began");
        let go = scene.folder.path().with_extension("go");
        let script = format!(
            "touch '{}'; while [ ! -e '{}' ]; do sleep 0.05; done; exec $real/pg_dump \"$@\"",
            began.display(),
            go.display()
        );
        let programs = Programs::new(bed, &[("pg_dump", &script), REAL_RESTORE]);
        let migrator = dumping(&scene, &bed.place(), programs.path());
        let mut session = bed.session();
        thread::scope(|scope| {
            let run = scope.spawn(move || session.run(&migrator));
            until("the dump begins", || began.exists());
            bed.execute("INSERT INTO notes VALUES (8); ALTER TABLE notes ADD COLUMN b integer");
            // The server would have ended the transaction by now.
            thread::sleep(Duration::from_millis(600));
            fs::write(&go, "").unwrap();
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2, 3]);
        });
        for file in [began, go] {
            fs::remove_file(file).unwrap();
        }
    });
}
