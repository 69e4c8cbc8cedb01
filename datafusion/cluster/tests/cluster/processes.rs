//! A scheduler, executors and clients. They are killed when they are dropped.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::inventory::{self, AT, ID, SECRET, TOKEN};

pub(crate) const QUERY: &str = "SELECT key, presign_get('photos', key, 3600) AS url FROM inventory";

pub(crate) struct Cluster {
    directory: TempDir,
    port: u16,
    scheduler: Process,
    executors: Vec<Process>,
}

impl Cluster {
    /// Writes an inventory and starts a scheduler.
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        inventory::write(&directory.path().join("inventory"));
        let port = free_port();
        let mut command = program(env!("CARGO_BIN_EXE_presign-scheduler"));
        command.args(["--port", &port.to_string(), "--executor-timeout", "4", "--no-executor-timeout", "4"]);
        let scheduler = Process::start(&mut command, &directory.path().join("scheduler.log"));
        wait_for_port(port);
        Self { directory, port, scheduler, executors: Vec::new() }
    }

    /// Starts executors with the key of the day of [`AT`].
    pub(crate) fn with_executors(mut self, count: usize) -> Self {
        for _ in 0..count {
            self.start_executor(&key("2026-11-23", "eu-west-1"), &[]);
        }
        self
    }

    pub(crate) fn start_executor(&mut self, environment: &[(String, String)], options: &[&str]) {
        let (port, task_port) = (free_port(), free_port());
        let mut command = program(env!("CARGO_BIN_EXE_presign-executor"));
        command.envs(environment.iter().cloned()).args(options).args(["--tasks", "1", "--heartbeat", "1"]);
        command.args(["--scheduler-port", &self.port.to_string(), "--port", &port.to_string()]);
        command.args(["--task-port", &task_port.to_string()]).arg("--work-dir").arg(self.path("work"));
        let log = self.path(&format!("executor-{}.log", self.executors.len()));
        self.executors.push(Process::start(&mut command, &log));
        wait_for_port(port);
    }

    /// Kills the executor that was started first, as SIGKILL does.
    pub(crate) fn kill_executor(&mut self) {
        drop(self.executors.remove(0));
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Returns a client without credentials that writes into `urls`.
    pub(crate) fn client(&self, query: &str, options: &[&str]) -> Command {
        let mut command = program(env!("CARGO_BIN_EXE_presign-cluster"));
        command.args(["--scheduler", &format!("df://127.0.0.1:{}", self.port)]);
        command.args(["--table", &format!("inventory={}", self.path("inventory").display()), "-o"]);
        command.arg(self.path("urls")).args(options).arg(query);
        command.env_remove("RUST_LOG");
        command
    }

    /// Runs a client to its end.
    pub(crate) fn run(&self, query: &str, options: &[&str]) -> Output {
        self.client(query, options).output().unwrap()
    }

    /// Runs a client that fails, checks that it leaves no output, and returns what it says.
    pub(crate) fn failure(&self, query: &str) -> String {
        let output = self.run(query, &["--at", AT, "--patience", "30"]);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(!self.path("urls").exists(), "{message}");
        // Tasks that still run may create the directory again, but nothing that could be resumed.
        assert!(!self.path(".urls.incomplete/run.json").exists(), "{message}");
        message
    }

    /// Stops all processes and returns what they have logged.
    pub(crate) fn logs(self) -> Vec<String> {
        drop((self.executors, self.scheduler));
        let files = fs::read_dir(self.directory.path()).unwrap().map(|entry| entry.unwrap().path());
        let logs = files.filter(|path| path.extension().is_some_and(|extension| extension == "log"));
        logs.map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
    }
}

/// A client of which the output is read line by line.
pub(crate) struct Client {
    process: Process,
    lines: BufReader<ChildStderr>,
}

impl Client {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        Self { process: Process(child), lines }
    }

    /// Waits for the next line.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line
    }

    /// Waits for its end, and returns the exit code and the other lines.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let lines: Vec<_> = (&mut self.lines).lines().map(Result::unwrap).collect();
        (self.process.0.wait().unwrap().code(), lines.join("\n"))
    }
}

/// Is killed when it is dropped.
struct Process(Child);

impl Process {
    fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::create(log).unwrap();
        Self(command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns what `presign-cluster key` prints for a day.
pub(crate) fn key(day: &str, region: &str) -> Vec<(String, String)> {
    let mut command = program(env!("CARGO_BIN_EXE_presign-cluster"));
    command.args(["key", "--region", region, "--day", day]);
    command.envs([("AWS_ACCESS_KEY_ID", ID), ("AWS_SECRET_ACCESS_KEY", SECRET), ("AWS_SESSION_TOKEN", TOKEN)]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.split_once('=').unwrap()).map(|(name, value)| (name.into(), value.into())).collect()
}

/// Returns a command without the credentials and settings of whoever runs the tests.
pub(crate) fn program(path: &str) -> Command {
    let mut command = Command::new(path);
    command.env_clear().env("HOME", "/nonexistent").env("RUST_LOG", "debug").stdin(Stdio::null());
    command
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for_port(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing listens on port {port}");
        sleep(Duration::from_millis(50));
    }
}
