//! What an operator does who reads the error, and nothing else.

use ingrain::Declared;
use ingrain_end_to_end::victim::Call;

use crate::ledger::Ledger;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The same call.
    Again,
    /// This one, then the same.
    First(Call),
    /// Nothing of this kind: it is done already.
    Enough,
}

/// What the error says to do; nothing where it says nothing that could be done here.
pub(crate) fn next(error: &str) -> Option<Next> {
    let says = |words: &str| error.contains(words);
    let code = error
        .split_once("error[")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(code, _)| code);
    match code {
        Some("ING0106") if says("go on reverting with that very script") => {
            Some(Next::First(Call::Down(1)))
        }
        Some("ING0106") if says("start a binary that embeds that very script") => {
            Some(Next::First(Call::Run))
        }
        Some("ING0110") if says("run the migrations instead") => Some(Next::Enough),
        // The last statement of its script had run, and could not be recorded.
        Some("ING0201")
            if says("DROP INDEX CONCURRENTLY")
                && says("if all that is left of it is done already") =>
        {
            Some(Next::First(Call::Settle(Declared::Done)))
        }
        Some("ING0202" | "ING0204") if says("then start again") || says("and start again") => {
            Some(Next::Again)
        }
        // The application's own: the server is not there yet.
        None if says("cannot connect") => {
            std::thread::sleep(std::time::Duration::from_millis(100));
            Some(Next::Again)
        }
        _ => None,
    }
}

/// Every error says what to do.
pub(crate) fn is_told(error: &str) -> Result<(), String> {
    let is_ours = error.contains("error[ING") && error.contains("= help: ");
    match is_ours || error.contains("cannot connect") {
        true => Ok(()),
        false => Err(format!("its error does not say what to do: {error}")),
    }
}

/// What an error says of the database is so: nothing has happened since `begun`, or, where a script is named,
/// at least that one was taken back.
pub(crate) fn is_true(error: &str, begun: &Ledger, ledger: &Ledger) -> Result<(), String> {
    if !error.contains("the database is as it was before") {
        return Ok(());
    }
    if ledger.rows == begun.rows {
        return Ok(());
    }
    let about = error.split_once(" script of version ");
    let number = about.and_then(|(_, rest)| rest.split([' ', ',']).next()?.parse().ok());
    let is_so = match about.zip(number) {
        Some(((before, _), version)) => {
            // A redo in one transaction finds the version applied, and leaves it so when it is taken back.
            ledger.rows == begun.rows
                || ledger.applied.contains_key::<u64>(&version) == before.ends_with("down")
        }
        None => false,
    };
    match is_so {
        true => Ok(()),
        false => Err(format!(
            "what it says is not so: {error}\n{}",
            ledger.story()
        )),
    }
}
