//! Against the embedded S3 server: what the command signs works.

mod command;

use std::fs;
use std::path::PathBuf;

use presign_e2e::{Policy, Server, Store, User};

use crate::command::{ACCESS_KEY_ID, SECRET, presign_with_key, stderr, stdout};

fn server() -> Server {
    let store = Store::new();
    store.create_bucket("films").unwrap();
    let owner = User::new("owner", ACCESS_KEY_ID, SECRET).policy(Policy::allow_all());
    Server::builder().user(owner).store(store).start().unwrap()
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_file_is_uploaded_in_parts() {
    let server = server();
    let content: Vec<u8> = (0..12_000_000_u32).map(|number| (number % 251) as u8).collect();
    let path = file("regatta.mp4", &content);
    let upload = |part_size: &str| {
        let mut command = presign_with_key();
        command.args(["multipart", "s3://films/regatta.mp4", "--upload", "--part-size", part_size, "--file"]);
        command.arg(&path).args(["--endpoint-url", &server.endpoint()]).output().unwrap()
    };
    let output = upload("5242880");
    assert!(stdout(&output).starts_with("uploaded 12000000 bytes to s3://films/regatta.mp4 in 3 parts"), "{output:?}");

    let get = presign_with_key()
        .args(["get", "s3://films/regatta.mp4", "--endpoint-url", &server.endpoint()])
        .output()
        .unwrap();
    let response = ureq::get(stdout(&get).trim()).call().unwrap();
    assert!(response.into_body().with_config().limit(20_000_000).read_to_vec().unwrap() == content);

    let output = upload("1");
    assert!(stderr(&output).contains("part size"), "{output:?}");
}

#[test]
fn an_upload_that_fails_is_aborted() {
    let server = server();
    let path = file("empty.bin", &[]);
    // The bucket does not exist.
    let output = presign_with_key()
        .args(["multipart", "s3://absent/regatta.mp4", "--upload", "--file"])
        .arg(&path)
        .args(["--endpoint-url", &server.endpoint()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("NoSuchBucket"), "{output:?}");
}

#[test]
fn a_failure_is_explained_by_trying() {
    let server = server();
    let get =
        presign_with_key().args(["get", "s3://films/absent", "--endpoint-url", &server.endpoint()]).output().unwrap();
    let url = stdout(&get);
    let explain = |arguments: &[&str]| {
        let output =
            presign_with_key().args(["explain", url.trim(), "--try", "--json"]).args(arguments).output().unwrap();
        let explained: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        explained["findings"][0]["code"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(explain(&[]), "no-such-key");
    assert_eq!(explain(&["--method", "HEAD"]), "wrong-method");
}
