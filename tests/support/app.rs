//! The example application as its users start it: a process of its own, killed with the value that stands for it.

mod answer;
mod build;
mod container;
mod image;
mod process;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use self::process::Process;
use crate::testbed::Testbed;

pub use self::answer::Answer;
pub use self::container::Container;
pub use self::process::Ended;

/// How long the application may take for anything: a machine that is busy is no failure.
const LIMIT: Duration = Duration::from_secs(60);

/// A program of this workspace, such as `app-example`, built from the sources as they are now.
///
/// # Panics
///
/// When it cannot be built.
pub fn command_of(name: &str) -> std::process::Command {
    build::program(name)
}

/// The journal while it serves.
pub struct App {
    process: Process,
    /// `127.0.0.1:39203`
    address: String,
}

/// The journal from its start on, before it serves.
pub struct Starting(Process);

impl App {
    /// Starts the journal on this database and waits until it serves.
    ///
    /// # Panics
    ///
    /// When it ends instead.
    pub fn start(bed: &Testbed) -> App {
        Starting::on(bed).serving()
    }

    /// Asks for a path.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.0\r\n\r\n"))
    }

    /// Sends a form, percent-encoded already.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        self.ask(&format!("{}{form}", post_head(path, form)))
    }

    /// Asks the process to end, and waits until it has.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub fn stop(self) -> Ended {
        self.process.terminate();
        self.process.ended()
    }

    /// [`App::stop`] while this form is half sent; the rest follows once nobody new is let in.
    ///
    /// # Panics
    ///
    /// When the form is not answered, or the process does not end.
    pub fn stop_during_post(self, path: &str, form: &str) -> (Answer, Ended) {
        let mut stream = self.connect();
        let head = post_head(path, form).replace("1.0", "1.1");
        let head = head.replace("\r\n\r\n", "\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
        send(&mut stream, &head);
        // Not before the request is being read: until then it may as well be turned away.
        let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        let read = stream.read_exact(&mut go_on);
        read.unwrap_or_else(|error| panic!("nobody reads {path}: {error}"));

        self.process.terminate();
        process::wait_until("new connections are refused", || {
            TcpStream::connect(&self.address).is_err()
        });
        send(&mut stream, form);
        (receive(stream), self.process.ended())
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        send(&mut stream, request);
        receive(stream)
    }

    fn connect(&self) -> TcpStream {
        let connect = || {
            let stream = TcpStream::connect(&self.address)?;
            stream.set_read_timeout(Some(LIMIT))?;
            Ok(stream)
        };
        let stream: std::io::Result<TcpStream> = connect();
        stream.unwrap_or_else(|error| panic!("{}: {error}", self.address))
    }
}

impl Starting {
    /// Starts the journal on this database.
    ///
    /// # Panics
    ///
    /// When it cannot be built.
    pub fn on(bed: &Testbed) -> Starting {
        Starting::told(bed, &[])
    }

    /// The same with these variables.
    ///
    /// # Panics
    ///
    /// When it cannot be built.
    pub fn told(bed: &Testbed, variables: &[(&str, &str)]) -> Starting {
        match bed {
            Testbed::Sqlite(directory) => {
                let url = format!("sqlite:{}", bed.path().display());
                Starting::start(directory.path(), &url, variables)
            }
            Testbed::Postgres(database) => {
                // Nothing is to be left in the working directory.
                Starting::start(&std::env::temp_dir(), &database.url(), variables)
            }
        }
    }

    /// Starts the journal in this directory with this `DATABASE_URL`; with the empty text, with none.
    ///
    /// # Panics
    ///
    /// When it cannot be built.
    pub fn with(directory: &Path, url: &str) -> Starting {
        Starting::start(directory, url, &[])
    }

    /// Starts the journal in a root directory that has nothing else.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn inside(container: &Container, url: &str) -> Starting {
        let mut command = container.command(&["--listen", "127.0.0.1:0"]);
        Starting(Process::start(command.env("DATABASE_URL", url)))
    }

    fn start(directory: &Path, url: &str, variables: &[(&str, &str)]) -> Starting {
        let mut command = build::app();
        command.current_dir(directory);
        command.args(["--listen", "127.0.0.1:0"]);
        for variable in [
            "DATABASE_URL",
            "LISTEN",
            "ENVIRONMENT",
            "INGRAIN_POLICY",
            "BACKUPS",
        ] {
            command.env_remove(variable);
        }
        command.envs(variables.iter().copied());
        if !url.is_empty() {
            command.env("DATABASE_URL", url);
        }
        Starting(Process::start(&mut command))
    }

    /// Waits until it serves.
    ///
    /// # Panics
    ///
    /// When it ends instead.
    pub fn serving(self) -> App {
        let Starting(process) = self;
        let Some(line) = process.first_line() else {
            panic!("the application does not serve: {:#?}", process.ended());
        };
        let address = line.strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("the application says {line:?}"));
        App {
            address: address.to_owned(),
            process,
        }
    }

    /// Waits until it has ended.
    ///
    /// # Panics
    ///
    /// When it serves instead.
    pub fn ended(self) -> Ended {
        let Starting(process) = self;
        if let Some(line) = process.first_line() {
            panic!("the application serves: {line}");
        }
        process.ended()
    }
}

fn post_head(path: &str, form: &str) -> String {
    format!(
        "POST {path} HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    )
}

fn send(stream: &mut TcpStream, text: &str) {
    let sent = stream.write_all(text.as_bytes());
    sent.unwrap_or_else(|error| panic!("cannot send {text:?}: {error}"));
}

fn receive(mut stream: TcpStream) -> Answer {
    let mut text = String::new();
    let read = stream.read_to_string(&mut text);
    read.unwrap_or_else(|error| panic!("after {text:?}: {error}"));
    Answer::read(&text).unwrap_or_else(|| panic!("not an answer: {text:?}"))
}
