//! The journal.
fn main() {}
