//! `bench/run`: builds the contenders, starts a throwaway Postgres, measures section by section, writes
//! `results.md` with its plots, and prints which goals are met.

mod contender;
mod figure;
mod goals;
mod machine;
mod measured;
mod place;
mod plot;
mod proxy;
mod report;
mod section;
mod server;

use std::process::ExitCode;

use self::section::{Run, Section};

type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, command @ ..] = arguments.as_slice()
        && first == measured::MEASURE
    {
        return measured::measure(command);
    }
    match bench(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: Vec<String>) -> Result<()> {
    let mut run = Run::default();
    let mut only = Vec::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), Section::ALL) {
            ("--quick", _) => run.quick = true,
            ("--built", _) => run.is_built = true,
            ("--only", all) => {
                let name = arguments.next().unwrap_or_default();
                let section = all.into_iter().find(|section| section.name() == name);
                match section {
                    Some(section) => only.push(section),
                    None if name == "report" => return report::write(),
                    None => return Err(usage()),
                }
            }
            _ => return Err(usage()),
        }
    }
    for section in Section::ALL {
        if only.is_empty() || only.contains(&section) {
            section.measure(&mut run)?;
            // As soon as there is something to see: a later section may be cut short.
            report::write()?;
        }
    }
    goals::print()
}

fn usage() -> String {
    let names = Section::ALL.map(Section::name).join("|");
    format!("usage: bench/run [--quick] [--built] [--only {names}|report]…")
}
