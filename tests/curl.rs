//! Checks the curl command of a URL: how a shell parses it, and what curl sends.

#![cfg(all(feature = "std", unix))]

mod util;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use presign::s3::{Checksum, CopySource};
use presign::{Bucket, Method, PresignRequest, Service};

use crate::util::{NOW, credentials};

#[test]
fn curl_commands() {
    let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build().unwrap();
    let command = |request: PresignRequest<'_>| {
        let url = request.sign(&credentials()).unwrap();
        let command = url.to_curl();
        command.strip_suffix(&format!(" '{url}'")).expect("the URL is the last argument").to_owned()
    };
    assert_eq!(command(bucket.get_object("it's")), "curl --globoff --path-as-is");
    assert_eq!(command(bucket.head_object("k")), "curl --globoff --path-as-is --head");
    assert_eq!(command(bucket.delete_object("k")), "curl --globoff --path-as-is --request DELETE");
    assert_eq!(
        command(bucket.put_object("k")),
        "curl --globoff --path-as-is --request PUT --data-binary @- --header 'content-type:'"
    );
    // A POST or PUT without a body must not wait for one. It sends an empty body.
    let source = CopySource::new("photos", "it's").unwrap();
    assert_eq!(
        command(bucket.create_multipart_upload("k")),
        "curl --globoff --path-as-is --request POST --data-binary '' --header 'content-type:'"
    );
    assert_eq!(
        command(bucket.copy_object("k", &source)),
        "curl --globoff --path-as-is --request PUT --data-binary '' --header 'content-type:' \
         --header 'x-amz-copy-source: photos/it%27s'"
    );
    assert_eq!(
        command(bucket.upload_part_copy("k", "id", 1, &source)),
        "curl --globoff --path-as-is --request PUT --data-binary '' --header 'content-type:' \
         --header 'x-amz-copy-source: photos/it%27s'"
    );
    assert_eq!(
        command(bucket.delete_objects(Checksum::Crc32(0))),
        "curl --globoff --path-as-is --request POST --data-binary @- --header 'content-type:' \
         --header 'x-amz-checksum-crc32: AAAAAA=='"
    );
    let awaited = [
        bucket.restore_object("k"),
        bucket.complete_multipart_upload("k", "id"),
        bucket.put_object_tagging("k", Checksum::Crc32(0)),
        bucket.upload_part("k", "id", 1),
        bucket.create_bucket(),
    ];
    for request in awaited {
        assert!(command(request.clone()).contains(" --data-binary @-"), "{request:?}");
        let identity = credentials().identity().clone();
        let prepared = request.prepare_at(&identity, NOW).unwrap();
        assert!(prepared.finish(&[0; 32]).unwrap().to_curl().contains(" --data-binary @-"), "{request:?}");
    }
    assert_eq!(
        command(
            bucket
                .put_object("k")
                .header("content-type", "text/plain")
                .header("x-amz-meta-a", "it's")
                .header("x-b", "")
        ),
        r"curl --globoff --path-as-is --request PUT --data-binary @- --header 'content-type: text/plain' --header 'x-amz-meta-a: it'\''s' --header 'x-b;'"
    );
}

/// A shell passes the intended arguments to curl, whatever characters they contain.
#[test]
fn a_shell_passes_on_the_arguments() {
    let value = r#"it's "quoted" $HOME `id` \ ;&|*?~ #"#;
    let bucket = Bucket::builder("photos").endpoint("http://[::1]:9000").build().unwrap();
    let url = bucket.put_object(value).header("x-amz-meta-a", value).sign(&credentials()).unwrap();
    let script = format!(r#"curl() {{ printf '%s\n' "$@"; }}; {}"#, url.to_curl());
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let arguments = String::from_utf8(output.stdout).unwrap();
    let expected = [
        "--globoff",
        "--path-as-is",
        "--request",
        "PUT",
        "--data-binary",
        "@-",
        "--header",
        "content-type:",
        "--header",
    ];
    let mut lines = arguments.lines();
    assert!(expected.into_iter().eq(lines.by_ref().take(expected.len())), "{arguments}");
    assert_eq!(lines.collect::<Vec<_>>(), [&format!("x-amz-meta-a: {value}"), url.as_str()]);
}

/// A service gets the body that is signed: none, unless the request has a payload hash.
#[test]
fn a_service_gets_the_signed_body() {
    let api = Service::new("lambda", "eu-west-1", "https://abc.lambda-url.eu-west-1.on.aws").unwrap();
    for method in [Method::Post, Method::Put, Method::Patch] {
        let request = api.request(method, "/");
        let empty = request.sign_at(&credentials(), NOW).unwrap();
        assert!(empty.to_curl().contains(" --data-binary '' "), "{}", empty.to_curl());
        let with_body = request.payload_sha256([7; 32]);
        assert!(with_body.sign_at(&credentials(), NOW).unwrap().to_curl().contains(" --data-binary @- "));
        let prepared = with_body.prepare_at(credentials().identity(), NOW).unwrap();
        assert!(prepared.finish(&[0; 32]).unwrap().to_curl().contains(" --data-binary @- "));
    }
    let prepared = api.request(Method::Post, "/").prepare_at(credentials().identity(), NOW).unwrap();
    assert!(prepared.finish(&[0; 32]).unwrap().to_curl().contains(" --data-binary '' "));
}

/// curl sends what was signed, and otherwise only headers that all clients send. It doesn't wait for a body that
/// doesn't exist, and sends the length of an empty one.
#[test]
fn curl_sends_what_was_signed() {
    Command::new("curl").arg("--version").output().expect("this test needs curl");
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", server.local_addr().unwrap());
    let (accepted, connections) = mpsc::channel();
    std::thread::spawn(move || server.incoming().try_for_each(|connection| accepted.send(connection.unwrap())));
    let bucket = Bucket::builder("photos").endpoint(&endpoint).build().unwrap();
    let source = CopySource::new("photos", "it's").unwrap();
    let rows = [
        (bucket.get_object("it's; echo $HOME"), ""),
        (bucket.head_object("a//b?c#d"), ""),
        (bucket.delete_object("a b").version_id("3"), ""),
        (bucket.put_object("k").metadata("a", "").metadata("b", "it's"), "hello"),
        (bucket.put_object("k").content_length(5), "hello"),
        (bucket.delete_objects(Checksum::md5_of("<Delete/>")), "<Delete/>"),
        (bucket.create_multipart_upload("k").content_type("image/jpeg"), ""),
        (bucket.copy_object("k", &source), ""),
    ];
    for (request, body) in rows {
        let url = request.sign(&credentials()).unwrap();
        let mut curl = Command::new("sh")
            .args(["-c", &format!("{} --silent --noproxy '*'", url.to_curl())])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = curl.stdin.take().unwrap();
        stdin.write_all(body.as_bytes()).unwrap();
        // Stays open if there is no body: a command that reads its input anyway would wait and never send the request.
        let stdin = (body.is_empty()).then_some(stdin);

        let connection = connections.recv_timeout(Duration::from_secs(20)).expect("curl sends the request");
        let mut stream = BufReader::new(connection);
        let mut lines = stream.by_ref().lines().map(Result::unwrap).take_while(|line| !line.is_empty());
        let target = url.as_str().strip_prefix(&endpoint).unwrap();
        assert_eq!(lines.next().unwrap(), format!("{} {target} HTTP/1.1", url.method()));
        let mut headers: Vec<_> = lines.collect();
        let lengths =
            headers.iter().filter_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let lengths: Vec<usize> = lengths.collect();
        let has_length = !matches!(url.method(), Method::Get | Method::Head | Method::Delete);
        assert_eq!(lengths.len(), usize::from(has_length), "{url}");
        let mut sent = vec![0; lengths.iter().sum()];
        stream.read_exact(&mut sent).unwrap();
        assert_eq!(String::from_utf8(sent).unwrap(), body);

        let clients_own = ["Host:", "User-Agent:", "Accept:", "Content-Length:"];
        headers.retain(|line| !clients_own.iter().any(|own| line.starts_with(own)));
        headers.sort();
        let sent: Vec<_> = headers.iter().map(|line| line.split_once(':').unwrap()).collect();
        let sent: Vec<_> = sent.into_iter().map(|(name, value)| (name, value.trim())).collect();
        assert_eq!(sent, url.headers().collect::<Vec<_>>());
        stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
        drop(stream);
        assert!(curl.wait().unwrap().success());
        drop(stdin);
    }
}
