//! The catalogue as a table, in `docs/proof.md`.

use std::fs;

use ingrain_core::Dialect;

use super::{Case, Expected, KINDS, Kind, Mistake};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/proof.md");
const HEADING: &str = "| mistake | SQLite | Postgres |\n|---|---|---|\n";
const BEGIN: &str = "<!-- catalogue -->\n";
const END: &str = "<!-- /catalogue -->\n";

#[test]
fn the_table_in_the_documentation_is_the_catalogue() {
    let page = fs::read_to_string(PAGE).expect("docs/proof.md can be read");
    // A checkout on Windows may have CRLF.
    let page = page.replace("\r\n", "\n");
    let parts = page.split_once(BEGIN).and_then(|(before, rest)| {
        let (table, after) = rest.split_once(END)?;
        Some((before, table, after))
    });
    let (before, documented, after) = parts.expect("docs/proof.md has a place for the catalogue");
    let table = table();
    if std::env::var_os("INGRAIN_BLESS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{table}{END}{after}"))
            .expect("docs/proof.md can be written");
        return;
    }
    assert!(
        documented == table,
        "the table in docs/proof.md is not the catalogue; `INGRAIN_BLESS=1 cargo test --test proof` makes it so",
    );
}

fn table() -> String {
    let rows: String = KINDS.iter().flat_map(Kind::mistakes).map(row).collect();
    let [sqlite, postgres] = Dialect::ALL.map(rate);
    format!("\nSQLite: {sqlite}. Postgres: {postgres}.\n\n{HEADING}{rows}\n")
}

fn rate(dialect: Dialect) -> String {
    let mistakes = KINDS.iter().flat_map(Kind::mistakes);
    let cases: Vec<&Case> = mistakes.filter_map(|mistake| mistake.on(dialect)).collect();
    let needing = cases
        .iter()
        .filter(|case| matches!(case.expected, Expected::NeedsServer))
        .count();
    let found = cases.len() - needing;
    match needing {
        0 => format!("{found} of {}", cases.len()),
        _ => format!("{found} of {}, and {needing} need a server", cases.len()),
    }
}

fn row(mistake: &Mistake) -> String {
    let cell = |case: Option<Case>| match case.map(|case| case.expected) {
        None => "–".to_owned(),
        Some(Expected::Denied(place)) => place.code.to_string(),
        Some(Expected::Warned(place)) => format!("{} (warned)", place.code),
        Some(Expected::NeedsServer) => "needs a server".to_owned(),
    };
    format!(
        "| {} | {} | {} |\n",
        mistake.name,
        cell(mistake.sqlite),
        cell(mistake.postgres)
    )
}
