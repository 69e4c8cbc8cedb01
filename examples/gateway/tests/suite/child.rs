//! The gateway as a process.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use presign::{Bucket, Credentials, PresignRequest};
use presign_gateway::Database;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::client::Call;

/// Where a gateway runs: the directory `photos`, its database, and the log.
pub(crate) struct Place(TempDir);

/// A running gateway. It is killed when this is dropped.
pub(crate) struct Child {
    process: process::Child,
    pub(crate) address: SocketAddr,
    pub(crate) bucket: Bucket,
    pub(crate) owner: Credentials,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        fs::create_dir(place.directory()).unwrap();
        place
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.0.path().join("photos")
    }

    /// Returns everything that was logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.0.path().join("log")).unwrap()
    }

    /// Returns the names in the directory, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presign-gateway"));
        command.arg(self.directory()).args(arguments).stdin(Stdio::null());
        command
    }

    /// Starts a gateway, and waits until it serves.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let log = File::options().create(true).append(true).open(self.0.path().join("log")).unwrap();
        let mut process = self.command(arguments).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let url = lines.find(|line| line.starts_with("http://")).expect("the gateway prints a URL");
        let address: SocketAddr = url["http://".len()..].split('/').next().unwrap().parse().unwrap();
        let database = Path::new(&self.directory()).with_extension("gateway.sqlite");
        let owner = Database::open(&database).unwrap().owner().unwrap();
        let bucket = Bucket::builder("photos").endpoint(format!("http://{address}")).build().unwrap();
        Child { process, address, bucket, owner }
    }
}

impl Child {
    pub(crate) fn call(&self, request: &PresignRequest<'_>) -> Call {
        Call::presigned(&request.sign_at(&self.owner, OffsetDateTime::now_utc()).unwrap())
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.process), signal).unwrap();
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "the gateway still runs");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns how many bytes of memory the process has, on a system that has `/proc`.
    pub(crate) fn resident_bytes(&self) -> Option<u64> {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.process.id())).ok()?;
        let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
        Some(pages * rustix::param::page_size() as u64)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
