//! What goes wrong is said, and nothing is left that looks complete.

use crate::inventory::AT;
use crate::processes::{Cluster, QUERY, key, program};

#[test]
fn an_executor_without_credentials() {
    let output = program(env!("CARGO_BIN_EXE_presign-executor")).env("RUST_LOG", "off").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let expected = "presign-executor: there are no credentials in the environment and none in profile \"default\"";
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with(expected), "{message}");
    assert!(message.contains("PRESIGN_SIGNING_KEY"), "{message}");
}

#[test]
fn a_cluster_without_executors() {
    let cluster = Cluster::new();
    let output = cluster.run(QUERY, &["--patience", "2"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "presign-cluster: no file was done in 2 s: check that executors run and reach the scheduler, or set \
                    --patience\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
    assert!(!cluster.path("urls").exists());
    assert!(!cluster.path(".urls.incomplete").exists());
}

#[test]
fn a_key_that_can_not_sign() {
    let mut expired = key("2026-11-23", "eu-west-1");
    expired.push(("PRESIGN_CREDENTIAL_EXPIRATION".into(), "2026-11-23T11:00:00Z".into()));
    for (environment, expected) in [
        (expired, "expired"),
        (key("2026-11-22", "eu-west-1"), "20261122/eu-west-1/s3/aws4_request"),
        (key("2026-11-23", "us-east-1"), "20261123/us-east-1/s3/aws4_request"),
    ] {
        let mut cluster = Cluster::new();
        cluster.start_executor(&environment, &["--region", "eu-west-1"]);
        let message = cluster.failure(QUERY);
        assert!(message.contains("presign_get: bucket \"photos\": "), "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn queries() {
    let cluster = Cluster::new().with_executors(1);
    for (query, expected) in [
        ("SELECT presign_get('photos', '../' || key, 3600) AS url FROM inventory", "presign_get: bucket \"photos\": "),
        ("SELECT presign_get('photos', key, 0) AS url FROM inventory", "presign_get: bucket \"photos\": "),
        ("SELECT nothing FROM inventory", "nothing"),
        ("DROP TABLE inventory", "DDL not supported"),
    ] {
        let message = cluster.failure(query);
        assert!(message.contains(expected), "{message}");
    }
    let urls = cluster.run("SELECT try_presign_get('photos', '../' || key, 3600) AS url FROM inventory", &["--at", AT]);
    assert!(urls.status.success(), "{}", String::from_utf8_lossy(&urls.stderr));
}

/// A task that fails leaves a Parquet file with fewer rows.
#[test]
fn a_file_of_a_failed_task_is_not_taken() {
    let cluster = Cluster::new().with_executors(1);
    let query = "SELECT presign_get('photos', CASE WHEN key LIKE '5/%499%' THEN '..' ELSE key END, 60) FROM inventory";
    let first = cluster.run(query, &["--at", AT, "--jobs", "1"]);
    let message = String::from_utf8(first.stderr).unwrap();
    assert!(message.contains("\n5 of 8 files are done, in "), "{message}");
    for _ in 0..2 {
        let again = cluster.run(query, &["--resume", "--jobs", "1"]);
        let message = String::from_utf8(again.stderr).unwrap();
        assert!(message.starts_with("5 of 8 files are already done\n"), "{message}");
        assert!(message.contains("part-5.parquet: presign_get: bucket \"photos\": "), "{message}");
        assert_eq!(again.status.code(), Some(1));
        assert!(!cluster.path("urls").exists());
    }
}

#[test]
fn incomplete_variables() {
    let complete = key("2026-11-23", "eu-west-1");
    for (name, value, expected) in [
        ("PRESIGN_SIGNING_KEY", "0123", "PRESIGN_SIGNING_KEY is not a key in hexadecimal: it has 64 digits"),
        (
            "PRESIGN_ACCESS_KEY_ID",
            "",
            "PRESIGN_SIGNING_KEY is set, but PRESIGN_ACCESS_KEY_ID is not: set what `presign-cluster key` prints",
        ),
        (
            "PRESIGN_SCOPE",
            "",
            "PRESIGN_SIGNING_KEY is set, but PRESIGN_SCOPE is not: set what `presign-cluster key` prints",
        ),
        (
            "PRESIGN_CREDENTIAL_EXPIRATION",
            "noon",
            "PRESIGN_CREDENTIAL_EXPIRATION is \"noon\", which is not a time such as 2026-11-23T12:00:00Z",
        ),
    ] {
        let mut executor = program(env!("CARGO_BIN_EXE_presign-executor"));
        let output = executor.envs(complete.iter().cloned()).env(name, value).env("RUST_LOG", "off").output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("presign-executor: {expected}\n"));
        assert_eq!(output.status.code(), Some(1));
    }
}
