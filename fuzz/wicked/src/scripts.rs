//! Scripts of ten million bytes.

use crate::SIZE;

/// Scripts by what they are.
pub(crate) fn scripts() -> Vec<(String, String)> {
    let units = [
        "'",
        "''",
        "\"",
        "`",
        "$",
        "$$",
        "$a$",
        "$a",
        "/*",
        "*/",
        "/**/",
        "--",
        "-- a\n",
        ";",
        "(",
        ")",
        "[",
        "\\",
        "E'\\",
        "U&",
        "x ",
        "é",
        "0",
        ".",
        "BEGIN ",
        "BEGIN;",
        "CASE ",
        "END ",
        "\n",
        "\r",
        "-- ingrain: x\n",
        "-- ingrain: no-transaction\n",
        "-- ingrain: allow sqlite-x \"why\"\n",
        "/* ingrain: x */",
        "CREATE TRIGGER t BEGIN ",
        "CREATE FUNCTION f() BEGIN ATOMIC ",
        "CREATE TABLE a (b);",
        "DROP TABLE a;\n",
        "COMMIT;\n",
        "VACUUM;\n",
        "COPY a FROM stdin;\n",
        "PRAGMA foreign_keys;",
        "CREATE INDEX CONCURRENTLY ",
    ];
    let mut scripts: Vec<(String, String)> = units
        .into_iter()
        .map(|unit| {
            (
                format!("{unit:?} over and over"),
                unit.repeat(SIZE / unit.len()),
            )
        })
        .collect();
    let x = "x".repeat(SIZE);
    for (what, script) in [
        ("one line comment", format!("-- {x}")),
        ("one block comment", format!("/* {x} */ SELECT 1;")),
        ("one string", format!("SELECT '{x}';")),
        ("one body", format!("SELECT $a${x}$a$;")),
        ("one word", x.clone()),
        (
            "a mistake at the end of a long line",
            format!("SELECT '{x}'; COMMIT;"),
        ),
        (
            "an open quote at the end of a long line",
            format!("SELECT {x} '"),
        ),
        (
            "a directive as long as can be",
            format!("-- ingrain: {x}\nSELECT 1;"),
        ),
        (
            "a reason as long as can be",
            format!("-- ingrain: irreversible \"{x}\"\nSELECT 1;"),
        ),
        ("not text at the end", format!("{x}\0")),
        ("dollars that almost end", "$a$ $a ".repeat(SIZE / 7)),
        (
            "tags that all differ",
            (0..SIZE / 9).map(|at| format!("$t{at}$ ")).collect(),
        ),
    ] {
        scripts.push((what.to_owned(), script));
    }
    scripts
}
