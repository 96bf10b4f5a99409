use super::*;

const CHECKSUM: &str = "sha256:0101010101010101010101010101010101010101010101010101010101010101";
const CHAIN: &str = "sha256:0202020202020202020202020202020202020202020202020202020202020202";

/// A row of version 7, with these columns changed.
fn row(changes: &[(&str, Option<&str>)]) -> Vec<Option<String>> {
    let usual = |column: &str| match column {
        "seq" => Some("3"),
        "event" => Some("applied"),
        "version" => Some("7"),
        "description" => Some("add_email"),
        "checksum" | "down_checksum" => Some(CHECKSUM),
        "chain" => Some(CHAIN),
        "down_sql" => Some("DROP TABLE t;"),
        "compatible" => Some("1"),
        "duration_ms" => Some("12"),
        "applied_at" => Some("2026-11-20T10:15:00.000Z"),
        "applied_by" => Some("journal 0.1.0"),
        _ => None,
    };
    let cell = |column: &&str| {
        let change = changes.iter().find(|(name, _)| name == column);
        change.map_or(usual(column), |(_, value)| *value)
    };
    let cells = Record::COLUMNS.iter().map(cell);
    cells.map(|cell| cell.map(str::to_owned)).collect()
}

fn parsed(changes: &[(&str, Option<&str>)]) -> Record {
    Record::parse(&row(changes)).expect("a row as Ingrain writes it")
}

#[test]
fn a_row_is_read_column_by_column() {
    let record = parsed(&[("statements", Some("5")), ("note", Some("why"))]);
    let entry = &record.entry;
    assert_eq!((entry.seq, entry.event), (3, Event::Applied));
    assert_eq!(entry.chain.to_string(), CHAIN);
    assert_eq!(
        (entry.statements, entry.note.as_deref()),
        (Some(5), Some("why"))
    );
    assert_eq!(record.duration_ms, Some(12));
    assert_eq!(record.applied_at, "2026-11-20T10:15:00.000Z");
    assert_eq!(record.applied_by, "journal 0.1.0");
    let migration = entry.migration.as_ref().expect("a version");
    assert_eq!(migration.version.number(), 7);
    assert_eq!(migration.description, "add_email");
    assert_eq!(migration.checksum.to_string(), CHECKSUM);
    assert!(migration.compatible);
    let down = migration.down.as_ref().expect("a down script");
    assert_eq!(down.sql, "DROP TABLE t;");
    assert_eq!(down.checksum.to_string(), CHECKSUM);
}

#[test]
fn what_need_not_be_there() {
    let brief = parsed(&[
        ("down_sql", None),
        ("down_checksum", None),
        ("duration_ms", None),
    ]);
    assert_eq!(brief.entry.migration.expect("a version").down, None);
    assert_eq!(brief.duration_ms, None);
    let of_migration = [
        "version",
        "description",
        "checksum",
        "down_sql",
        "down_checksum",
    ];
    let environment: Vec<_> = of_migration.map(|column| (column, None)).to_vec();
    assert_eq!(parsed(&environment).entry.migration, None);
}

#[test]
fn every_event_has_a_name_of_its_own() {
    for event in Event::ALL {
        assert_eq!(Event::from_name(event.name()), Some(event));
        assert_eq!(parsed(&[("event", Some(event.name()))]).entry.event, event);
    }
    assert_eq!(Event::from_name("Applied"), None);
}

#[test]
fn what_ingrain_never_writes_is_corrupt() {
    let corrupt = |column: &str, value: Option<&str>, found: &str| {
        let corrupt = Record::parse(&row(&[(column, value)])).expect_err(column);
        let row = if column == "seq" { "a row" } else { "row 3" };
        let message = format!("{row} holds {found} as its `{column}`, which Ingrain never writes");
        assert_eq!(corrupt.to_string(), message);
    };
    for column in ["seq", "event", "description", "checksum", "chain"] {
        corrupt(column, None, "NULL");
    }
    for column in ["down_checksum", "compatible", "applied_at", "applied_by"] {
        corrupt(column, None, "NULL");
    }
    for column in ["seq", "version", "statements", "duration_ms"] {
        for value in ["x", "", "-1", "1.0", "99999999999999999999"] {
            corrupt(column, Some(value), &format!("{value:?}"));
        }
    }
    let beyond = "9223372036854775808";
    corrupt("version", Some(beyond), beyond);
    corrupt("event", Some("undone"), "\"undone\"");
    for value in ["t", "2", ""] {
        corrupt("compatible", Some(value), &format!("{value:?}"));
    }
    for column in ["checksum", "chain", "down_checksum"] {
        corrupt(column, Some("sha256:1"), "\"sha256:1\"");
    }
}

#[test]
fn a_row_with_too_few_columns_is_corrupt() {
    let cells = row(&[]);
    for length in 0..Record::COLUMNS.len() - 1 {
        assert!(Record::parse(&cells[..length]).is_err(), "{length}");
    }
}

#[test]
fn what_is_recorded_has_a_class_and_briefly_no_way_back() {
    let recorded = |compatible| {
        let migration = parsed(&[("compatible", Some(compatible))]).entry.migration;
        migration.expect("a version")
    };
    assert_eq!(recorded("1").class(), Class::Additive);
    assert_eq!(recorded("0").class(), Class::Breaking);
    let whole = recorded("1");
    assert!(whole.down.is_some());
    let brief = whole.brief();
    assert_eq!(brief.down, None);
    assert_eq!((brief.checksum, brief.compatible), (whole.checksum, true));
}
