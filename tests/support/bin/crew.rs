//! A process of a crew: in every round it migrates, as an application does at its start.

use ingrain::Migrator;
use ingrain_end_to_end::crew::{self, Work};
use ingrain_end_to_end::testbed::{Session, ran};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let migrator = match arguments.as_slice() {
        ["saving", folder] => crew::saving(folder),
        [name] => Work::named(name)
            .ok_or_else(|| format!("no work is called {name:?}"))?
            .migrator(),
        _ => return Err(format!("what is {arguments:?}?")),
    };
    crew::serve(Session::open, |session| apply(session, &migrator));
    Ok(())
}

/// `at 10, ran [1, 2]`, or the error.
fn apply(mut session: Session, migrator: &Migrator) -> String {
    match session.run(migrator) {
        Ok(report) => {
            let head = report.current().map_or(0, |version| version.number());
            format!("at {head}, ran {:?}", ran(&report))
        }
        Err(error) => error.to_string(),
    }
}
