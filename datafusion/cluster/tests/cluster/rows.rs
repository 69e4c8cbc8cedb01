//! A cluster writes the rows of one machine.

use std::fs;

use crate::inventory::{AT, FILES, ROWS, assert_complete, column};
use crate::processes::{Cluster, QUERY};

#[test]
fn every_row_once() {
    let cluster = Cluster::new().with_executors(2);
    let output = cluster.run(QUERY, &["--at", AT]);
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    assert!(messages.ends_with(&format!("{} rows in {FILES} files\n", FILES * ROWS)), "{messages}");
    assert_complete(&cluster.path("urls"));
    assert!(!cluster.path(".urls.incomplete").exists());

    // An output is never written over.
    let again = cluster.run(QUERY, &["--at", AT]);
    assert_eq!(again.status.code(), Some(1));
    let expected = format!(
        "presign-cluster: {}: it exists: give another directory, or remove it\n",
        cluster.path("urls").display()
    );
    assert_eq!(String::from_utf8(again.stderr).unwrap(), expected);
}

/// Also without `--at`, and if files are in work after another.
#[test]
fn one_signing_time_for_all_files() {
    let cluster = Cluster::new();
    let mut cluster = cluster;
    let credentials = [("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];
    cluster.start_executor(&credentials.map(|(name, value)| (name.into(), value.into())), &["--region", "eu-west-1"]);
    let query = "SELECT now() AS started, presign_put('photos', key, 60) AS url FROM inventory";
    let output = cluster.run(query, &["--jobs", "1"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = fs::read_dir(cluster.path("urls")).unwrap();
    let urls: Vec<_> = files.flat_map(|file| column(&file.unwrap().path(), "url")).collect();
    let date = |url: &str| url.split("X-Amz-Date=").nth(1).unwrap()[..16].to_owned();
    assert_eq!(urls.len(), FILES * ROWS);
    assert!(urls.iter().all(|url| date(url) == date(&urls[0])));
}

#[test]
fn constants_and_filters() {
    let cluster = Cluster::new().with_executors(1);
    let query = "SELECT presign_get('photos', 'constant', 3600) AS url FROM inventory
                 WHERE presign_get('photos', key, 3600) LIKE '%/7/stra%20499%' ";
    let output = cluster.run(query, &["--at", AT]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let urls = |file| column(&cluster.path("urls").join(format!("part-{file}.parquet")), "url");
    // Files without a row are there, too.
    assert_eq!(urls(0), [""; 0]);
    assert_eq!(urls(7).len(), 1);
    assert!(urls(7)[0].contains("/constant?"), "{:?}", urls(7));
}
