//! `presign-sql`: runs SQL with presigned URLs over Parquet, CSV and JSON files.

mod arguments;
mod credentials;
mod failure;
mod generate;
mod inventory;
mod output;
mod progress;
mod query;
mod tables;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        // Whoever reads the output has seen enough.
        Ok(()) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("presign-sql: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Some(Command::Generate(generate)) => generate::run(&generate),
        None => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(query::run(&arguments.query))
        }
    }
}
