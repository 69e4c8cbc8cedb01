//! PutObject.

use std::io::Write;
use std::net::Shutdown;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use sha2::Sha256;

use crate::client::{connect, read_answer};
use crate::site::{MAX_UPLOAD_BYTES, Site};

#[test]
fn uploads() {
    let site = Site::start();
    let answer = site.put("a/b/boat.jpg", "a boat");
    assert_eq!((answer.status, answer.text()), (200, ""));
    let read = site.get("a/b/boat.jpg");
    assert_eq!((read.text(), read.header("etag")), ("a boat", answer.header("etag")));

    let replaced = site.put("a/b/boat.jpg", "another");
    assert_eq!(site.get("a/b/boat.jpg").text(), "another");
    assert_ne!(replaced.header("etag"), answer.header("etag"));
    assert_eq!(site.put("empty", "").status, 200);
    assert_eq!(site.files(), ["a/b/boat.jpg", "empty"]);
}

#[test]
fn the_size_is_limited() {
    let site = Site::start();
    let longest = "x".repeat(MAX_UPLOAD_BYTES as usize);
    assert_eq!(site.put("longest", &longest).status, 200);
    assert_eq!(site.put("longer", &(longest + "x")).error(), (400, "EntityTooLarge"));

    let without = site.call(&site.bucket().put_object("without"));
    assert_eq!(without.send(site.address).error(), (411, "MissingContentLength"));
    let mut chunked = without.header("Transfer-Encoding", "chunked");
    chunked.body = b"1\r\nx\r\n0\r\n\r\n".to_vec();
    assert_eq!(chunked.send(site.address).error(), (411, "MissingContentLength"));
    assert_eq!(site.files(), ["longest"]);
}

#[test]
fn what_is_refused_is_not_sent() {
    let site = Site::start();
    let call = site.call(&site.bucket().put_object("a")).header("Content-Length", "1000001");
    let mut stream = connect(site.address);
    stream.write_all(call.header("Expect", "100-continue").head().as_bytes()).unwrap();
    assert_eq!(read_answer(stream).unwrap().error(), (400, "EntityTooLarge"));
}

#[test]
fn the_signed_hash_is_that_of_the_body() {
    let site = Site::start();
    let hash: [u8; 32] = Sha256::digest("a boat").into();
    let request = site.bucket().put_object("boat.jpg").payload_sha256(hash);
    let call = site.call(&request);
    for body in ["a b0at", "", "a boat "] {
        let answer = call.clone().body(body).send(site.address);
        assert_eq!(answer.error(), (400, "XAmzContentSHA256Mismatch"), "{body}");
    }
    assert_eq!(site.files(), [""; 0], "the hash is checked before the object is there");
    assert_eq!(call.body("a boat").send(site.address).status, 200);

    // The object that is there stays.
    let call = site.call(&request).body("another");
    assert_eq!(call.send(site.address).error(), (400, "XAmzContentSHA256Mismatch"));
    assert_eq!(site.get("boat.jpg").text(), "a boat");
}

#[test]
fn checksums() {
    let site = Site::start();
    let sha256 = STANDARD.encode(Sha256::digest("a boat"));
    let md5 = STANDARD.encode(Md5::digest("a boat"));
    let crc32 = STANDARD.encode(crc32fast::hash(b"a boat").to_be_bytes());
    for (name, value) in [("content-md5", md5), ("x-amz-checksum-sha256", sha256), ("x-amz-checksum-crc32", crc32)] {
        let call = site.call(&site.bucket().put_object("boat.jpg").header(name, &value));
        assert_eq!(call.clone().body("a b0at").send(site.address).error(), (400, "BadDigest"), "{name}");
        assert_eq!(site.files(), [""; 0], "{name}");
        assert_eq!(call.body("a boat").send(site.address).status, 200, "{name}");
        site.send(&site.bucket().delete_object("boat.jpg"));

        for invalid in ["", "AAAA", "not base64!"] {
            let call = site.call(&site.bucket().put_object("boat.jpg").header(name, invalid)).body("a boat");
            let expected = if name == "content-md5" { "InvalidDigest" } else { "InvalidRequest" };
            assert_eq!(call.send(site.address).error(), (400, expected), "{name} {invalid}");
        }
    }
    let unknown = site.bucket().put_object("boat.jpg").header("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");
    assert_eq!(site.call(&unknown).body("a boat").send(site.address).error(), (501, "NotImplemented"));
}

#[test]
fn an_interrupted_upload_leaves_nothing() {
    let site = Site::start();
    site.put("boat.jpg", "a boat");
    for key in ["boat.jpg", "new/directory/boat.jpg"] {
        let call = site.call(&site.bucket().put_object(key)).header("Content-Length", "100");
        let mut stream = connect(site.address);
        stream.write_all(call.head().as_bytes()).unwrap();
        stream.write_all(b"half of").unwrap();
        // It has begun.
        for _ in 0..1000 {
            if site.files().len() == 2 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(site.files().iter().any(|file| file.ends_with(".part")), "{:?}", site.files());
        assert_eq!(site.get("boat.jpg").text(), "a boat");
        assert_eq!(site.send(&site.bucket().list_objects_v2()).elements("Key"), ["boat.jpg"]);
        stream.shutdown(Shutdown::Both).unwrap();
        site.await_files(&["boat.jpg"]);
        assert!(!site.path("new").exists());
    }
}

#[test]
fn what_a_file_can_not_keep_is_refused() {
    let site = Site::start();
    for (name, value) in [
        ("content-encoding", "gzip"),
        ("cache-control", "no-store"),
        ("x-amz-meta-album", "summer"),
        ("x-amz-acl", "public-read"),
        ("x-amz-copy-source", "/photos/other"),
        ("x-amz-server-side-encryption", "AES256"),
        ("x-amz-storage-class", "GLACIER"),
        ("x-amz-tagging", "a=b"),
    ] {
        let request = site.bucket().put_object("boat.jpg").header(name, value);
        assert_eq!(site.call(&request).body("a boat").send(site.address).error(), (501, "NotImplemented"), "{name}");
    }
    assert_eq!(site.files(), [""; 0]);
    let request = site.bucket().put_object("boat.jpg").content_type("text/plain");
    assert_eq!(site.call(&request).body("a boat").send(site.address).status, 200);
    assert_eq!(site.get("boat.jpg").header("content-type"), Some("image/jpeg"));
}

#[test]
fn a_parameter_that_makes_another_operation_does_not_overwrite_the_object() {
    let site = Site::start();
    site.put("boat.jpg", "a boat");
    for name in ["tagging", "acl", "uploadId", "partNumber", "retention", "versionId", "x-amz-acl", "anything"] {
        let request = site.bucket().put_object("boat.jpg").query(name, "1");
        assert_eq!(site.call(&request).body("<xml/>").send(site.address).error(), (501, "NotImplemented"), "{name}");
    }
    assert_eq!(site.get("boat.jpg").text(), "a boat");
    // S3 leaves such names to its clients.
    let request = site.bucket().put_object("boat.jpg").query("x-id", "PutObject");
    assert_eq!(site.call(&request).body("another").send(site.address).status, 200);
}

#[test]
fn many_uploads_of_one_key() {
    let site = Site::start();
    std::thread::scope(|scope| {
        for body in ["1".repeat(50_000), "2".repeat(60_000), "3".repeat(70_000), "4".repeat(80_000)] {
            let site = &site;
            scope.spawn(move || {
                for _ in 0..10 {
                    assert_eq!(site.put("a/key", &body).status, 200);
                    let read = site.get("a/key");
                    let first = read.text().chars().next().unwrap();
                    assert!(read.text().chars().all(|character| character == first), "a mixture of two uploads");
                    assert_eq!(read.body.len(), 40_000 + 10_000 * first.to_digit(10).unwrap() as usize);
                }
            });
        }
    });
    assert_eq!(site.files(), ["a/key"]);
}
