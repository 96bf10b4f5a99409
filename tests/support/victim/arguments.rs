//! An order as the arguments of a command line, and back.

use std::path::PathBuf;
use std::time::Duration;

use ingrain::{Declared, Transactions};

use super::{Call, Embedded, Order};

impl Order {
    /// The arguments that [`Order::parse`] reads.
    pub fn arguments(&self) -> Vec<String> {
        let (call, number) = match self.call {
            Call::Run => ("run", 0),
            Call::Down(version) => ("down", version),
            Call::Redo(version) => ("redo", version),
            Call::Baseline(version) => ("baseline", version),
            Call::Repair => ("repair", 0),
            Call::Settle(Declared::Done) => ("done", 0),
            Call::Settle(Declared::Undone) => ("undone", 0),
        };
        let transactions = match self.transactions {
            Transactions::Together => "together",
            _ => "each",
        };
        let millis = |duration: Duration| duration.as_millis().to_string();
        let backup = self.backup.as_ref();
        vec![
            self.embedded.name().to_owned(),
            call.to_owned(),
            number.to_string(),
            transactions.to_owned(),
            backup.map_or(String::new(), |folder| folder.display().to_string()),
            millis(self.wait),
            self.hold.unwrap_or(0).to_string(),
            self.journal.to_owned(),
            self.statement_timeout.map_or("0".to_owned(), millis),
        ]
    }

    /// The order that `arguments` give, or nothing if they make no sense.
    pub fn parse(arguments: &[String]) -> Option<Order> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let [
            embedded,
            call,
            number,
            transactions,
            backup,
            wait,
            hold,
            journal,
            timeout,
        ] = arguments[..]
        else {
            return None;
        };
        let number: u64 = number.parse().ok()?;
        let millis = |text: &str| Some(Duration::from_millis(text.parse().ok()?));
        Some(Order {
            embedded: Embedded::ALL
                .into_iter()
                .find(|one| one.name() == embedded)?,
            call: match call {
                "run" => Call::Run,
                "down" => Call::Down(number),
                "redo" => Call::Redo(number),
                "baseline" => Call::Baseline(number),
                "repair" => Call::Repair,
                "done" => Call::Settle(Declared::Done),
                "undone" => Call::Settle(Declared::Undone),
                _ => return None,
            },
            transactions: match transactions {
                "together" => Transactions::Together,
                "each" => Transactions::Each,
                _ => return None,
            },
            backup: (!backup.is_empty()).then(|| PathBuf::from(backup)),
            wait: millis(wait)?,
            hold: hold.parse().ok().filter(|hold| *hold > 0),
            journal: ["delete", "wal"]
                .into_iter()
                .find(|mode| *mode == journal)?,
            statement_timeout: millis(timeout).filter(|limit| !limit.is_zero()),
        })
    }
}
