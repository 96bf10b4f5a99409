use super::*;
use crate::{Folder, Statement};

fn parsed(argument: &str) -> Backfill<'_> {
    Backfill::parse(argument).expect(argument)
}

fn key(text: &str) -> Key {
    text.parse().expect(text)
}

/// The batch that the database answers with, behind this key.
fn batch(after: Option<&str>, first: &str, last: &str) -> Result<Option<Batch>, NoKey> {
    let kind = [Some("pg_catalog.int4".to_owned())];
    let mut walk = Walk::new(parsed("notes.id rows 5"), Dialect::Postgres, Some(&kind))?;
    walk.go_on(after.map(key), Some(key("99")));
    walk.batch(Some(&[first, last].map(|cell| Some(cell.to_owned()))))
}

fn statement(dialect: Dialect, sql: &str) -> Statement<'_> {
    split(dialect, sql).expect(sql)[0]
}

#[test]
fn the_directive_names_a_key_and_a_size() {
    for (argument, along, rows, pause) in [
        ("notes.id rows 1000", "notes.id", 1000, 0),
        ("notes.id ROWS 1 pause 100ms", "notes.id", 1, 100),
        ("app.notes.id rows 5 pause 2s", "app.notes.id", 5, 2000),
        (
            "\"my.notes\".\"the id\" rows 5",
            "\"my.notes\".\"the id\"",
            5,
            0,
        ),
    ] {
        let backfill = parsed(argument);
        assert_eq!(backfill.along(), along);
        assert_eq!(backfill.rows(), rows);
        assert_eq!(backfill.pause(), Duration::from_millis(pause));
        let table = along.rsplit_once('.').map(|(table, _)| table);
        assert_eq!(Some(backfill.table()), table);
        let smaller = backfill.in_batches_of(7);
        assert_eq!((smaller.rows(), smaller.along()), (7, backfill.along()));
    }
    for argument in [
        "",
        "notes",
        "notes rows 5",
        ".id rows 5",
        "a.b.c.d rows 5",
        "'a'.id rows 5",
        "notes.id; rows 5",
        "`notes`.id rows 5",
        "\"notes.id rows 5",
    ] {
        let error = Backfill::parse(argument).expect_err(argument);
        assert!(error.contains("such as `notes.id`"), "{argument}: {error}");
    }
    for argument in [
        "notes.id",
        "notes. rows 5",
        "notes.id 5",
        "notes.id batches 5",
        "notes.id batches 5 pause 1s",
        "notes.id rows",
        "notes.id rows 0",
        "notes.id rows -1",
        "notes.id rows many",
        "notes.id rows 99999999999",
        "notes.id rows 5 pause",
        "notes.id rows 5 wait 1s",
    ] {
        let error = Backfill::parse(argument).expect_err(argument);
        assert!(
            error.contains("takes `rows` and their number"),
            "{argument}: {error}"
        );
    }
    let error = Backfill::parse("notes.id rows 5 pause 0s").expect_err("no time");
    assert_eq!(error, "a `pause` of no time is left out");
    for time in ["1", "0"] {
        let argument = format!("notes.id rows 5 pause {time}");
        let error = Backfill::parse(&argument).expect_err("no unit");
        assert!(error.contains("`pause` takes a time"), "{error}");
    }
}

#[test]
fn a_key_is_a_literal_and_nothing_else() {
    for text in [
        "0",
        "-17",
        "9223372036854775807",
        "1.5",
        "-1.5e+300",
        "1e-7",
        "''",
        "'a''b'",
        "'é\\'",
        "X''",
        "X'00fF'",
    ] {
        assert_eq!(key(text).to_string(), text);
    }
    for text in [
        "", "-", "--1", "1;", "1 ", "abc", "'a'b'", "'a", "'", "'''", "'a' OR 1", "X'0'", "X'zz'",
        "x'00'", "NULL", "1.", ".5", "1e", "'a\0'",
    ] {
        assert!(text.parse::<Key>().is_err(), "{text}");
    }
    assert_eq!(key("'it''s \\'").literal(Dialect::Sqlite), "'it''s \\'");
    assert_eq!(
        key("'it''s \\'").literal(Dialect::Postgres),
        "E'it''s \\\\'"
    );
}

#[test]
fn a_batch_is_put_into_its_statement_and_nowhere_else() {
    let sql =
        "UPDATE notes SET body = '$1' /* $2 */, \"$1\" = 'é' WHERE id > $1 AND -- $1\n id <= $2";
    for dialect in Dialect::ALL {
        let statement = statement(dialect, sql);
        let first = batch(None, "-3", "7").ok().flatten().expect("a batch");
        let filled = first.fill(dialect, &statement);
        let head = "UPDATE notes SET body = '$1' /* $2 */, \"$1\" = 'é' WHERE id ";
        assert_eq!(filled.sql(), format!("{head}>= -3 AND -- $1\n id <= 7"));
        let next = batch(Some("7"), "8", "9").ok().flatten().expect("a batch");
        let filled = next.fill(dialect, &statement);
        assert_eq!(filled.sql(), format!("{head}> 7 AND -- $1\n id <= 9"));
        assert_eq!(next.last(), &key("9"));
    }
}

#[test]
fn what_a_database_points_at_is_found_in_the_script() {
    let sql = "UPDATE notes SET a = b WHERE id > $1 AND id <= $2 AND nonsense";
    let statement = statement(Dialect::Postgres, sql);
    let batch = batch(None, "'10000000'", "'20000000'")
        .ok()
        .flatten()
        .expect("a batch");
    let filled = batch.fill(Dialect::Postgres, &statement);
    for word in ["notes", "AND id", "nonsense"] {
        let offset = filled.sql().find(word).expect(word);
        assert_eq!(Some(filled.origin(offset)), sql.find(word), "{word}");
    }
    let inside = filled.sql().find("0000").expect("a key");
    assert_eq!(Some(filled.origin(inside)), sql.find("> $1"));
}

#[test]
fn an_answer_that_is_no_batch_is_not_taken_for_one() {
    assert_eq!(batch(None, "1", "1 OR 1"), Err(NoKey::Unfit));
    assert_eq!(
        batch(None, "1", "?0.3"),
        Err(NoKey::Inexact("0.3".to_owned()))
    );
    assert_eq!(
        batch(Some("5"), "5", "5"),
        Err(NoKey::Inexact("5".to_owned()))
    );
    let none = Walk::new(parsed("notes.id rows 5"), Dialect::Postgres, None);
    assert_eq!(none, Err(NoKey::Unfit));
    let kind = [Some("null".to_owned())];
    let walk = Walk::new(parsed("notes.id rows 5"), Dialect::Sqlite, Some(&kind));
    let mut walk = walk.expect("a key");
    assert_eq!(walk.batch(Some(&[None, None])), Err(NoKey::Unfit));
    assert_eq!(walk.next(), None, "there were no rows");
    walk.go_on(Some(key("5")), Some(key("5")));
    assert_eq!(walk.next(), None, "it is at its end");
    walk.go_on(Some(key("4")), Some(key("5")));
    assert!(
        walk.next()
            .is_some_and(|sql| sql.contains("notes.id > 4 AND notes.id <= 5"))
    );
}

#[test]
fn a_text_that_no_literal_holds_is_written_byte_by_byte() {
    let read = |cell: &str| Key::read(cell).ok().map(|key| key.to_string());
    assert_eq!(read("6127 'a'''").as_deref(), Some("'a'''"));
    assert_eq!(read(" ''").as_deref(), Some("''"));
    for (cell, literal) in [
        ("610062 'a'", "CAST(X'610062' AS TEXT)"),
        ("61FF 'a\u{fffd}'", "CAST(X'61FF' AS TEXT)"),
        ("FE 'unclosed", "CAST(X'FE' AS TEXT)"),
    ] {
        assert_eq!(read(cell).as_deref(), Some(literal));
        assert_eq!(key(literal).to_string(), literal);
        assert_eq!(key(literal).literal(Dialect::Sqlite), format!("+{literal}"));
    }
}

#[test]
fn keys_are_put_in_order_where_the_column_does_not_decide() {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for (one, other, order) in [
        ("9", "10", Some(Less)),
        ("-9223372036854775808", "9223372036854775807", Some(Less)),
        ("1.5", "1", Some(Greater)),
        ("9223372036854775807", "9223372036854775808.0", None),
        ("2", "'1'", Some(Less)),
        ("X'00'", "'z'", Some(Greater)),
        ("X'0a'", "X'0A'", Some(Equal)),
        ("'b'", "'b'", Some(Equal)),
        ("'10'", "'9'", None),
    ] {
        assert_eq!(key(one).order(&key(other)), order, "{one}, {other}");
    }
}

/// The titles of all mistakes in a folder with this script.
fn mistakes(script: &str) -> Vec<String> {
    let script =
        format!("-- ingrain: backfill notes.id rows 10\n-- ingrain: irreversible \"x\"\n{script}");
    let config = "dialects = [\"sqlite\"]".to_owned();
    let files = [("ingrain.toml", config), ("1_x.up.sql", script)];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let folder = Folder::new("m", files);
    let found = folder.chains().err().unwrap_or_default();
    found.iter().map(|one| one.title().to_owned()).collect()
}

#[test]
fn the_statement_says_which_rows_are_a_batchs() {
    assert_eq!(
        mistakes("UPDATE notes SET a = 1 WHERE id > $1 AND id <= $2"),
        [""; 0]
    );
    assert_eq!(
        mistakes("DELETE FROM notes n WHERE (n.id)>$1 AND n.id<=$2;"),
        [""; 0]
    );
    let begins = "this statement does not say after which key a batch begins: `$1`";
    let ends = "this statement does not say at which key a batch ends: `$2`";
    for (script, titles) in [
        ("UPDATE notes SET a = '$1 $2'", [begins, ends].as_slice()),
        ("UPDATE notes SET a = 1 WHERE id > $1", &[ends]),
        ("UPDATE notes SET a = 1 WHERE id <= $2", &[begins]),
        (
            "UPDATE notes SET a = 1 WHERE id >= $1 AND id <= $2",
            &["`$1` does not follow `>`"],
        ),
        (
            "UPDATE notes SET a = $1 WHERE id > $1 AND id < $2",
            &["`$1` does not follow `>`", "`$2` does not follow `<=`"],
        ),
        (
            "UPDATE notes SET a = j ->> $1 WHERE id > $1 AND id <= $2",
            &["`$1` does not follow `>`"],
        ),
        (
            "UPDATE notes SET a = 1 WHERE id > $1 AND id <= $2 AND b = $3",
            &["`$3` stands for nothing"],
        ),
        (
            "UPDATE notes SET a = ?1, b = :b, c = @c, d = ? WHERE id > $1 AND id <= $2",
            &[
                "`?1` stands for nothing",
                "`:b` stands for nothing",
                "`@c` stands for nothing",
                "`?` stands for nothing",
            ],
        ),
        (
            "DELETE FROM notes WHERE id > $1 AND id <= $2; SELECT 1",
            &["a script in batches holds one statement, and this is one more"],
        ),
        (
            "VACUUM",
            &["each batch is a transaction, and this statement cannot run in one"],
        ),
    ] {
        assert_eq!(mistakes(script), titles, "{script}");
    }
}
