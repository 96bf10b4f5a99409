//! Whole folders: names and bytes, a name's end told by the byte FE and a file's by FF, which no text holds.
#![no_main]

use std::collections::BTreeMap;

use ingrain_core::Folder;
use ingrain_fuzz::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let files: BTreeMap<String, Vec<u8>> = data
        .split(|byte| *byte == 0xff)
        .filter_map(|file| {
            let at = file.iter().position(|byte| *byte == 0xfe)?;
            let name = String::from_utf8_lossy(&file[..at]).into_owned();
            Some((name, file[at + 1..].to_vec()))
        })
        .collect();
    let folder = Folder::new("m", files.clone());
    check(&folder);
    let reversed = Folder::new("m", files.into_iter().rev());
    assert_eq!(reversed.digest(), folder.digest());
    assert_eq!(reversed.chains().is_ok(), folder.chains().is_ok());
});
