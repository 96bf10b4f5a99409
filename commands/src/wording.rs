//! What the runtime says to programmers, said to people at a command line.

use ingrain::{Diagnostic, Tool};

/// Calls of a migrator, and the arguments of a command that stand for them.
const CALLS: [(&str, &str); 9] = [
    ("`migrator().consent(Consent::Given)`", "`--production`"),
    ("`migrator().newer(Newer::Allow)`", "`--allow newer`"),
    ("`migrator().order(Order::Any)`", "`--allow out-of-order`"),
    (
        "`migrator().unmanaged(Unmanaged::Allow)`",
        "`--allow unmanaged`",
    ),
    (
        "`migrator().baseline(&mut connection, version, \"why\")`",
        "`baseline VERSION --reason \"why\"`",
    ),
    (
        "`migrator().repair(&mut connection, \"why\")`",
        "`repair --reason \"why\"`",
    ),
    (
        "`migrator().repair_unfinished(&mut connection, Declared::Done, \"why\")`",
        "`repair --done --reason \"why\"`",
    ),
    (
        "`migrator().repair_unfinished(&mut connection, Declared::Undone, \"why\")`",
        "`repair --undone --reason \"why\"`",
    ),
    (
        "`migrator().mode(Mode::Apply).run(&mut connection)`",
        "`up`",
    ),
];

/// The same, with commands instead of calls.
pub(crate) fn at_the_command_line(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.reworded(reworded)
}

fn reworded(text: &str) -> String {
    let mut text = CALLS.iter().fold(text.to_owned(), |text, (call, command)| {
        text.replace(call, command)
    });
    for tool in Tool::ALL {
        let call = format!("`migrator().adopt(&mut connection, Tool::{tool:?})`");
        text = text.replace(&call, &format!("`adopt {tool}`"));
    }
    const BEFORE: &str = "`migrator().down(&mut connection, \"";
    const AFTER: &str = "\".parse::<Target>()?)`";
    if let Some((before, rest)) = text.split_once(BEFORE)
        && let Some((target, after)) = rest.split_once(AFTER)
    {
        text = format!("{before}`down {target}`{after}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings of the application's own, which no argument stands for.
    const OF_THE_APPLICATION: [&str; 4] = ["wait(", "backup(", "history_schema(", "pooling("];

    /// Every message that the runtime and the planner can give, as their own tests keep them.
    const MESSAGES: &str = include_str!("../../core/tests/messages/messages.txt");

    #[test]
    fn no_call_is_left_in_what_is_said_at_a_command_line() {
        for line in MESSAGES.lines() {
            let said = reworded(line);
            let mut calls = said.split("migrator().").skip(1);
            assert!(
                calls.all(|call| OF_THE_APPLICATION.iter().any(|own| call.starts_with(own))),
                "{said}"
            );
        }
        assert!(MESSAGES.lines().any(|line| reworded(line) != line));
    }

    #[test]
    fn a_way_back_is_a_command() {
        let text =
            "to go back: `migrator().down(&mut connection, \"7\".parse::<Target>()?)`, with care";
        assert_eq!(reworded(text), "to go back: `down 7`, with care");
    }
}
