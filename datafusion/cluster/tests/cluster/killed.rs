//! Executors that are killed.

use crate::inventory::{AT, FILES, ROWS, assert_complete};
use crate::processes::{Client, Cluster, QUERY, key};

#[test]
fn another_executor_takes_over() {
    let mut cluster = Cluster::new().with_executors(2);
    let mut client = Client::start(&mut cluster.client(QUERY, &["--at", AT]));
    client.line();
    cluster.kill_executor();
    let (code, messages) = client.end();
    assert_eq!(code, Some(0), "{messages}");
    assert_complete(&cluster.path("urls"));
}

#[test]
fn a_run_without_executors_fails_and_is_resumed() {
    let mut cluster = Cluster::new().with_executors(1);
    let mut client = Client::start(&mut cluster.client(QUERY, &["--at", AT, "--patience", "3"]));
    client.line();
    cluster.kill_executor();
    let (code, messages) = client.end();
    assert_eq!(code, Some(1), "{messages}");
    assert!(messages.contains("run it again with --resume, or remove that directory"), "{messages}");
    assert!(!cluster.path("urls").exists());

    // Neither a run of its own nor another one continues it.
    for (query, options, expected) in [
        (QUERY, ["--at", AT].as_slice(), "it exists, so that another run writes it or failed"),
        ("SELECT key FROM inventory", &["--resume"], "it is of a run with another query or other files"),
    ] {
        let output = cluster.run(query, options);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.contains(expected), "{message}");
    }

    cluster.start_executor(&key("2026-11-23", "eu-west-1"), &[]);
    let output = cluster.run(QUERY, &["--resume"]);
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    assert!(messages.starts_with(char::is_numeric) && !messages.starts_with('0'), "{messages}");
    assert!(messages.ends_with(&format!("{} rows in {FILES} files\n", FILES * ROWS)), "{messages}");
    assert_complete(&cluster.path("urls"));
}
