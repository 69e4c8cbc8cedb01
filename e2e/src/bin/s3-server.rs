//! Serves an empty bucket on a loopback port, until standard input is closed: `s3-server BUCKET`
//!
//! Prints the endpoint. The owner's key is that in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. `examples/multipart.rs`
//! uploads to it.

#![forbid(unsafe_code)]

use std::env;
use std::io::{self, Read};
use std::process::ExitCode;

use presign_e2e::{Error, Policy, Server, Store, User};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("s3-server: {error}\nUsage: s3-server BUCKET");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), Error> {
    let bucket = env::args().nth(1).ok_or("no bucket is given")?;
    let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
    let owner = User::new("owner", variable("AWS_ACCESS_KEY_ID")?, variable("AWS_SECRET_ACCESS_KEY")?);
    let store = Store::new();
    store.create_bucket(&bucket)?;
    let server = Server::builder().user(owner.policy(Policy::allow_all())).store(store).start()?;
    println!("{}", server.endpoint());
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
