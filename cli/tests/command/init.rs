mod package;
mod unread;

use crate::scratch::Scratch;

const CREATED: &str = "\
changed  Cargo.toml
         [dependencies] ingrain = { version = \"0.1\", features = [\"rusqlite\"] }
         [build-dependencies] ingrain-build = { version = \"0.1\", features = [\"sqlite\"] }
         [dependencies] rusqlite = { version = \"0.41\", features = [\"bundled\"] }
created  build.rs
created  migrations/0001_create_notes.up.sql
created  migrations/0001_create_notes.down.sql
created  migrations/ingrain.toml
created  migrations/.gitattributes

next: migrate when your program starts, such as this src/main.rs does

";

#[test]
fn a_package_is_made_ready_and_a_second_time_left_alone() {
    let scratch = Scratch::package();
    let first = scratch.gives(&["init"]);
    assert!(first.starts_with(CREATED), "{first}");
    let files = [
        "Cargo.toml",
        "build.rs",
        "migrations/0001_create_notes.up.sql",
        "migrations/0001_create_notes.down.sql",
        "migrations/ingrain.toml",
        "migrations/.gitattributes",
    ];
    let read = || files.map(|file| scratch.read(file));
    let before = read();
    assert!(
        before[0].contains("[build-dependencies]\ningrain-build = { version = \"0.1\""),
        "{}",
        before[0]
    );
    assert_eq!(
        before[1],
        "fn main() {\n    ingrain_build::watch(\"migrations\");\n}\n"
    );
    assert_eq!(before[5], "* text eol=lf\n");

    let steps = scratch.json(&["init"])["steps"].clone();
    let steps = steps.as_array().expect("a list");
    assert!(
        steps.iter().all(|step| step["outcome"] == "kept"),
        "{steps:?}"
    );
    assert_eq!(read(), before);
    // What the first run told of is not done yet, and then it is.
    let todo = "next: migrate when your program starts, such as this src/main.rs does\n";
    assert!(scratch.gives(&["init"]).contains(todo));
    scratch.write(
        "src/store.rs",
        "static M: ingrain::Migrations = ingrain::embed!(\"migrations\");\n",
    );
    let again = scratch.gives(&["init"]);
    let (_, next) = again.split_once("\n\n").expect("what is next");
    assert_eq!(
        next,
        "nothing is left to do: `src/store.rs` embeds `migrations`\n\n\
         `cargo ingrain new NAME` begins the next migration, `cargo ingrain check` finds what the build would find.\n"
    );
}

/// What `init` writes is sound on whichever database it is for.
#[test]
fn the_first_migration_is_sound() {
    for (dialects, titles) in [
        ("sqlite", "SQLite"),
        ("postgres", "Postgres"),
        ("postgres,sqlite", "SQLite and Postgres"),
    ] {
        let scratch = Scratch::package();
        scratch.gives(&["init", "--dialect", dialects]);
        let checked = scratch.gives(&["check"]);
        assert_eq!(
            checked,
            format!("`migrations`: 1 migration is sound, proven on {titles}\n")
        );
    }
}

#[test]
fn the_dependencies_tell_which_database() {
    let scratch = Scratch::empty();
    scratch.write_package(
        "",
        "notes",
        "[dependencies]\ntokio-postgres = \"0.7\" # ours\n",
    );
    let done = scratch.json(&["init"]);
    assert_eq!(done["dialects"], serde_json::json!(["postgres"]));
    let manifest = scratch.read("Cargo.toml");
    assert!(
        manifest.contains("tokio-postgres = \"0.7\" # ours\n"),
        "{manifest}"
    );
    assert!(
        manifest.contains("ingrain = { version = \"0.1\", features = [\"tokio-postgres\"] }\n"),
        "{manifest}"
    );
    assert!(
        done["next"]
            .as_str()
            .expect("text")
            .contains("tokio_postgres::connect")
    );
}

#[test]
fn a_dependency_that_is_there_is_told_what_it_lacks() {
    let scratch = Scratch::package();
    scratch.gives(&["init"]);
    let manifest = scratch.read("Cargo.toml");
    let text = scratch.gives(&["init", "--dialect", "sqlite,postgres"]);
    let expected = "\
changed  Cargo.toml
         [dependencies] tokio-postgres = \"0.7\"
         [dependencies] tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }
to do    Cargo.toml
         [dependencies] ingrain lacks the feature \"tokio-postgres\": add it
         [build-dependencies] ingrain-build lacks the feature \"postgres\": add it
";
    assert!(text.starts_with(expected), "{text}");
    let lacking =
        "\nto do    migrations/ingrain.toml\n         `dialects` lacks \"postgres\": add it\n";
    assert!(text.contains(lacking), "{text}");
    // Where nothing is said, it is what the folder says.
    let again = scratch.json(&["init"]);
    assert_eq!(again["dialects"], serde_json::json!(["sqlite"]));
    scratch.write(
        "migrations/ingrain.toml",
        "dialects = ['postgres', 'sqlite']",
    );
    let text = scratch.gives(&["init"]);
    assert!(
        text.contains("kept     migrations/ingrain.toml\n"),
        "{text}"
    );
    assert!(text.contains("tokio_postgres::connect"), "{text}");
    let before = manifest.lines().filter(|line| line.starts_with("ingrain"));
    for line in before {
        assert!(scratch.read("Cargo.toml").contains(line), "{line}");
    }
}

#[test]
fn a_build_script_is_never_edited() {
    let scratch = Scratch::package();
    let ours = "fn main() {\n    println!(\"cargo::rerun-if-changed=proto\");\n}\n";
    scratch.write("build.rs", ours);
    let text = scratch.gives(&["init", "--folder", "db/migrations"]);
    let todo = "to do    build.rs\n         put this into its main function: ingrain_build::watch(\"db/migrations\");\n";
    assert!(text.contains(todo), "{text}");
    assert!(
        text.contains("\nnext: do what is to do above; then migrate"),
        "{text}"
    );
    assert_eq!(scratch.read("build.rs"), ours);
    scratch.write("src/main.rs", "static M: () = embed!(\"db/migrations\");\n");
    let text = scratch.gives(&["init", "--folder", "db/migrations"]);
    assert!(text.contains(todo), "{text}");
    assert!(
        text.contains("\nnext: do what is to do above\n\n`cargo"),
        "{text}"
    );
    assert!(
        scratch
            .path("db/migrations/0001_create_notes.up.sql")
            .is_file()
    );
}

#[test]
fn an_existing_folder_keeps_its_scripts() {
    let scratch =
        Scratch::with_folder(&[("V1__a.sql", "SELECT 1;"), (".gitattributes", "*.md text")]);
    let text = scratch.gives(&["init"]);
    assert!(
        text.contains("kept     migrations\n         1 script; "),
        "{text}"
    );
    assert!(!scratch.path("migrations/0001_create_notes.up.sql").exists());
    assert_eq!(
        scratch.read("migrations/.gitattributes"),
        "*.md text\n* text eol=lf\n"
    );
}

#[test]
fn what_is_there_and_does_not_fit_is_told() {
    let scratch = Scratch::empty();
    let dependencies = "[dependencies]\nrusqlite = \"0.20\"\ntokio = \"1\"\n[dev-dependencies]\npostgres = \"0.19\"\n";
    scratch.write_package("", "notes", dependencies);
    let done = scratch.json(&["init"]);
    assert_eq!(done["dialects"], serde_json::json!(["sqlite"]));
    let steps = done["steps"].to_string();
    assert!(steps.contains("does not go with this"), "{steps}");

    let done = scratch.json(&["init", "--dialect", "sqlite,postgres"]);
    let steps = done["steps"].to_string();
    assert!(steps.contains("tokio lacks the feature"), "{steps}");
    let next = done["next"].as_str().expect("a text");
    assert!(next.contains("rusqlite::Connection") && next.contains("tokio_postgres::connect"));
}

/// It has a runtime, and its databases have a history.
#[test]
fn an_application_that_migrated_with_another_tool_is_told_what_it_lacks_only() {
    let scratch = Scratch::with_folder(&[("0001_a.sql", "SELECT 1;")]);
    let dependencies = "[dependencies]\nsqlx = { version = \"0.8\", features = [\"postgres\"] }\n\
        tokio = { version = \"1\", features = [\"rt\"] }\n";
    scratch.write_package("", "notes", dependencies);
    let done = scratch.json(&["init"]);
    let steps = done["steps"].to_string();
    assert!(!steps.contains("\"todo\""), "{steps}");
    let next = done["next"].as_str().expect("a text");
    assert!(next.contains("`cargo ingrain adopt sqlx`"), "{next}");
    assert!(!next.contains("adopt diesel"), "{next}");
}
