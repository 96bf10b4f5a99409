//! Where everything is.

use std::env;
use std::path::PathBuf;

/// `bench/`.
pub fn bench() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Where is built and kept what need not be committed.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target).join("bench"),
        None => bench().join("target"),
    }
}

/// The kept figures of a section: they are committed, for whoever wants to look behind the medians.
pub fn figures(section: &str) -> PathBuf {
    made(bench().join("figures")).join(format!("{section}.json"))
}

/// The directory, made if need be; what is wrong with it shows when something is written to it.
pub fn made(directory: PathBuf) -> PathBuf {
    let _ = std::fs::create_dir_all(&directory);
    directory
}

/// The manifest's directory of a contender.
pub fn contender(name: &str) -> PathBuf {
    bench().join("contenders").join(name)
}

/// The program of a contender.
pub fn program(name: &str) -> PathBuf {
    target()
        .join("contenders/release")
        .join(format!("contender-{name}"))
}

/// The plots, beside the results.
pub fn plots() -> PathBuf {
    made(bench().join("plots"))
}
