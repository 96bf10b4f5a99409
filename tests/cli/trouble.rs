//! Bad input, one after the other: what is said, and with which code it ends.

use std::net::TcpListener;
use std::process::Command;

use ingrain_end_to_end::postgres::{Extras, Postgres};
use ingrain_end_to_end::testbed::{Session, Testbed, on_both};

use crate::page::Page;
use crate::place::{NOTES, Place, shown};

/// Runs `cargo ingrain` on another database, and expects this exit code.
#[track_caller]
fn on(place: &Place, page: &mut Page, url: &str, arguments: &[&str], code: i32) {
    let line = match url {
        "" => format!("DATABASE_URL= {}", shown(arguments)),
        url => format!("DATABASE_URL='{url}' {}", shown(arguments)),
    };
    let port = url
        .split("127.0.0.1:")
        .nth(1)
        .and_then(|rest| rest.split('/').next());
    if let Some(port) = port {
        page.name(port, "<port>");
    }
    let line = port.map_or(line.clone(), |port| line.replace(port, "<port>"));
    let ended = page.run(&line, &mut place.command_on(url, arguments));
    assert_eq!(ended.code, Some(code), "{line}: {}", ended.stderr);
    let secret = ["hush", "h%75sh"];
    let said = ended.stdout + &ended.stderr;
    assert!(secret.iter().all(|secret| !said.contains(secret)), "{said}");
}

#[track_caller]
fn expect(place: &Place, page: &mut Page, arguments: &[&str], code: i32) {
    let before = page.run(&shown(arguments), &mut place.command(arguments));
    assert_eq!(before.code, Some(code), "{arguments:?}: {}", before.stderr);
}

#[test]
fn what_is_asked_for_makes_no_sense() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("refused", bed);
        place.fine(&["up"]);
        let before = bed.dump();

        page.section("Versions and targets");
        expect(&place, &mut page, &["up", "12"], 4);
        expect(&place, &mut page, &["up", "12", "--json"], 4);
        expect(&place, &mut page, &["show", "12"], 4);
        expect(&place, &mut page, &["up", "tomorrow"], 2);
        expect(&place, &mut page, &["down", "7", "--yes"], 4);
        expect(&place, &mut page, &["sql", "2"], 2);
        expect(&place, &mut page, &["adopt", "flyway"], 2);

        page.section("A way back that there is not");
        expect(&place, &mut page, &["down", "-1", "--yes"], 4);

        page.section("Nobody there to confirm");
        place.write(
            "0005_index_notes.up.sql",
            "CREATE INDEX notes_author ON notes (author);\n",
        );
        place.write("0005_index_notes.down.sql", "DROP INDEX notes_author;\n");
        assert_eq!(bed.dump(), before);
        place.fine(&["up"]);
        let before = bed.dump();
        expect(&place, &mut page, &["down", "-1"], 2);
        expect(&place, &mut page, &["redo", "--json"], 2);
        expect(&place, &mut page, &["baseline", "1", "--reason", "no"], 4);
        assert_eq!(bed.dump(), before);

        page.section("A database of production");
        place.fine(&["environment", "production"]);
        let before = bed.dump();
        expect(&place, &mut page, &["down", "-1", "--yes"], 4);
        assert_eq!(bed.dump(), before);
        expect(
            &place,
            &mut page,
            &["down", "-1", "--yes", "--production"],
            0,
        );
        page.finish();
    });
}

#[test]
fn what_is_there_is_not_right() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        let mut page = place.page("broken", bed);

        page.section("A statement that fails");
        let good = NOTES[4].1;
        place.write(
            NOTES[4].0,
            "CREATE TABLE tags (name text PRIMARY KEY);\nINSERT INTO labels VALUES ('x');\n",
        );
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["up", "--json"], 1);
        expect(&place, &mut page, &["status"], 3);
        place.write(NOTES[4].0, good);
        place.fine(&["up", "3"]);

        page.section("A folder that is not whole");
        place.remove("0002_add_author.down.sql");
        place.write("0004_what?.sql", "SELECT 1;\n");
        expect(&place, &mut page, &["status"], 1);
        expect(&place, &mut page, &["status", "--json"], 1);
        place.write("0002_add_author.down.sql", NOTES[3].1);
        place.remove("0004_what?.sql");

        page.section("No folder");
        expect(&place, &mut page, &["status", "--folder", "elsewhere"], 1);

        page.section("A corrupt lock file");
        place.fine(&["seal"]);
        let lock = std::fs::read_to_string(place.path("migrations/ingrain.lock")).unwrap();
        place.write("ingrain.lock", &lock.replacen("version=1", "version=9", 1));
        expect(&place, &mut page, &["status"], 1);
        place.write("ingrain.lock", &lock);

        page.section("A corrupt history");
        bed.execute("UPDATE ingrain_history SET checksum = 'sha256:0000000000000000000000000000000000000000000000000000000000000000' WHERE seq = 1");
        expect(&place, &mut page, &["status"], 1);
        expect(&place, &mut page, &["up"], 1);
        expect(&place, &mut page, &["history", "--json"], 1);
        page.finish();
    });
}

#[test]
fn databases_that_cannot_be_had() {
    let bed = Testbed::Sqlite(tempfile::tempdir().unwrap());
    let place = Place::new(&bed, &NOTES);
    let mut page = place.page("unreachable", &bed);
    let status = &["status"][..];

    page.section("No URL, and bad ones");
    on(&place, &mut page, "", status, 2);
    on(&place, &mut page, "mysql://me:hush@db/notes", status, 2);
    on(
        &place,
        &mut page,
        "postgres://me:hush@db@db/notes",
        &["status", "--json"],
        2,
    );
    on(
        &place,
        &mut page,
        "postgres://db/notes?sslmod=require",
        status,
        2,
    );
    on(&place, &mut page, "sqlite::memory:", &["up"], 2);

    page.section("Files");
    on(&place, &mut page, "sqlite:absent.db", status, 1);
    on(&place, &mut page, "sqlite:absent/notes.db", &["up"], 1);
    std::fs::write(
        place.path("text.db"),
        "This is no database, but a text that is long enough to have a header, if there was one.\n"
            .repeat(2),
    )
    .unwrap();
    on(&place, &mut page, "sqlite:text.db", status, 1);
    on(&place, &mut page, "sqlite:text.db?mode=ro", &["up"], 1);
    page.finish();
}

/// Root may write everything: it has the file system itself say no.
#[test]
fn a_read_only_file() {
    let bed = Testbed::Sqlite(tempfile::tempdir().unwrap());
    let place = Place::new(&bed, &NOTES);
    place.fine(&["up", "1"]);
    let mut page = place.page("read-only", &bed);
    let Some(mut command) = as_somebody_else(&place, &["up"]) else {
        return;
    };
    let ended = page.run("cargo ingrain up", &mut command);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let mut command = as_somebody_else(&place, &["status"]).unwrap();
    assert_eq!(page.run("cargo ingrain status", &mut command).code, Some(3));
    page.finish();
}

/// The command for somebody who may read the database and nothing else.
fn as_somebody_else(place: &Place, arguments: &[&str]) -> Option<Command> {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let path = place.url.strip_prefix("sqlite:").unwrap();
    let folder = std::path::Path::new(path).parent().unwrap();
    let permissions = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions(0o444)).unwrap();
    let mut command = place.command(arguments);
    if let Some((user, group)) = ingrain_end_to_end::postgres::unprivileged().unwrap() {
        for folder in [folder, &place.path(""), &place.path("migrations")] {
            std::fs::set_permissions(folder, permissions(0o755)).unwrap();
        }
        // Where the program is, only root may look.
        let program = place.path("cargo-ingrain");
        std::fs::copy(command.get_program(), &program).unwrap();
        std::fs::set_permissions(&program, permissions(0o755)).unwrap();
        let mut other = crate::place::clean(Command::new(&program), &place.path(""));
        other
            .args(command.get_args())
            .env("DATABASE_URL", &place.url)
            .uid(user)
            .gid(group);
        command = other;
    }
    Some(command)
}

#[test]
fn servers_that_cannot_be_reached() {
    let admission =
        "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
    let extras = Extras {
        files: &[("admission", admission)],
        settings: &[("hba_file", "{directory}/admission")],
    };
    let Some(server) = Postgres::own(extras) else {
        return;
    };
    Session::open(&server.url()).execute("CREATE ROLE me LOGIN PASSWORD 'right'");
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let database = server.database();
    let bed = Testbed::Sqlite(tempfile::tempdir().unwrap());
    let place = Place::new(&bed, &NOTES);
    let mut page = Page::new("unreachable-postgres");
    let port = server.port().unwrap();
    let name = database.url().rsplit('/').next().unwrap().to_owned();
    page.name(&name, "<database>");
    let status = &["status"][..];

    page.section("Down");
    on(
        &place,
        &mut page,
        &format!("postgres://me:hush@127.0.0.1:{closed}/notes"),
        status,
        1,
    );
    on(
        &place,
        &mut page,
        &format!("postgres://me:hush@127.0.0.1:{closed}/notes"),
        &["up", "--json"],
        1,
    );
    page.section("The wrong password, and none");
    on(
        &place,
        &mut page,
        &format!("postgres://me:h%75sh@127.0.0.1:{port}/notes"),
        status,
        1,
    );
    on(
        &place,
        &mut page,
        &format!("postgres://me@127.0.0.1:{port}/notes"),
        status,
        1,
    );
    page.section("No such database");
    on(
        &place,
        &mut page,
        &format!("postgres://me:right@127.0.0.1:{port}/notes"),
        status,
        1,
    );
    page.section("Encryption");
    on(
        &place,
        &mut page,
        &format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=verify-full"),
        status,
        1,
    );
    on(
        &place,
        &mut page,
        &format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=require"),
        status,
        1,
    );
    page.section("A folder for another database");
    on(
        &place,
        &mut page,
        &format!("postgres://postgres@127.0.0.1:{port}/postgres"),
        status,
        1,
    );
    page.finish();
}
