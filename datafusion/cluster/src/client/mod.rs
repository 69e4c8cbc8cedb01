//! The client.

mod arguments;
mod inventory;
mod job;
mod key;
mod output;
mod run;

use std::process::ExitCode;

use clap::Parser;

use crate::process;

use self::arguments::{Arguments, Command};

/// Runs `presign-cluster`.
pub fn client() -> ExitCode {
    let arguments = Arguments::parse();
    // Ballista logs its errors, which the program prints itself.
    process::run("presign-cluster", "off", async {
        match arguments.command {
            Some(Command::Key(key)) => key::run(&key),
            None => run::run(arguments.query).await,
        }
    })
}
