//! `presign get s3://BUCKET/-`: one key a line, one URL a line.

mod command;

use std::process::Stdio;

use presign::{Bucket, CachedSigner, Credentials};
use serde_json::Value;
use time::macros::datetime;

use crate::command::{ACCESS_KEY_ID, SECRET, presign_with_key, run_with_input, stderr, stdout};

const AT: [&str; 2] = ["--at", "2026-11-23T12:00:00Z"];

/// Returns the URLs that the library signs.
fn expected(keys: impl Iterator<Item = String>) -> Vec<String> {
    let bucket = Bucket::new("photos").unwrap();
    let signer = CachedSigner::new(Credentials::new(ACCESS_KEY_ID, SECRET));
    let sign = |key: String| {
        let request = bucket.get_object(&key).expires_in(std::time::Duration::from_secs(3600));
        request.sign_at(&signer, datetime!(2026-11-23 12:00 UTC)).unwrap().into_string()
    };
    keys.map(sign).collect()
}

#[test]
fn urls_come_in_the_order_of_their_keys() {
    let keys = || (0..100_000).map(|number| format!("2026/boat {number}.jpg"));
    let input = keys().collect::<Vec<_>>().join("\n") + "\n";
    let output = run_with_input(presign_with_key().args(["get", "s3://photos/-"]).args(AT), input.into_bytes());
    assert!(output.status.success());
    assert!(stdout(&output).lines().eq(expected(keys())));
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_bad_key_costs_only_itself() {
    let mut keys: Vec<_> = (1..=50_000).map(|number| format!("key-{number}").into_bytes()).collect();
    keys[6] = Vec::new();
    keys[7] = b"\xff".to_vec();
    keys[8] = Vec::new();
    keys[11] = b"a/../b".to_vec();
    keys[49_998] = b"\xfe".to_vec();
    keys[49_999] = b"\xff".to_vec();
    let output = run_with_input(presign_with_key().args(["get", "s3://photos/-"]).args(AT), keys.join(&b'\n'));
    assert_eq!(output.status.code(), Some(1));
    let good = (1..=50_000)
        .filter(|number| ![7, 8, 9, 12, 49_999, 50_000].contains(number))
        .map(|number| format!("key-{number}"));
    assert!(stdout(&output).lines().eq(expected(good)));
    let errors = stderr(&output);
    let lines: Vec<_> = errors.lines().collect();
    assert!(lines[0].starts_with("line 7: object key is empty"), "{errors}");
    assert_eq!(lines[1], "line 8: the key is not UTF-8");
    assert!(lines[2].starts_with("line 9: object key is empty"), "{errors}");
    assert!(lines[3].starts_with("line 12: object key \"a/../b\" has the dot segment"), "{errors}");
    let last =
        ["line 49999: the key is not UTF-8", "line 50000: the key is not UTF-8", "presign: 6 keys were not signed"];
    assert_eq!(lines[4..], last);
}

#[test]
fn many_bad_keys_are_counted() {
    let output = run_with_input(presign_with_key().args(["get", "s3://photos/-"]).args(AT), b"\n".repeat(1000));
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    assert_eq!(errors.lines().count(), 22);
    assert!(errors.ends_with("... and 980 more\npresign: 1000 keys were not signed\n"), "{errors}");
}

#[test]
fn lines_may_end_as_on_windows() {
    let output = run_with_input(presign_with_key().args(["get", "s3://photos/-"]).args(AT), b"a\r\nb\r\n".to_vec());
    assert!(stdout(&output).lines().eq(expected(["a", "b"].map(String::from).into_iter())));
}

#[test]
fn keys_with_line_feeds_are_separated_by_nul() {
    let output =
        run_with_input(presign_with_key().args(["get", "s3://photos/-", "--null"]).args(AT), b"a\nb\0c\r\0".to_vec());
    assert!(output.status.success());
    let urls = expected(["a\nb", "c\r"].map(String::from).into_iter());
    assert_eq!(stdout(&output), urls.join("\0") + "\0");
}

#[test]
fn no_keys_give_no_urls() {
    let output = run_with_input(presign_with_key().args(["get", "s3://photos/-"]), Vec::new());
    assert!(output.status.success());
    assert_eq!(stdout(&output), "");
}

#[test]
fn json_lines() {
    let output = run_with_input(
        presign_with_key().args(["put", "s3://photos/-", "--format", "json", "--content-type", "image/png"]).args(AT),
        b"a\nb".to_vec(),
    );
    let text = stdout(&output);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1]["url"].as_str().unwrap().contains(".com/b?"));
    assert_eq!(lines[0]["headers"]["content-type"], "image/png");
}

/// As with `presign ... | head`.
#[test]
fn a_reader_may_stop_early() {
    let mut child = presign_with_key()
        .args(["get", "s3://photos/-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let writer =
        std::thread::spawn(move || drop(std::io::Write::write_all(&mut stdin, "key\n".repeat(1_000_000).as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    assert_eq!(stderr(&output), "");
}
