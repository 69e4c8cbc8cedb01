//! What the programs have in common as processes.

use std::process::ExitCode;

use crate::failure::Failure;

/// Runs a program to its end, and prints why it failed. `RUST_LOG` sets what it logs to standard error.
pub(crate) fn run(name: &str, log: &str, program: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(log)).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.map_err(Failure::from).and_then(|runtime| runtime.block_on(program)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{name}: {failure}");
            ExitCode::FAILURE
        }
    }
}
