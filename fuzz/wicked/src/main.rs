//! Texts, names and folders that are large in a wicked way: each is to be done in a time that grows with its
//! size and no faster. Says how long each took, and exits with 1 if one took too long.

use std::process::ExitCode;
use std::time::Duration;

use ingrain_core::{Dialect, Directives, Folder, Style, render, split};
use rustix::time::{ClockId, clock_gettime};

/// Of each text.
const SIZE: usize = 10_000_000;
/// For a text, in release.
const LIMIT: Duration = Duration::from_secs(1);
/// For a folder or a whole script with all its diagnostics.
const FOLDER_LIMIT: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let mut slow = 0;
    for (what, script) in scripts() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            slow += timed(&format!("split, {dialect}: {what}"), LIMIT, || {
                drop(split(dialect, &script))
            });
            slow += timed(&format!("directives, {dialect}: {what}"), LIMIT, || {
                Directives::of(dialect, &script);
            });
        }
        let files = [
            ("1_a.up.sql", script.into_bytes()),
            ("1_a.down.sql", b"SELECT 1;".to_vec()),
        ];
        slow += timed(&format!("folder: {what}"), FOLDER_LIMIT, || {
            resolve(files.map(|(name, text)| (name.to_owned(), text)).into())
        });
    }
    for (what, files) in folders() {
        slow += timed(&format!("folder: {what}"), FOLDER_LIMIT, || resolve(files));
    }
    match slow {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn timed(what: &str, limit: Duration, work: impl FnOnce()) -> u32 {
    let began = spent();
    work();
    let took = spent() - began;
    let slow = took > limit;
    println!(
        "{:>8.3} s  {what}{}",
        took.as_secs_f64(),
        if slow { "  TOO SLOW" } else { "" }
    );
    u32::from(slow)
}

/// The time that processors have spent on this process: others on the machine do not count.
fn spent() -> Duration {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

/// Chains, or every diagnostic as it is shown.
fn resolve(files: Vec<(String, Vec<u8>)>) {
    let folder = Folder::new("migrations", files);
    match folder.chains() {
        Ok(chains) => drop(ingrain_core::embedded::encode(&chains)),
        Err(mistakes) => drop(
            mistakes
                .iter()
                .map(|one| render(one, Style::Plain))
                .collect::<Vec<_>>(),
        ),
    }
}

fn scripts() -> Vec<(String, String)> {
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

type Files = Vec<(String, Vec<u8>)>;

fn folders() -> Vec<(&'static str, Files)> {
    let pair = |number: usize| {
        [
            ("up", format!("CREATE TABLE t{number} (id integer);")),
            ("down", format!("DROP TABLE t{number};")),
        ]
        .map(|(way, text)| (format!("{number:06}_t.{way}.sql"), text.into_bytes()))
    };
    let chain = |count: usize| -> Files {
        let config = (
            "ingrain.toml".to_owned(),
            b"dialects = ['sqlite', 'postgres']".to_vec(),
        );
        (1..=count).flat_map(pair).chain([config]).collect()
    };
    let named = |name: &dyn Fn(usize) -> String| -> Files {
        (0..100_000)
            .map(|at| (name(at), b"SELECT 1;".to_vec()))
            .collect()
    };
    let sealed = |count: usize, edit: &dyn Fn(String) -> String| -> Files {
        let mut files = chain(count);
        let folder = Folder::new("migrations", files.clone());
        if let Ok(seal) = folder.seal(&Default::default()) {
            files.push((
                "ingrain.lock".to_owned(),
                edit(seal.text().to_owned()).into_bytes(),
            ));
        }
        files
    };
    vec![
        ("100,000 files of a chain", chain(50_000)),
        (
            "100,000 files that are misnamed",
            named(&|at| format!("script {at}.sql")),
        ),
        (
            "100,000 files of one version",
            named(&|at| format!("1_t{at}.up.sql")),
        ),
        (
            "100,000 files with gaps",
            named(&|at| format!("{}_t.up.sql", at * 2)),
        ),
        ("100,000 folders", named(&|at| format!("{at}_t/up.sql"))),
        (
            "100,000 files without a way back",
            named(&|at| format!("{}_t.up.sql", at + 1)),
        ),
        (
            "100,000 ways back alone",
            named(&|at| format!("{}_t.down.sql", at + 1)),
        ),
        ("10,000 that are sealed", sealed(10_000, &|text| text)),
        (
            "10,000 that are sealed, and one edited",
            sealed(10_000, &|text| text.replacen("t.up", "s.up", 1)),
        ),
        (
            "10,000 that are sealed otherwise",
            sealed(10_000, &|text| text.replace("up=sha256:", "up=sha256:0")),
        ),
        (
            "10,000 that are sealed, twice",
            sealed(10_000, &|text| format!("{text}{text}")),
        ),
        (
            "a lock file of one line",
            vec![
                ("1_a.up.sql".to_owned(), b"SELECT 1".to_vec()),
                ("ingrain.lock".to_owned(), b"x".repeat(SIZE)),
            ],
        ),
        (
            "a lock file of empty lines",
            vec![
                ("1_a.up.sql".to_owned(), b"SELECT 1".to_vec()),
                ("ingrain.lock".to_owned(), b"\n".repeat(SIZE)),
            ],
        ),
        (
            "a configuration of brackets",
            vec![
                ("1_a.up.sql".to_owned(), b"SELECT 1".to_vec()),
                ("ingrain.toml".to_owned(), b"[".repeat(100_000)),
            ],
        ),
        (
            "a configuration of nested lists",
            vec![
                ("1_a.up.sql".to_owned(), b"SELECT 1".to_vec()),
                (
                    "ingrain.toml".to_owned(),
                    [b"a = ".to_vec(), b"[".repeat(100_000)].concat(),
                ),
            ],
        ),
        (
            "a name as long as can be",
            vec![(
                format!("1_{}.up.sql", "x".repeat(1_000_000)),
                b"SELECT 1".to_vec(),
            )],
        ),
    ]
}
