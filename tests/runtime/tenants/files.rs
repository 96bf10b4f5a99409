//! Many SQLite files.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::Target;
use ingrain::tenants::Files;
use ingrain_end_to_end::testbed::{on_sqlite, ran};
use rusqlite::Connection;

use super::{chain, create, names, open};

#[test]
fn as_many_files_are_open_as_there_are_workers() {
    on_sqlite(|bed| {
        let names = names(48);
        names.iter().for_each(|name| create(bed, name));
        let (at_once, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        // It opens for four only: fewer at once would wait for ever.
        let four = Barrier::new(4);
        let files = Files::of(&names, |name| open(bed, name)).workers(4);
        let outcomes = files.each(&chain(bed).migrator(), |migrator, connection| {
            most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            four.wait();
            let report = migrator.run(connection);
            four.wait();
            at_once.fetch_sub(1, Ordering::SeqCst);
            report
        });
        assert!(outcomes.is_ok(), "{outcomes}");
        assert_eq!(most.into_inner(), 4);
    });
}

#[test]
fn any_call_can_be_made_for_all() {
    on_sqlite(|bed| {
        let path = |name: &str| bed.path().with_file_name(name).display().to_string();
        let names = [path("a.db"), path("b.db")];
        let files = Files::of(&names, |path| Connection::open(path)).workers(0);
        let migrator = chain(bed).migrator();
        assert!(files.run(&migrator).is_ok());
        let down = files.each(&migrator, |migrator, connection| {
            migrator.down(connection, Target::Down(1))
        });
        for outcome in down {
            assert_eq!(ran(&outcome.into_result().unwrap()), [2]);
        }
    });
}
