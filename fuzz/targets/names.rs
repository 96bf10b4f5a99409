//! File names, one on a line.
#![no_main]

use ingrain_fuzz::{check, folder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let names = String::from_utf8_lossy(data);
    let mut names: Vec<&str> = names.split('\n').filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    check(&folder(
        names
            .into_iter()
            .map(|name| (name, b"SELECT 1;".as_slice())),
    ));
});
