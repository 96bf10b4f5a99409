//! What `--help` of each command looks like.

use crate::scratch::Scratch;

#[test]
fn every_command_tells_its_exit_codes() {
    let scratch = Scratch::empty();
    let command = cargo_ingrain::command();
    for below in command.get_subcommands().map(clap::Command::get_name) {
        let help = scratch.gives(&[below, "--help"]);
        assert!(help.contains("\nExit codes:\n  0 "), "{below}: {help}");
        assert!(help.contains("\n  130  interrupted"), "{below}: {help}");
    }
}

#[test]
fn the_help_has_its_own_options_first_and_no_example_that_a_terminal_breaks() {
    let scratch = Scratch::empty();
    for command in cargo_ingrain::command().get_subcommands() {
        let name = command.get_name();
        let help = scratch.gives(&[name, "--help"]);
        let (own, rest) = help
            .split_once("\nOptions of every command:\n")
            .unwrap_or_else(|| panic!("{help}"));
        let (global, after) = rest.split_once("\n\nWith --json:").expect("its JSON");
        assert!(!own.contains("--json"), "{help}");
        assert!(
            !global.contains("--yes") && !global.contains("--allow"),
            "{help}"
        );
        assert!(!global.contains("=]"), "{help}");
        let long = after.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{name}");
    }
}
