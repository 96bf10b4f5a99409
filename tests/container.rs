//! One binary and nothing else: linked statically, in an empty root directory, it migrates, serves and
//! answers, as it does in the image of app-example/Dockerfile, whose instructions are followed.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there, with the reason as its message"
)]

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Output};

use ingrain_end_to_end::app::{Container, Starting};
use ingrain_end_to_end::testbed::{Testbed, on_both};

/// The code with which a command inside ends, and what it gives.
fn run(container: &Container, url: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = container.command(arguments);
    let Output {
        status,
        stdout,
        stderr,
    } = command.env("DATABASE_URL", url).output().unwrap();
    let said = [stdout, stderr]
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .concat();
    (status.code(), said)
}

#[test]
fn nothing_but_the_binary_and_a_folder_for_data() {
    on_both(|bed| {
        let Some(container) = Container::new() else {
            return;
        };
        let needs = Command::new("ldd")
            .arg(container.path("journal"))
            .output()
            .unwrap();
        let needs = [needs.stdout, needs.stderr]
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .concat();
        assert!(
            needs.contains("statically linked") || needs.contains("not a dynamic"),
            "{needs}"
        );
        assert_eq!(container.names(), ["/data", "/journal"]);
        let url = match bed {
            Testbed::Sqlite(_) => "sqlite:/data/journal.db".to_owned(),
            Testbed::Postgres(database) => database.url(),
        };

        let (code, said) = run(&container, &url, &["migrate", "up", "9"]);
        assert_eq!(code, Some(0), "{said}");
        let (code, said) = run(&container, &url, &["migrate", "status"]);
        assert_eq!(code, Some(3), "one is pending: {said}");

        let app = Starting::inside(&container, &url).serving();
        let health = app.get("/healthz");
        assert_eq!(health.status, 200, "{}", health.body);
        assert_eq!(app.post("/entries", "title=Inside").status, 303);
        assert!(app.get("/").body.contains("<h3>Inside</h3>"));
        let (code, said) = run(&container, &url, &["migrate", "status", "--json"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(r#""current":10"#), "{said}");
        assert!(app.stop().status.success());

        let names = match bed {
            Testbed::Sqlite(_) => vec!["/data", "/journal", "data/journal.db"],
            Testbed::Postgres(_) => vec!["/data", "/journal"],
        };
        assert_eq!(container.names(), names);
        if let Testbed::Sqlite(_) = bed {
            let owner = |file| fs::metadata(container.path(file)).unwrap().uid();
            assert_eq!(owner("data/journal.db"), owner("data"));
        }
    });
}
