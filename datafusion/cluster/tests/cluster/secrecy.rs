//! No log has anything secret, at debug level either.

use presign::sigv4::Scope;
use time::macros::date;

use crate::inventory::{AT, SECRET, TOKEN, credentials};
use crate::processes::{Client, Cluster, QUERY};

#[test]
fn logs() {
    let cluster = Cluster::new().with_executors(2);
    for (query, code) in [(QUERY, 0), ("SELECT presign_get('photos', '../' || key, 60) FROM inventory", 1)] {
        let _ = std::fs::remove_dir_all(cluster.path("urls"));
        let mut client = cluster.client(query, &["--at", AT]);
        let (found, messages) = Client::start(client.env("RUST_LOG", "debug")).end();
        assert_eq!(found, Some(code), "{messages}");
        std::fs::write(cluster.path(&format!("client-{code}.log")), messages).unwrap();
    }
    let scope = Scope::new(date!(2026 - 11 - 23), "eu-west-1", "s3").unwrap();
    let key = hex::encode(credentials().scoped(&scope).key_bytes().as_slice());
    let logs = cluster.logs();
    assert_eq!(logs.len(), 5);
    for log in logs {
        // The plan is logged, so that what follows is no check of nothing.
        assert!(log.contains("presign_get") && log.contains("DEBUG"), "{log}");
        for secret in [SECRET, TOKEN, &key, &key.to_uppercase(), "X-Amz-Signature"] {
            assert!(!log.contains(secret), "a log has {secret}");
        }
    }
}
