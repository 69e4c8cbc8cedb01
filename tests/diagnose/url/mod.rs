//! What URLs show by themselves: each row has a fault, and the findings that it must lead to.

mod parameters;
mod place;
mod sent;

use presign::diagnose::Certainty::{self, Possible};
use presign::diagnose::{Attempt, explain};
use presign::{Bucket, Credentials, Signer};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::util::vectors::{rows, text};

const VECTORS: &str = include_str!("../../vectors/independent.json");

/// A time at which the URLs are valid.
const NOW: OffsetDateTime = datetime!(2026-11-23 12:05 UTC);

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEKb+/wEaCXVzLWVhc3QtMSJHMEUCIQDx+4kL/8f==";

pub(crate) type Expected<'a> = &'a [(&'a str, Certainty)];

/// The URL of a row that botocore made.
pub(crate) fn of_botocore(name: &str) -> String {
    let row = rows(VECTORS, "urls").into_iter().find(|row| text(row, "name") == name);
    text(&row.unwrap_or_else(|| panic!("no row {name}")), "url").into()
}

/// A GET of `photos/2026/cat.jpg` in `examplebucket`, in eu-west-1, for an hour.
pub(crate) fn get() -> String {
    of_botocore("s3/get_object")
}

fn long_term() -> Credentials {
    Credentials::new(ID, SECRET)
}

fn temporary() -> Credentials {
    Credentials::new("ASIAIOSFODNN7EXAMPLE", SECRET).with_session_token(TOKEN)
}

fn signed_by(signer: &impl Signer) -> String {
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    bucket.get_object("boat.jpg").sign_at(signer, datetime!(2026-11-23 12:00 UTC)).unwrap().into_string()
}

fn at_endpoint(endpoint: &str, region: &str) -> String {
    let bucket = Bucket::builder("photos").endpoint(endpoint).region(region).build().unwrap();
    bucket.get_object("boat.jpg").sign_at(&long_term(), datetime!(2026-11-23 12:00 UTC)).unwrap().into_string()
}

/// Replaces a text that the URL must have.
#[track_caller]
fn with(url: &str, from: &str, to: &str) -> String {
    assert!(url.contains(from), "no {from} in {url}");
    url.replacen(from, to, 1)
}

/// Removes a parameter.
fn without(url: &str, name: &str) -> String {
    let (place, query) = url.split_once('?').unwrap();
    let prefix = format!("{name}=");
    assert!(query.contains(&prefix), "no {name} in {url}");
    let others: Vec<_> = query.split('&').filter(|pair| !pair.starts_with(&prefix)).collect();
    format!("{place}?{}", others.join("&"))
}

/// Returns what is wrong with the findings, if anything is.
pub(crate) fn wrong_findings(attempt: &Attempt, expected: Expected<'_>, row: &str) -> Option<String> {
    let diagnosis = explain(attempt, None, NOW);
    let found: Vec<_> = diagnosis.findings().iter().map(|finding| (finding.code, finding.certainty)).collect();
    for finding in diagnosis.findings() {
        for sentences in [&finding.what, &finding.fix] {
            assert!(sentences.ends_with('.'), "{sentences}");
        }
    }
    (found != expected).then(|| format!("\n{row}: expected {expected:?}, found\n{diagnosis}"))
}

#[track_caller]
fn assert_finds(attempt: &Attempt, expected: Expected<'_>, row: &str) {
    assert_eq!(wrong_findings(attempt, expected, row), None);
}

#[track_caller]
fn assert_each(table: &[(&str, String, Expected<'_>)]) {
    let wrong = table.iter().filter_map(|(row, url, expected)| wrong_findings(&Attempt::new(url), expected, row));
    let wrong: String = wrong.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_right_url_has_no_fault() {
    for row in rows(VECTORS, "urls") {
        let url = text(&row, "url");
        let diagnosis = explain(&Attempt::new(url), None, datetime!(2026-11-23 12:00 UTC));
        let wrong = diagnosis.findings().iter().filter(|finding| finding.certainty != Possible);
        assert_eq!(wrong.count(), 0, "{url}\n{diagnosis}");
    }
}

/// What people read, word for word.
#[test]
fn sentences() {
    let url = get();
    let what = |attempt: &Attempt| explain(attempt, None, NOW).findings()[0].what.clone();
    let of = |url: String| what(&Attempt::new(url));
    for (found, expected) in [
        (
            of(without(&without(&url, "X-Amz-Date"), "X-Amz-Expires")),
            "The URL does not have the parameters `X-Amz-Date` and `X-Amz-Expires` of the signature.",
        ),
        (
            of(with(&url, "X-Amz-Expires=3600", "X-Amz-Expires=60")),
            "The URL expired at 2026-11-23 12:01 UTC, and the time of the request is 2026-11-23 12:05 UTC, 4 minutes later.",
        ),
        (
            of(with(&url, "X-Amz-Expires=3600", "X-Amz-Expires=0")),
            "`X-Amz-Expires` is \"0\", and only a number of seconds from 1 to 604800 (7 days) is allowed.",
        ),
        (
            of(with(&url, "%2Feu-west-1%2F", "%2Fus-east-1%2F")),
            "`examplebucket.s3.eu-west-1.amazonaws.com` is in the region \"eu-west-1\", but the URL is signed for \"us-east-1\".",
        ),
        (
            of(url[..200].into()),
            "The URL is cut short: it ends after 200 bytes, a usual limit, within the value of `X-Amz-Date`.",
        ),
        (
            of(url.split('%').next().unwrap().into()),
            "The URL is cut short: it ends after 130 bytes, at the first `%`, where cron ends a command unless it is written `\\%`.",
        ),
        (
            of(url[..url.len() - 4].into()),
            "The URL is cut short: it ends after 322 bytes, after 60 of the 64 digits of the signature.",
        ),
        (
            what(&Attempt::new(&url).header("x-amz-acl", "private").header("x-amz-tagging", "a=b")),
            "The request has the headers `x-amz-acl` and `x-amz-tagging`, which the signature does not cover.",
        ),
        (
            of(with(&signed_by(&temporary()), "X-Amz-Security-Token=", "x=")),
            "The URL is signed with temporary credentials (the access key ID `ASIAIOSFODNN7EXAMPLE`), but has no session token, so the server does not know the key.",
        ),
        (
            of(signed_by(&temporary()).replace("%2B", "%252B")),
            "The session token is percent-encoded twice: it has `%252B`, `%252F` or `%253D` in it.",
        ),
    ] {
        assert_eq!(found, expected);
    }
}
