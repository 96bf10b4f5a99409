//! The head of a script, in its way up and its way down.
#![no_main]

use ingrain_core::{Dialect, Directives};
use ingrain_fuzz::{check, folder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let said = Directives::of(dialect, &text);
        // What stands behind it changes nothing in a script that is whole.
        if ingrain_core::split(dialect, &text).is_ok_and(|statements| !statements.is_empty()) {
            let longer = format!("{text}\n;\nSELECT 1;\n");
            assert_eq!(Directives::of(dialect, &longer), said);
        }
    }
    let plain = b"SELECT 1;".as_slice();
    check(&folder([("1_a.up.sql", data), ("1_a.down.sql", plain)]));
    check(&folder([("1_a.up.sql", plain), ("1_a.down.sql", data)]));
});
