//! What a build script says to cargo, on its standard output.

/// `cargo::KEY=VALUE`.
#[expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its standard output"
)]
pub(crate) fn cargo(key: &str, value: &str) {
    println!("cargo::{key}={value}");
}

/// For whoever runs cargo to read.
pub(crate) fn warning(text: &str) {
    cargo("warning", &format!("ingrain_build::watch: {text}"));
}

/// What a proof found, for whoever runs cargo to read.
pub(crate) fn finding(text: &str) {
    lines("warning", text);
}

/// The build fails, once the build script is done.
pub(crate) fn error(text: &str) {
    lines("error", text);
}

/// Cargo takes one line at a time.
fn lines(key: &str, text: &str) {
    let is_margin = |line: &&str| line.trim_matches([' ', '|']).is_empty();
    for line in text.lines().filter(|line| !is_margin(line)) {
        cargo(key, line);
    }
}
