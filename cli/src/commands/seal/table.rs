//! What was sealed, as a table.

use ingrain_core::{Class, Dialect, Novelty, SealedMigration};

/// The migrations that are sealed now and were not before, or not like this; empty if there is none.
pub(super) fn table(migrations: &[SealedMigration]) -> String {
    let new = migrations
        .iter()
        .filter(|sealed| sealed.novelty != Novelty::Same);
    let rows: Vec<[String; 4]> = new.map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    let heading = ["version", "description", "class", "proven on"].map(str::to_owned);
    let rows: Vec<&[String; 4]> = std::iter::once(&heading).chain(&rows).collect();
    let width = |column: usize| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let line = |row: &&[String; 4]| {
        let [version, description, class, proven] = *row;
        let [first, second, third] = widths;
        format!("{version:>first$}  {description:second$}  {class:third$}  {proven}\n")
    };
    rows.iter().map(line).collect()
}

fn row(sealed: &SealedMigration) -> [String; 4] {
    let proven: Vec<&str> = sealed
        .proven
        .iter()
        .map(|dialect| dialect.title())
        .collect();
    let description = match sealed.novelty {
        Novelty::Anew => format!("{} (anew)", sealed.description),
        Novelty::New | Novelty::Same => sealed.description.clone(),
    };
    [
        sealed.version.to_string(),
        description,
        class(&sealed.classes),
        match proven.as_slice() {
            [] => "nothing".to_owned(),
            proven => proven.join(", "),
        },
    ]
}

/// `additive`; where databases differ `breaking (SQLite), additive (Postgres)`.
fn class(classes: &[(Dialect, Class)]) -> String {
    match classes {
        [(_, first), rest @ ..] if rest.iter().all(|(_, class)| class == first) => {
            first.name().to_owned()
        }
        each => {
            let each = each.iter();
            let each =
                each.map(|(dialect, class)| format!("{} ({})", class.name(), dialect.title()));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}
