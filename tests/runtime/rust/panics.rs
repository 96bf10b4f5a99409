//! A function panics: the panic goes on, and no transaction is left open.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ingrain::Direction;
use ingrain_end_to_end::testbed::{on_both, ran};

use super::{NOTES, RUST};

functions! {
    panics: ["INSERT INTO notes (id) VALUES (7)"] => std::panic::resume_unwind(Box::new("as it was thrown"));
    writes: ["INSERT INTO notes (id) VALUES (7)"] => Ok(());
}

const FILL: (&str, &str, &str) = ("2_fill", RUST, RUST);

#[test]
fn a_panic_goes_on_and_leaves_no_transaction_open() {
    on_both(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let chain = bed.chain_with(&[NOTES, FILL], &[functions::panics(bed, 2, Direction::Up)]);
        let mut session = bed.session();
        let run = AssertUnwindSafe(|| session.run(&chain.migrator()));
        let panic = catch_unwind(run).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"as it was thrown"));
        assert_eq!(bed.rows("SELECT count(*) FROM notes"), ["0"]);
        assert_eq!(bed.history("version"), ["1"]);
        // A call on a connection inside a transaction would be refused.
        let good = bed.chain_with(&[NOTES, FILL], &[functions::writes(bed, 2, Direction::Up)]);
        assert_eq!(ran(&session.run(&good.migrator()).unwrap()), [2]);
    });
}
