//! Conditional requests.

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use crate::site::Site;

const WRITTEN: u64 = 1_795_435_200;

/// Starts a site with one object, of 2026-11-23 12:00. Returns its entity tag too.
fn with_object() -> (Site, String) {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    // The fraction is not in Last-Modified.
    let written = UNIX_EPOCH + Duration::from_millis(WRITTEN * 1000 + 250);
    File::options().write(true).open(site.path("boat.jpg")).unwrap().set_modified(written).unwrap();
    let etag = site.get("boat.jpg").header("etag").unwrap().to_owned();
    (site, etag)
}

#[test]
fn reads() {
    let (site, etag) = with_object();
    let date = |offset: i64| {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(WRITTEN.checked_add_signed(offset).unwrap()))
    };
    let (earlier, same, later) = (date(-1), date(0), date(1));
    let (etag, other, list) = (&*etag, "\"1-2-3\"", &*format!("\"1-2-3\", {etag}"));
    let unquoted = etag.trim_matches('"');
    for (conditions, status) in [
        (vec![("If-Match", etag)], 200),
        (vec![("If-Match", unquoted)], 200),
        (vec![("If-Match", list)], 200),
        (vec![("If-Match", "*")], 200),
        (vec![("If-Match", other)], 412),
        (vec![("If-None-Match", etag)], 304),
        (vec![("If-None-Match", list)], 304),
        (vec![("If-None-Match", "*")], 304),
        (vec![("If-None-Match", other)], 200),
        (vec![("If-Modified-Since", &same)], 304),
        (vec![("If-Modified-Since", &later)], 304),
        (vec![("If-Modified-Since", &earlier)], 200),
        (vec![("If-Modified-Since", "yesterday")], 200),
        (vec![("If-Unmodified-Since", &same)], 200),
        (vec![("If-Unmodified-Since", &earlier)], 412),
        // One on the entity tag overrides the one on the date.
        (vec![("If-Match", etag), ("If-Unmodified-Since", &earlier)], 200),
        (vec![("If-None-Match", other), ("If-Modified-Since", &same)], 200),
    ] {
        for request in [site.bucket().get_object("boat.jpg"), site.bucket().head_object("boat.jpg")] {
            let call = conditions.iter().fold(site.call(&request), |call, (name, value)| call.header(name, value));
            let answer = call.send(site.address);
            assert_eq!(answer.status, status, "{conditions:?}");
            if status == 304 {
                assert_eq!((answer.header("etag"), answer.text()), (Some(etag), ""));
            }
        }
    }
}

#[test]
fn a_download_that_is_resumed() {
    let (site, etag) = with_object();
    let last_modified = site.get("boat.jpg").header("last-modified").unwrap().to_owned();
    for (validator, status, text) in [
        (&*etag, 206, "boat"),
        (&*last_modified, 206, "boat"),
        ("\"1-2-3\"", 200, "a boat"),
        ("Mon, 23 Nov 2026 11:59:59 GMT", 200, "a boat"),
    ] {
        let call = site.call(&site.bucket().get_object("boat.jpg")).header("Range", "bytes=2-");
        let answer = call.header("If-Range", validator).send(site.address);
        assert_eq!((answer.status, answer.text()), (status, text), "{validator}");
    }
}

#[test]
fn writes() {
    let (site, etag) = with_object();
    let put = |key: &str, name: &str, value: &str| {
        site.call(&site.bucket().put_object(key)).header(name, value).body("new").send(site.address)
    };
    assert_eq!(put("boat.jpg", "If-None-Match", "*").error(), (412, "PreconditionFailed"));
    assert_eq!(put("boat.jpg", "If-Match", "\"1-2-3\"").error(), (412, "PreconditionFailed"));
    assert_eq!(put("none", "If-Match", &etag).error(), (404, "NoSuchKey"));
    for (name, value) in [
        ("If-None-Match", &*etag),
        ("If-Modified-Since", "Mon, 23 Nov 2026 12:00:00 GMT"),
        ("If-Unmodified-Since", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ] {
        assert_eq!(put("boat.jpg", name, value).error(), (501, "NotImplemented"), "{name}");
    }
    assert_eq!(site.get("boat.jpg").text(), "a boat");
    assert_eq!(put("boat.jpg", "If-Match", &etag).status, 200);
    assert_eq!(site.get("boat.jpg").text(), "new");
    assert_eq!(put("boat.jpg", "If-Match", &etag).error(), (412, "PreconditionFailed"));
    assert_eq!(put("new", "If-None-Match", "*").status, 200);
    assert_eq!(put("new", "If-None-Match", "*").error(), (412, "PreconditionFailed"));
}

#[test]
fn only_one_of_many_creates_the_object() {
    let site = Site::start();
    let created: usize = std::thread::scope(|scope| {
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    let call = site.call(&site.bucket().put_object("lock")).header("If-None-Match", "*");
                    usize::from(call.body("x").send(site.address).status == 200)
                })
            })
            .collect();
        tasks.into_iter().map(|task| task.join().unwrap()).sum()
    });
    assert_eq!(created, 1);
}

#[test]
fn deletes() {
    let (site, etag) = with_object();
    let delete =
        |etag: &str| site.call(&site.bucket().delete_object("boat.jpg")).header("If-Match", etag).send(site.address);
    assert_eq!(delete("\"1-2-3\"").error(), (412, "PreconditionFailed"));
    assert_eq!(delete(&etag).status, 204);
    assert_eq!(delete(&etag).error(), (404, "NoSuchKey"));
}
