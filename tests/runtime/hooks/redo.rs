//! Down and up again is one call, in however many transactions.

use std::thread;

use ingrain::{Dialect, Target, Transactions};
use ingrain_end_to_end::testbed::{on_both, on_postgres};

use super::{NOTES, STEPWISE, TAGS, Told};
use crate::until;

const LAST: Target = Target::Down(1);
const WHOLE: &str = "from 2 to 2 by [2, 2]";
/// With a transaction for each, or none.
const ONE_BY_ONE: [&str; 6] = [
    WHOLE,
    "before 2 down tags",
    "after 2 down tags",
    "before 2 up tags",
    "after 2 up tags",
    "done [2, 2]",
];

#[test]
fn it_is_told_as_a_whole_before_its_first_script() {
    let together = [
        WHOLE,
        "before 2 down tags",
        "before 2 up tags",
        "after 2 down tags",
        "after 2 up tags",
        "done [2, 2]",
    ];
    let cases = [
        (TAGS, Transactions::Together, together),
        (TAGS, Transactions::Each, ONE_BY_ONE),
        (STEPWISE, Transactions::Together, ONE_BY_ONE),
    ];
    for (last, transactions, expected) in cases {
        on_both(|bed| {
            let told = Told::default();
            let migrator = told.around(bed.chain(&[NOTES, last]));
            bed.run(&migrator).unwrap();
            told.take();
            let migrator = migrator.transactions(transactions);
            bed.redo(&migrator, LAST).unwrap();
            assert_eq!(told.take(), expected);
        });
    }
}

#[test]
fn who_waits_for_another_process_first_is_told_once_and_all() {
    on_postgres(|bed| {
        let told = Told::default();
        let migrator = told.around(bed.chain(&[NOTES, TAGS]));
        bed.run(&migrator).unwrap();
        told.take();
        let script = migrator.offline_sql(Dialect::Postgres, Target::Base, Target::Head);
        let script = script.unwrap();
        let lock = script.split("pg_try_advisory_xact_lock(").nth(1).unwrap();
        let key = lock.split(')').next().unwrap();
        let other = bed.session();
        other.rows(&format!("SELECT pg_advisory_lock({key})"));
        thread::scope(|scope| {
            let redo = scope.spawn(|| bed.redo(&migrator, LAST));
            let turned_away = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'ROLLBACK%' \
                               AND datname = current_database() AND pid <> pg_backend_pid()";
            until("it is turned away", || other.rows(turned_away) == ["1"]);
            assert_eq!(told.take(), [""; 0]);
            other.rows(&format!("SELECT pg_advisory_unlock({key})"));
            redo.join().unwrap().unwrap();
        });
        assert_eq!(told.take(), ONE_BY_ONE);
    });
}

#[test]
fn the_end_tells_how_far_it_came() {
    let last = (
        "2_tags",
        "CREATE TABLE tags (id integer); CREATE UNIQUE INDEX one ON notes (id)",
        "DROP TABLE tags",
    );
    on_both(|bed| {
        let told = Told::default();
        let migrator = told.around(bed.chain(&[NOTES, last]));
        let migrator = migrator.transactions(Transactions::Each);
        bed.run(&migrator).unwrap();
        told.take();
        bed.execute("DROP INDEX one; INSERT INTO notes VALUES (1), (1)");
        bed.redo(&migrator, LAST).unwrap_err();
        let expected = [
            WHOLE,
            "before 2 down tags",
            "after 2 down tags",
            "before 2 up tags",
            "ING0201 after [2]",
        ];
        assert_eq!(told.take(), expected);
    });
}
