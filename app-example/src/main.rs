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

use clap::Parser;
use ingrain_cli::Format;

use crate::arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ingrain_cli::misunderstood(error, Format::typed(std::env::args_os())),
    };
    match app::run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            console::say(error);
            ExitCode::FAILURE
        }
    }
}
