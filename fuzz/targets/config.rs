//! `ingrain.toml`.
#![no_main]

use ingrain_fuzz::{check, folder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let scripts = [
        ("1_a.up.sql", b"CREATE TABLE a (id integer);".as_slice()),
        ("1_a.down.sql", b"DROP TABLE a;".as_slice()),
    ];
    check(&folder([("ingrain.toml", data)].into_iter().chain(scripts)));
    // As sqlx names its scripts.
    let adopted = [("1_a.sql", b"CREATE TABLE a (id integer);".as_slice())];
    check(&folder([("ingrain.toml", data)].into_iter().chain(adopted)));
});
