//! Databases that cannot be had: what is said, and with which code it ends.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use ingrain_end_to_end::postgres::{Extras, Postgres};
use ingrain_end_to_end::program::copy as copy_program;
use ingrain_end_to_end::testbed::{Session, Testbed};

use crate::page::Page;
use crate::place::{NOTES, Place, clean, shown};

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
    on(
        &place,
        &mut page,
        "sqlite:absent.db",
        &["plan", "--json"],
        1,
    );
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
    let mut command = as_somebody_else(&place, &["up", "--json"]).unwrap();
    let ended = page.run("cargo ingrain up --json", &mut command);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let mut command = as_somebody_else(&place, &["status"]).unwrap();
    assert_eq!(page.run("cargo ingrain status", &mut command).code, Some(3));
    page.finish();
}

/// The command for somebody who may read the database and nothing else.
fn as_somebody_else(place: &Place, arguments: &[&str]) -> Option<Command> {
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
        copy_program(command.get_program().as_ref(), &program).unwrap();
        std::fs::set_permissions(&program, permissions(0o755)).unwrap();
        let mut other = clean(Command::new(&program), &place.path(""));
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
        ..Extras::default()
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
        &format!("postgres://me:h%75sh@127.0.0.1:{port}/notes"),
        &["up", "--json"],
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
