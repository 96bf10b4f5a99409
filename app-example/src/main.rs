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

#[tokio::main]
async fn main() -> ExitCode {
    match app::run(arguments::Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            console::say(error);
            ExitCode::FAILURE
        }
    }
}
