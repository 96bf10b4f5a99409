//! Servers of every kind, and who may come to them how.

use std::sync::OnceLock;

use ingrain_end_to_end::certificates::{Authority, Signed, self_signed};
use ingrain_end_to_end::postgres::{Extras, Postgres};
use ingrain_end_to_end::testbed::Session;

/// Who may come how: by the database that is asked for. The user `postgres` sets the server up.
const ADMISSION: &str = "\
host all postgres 127.0.0.1/32 trust
local all all trust
hostssl only_encrypted all 127.0.0.1/32 trust
hostnossl only_plain all 127.0.0.1/32 trust
hostssl by_certificate all 127.0.0.1/32 cert
host by_password all 127.0.0.1/32 scram-sha-256
host either all 127.0.0.1/32 trust
";
const DATABASES: [&str; 5] = [
    "only_encrypted",
    "only_plain",
    "by_certificate",
    "by_password",
    "either",
];

pub(super) struct Servers {
    pub(super) encrypting: Postgres,
    /// With a certificate that only itself has signed.
    pub(super) on_its_own: Postgres,
    pub(super) plain: Postgres,
    pub(super) authority: Authority,
    pub(super) client: Signed,
    pub(super) own: Signed,
}

/// The servers that all tests of this file share, or `None` when there are none to be had.
pub(super) fn servers() -> Option<&'static Servers> {
    static SERVERS: OnceLock<Option<Servers>> = OnceLock::new();
    SERVERS.get_or_init(start).as_ref()
}

fn start() -> Option<Servers> {
    let authority = Authority::new("an authority");
    let (server, own) = (
        authority.server(&["localhost"]),
        self_signed(&["localhost"]),
    );
    let encrypting = |signed: &Signed| {
        let files = [
            ("server.crt", signed.certificate.as_str()),
            ("server.key", &signed.key),
            ("clients.crt", &authority.certificate),
            ("admission", ADMISSION),
        ];
        let settings = [
            ("ssl", "on"),
            ("ssl_cert_file", "{directory}/server.crt"),
            ("ssl_key_file", "{directory}/server.key"),
            ("ssl_ca_file", "{directory}/clients.crt"),
            ("hba_file", "{directory}/admission"),
            ("unix_socket_directories", "{directory}"),
        ];
        let extras = Extras {
            files: &files,
            settings: &settings,
            ..Extras::default()
        };
        Postgres::own(extras).inspect(prepare)
    };
    let plain = Extras {
        files: &[("admission", ADMISSION)],
        settings: &[("hba_file", "{directory}/admission")],
        ..Extras::default()
    };
    Some(Servers {
        encrypting: encrypting(&server)?,
        on_its_own: encrypting(&own)?,
        plain: Postgres::own(plain).inspect(prepare)?,
        client: authority.client("tester"),
        authority,
        own,
    })
}

fn prepare(server: &Postgres) {
    let session = Session::open(&server.url());
    session.execute("CREATE ROLE tester LOGIN PASSWORD 'se cret@/'");
    for database in DATABASES {
        session.execute(&format!("CREATE DATABASE {database}"));
    }
}

/// The URL of a database for `tester`.
pub(super) fn url(server: &Postgres, host: &str, database: &str, parameters: &str) -> String {
    let port = server.port().unwrap();
    format!("postgres://tester@{host}:{port}/{database}?{parameters}")
}
