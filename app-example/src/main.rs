//! A small journal: one binary that migrates its own database, then serves.
mod app;
mod arguments;
mod console;
mod entry;
mod error;
mod html;
mod http;
mod migrations;
mod selection;
mod shutdown;
mod store;

use std::process::ExitCode;

use ingrain_cli::{Console, Format};

use crate::arguments::Arguments;
use crate::error::Error;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Arguments = ingrain_cli::parse();
    match app::run(arguments).await {
        Ok(code) => code,
        // A mistake on the command line, said as `migrate` says it.
        Err(Error::Url(error)) => Console::new(Format::Text).end(Err(error)),
        Err(error) => {
            console::say(error);
            ExitCode::FAILURE
        }
    }
}
