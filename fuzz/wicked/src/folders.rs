//! Folders of many files, and files that are none of a script.

use ingrain_core::Folder;

use crate::SIZE;

pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Folders by what they are.
pub(crate) fn folders() -> Vec<(&'static str, Files)> {
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
