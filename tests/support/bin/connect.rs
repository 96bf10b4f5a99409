//! Connects as the commands do: `connect read URL`. Says `connected`, or why not, and keeps the session until
//! its standard input ends.

#![expect(
    clippy::print_stdout,
    reason = "the test that started this process reads how it went"
)]

use std::io::Read as _;

use ingrain_cli::{Access, connect};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let session = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["read", url] => connect(url, Access::Read),
        ["write", url] => connect(url, Access::Write),
        ["create", url] => connect(url, Access::Create),
        _ => return Err(format!("what is {arguments:?}?")),
    };
    match &session {
        Ok(_) => println!("connected"),
        Err(error) => println!("{error}"),
    }
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}
