//! Against the embedded S3 server: what the command signs works.

mod command;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;

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
fn an_upload_that_does_not_begin_is_reported() {
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

/// Uploads a file of one part to a server that begins an upload, and answers the other requests with `answer`. Returns the
/// message of the command, and the first lines of all requests.
fn upload_to(name: &str, answer: fn(&str) -> &'static str) -> (String, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let mut requests = Vec::new();
        // The request that aborts the upload is the last.
        while !requests.last().is_some_and(|request: &String| request.starts_with("DELETE ")) {
            let (mut connection, _) = listener.accept().unwrap();
            let mut received = String::new();
            let mut buffer = [0; 4096];
            while !received.contains("\r\n\r\n") {
                let length = connection.read(&mut buffer).unwrap();
                received.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
            }
            let body = match received.contains("?uploads") || received.contains("&uploads") {
                true => {
                    "200 OK\r\n\r\n<InitiateMultipartUploadResult><UploadId>id-1</UploadId></InitiateMultipartUploadResult>"
                }
                false => answer(&received),
            };
            let (head, body) = body.split_once("\r\n\r\n").unwrap();
            let length = body.len();
            let response = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            connection.write_all(response.as_bytes()).unwrap();
            requests.push(received.lines().next().unwrap().to_owned());
        }
        requests
    });
    let path = file(name, b"regatta");
    let output = presign_with_key()
        .args(["multipart", "s3://films/regatta.mp4", "--upload", "--endpoint-url", &endpoint, "--file"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(1), ""));
    (stderr(&output), server.join().unwrap())
}

#[test]
fn an_upload_is_aborted_if_a_part_fails() {
    let (message, requests) = upload_to("part.bin", |request| match request.starts_with("PUT ") {
        true => "403 Forbidden\r\n\r\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
        false => "204 No Content\r\n\r\n",
    });
    let expected = "presign: part 1 was not uploaded: the server answered 403: AccessDenied: Access Denied; the upload was aborted\n";
    assert_eq!(message, expected);
    assert!(
        requests[2].starts_with("DELETE /films/regatta.mp4?") && requests[2].contains("&uploadId=id-1&"),
        "{requests:?}"
    );
    assert_eq!(requests.len(), 3);
}

/// S3 answers with 200 before it knows whether it can put the parts together.
#[test]
fn an_upload_is_aborted_if_its_completion_fails() {
    let (message, requests) = upload_to("completion.bin", |request| {
        if request.starts_with("PUT ") {
            "200 OK\r\netag: \"1\"\r\n\r\n"
        } else if request.starts_with("POST ") {
            "200 OK\r\n\r\n<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>"
        } else {
            "500 Internal Server Error\r\n\r\n"
        }
    });
    assert!(
        message.contains("InternalError: Please try again.; the upload could not be aborted: abort id-1 later"),
        "{message}"
    );
    assert_eq!(requests.len(), 4);
}
