//! Scripts that are Rust, in binaries with and without their functions.

use super::*;

const RUST: &str = "-- ingrain: rust \"1\"\n";
const BASE: Command = Command::Down(Target::Base);
const UP: (u64, Direction) = (2, Direction::Up);
const DOWN: (u64, Direction) = (2, Direction::Down);

/// Versions 1 to 3; 2 is Rust, in both directions.
fn three() -> Folder {
    let plain =
        |version: u64, name: &str| (format!("{version}_x.{name}.sql"), b"SELECT 'up';".to_vec());
    let rust = |name: &str| (format!("2_x.{name}.sql"), RUST.as_bytes().to_vec());
    let config = (
        "ingrain.toml".to_owned(),
        b"dialects = ['postgres']".to_vec(),
    );
    let scripts = ["up", "down"].map(|name| [plain(1, name), rust(name), plain(3, name)]);
    Folder::new("m", scripts.into_iter().flatten().chain([config]))
}

/// The versions that are refused to a binary with these functions; none if it plans.
fn refused(
    folder: &Folder,
    history: &History,
    command: Command,
    functions: &[(u64, Direction)],
) -> Vec<u64> {
    let functions = functions.iter();
    let functions = functions.map(|(version, direction)| (Version::embedded(*version), *direction));
    let chain = chain(folder).with_functions(functions);
    match planned(&chain, history, command, Policy::default()) {
        Ok(_) => Vec::new(),
        Err(refusal) => {
            assert_eq!(refusal.code(), crate::Code::RustAbsent, "{refusal}");
            refusal
                .versions()
                .iter()
                .map(|version| version.number())
                .collect()
        }
    }
}

#[test]
fn what_is_to_run_needs_its_function() {
    let folder = three();
    let (none, all) = (History::default(), applied(&folder, 1..=3));
    let (run, redo) = (Command::Run, Command::Redo(Target::Down(2)));
    assert_eq!(refused(&folder, &none, run, &[]), [2]);
    assert_eq!(refused(&folder, &none, run, &[DOWN]), [2]);
    assert_eq!(refused(&folder, &none, run, &[UP]), [0; 0]);
    assert_eq!(refused(&folder, &all, BASE, &[UP]), [2]);
    assert_eq!(refused(&folder, &all, BASE, &[DOWN]), [0; 0]);
    assert_eq!(refused(&folder, &all, redo, &[DOWN]), [2]);
    assert_eq!(refused(&folder, &all, redo, &[UP, DOWN]), [0; 0]);
}

#[test]
fn what_is_not_to_run_does_not() {
    let folder = three();
    let (none, all) = (History::default(), applied(&folder, 1..=3));
    assert_eq!(refused(&folder, &all, Command::Run, &[]), [0; 0]);
    assert_eq!(
        refused(&folder, &none, Command::Up(Target::Up(1)), &[]),
        [0; 0]
    );
    assert_eq!(
        refused(&folder, &all, Command::Down(version(2)), &[]),
        [0; 0]
    );
}

/// The history keeps what a function is called, and no binary has it that does not embed the script.
#[test]
fn a_stored_one_cannot_run() {
    let (folder, older) = (three(), plain(1));
    let history = applied(&folder, 1..=2);
    assert_eq!(refused(&older, &history, BASE, &[]), [2]);
    assert_eq!(refused(&older, &history, BASE, &[UP, DOWN]), [2]);
}

/// It would be told that something is pending, and by another binary.
#[test]
fn who_only_verifies_is_told_what_is_pending() {
    let folder = three();
    let chain = chain(&folder).with_functions([]);
    let refusal = planned(&chain, &History::default(), Command::Run, verify());
    let code = refusal.map_err(|refusal| refusal.code());
    assert_eq!(code.err(), Some(crate::Code::Pending));
}

#[test]
fn who_is_not_asked_to_run_anything_needs_none() {
    let folder = three();
    let chain = chain(&folder).with_functions([]);
    let policy = Policy::default();
    planned(&chain, &History::default(), Command::Run, policy).expect_err("no function");
    let chain = chain.with_all_functions();
    planned(&chain, &History::default(), Command::Run, policy).expect("a plan");
}
