//! What was sealed, as a table.

use anstyle::Style;
use ingrain_cli::Table;
use ingrain_core::{Class, Dialect, Novelty, SealedMigration};

/// The migrations that are sealed now and were not before, or not like this; nothing if there is none.
pub(super) fn table(migrations: &[SealedMigration]) -> Option<Table> {
    let mut table = None;
    for sealed in migrations
        .iter()
        .filter(|sealed| sealed.novelty != Novelty::Same)
    {
        table
            .get_or_insert_with(|| Table::new(["version", "description", "class", "proven on"]))
            .row(Style::new(), row(sealed));
    }
    table
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
