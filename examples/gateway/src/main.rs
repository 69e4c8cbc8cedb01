//! Serves the files of a directory under presigned URLs: `presign-gateway DIRECTORY`
//!
//! See `README.md`.

#![forbid(unsafe_code)]

mod arguments;

use std::process::ExitCode;

use presign_gateway::{Database, Gateway, Server, Storage};
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Arguments;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many threads wait for the disk and the database. By default there would be up to 512, and the allocator keeps memory
/// for each.
const BLOCKING_THREADS: usize = 32;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("presign-gateway: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(arguments) = Arguments::parse()? else {
        print!("{}", arguments::HELP);
        return Ok(());
    };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_all().max_blocking_threads(BLOCKING_THREADS).build()?.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let storage = Storage::open(&arguments.directory)
        .map_err(|error| format!("can't serve {}: {error}", arguments.directory.display()))?;
    let database = Database::open(&arguments.database)
        .map_err(|error| format!("can't open the database {}: {error}", arguments.database.display()))?;
    let owner = database.owner()?;
    let server = Server::bind(arguments.listen, arguments.limits)
        .await
        .map_err(|error| format!("can't listen on {}: {error}", arguments.listen))?;
    let endpoint = match arguments.public_url {
        Some(url) => url,
        None => format!("http://{}", server.address()?),
    };
    let gateway = Gateway::new(&arguments.bucket, &endpoint, database, storage, arguments.max_upload_bytes)
        .map_err(|error| format!("{error}; see --bucket and --public-url"))?;

    // Before the first line is printed: a signal that arrives earlier would kill the process.
    let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    println!("Serving {} as the bucket {}", arguments.directory.display(), arguments.bucket);
    println!("Keys and permissions: {}", arguments.database.display());
    println!("Open this page, which makes URLs for the files. Whoever has its URL may do what its key may:");
    println!("{}", gateway.page_url(&owner)?);
    server
        .run(gateway, async move {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = interrupted.recv() => {}
            }
        })
        .await;
    Ok(())
}
