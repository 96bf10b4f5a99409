//! For build.rs.
/// Watches.
pub fn watch(_folder: &str) {}
