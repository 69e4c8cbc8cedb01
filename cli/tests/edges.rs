//! Input and output that are not as they should be.

mod command;

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Output;
use std::thread;

use serde_json::Value;

use crate::command::{presign, presign_with_key, run_with_input, stderr, stdout};

const AT: [&str; 2] = ["--at", "2026-11-23T12:00:00Z"];

fn url() -> String {
    stdout(&presign_with_key().args(["get", "s3://photos/boat.jpg"]).args(AT).output().unwrap()).trim().to_owned()
}

/// Runs a command that reads a URL from standard input.
fn read(command: &str, input: &str) -> Output {
    run_with_input(presign_with_key().args([command, "-"]).args(AT), input.into())
}

#[test]
fn white_space_around_a_url_is_ignored() {
    for command in ["inspect", "explain", "verify"] {
        let (plain, spaced) = (read(command, &url()), read(command, &format!("  {}  \r\n", url())));
        assert!(plain.status.success() && stdout(&plain) == stdout(&spaced), "{command}: {spaced:?}");
    }
}

#[test]
fn what_is_not_one_url_is_reported() {
    let (two, long) = (format!("{0}\n{0}\n", url()), "a".repeat((1 << 20) + 1));
    for command in ["inspect", "explain", "verify"] {
        for (input, message) in [
            ("\n", "presign: the URL is empty: pass it as an argument, or `-` and the URL on standard input\n"),
            (&two, "presign: there are several URLs: pass one at a time\n"),
            (&long, "presign: the URL is longer than 1 MiB: pass one URL\n"),
        ] {
            let output = read(command, input);
            assert_eq!((output.status.code(), &*stderr(&output)), (Some(2), message), "{command}");
        }
    }
}

#[test]
fn no_message_repeats_a_signature() {
    let url = url();
    let signature = url.split("X-Amz-Signature=").nth(1).unwrap();
    for arguments in [
        &[&*url] as &[&str],
        &["get", &url],
        &["put", &url[8..], "--region", "eu west"],
        &["inspect", &url, &url],
        &["explain", "--status", &url, &url],
        &["get", "s3://photos/boat.jpg", "--endpoint-url", &url],
        &["get", "s3://photos/boat.jpg", "--region", &url],
        &["get", "s3://photos/boat.jpg", "--addressing", &url],
        &["verify", &url, "--header", &url],
        &["explain", &url, "--no-secret", "--at", "2026-11-23T12:40:00Z"],
        &["explain", &url, "--client-error", &url],
        &["verify", &url, "--at", "2026-11-24T12:40:00Z"],
    ] {
        let output = presign_with_key().args(arguments).output().unwrap();
        let said = stdout(&output) + &stderr(&output);
        assert!(!said.is_empty() && !said.contains(signature), "{arguments:?}: {said}");
    }
    let output = presign().arg(&url).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("presign: there is a presigned URL where none belongs: "), "{output:?}");
}

#[test]
fn what_clients_do_not_send_is_not_verified() {
    for url in [url() + "#top", url().replace("://", "://user@"), url().replace(".com/", ".com:443/")] {
        let output = presign_with_key().args(["verify", &url]).args(AT).output().unwrap();
        assert_eq!(stdout(&output), "valid until 2026-11-23T13:00:00Z\n", "{url}: {output:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_reported_by_the_status() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let output = presign_with_key().args(["get", "s3://photos/boat.jpg"]).stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("presign: can't write: "), "{output:?}");
    let status = presign().args(["get", "s3://photos"]).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn a_missing_colon_is_reported_for_the_right_option() {
    let output = presign().args(["explain", "https://example.com/", "--response-header", "nothing"]).output().unwrap();
    assert!(stderr(&output).starts_with("presign: --response-header needs a name, a colon"), "{output:?}");
}

/// Answers one request, and returns what it received.
fn serve_once(response: &'static str) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        while !received.windows(4).any(|window| window == b"\r\n\r\n") {
            let length = connection.read(&mut buffer).unwrap();
            received.extend_from_slice(&buffer[..length]);
        }
        connection.write_all(response.as_bytes()).unwrap();
        String::from_utf8(received).unwrap()
    });
    (endpoint, server)
}

#[test]
fn a_try_shows_the_status_and_follows_no_redirect() {
    let (endpoint, server) =
        serve_once("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
    let output = presign_with_key().args(["explain", "--try", &format!("{endpoint}/boat.jpg")]).output().unwrap();
    assert!(stdout(&output).starts_with("GET was answered with 307.\n\n1. "), "{output:?}");
    let received = server.join().unwrap();
    assert!(received.starts_with("GET /boat.jpg HTTP/1.1\r\n"), "{received}");
    assert!(!received.to_ascii_lowercase().contains("accept"), "{received}");
}

#[test]
fn a_try_that_fails_shows_why() {
    let explain = |url: &str, arguments: &[&str]| {
        let output = presign().args(["explain", "--try", url, "--json"]).args(arguments).output().unwrap();
        let explained: Value = serde_json::from_str(&stdout(&output)).unwrap();
        (stdout(&output), explained["sent"]["problem"].as_str().unwrap_or_default().to_owned())
    };
    let (_, problem) = explain(&url(), &["--header", "bad name: x"]);
    assert_eq!(problem, "the request can't be sent: invalid HTTP header name");
    let (_, problem) = explain("http://127.0.0.1:1/boat.jpg", &["--method", "head"]);
    assert!(problem.starts_with("no response: io: "), "{problem}");
    // A URL without a scheme is repeated in the client's own message.
    let (shown, problem) = explain("/boat.jpg?X-Amz-Signature=0123456789abcdef", &[]);
    assert_eq!(problem, "the request can't be sent: the URL must begin with https:// or http://");
    assert!(!shown.contains("0123456789abcdef"), "{shown}");
}

#[test]
fn a_try_changes_no_object() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/boat.jpg", listener.local_addr().unwrap());
    for method in ["PUT", "post", "DELETE"] {
        let output = presign().args(["explain", "--try", &url, "--method", method]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).starts_with("presign: --try does not send "), "{output:?}");
    }
    assert!(listener.accept().is_err());
}

/// kubectl accepts only the version that it asks for.
#[test]
fn an_exec_credential_has_the_version_that_kubectl_asks_for() {
    let version = |info: Option<&str>| {
        let mut command = presign_with_key();
        command.args(["token", "eks", "--cluster", "production", "--region", "eu-west-1"]);
        command.envs(info.map(|info| ("KUBERNETES_EXEC_INFO", info)));
        let printed: Value = serde_json::from_str(&stdout(&command.output().unwrap())).unwrap();
        printed["apiVersion"].as_str().unwrap().to_owned()
    };
    let asks = |version: &str| format!(r#"{{"kind":"ExecCredential","apiVersion":"{version}","spec":{{}}}}"#);
    let (v1, beta) = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");
    assert_eq!(version(None), v1);
    assert_eq!(version(Some(&asks(v1))), v1);
    assert_eq!(version(Some(&asks(beta))), beta);
    assert_eq!(version(Some("{")), v1);
}

#[test]
fn a_plan_for_a_multi_region_access_point_is_signed_with_sigv4a() {
    let uri = "s3://arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap/k";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let output = presign_with_key().args(["multipart", uri, "--file", file]).output().unwrap();
    assert!(stdout(&output).contains("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"), "{output:?}");
}
