//! A process of a crew: in every round it migrates, as an application does at its start.

use ingrain_end_to_end::crew::{self, Work};
use ingrain_end_to_end::testbed::{Session, ran};

fn main() -> Result<(), String> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let work = Work::named(&name).ok_or_else(|| format!("no work is called {name:?}"))?;
    crew::serve(Session::open, |session| apply(session, work));
    Ok(())
}

/// `at 10, ran [1, 2]`, or the error.
fn apply(mut session: Session, work: Work) -> String {
    match session.run(&work.migrator()) {
        Ok(report) => {
            let head = report.current().map_or(0, |version| version.number());
            format!("at {head}, ran {:?}", ran(&report))
        }
        Err(error) => error.to_string(),
    }
}
