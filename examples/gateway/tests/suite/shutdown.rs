//! The end of the process.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::child::{Child, Place};
use crate::client::{connect, read_answer};

/// Begins an upload of six bytes and sends the first three.
fn begin(child: &Child, key: &str) -> TcpStream {
    let call = child.call(&child.bucket.put_object(key)).header("Content-Length", "6");
    let mut stream = connect(child.address);
    stream.write_all((call.head() + "a b").as_bytes()).unwrap();
    stream
}

fn put(child: &Child, key: &str) {
    assert_eq!(child.call(&child.bucket.put_object(key)).body("a boat").send(child.address).status, 200);
}

/// Waits until this many uploads have begun.
fn await_uploads(place: &Place, count: usize) {
    for _ in 0..1000 {
        if place.names().iter().filter(|name| name.ends_with(".part")).count() == count {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{:?}", place.names());
}

#[test]
fn sigterm_in_the_middle_of_uploads() {
    let place = Place::new();
    let child = place.start(&["--grace-seconds", "3"]);
    let address = child.address;
    put(&child, "complete");
    let mut uploads: Vec<_> = (0..8).map(|number| begin(&child, &format!("upload{number}"))).collect();
    uploads.push(begin(&child, "complete"));
    await_uploads(&place, 9);

    child.signal(Signal::TERM);
    let started = Instant::now();
    std::thread::sleep(Duration::from_millis(300));
    // What arrives in time is finished.
    for upload in &mut uploads[..3] {
        upload.write_all(b"oat").unwrap();
    }
    for upload in uploads.drain(..3) {
        assert_eq!(read_answer(upload).unwrap().status, 200);
    }
    assert!(TcpStream::connect(address).is_err(), "no more connections are accepted");
    assert!(child.wait().success());
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());

    // The rest is gone, and what was there stays.
    assert_eq!(place.names(), ["complete", "upload0", "upload1", "upload2"]);
    for name in place.names() {
        assert_eq!(std::fs::read_to_string(place.directory().join(name)).unwrap(), "a boat");
    }
    for upload in uploads {
        assert!(read_answer(upload).is_none());
    }
    assert!(!place.log().contains("panicked"), "{}", place.log());
}

#[test]
fn sigint_without_requests() {
    let place = Place::new();
    let child = place.start(&[]);
    // A connection that is kept alive does not keep the server alive.
    let _idle = connect(child.address);
    let started = Instant::now();
    child.signal(Signal::INT);
    assert!(child.wait().success());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn a_server_that_was_killed() {
    let place = Place::new();
    let child = place.start(&[]);
    put(&child, "complete");
    let uploads = [begin(&child, "complete"), begin(&child, "directory/deep/new"), begin(&child, "new")];
    await_uploads(&place, 2);
    for _ in 0..1000 {
        let deep = place.directory().join("directory/deep");
        if std::fs::read_dir(deep).is_ok_and(|mut entries| entries.next().is_some()) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.signal(Signal::KILL);
    assert!(!child.wait().success());
    drop(uploads);
    assert_eq!(place.names().len(), 4, "nobody could remove them");

    let child = place.start(&[]);
    assert_eq!(place.names(), ["complete"]);
    let answer = child.call(&child.bucket.get_object("complete")).send(child.address);
    assert_eq!(answer.text(), "a boat");
}

#[test]
fn a_second_server_for_the_directory() {
    let place = Place::new();
    let _child = place.start(&[]);
    let second = place.command(&[]).output().unwrap();
    let message = String::from_utf8(second.stderr).unwrap();
    assert!(!second.status.success() && message.contains("another gateway serves this directory"), "{message}");
}

#[test]
fn a_database_that_could_be_served_or_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    for database in [place.directory().join("keys"), place.directory().join("../photos/keys")] {
        let refused = place.command(&["--database", database.to_str().unwrap()]).output().unwrap();
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && message.contains("must not be in the served directory"), "{message}");
    }
    drop(place.start(&[]));
    let database = place.directory().with_extension("gateway.sqlite");
    assert_eq!(std::fs::metadata(&database).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = place.command(&[]).output().unwrap();
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && message.contains("chmod 600"), "{message}");
}
