//! `completions`: what a shell needs to complete arguments.

use clap_complete::Shell;
use ingrain_cli::{Answer, Error};
use serde::Serialize;

#[derive(Serialize)]
struct Script {
    script: String,
}

pub(crate) fn completions(shell: Shell) -> Result<Answer, Error> {
    // A shell completes the arguments of a program, and this is the program's name.
    let mut command = crate::command().bin_name("cargo-ingrain");
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut command, "cargo-ingrain", &mut bytes);
    let script = String::from_utf8_lossy(&bytes).into_owned();
    Answer::new(
        &script,
        &Script {
            script: script.clone(),
        },
    )
}
