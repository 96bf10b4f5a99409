//! Folders of many files, and files that are none of a script.

use ingrain_core::Folder;

use crate::SIZE;

pub(crate) type Files = Vec<(String, Vec<u8>)>;
/// What becomes of a file's name and text.
type Edit<'a> = dyn Fn(&str, &str) -> Option<(String, String)> + 'a;

/// Folders by what they are.
pub(crate) fn folders() -> Vec<(&'static str, Files)> {
    [of_names(), of_locks(), of_settings()].concat()
}

fn of_names() -> Vec<(&'static str, Files)> {
    let named = |name: &dyn Fn(usize) -> String| -> Files {
        let files = (0..100_000).map(|at| (name(at), b"SELECT 1;".to_vec()));
        files.collect()
    };
    let long = format!("1_{}.up.sql", "x".repeat(1_000_000));
    vec![
        ("100,000 files of a chain", chain(50_000)),
        ("100,000 misnamed", named(&|at| format!("script {at}.sql"))),
        (
            "100,000 of one version",
            named(&|at| format!("1_t{at}.up.sql")),
        ),
        (
            "100,000 with gaps",
            named(&|at| format!("{}_t.up.sql", at * 2)),
        ),
        ("100,000 folders", named(&|at| format!("{at}_t/up.sql"))),
        (
            "100,000 without a way back",
            named(&|at| format!("{}_t.up.sql", at + 1)),
        ),
        (
            "100,000 ways back alone",
            named(&|at| format!("{}_t.down.sql", at + 1)),
        ),
        ("a name as long as can be", vec![file(&long, "SELECT 1;")]),
    ]
}

/// 20,000 migrations that were sealed, and what became of the folder or the lock file.
fn of_locks() -> Vec<(&'static str, Files)> {
    let whole = chain(20_000);
    let lock = match Folder::new("migrations", whole.clone()).seal(&Default::default()) {
        Ok(seal) => seal.text().to_owned(),
        Err(mistakes) => panic!("{mistakes:?}"),
    };
    let with = |files: &Files, lock: &str| [&files[..], &[file("ingrain.lock", lock)]].concat();
    let locked = |edit: &dyn Fn(&str) -> String| with(&whole, &edit(&lock));
    let since = |edit: &Edit<'_>| {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        let edited = whole
            .iter()
            .filter_map(|(name, bytes)| match name.as_str() {
                "ingrain.toml" => Some((name.clone(), bytes.clone())),
                _ => edit(name, &text(bytes)).map(|(name, text)| (name, text.into_bytes())),
            });
        with(&edited.collect(), &lock)
    };
    let number = |name: &str| name[..6].parse().unwrap_or(0_u64);
    let moved =
        |to: u64, name: &str, text: &str| Some((format!("{to:06}{}", &name[6..]), text.to_owned()));
    vec![
        ("sealed", locked(&str::to_owned)),
        (
            "a lock file that is edited",
            locked(&|text| text.replacen("t ", "s ", 1)),
        ),
        (
            "a lock file without a sound line",
            locked(&|text| text.replace("up=sha256:", "up=sha256:0")),
        ),
        ("a lock file twice", locked(&|text| format!("{text}{text}"))),
        (
            "sealed, all edited since",
            since(&|name, text| Some((name.to_owned(), format!("{text} SELECT 1;")))),
        ),
        (
            "sealed, all the same since",
            since(&|name, _| Some((name.to_owned(), "SELECT 1;".to_owned()))),
        ),
        (
            "sealed, all deleted but one since",
            since(&|name, text| (number(name) == 1).then(|| (name.to_owned(), text.to_owned()))),
        ),
        (
            "sealed, all moved by one since",
            since(&|name, text| moved(number(name) + 1, name, text)),
        ),
        (
            "sealed, all turned round since",
            since(&|name, text| moved(20_001 - number(name), name, text)),
        ),
        (
            "a lock file of one line",
            vec![
                file("1_a.up.sql", "SELECT 1"),
                file("ingrain.lock", &"x".repeat(SIZE)),
            ],
        ),
        (
            "a lock file of empty lines",
            vec![
                file("1_a.up.sql", "SELECT 1"),
                file("ingrain.lock", &"\n".repeat(SIZE)),
            ],
        ),
    ]
}

fn of_settings() -> Vec<(&'static str, Files)> {
    let settings = |text: &str| vec![file("1_a.up.sql", "SELECT 1"), file("ingrain.toml", text)];
    let many = |line: &dyn Fn(usize) -> String| (0..200_000).map(line).collect::<String>();
    let diesel = |at: usize| {
        let directory = format!("{}_t", 20_200_101_000_000 + at as u64);
        [
            ("up.sql", "SELECT 1;"),
            ("down.sql", "SELECT 1;"),
            ("metadata.toml", "run_in_transaction = false"),
        ]
        .map(|(name, text)| file(&format!("{directory}/{name}"), text))
    };
    let adopted = "[adopted]\nfrom = 'diesel'\nup-to = 20200101029999";
    let adopted = [file("ingrain.toml", adopted)];
    vec![
        ("settings of brackets", settings(&"[".repeat(100_000))),
        (
            "settings of nested lists",
            settings(&format!("a = {}", "[".repeat(100_000))),
        ),
        (
            "settings that are not known",
            settings(&many(&|at| format!("key{at} = 1\n"))),
        ),
        (
            "levels of rules that are not known",
            settings(&format!(
                "[lints]\n{}",
                many(&|at| format!("rule{at} = 'warn'\n"))
            )),
        ),
        (
            "a list of 200,000 dialects",
            settings(&format!(
                "dialects = [{}]",
                many(&|_| "'mysql',".to_owned())
            )),
        ),
        (
            "30,000 folders of diesel's with metadata",
            (0..30_000).flat_map(diesel).chain(adopted).collect(),
        ),
    ]
}

/// So many migrations, sound and not sealed.
pub(crate) fn chain(count: usize) -> Files {
    let scripts = |number: usize| {
        [
            file(
                &format!("{number:06}_t.up.sql"),
                &format!("CREATE TABLE t{number} (id integer);"),
            ),
            file(
                &format!("{number:06}_t.down.sql"),
                &format!("DROP TABLE t{number};"),
            ),
        ]
    };
    let settings = file("ingrain.toml", "dialects = ['sqlite', 'postgres']");
    (1..=count).flat_map(scripts).chain([settings]).collect()
}

fn file(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text.as_bytes().to_vec())
}
