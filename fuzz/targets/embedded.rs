//! What is embedded in a binary: the length of the text in two bytes, the text, and the index.
#![no_main]

use ingrain_core::{Dialect, embedded};
use ingrain_fuzz::comes_back;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((length, rest)) = data.split_first_chunk::<2>() else {
        return;
    };
    let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
    let (text, index) = rest.split_at(length);
    let text = String::from_utf8_lossy(text);
    if let Some(chain) = embedded::decode(Dialect::Sqlite, &text, index) {
        assert!(
            chain
                .migrations()
                .windows(2)
                .all(|pair| pair[0].version() < pair[1].version())
        );
        let _ = chain.digest();
        comes_back(&[chain]);
    }
});
