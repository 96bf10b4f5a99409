//! `cargo ingrain`, also callable as `cargo-ingrain`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_ingrain::run(std::env::args_os())
}
