//! What it serves, from its first start on an empty database to its end.

use std::fs;

use ingrain_end_to_end::app::{App, Starting};
use ingrain_end_to_end::sqlite;
use ingrain_end_to_end::testbed::{on_both, to};

use serde_json::{Value, json};

use crate::{MIGRATIONS, versions};

/// `/healthz` says that the database is at the head.
#[track_caller]
fn assert_current(app: &App) {
    let health = app.get("/healthz");
    assert_eq!(health.status, 200, "{}", health.body);
    let mut body: Value = serde_json::from_str(&health.body).unwrap();
    let body = body.as_object_mut().unwrap();
    let at = body.remove("last_event_at").unwrap();
    assert!(at.as_str().is_some_and(|at| at.ends_with('Z')), "{at}");
    assert!(body.remove("last_event_age_ms").unwrap().is_u64());
    let head = versions().len();
    let expected = json!({
        "status": "current", "is_current": true, "current": head, "head": head, "pending": [], "refusal": null,
    });
    assert_eq!(Some(&*body), expected.as_object());
}

/// The versions that the application says it has applied, in that order.
fn applied(said: &str) -> Vec<u64> {
    let words = said
        .lines()
        .filter_map(|line| line.strip_prefix("applied "));
    let versions = words.map(|words| words.split_whitespace().next()?.parse().ok());
    versions.collect::<Option<_>>().unwrap()
}

#[test]
fn a_first_start_applies_all_and_a_second_nothing() {
    on_both(|bed| {
        let app = App::start(bed);
        assert_current(&app);
        let first = app.stop();
        assert!(first.status.success(), "{first:?}");
        assert_eq!(applied(&first.said), versions());

        let before = bed.dump();
        let app = App::start(bed);
        assert_current(&app);
        let second = app.stop();
        assert!(second.status.success(), "{second:?}");
        assert_eq!(
            second.said,
            "nothing to do: the database is at version 10\n"
        );
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn without_a_url_the_journal_is_a_file_in_the_working_directory() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("journal.db");
    let start = || Starting::with(directory.path(), "").serving();

    let app = start();
    assert_current(&app);
    assert_eq!(app.post("/entries", "title=Kept").status, 303);
    assert!(app.stop().status.success());
    let (bytes, dump) = (fs::read(&file).unwrap(), sqlite::dump_file(&file));

    let app = start();
    assert_current(&app);
    assert!(app.get("/").body.contains("<h3>Kept</h3>"));
    assert!(app.stop().said.starts_with("nothing to do"));
    assert_eq!(sqlite::dump_file(&file), dump);
    assert!(
        fs::read(&file).unwrap() == bytes,
        "not the same to the last byte"
    );
}

#[test]
fn an_entry_is_listed_found_and_escaped() {
    on_both(|bed| {
        let app = App::start(bed);
        let form = "title=%3Cscript%3Ealert(%22x%22)%3C%2Fscript%3E&body=Tom+%26+%27Jerry%27\
                    &written_on=2026-03-01&tags=a%22b%2C+%3Cb%3E";
        let added = app.post("/entries", form);
        assert_eq!(added.status, 303);
        assert!(added.head.contains("\r\nlocation: /\r\n"), "{}", added.head);
        assert_eq!(app.post("/entries", "title=Storm").status, 303);

        let title = "<h3>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</h3>";
        let list = app.get("/");
        assert_eq!(list.status, 200);
        for shown in [
            title,
            "<p>Tom &amp; &#39;Jerry&#39;</p>",
            "<a rel=\"tag\" href=\"/?tag=%3Cb%3E\">&lt;b&gt;</a>",
            "<a rel=\"tag\" href=\"/?tag=a%22b\">a&quot;b</a>",
            "<h3>Storm</h3>",
        ] {
            assert!(list.body.contains(shown), "no {shown}:\n{}", list.body);
        }
        assert!(!list.body.contains("<script"), "{}", list.body);

        for (path, found, other) in [
            ("/?q=JERRY+tom", title, "<h3>Storm</h3>"),
            ("/?q=storm", "<h3>Storm</h3>", title),
            ("/?tag=%3Cb%3E", title, "<h3>Storm</h3>"),
        ] {
            let page = app.get(path);
            let (found, other) = (page.body.contains(found), page.body.contains(other));
            assert_eq!(
                (page.status, found, other),
                (200, true, false),
                "{path}: {}",
                page.body
            );
        }
        let typed = app.get("/?q=%22%3E%3Cscript%3E");
        assert_eq!(typed.status, 200);
        assert!(!typed.body.contains("<script"), "{}", typed.body);
    });
}

#[test]
fn a_request_under_way_is_answered_before_the_end() {
    on_both(|bed| {
        let (answer, ended) = App::start(bed).stop_during_post("/entries", "title=Last");
        assert_eq!(answer.status, 303);
        assert!(ended.status.success(), "{ended:?}");
        assert_eq!(bed.rows("SELECT title FROM entries"), ["Last"]);
    });
}

#[test]
fn a_database_taken_back_under_it_is_pending_until_the_next_start() {
    on_both(|bed| {
        let app = App::start(bed);
        bed.down(&MIGRATIONS.migrator(), to(8)).unwrap();
        let health = app.get("/healthz");
        assert_eq!(health.status, 503, "{}", health.body);
        let pending =
            r#"{"status":"pending","is_current":false,"current":8,"head":10,"pending":[9,10],"#;
        assert!(health.body.starts_with(pending), "{}", health.body);

        let next = App::start(bed);
        assert_current(&next);
        assert_current(&app);
        assert_eq!(applied(&next.stop().said), [9, 10]);
    });
}

#[test]
fn sixteen_started_at_once_all_serve_and_each_migration_is_applied_once() {
    on_both(|bed| {
        let starting: Vec<Starting> = (0..16).map(|_| Starting::on(bed)).collect();
        let apps: Vec<App> = starting.into_iter().map(Starting::serving).collect();
        apps.iter().for_each(assert_current);
        let mut said: Vec<u64> = Vec::new();
        for app in apps {
            let ended = app.stop();
            assert!(ended.status.success(), "{ended:?}");
            said.extend(applied(&ended.said));
        }
        said.sort_unstable();
        assert_eq!(said, versions());
        let rows =
            bed.rows("SELECT version FROM ingrain_history WHERE event = 'applied' ORDER BY seq");
        let rows: Vec<u64> = rows.iter().map(|row| row.parse().unwrap()).collect();
        assert_eq!(rows, versions());
    });
}
