//! What a machine may lack, and who does not put up with that.

use std::env;
use std::io::{self, Write as _};
use std::thread;

/// What is listed here, such as `postgres,pgbouncer,container`, fails the tests that need it where it is
/// missing.
const REQUIRE: &str = "INGRAIN_TEST_REQUIRE";

/// Says that the current test does not run, past the output capture of the test harness.
pub(crate) fn report_absence(what: &str, reason: &str) {
    let current = thread::current();
    let test = current.name().unwrap_or("a test");
    let required = env::var(REQUIRE).unwrap_or_default();
    if required.split(',').any(|required| required == what) {
        panic!("{REQUIRE}={required}, but there is {reason}");
    }
    // The harness captures `eprintln!`, not the stream itself. Nothing to do if it is closed.
    let line = format!("warning: {test} DID NOT RUN: {reason}\n");
    let _ = io::stderr().write_all(line.as_bytes());
}
