//! Keys that are not file names, and names that are not those of objects.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use presign::Method;

use crate::site::Site;

#[test]
fn keys_that_lead_out_of_the_directory() {
    let site = Site::start();
    site.write("a/b", "an object");
    // Beside the served directory, where `..` leads.
    let outside = site.path("../secret");
    fs::write(&outside, "a secret").unwrap();
    for key in
        ["../secret", "a/../../secret", "a/../b", "./a/b", "..", "../keys", "a/./b", "a/..", "../../../../etc/passwd"]
    {
        for method in [Method::Get, Method::Head, Method::Put, Method::Delete] {
            let request = site.bucket().request(method, key).allow_dot_segments();
            let answer = site.call(&request).body("x").send(site.address);
            assert_eq!(answer.status, 400, "{method} {key}");
        }
    }
    // A client that encodes the dots or the slash sends the same key.
    for (path, encoded) in
        [("../secret", "%2E%2E/secret"), ("../secret", "..%2fsecret"), ("../secret", "%2e%2e%2Fsecret")]
    {
        let call = site.call(&site.bucket().get_object(path).allow_dot_segments());
        let call = call.map_target(|target| target.replacen(path, encoded, 1));
        assert_eq!(call.send(site.address).error(), (400, "InvalidArgument"), "{encoded}");
    }
    // A key is decoded once.
    assert_eq!(site.get("%2e%2e/secret").error(), (404, "NoSuchKey"));
    assert_eq!(site.get("..%2fsecret").error(), (400, "InvalidArgument"));
    assert_eq!(fs::read_to_string(outside).unwrap(), "a secret");
    assert_eq!(site.files(), ["a/b"]);
}

#[test]
fn keys_that_are_no_paths() {
    let site = Site::start();
    site.write("a/b", "an object");
    for key in
        ["/a/b", "a//b", "a/b/", "a/", "/", "//", "a\\b", "..\\..\\secret", "a/b\0", "a/b\0.jpg", "a\nb", "a\u{7f}"]
    {
        for method in [Method::Get, Method::Put, Method::Delete] {
            let answer = site.call(&site.bucket().request(method, key)).body("x").send(site.address);
            assert_eq!(answer.error(), (400, "InvalidArgument"), "{method} {key:?}");
        }
    }
    let long = "a".repeat(256);
    assert_eq!(site.put(&long, "x").error(), (400, "KeyTooLongError"));
    assert_eq!(site.put(&long[1..], "x").status, 200);
    assert_eq!(site.files(), ["a/b", &long[1..]]);
}

#[test]
fn hidden_files() {
    let site = Site::start();
    for key in
        [".env", ".git/config", "a/.ssh/id", ".presign-gateway-00.part", "a/.presign-gateway-0123456789abcdef.part"]
    {
        site.write(key, "hidden");
        assert_eq!(site.get(key).error(), (400, "InvalidArgument"), "{key}");
        assert_eq!(site.put(key, "x").error(), (400, "InvalidArgument"), "{key}");
        assert_eq!(site.send(&site.bucket().delete_object(key)).error(), (400, "InvalidArgument"), "{key}");
        assert_eq!(fs::read_to_string(site.path(key)).unwrap(), "hidden");
    }
    assert_eq!(site.send(&site.bucket().list_objects_v2()).element("KeyCount"), Some("0"));
}

#[test]
fn symbolic_links() {
    let site = Site::start();
    site.write("inside/object", "an object");
    let outside = site.path("../outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret"), "a secret").unwrap();
    symlink(outside.join("secret"), site.path("to-file")).unwrap();
    symlink(&outside, site.path("to-directory")).unwrap();
    symlink("../outside/secret", site.path("relative")).unwrap();
    symlink("inside/object", site.path("to-object")).unwrap();
    symlink("inside", site.path("to-inside")).unwrap();
    symlink("loop", site.path("loop")).unwrap();
    for key in [
        "to-file",
        "to-directory/secret",
        "to-directory",
        "relative",
        "to-object",
        "to-inside/object",
        "loop",
        "loop/a",
    ] {
        assert_eq!(site.get(key).error(), (404, "NoSuchKey"), "{key}");
        assert_eq!(site.put(key, "x").error(), (409, "InvalidRequest"), "{key}");
        assert_eq!(site.send(&site.bucket().delete_object(key)).status, 204, "{key}");
    }
    assert_eq!(site.put("to-directory/new", "x").error(), (409, "InvalidRequest"));
    assert_eq!(fs::read_to_string(outside.join("secret")).unwrap(), "a secret");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    assert_eq!(site.send(&site.bucket().list_objects_v2()).elements("Key"), ["inside/object"]);
    assert!(site.path("to-object").is_symlink(), "a link is not an object, so it is not deleted");
}

#[test]
fn what_is_not_a_file() {
    let site = Site::start();
    let made = Command::new("mkfifo").arg(site.path("fifo")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(site.path("socket")).unwrap();
    fs::create_dir(site.path("directory")).unwrap();
    for key in ["fifo", "socket", "directory"] {
        assert_eq!(site.get(key).error(), (404, "NoSuchKey"), "{key}");
        assert_eq!(site.put(key, "x").error(), (409, "InvalidRequest"), "{key}");
    }
    assert_eq!(site.send(&site.bucket().list_objects_v2()).element("KeyCount"), Some("0"));
}

#[test]
fn an_object_in_the_way_of_another() {
    let site = Site::start();
    assert_eq!(site.put("a", "1").status, 200);
    assert_eq!(site.put("a/b", "2").error(), (409, "InvalidRequest"));
    assert_eq!(site.put("b/c/d", "3").status, 200);
    assert_eq!(site.put("b/c", "4").error(), (409, "InvalidRequest"));
    assert_eq!(site.put("b", "5").error(), (409, "InvalidRequest"));
    assert_eq!(site.files(), ["a", "b/c/d"]);
}

#[test]
fn another_bucket() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let other = presign::Bucket::builder("photos2").endpoint(format!("http://{}", site.address)).build().unwrap();
    assert_eq!(site.send(&other.get_object("boat.jpg")).error(), (404, "NoSuchBucket"));
    // `%2F` is signed as a slash, so this is the object boat.jpg, whatever a router takes it for.
    let call = site.call(&site.bucket().get_object("boat.jpg"));
    let call = call.map_target(|target| target.replacen("/photos/", "/photos%2F", 1));
    assert_eq!(call.send(site.address).text(), "a boat");
}
