//! Shows what a presigned URL allows and what it does not, on an S3 server in this process.

#![forbid(unsafe_code)]

mod options;
mod report;
mod serve;
mod shared_file;
mod story;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use presign_e2e::Error;

use crate::options::{Command, HELP, Options};
use crate::report::Report;
use crate::shared_file::SharedFile;
use crate::story::Stage;

fn main() -> ExitCode {
    let options = match options::parse(lexopt::Parser::from_env()) {
        Ok(Command::Run(options)) => options,
        Ok(Command::Help) => {
            // The reader may have closed the pipe, which is not an error.
            let _ = io::stdout().write_all(HELP.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(error) => return misuse(&error),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failure(&error.into()),
    };
    // The user's mistakes are reported before the first step.
    let stage = match runtime.block_on(prepare(&options)) {
        Ok(stage) => stage,
        Err(error) => return misuse(&error),
    };
    match runtime.block_on(run(&options, &stage)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => failure(&error),
    }
}

async fn prepare(options: &Options) -> Result<Stage, Error> {
    let file = match &options.file {
        Some(path) => SharedFile::read(path)?,
        None => SharedFile::boat(),
    };
    Stage::set(file, options.expires_in).await
}

/// Returns whether all responses are as expected.
async fn run(options: &Options, stage: &Stage) -> Result<bool, Error> {
    let mut report = Report::new(io::stdout().lock());
    story::tell(stage, &mut report).await?;
    let right = report.summary()?;
    if right && options.serve {
        serve::until_interrupted(stage, &mut report).await?;
    }
    Ok(right)
}

/// Reports an invalid command line.
fn misuse(error: &Error) -> ExitCode {
    eprintln!("share-object: {error}\nTry: share-object --help");
    ExitCode::from(2)
}

/// Reports an error of the demo itself.
fn failure(error: &Error) -> ExitCode {
    // If the reader has closed the pipe (`| head`), nobody needs a message.
    let gone = error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe);
    if !gone {
        eprintln!("share-object: {error}");
    }
    ExitCode::FAILURE
}
