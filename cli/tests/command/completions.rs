use crate::scratch::Scratch;

#[test]
fn every_shell_gets_a_script_with_every_command() {
    let scratch = Scratch::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = scratch.gives(&["completions", shell]);
        for word in [
            "cargo-ingrain",
            "init",
            "seal",
            "status",
            "--folder",
            "--database-url",
        ] {
            let word = word.trim_start_matches("--");
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
