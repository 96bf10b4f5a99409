//! The command itself, run as its user runs it, in packages of its own.

mod adopt;
mod check;
mod completions;
mod init;
mod new;
mod pages;
mod scratch;
mod seal;
mod usage;
mod whereabouts;
