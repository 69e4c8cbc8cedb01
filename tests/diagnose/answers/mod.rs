//! What servers answer, and the first finding that it leads to.
//!
//! The answers are recorded from AWS and other servers, or taken from public reports.

mod browser;
mod credentials;
mod denied;
mod documents;
mod doubts;
mod forms;
mod objects;
mod pages;
mod parameters;
mod regions;
mod services;
mod signature;
mod times;
mod uploads;

use std::time::Duration;

use presign::diagnose::{Attempt, Certainty, Diagnosis, explain};
use presign::{Bucket, Credentials, PresignedUrl};
use time::OffsetDateTime;
use time::macros::datetime;

/// When the URLs are signed. They are valid for an hour.
const SIGNED: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
/// When the request is sent.
const NOW: OffsetDateTime = datetime!(2026-11-23 12:05 UTC);

const HOUR: Duration = Duration::from_secs(3600);

/// A row of a table: the request with its answer, and the first finding.
type Row = (Attempt, &'static str, Certainty);

fn bucket() -> Bucket {
    Bucket::builder("examplebucket").region("eu-west-1").build().unwrap()
}

fn long_term() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

const TOKEN: &str = "FwoGZXIvYXdzEBYaDHRlc3Qgc2VjcmV0IHRva2Vu+/w==";

fn temporary() -> Credentials {
    Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").with_session_token(TOKEN)
}

fn download_by(credentials: &Credentials) -> PresignedUrl {
    bucket().get_object("2026/boat.jpg").expires_in(HOUR).sign_at(credentials, SIGNED).unwrap()
}

/// Returns a request with a URL for a download, which was sent without further headers.
fn get() -> Attempt {
    let host = "examplebucket.s3.eu-west-1.amazonaws.com";
    Attempt::new(download_by(&long_term())).method("GET").header("Host", host)
}

/// Returns a request with a URL for an upload.
fn put() -> Attempt {
    let url = bucket().put_object("2026/boat.jpg").expires_in(HOUR).sign_at(&long_term(), SIGNED).unwrap();
    Attempt::new(url).method("PUT").header("Host", "examplebucket.s3.eu-west-1.amazonaws.com")
}

/// Returns a request whose URL is signed for a server that is not AWS's.
fn get_from(endpoint: &str, key: &str) -> Attempt {
    let bucket = Bucket::builder("examplebucket").endpoint(endpoint).build().unwrap();
    Attempt::new(bucket.get_object(key).expires_in(HOUR).sign_at(&long_term(), SIGNED).unwrap()).method("GET")
}

/// Writes an error document of S3.
fn xml(code: &str, message: &str) -> String {
    xml_with(code, message, "")
}

fn xml_with(code: &str, message: &str, elements: &str) -> String {
    let (message, ids) =
        (message.replace('&', "&amp;").replace('<', "&lt;"), "<RequestId>4442587FB7D0A2F9</RequestId>");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Error><Code>{code}</Code><Message>{message}</Message>{elements}{ids}<HostId>EXAMPLE=</HostId></Error>"
    )
}

fn explained(attempt: &Attempt) -> Diagnosis {
    explain(attempt, None, NOW)
}

/// Checks the first finding of each row.
fn check(rows: &[Row]) {
    for (index, (attempt, code, certainty)) in rows.iter().enumerate() {
        let diagnosis = explained(attempt);
        let first = diagnosis.findings().first().map(|finding| (finding.code, finding.certainty));
        assert_eq!(first, Some((*code, *certainty)), "row {index}: {diagnosis}");
        // What stays the same for every finding.
        for finding in diagnosis.findings() {
            for sentence in [&finding.what, &finding.fix] {
                assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
                assert!(sentence.starts_with(|first: char| first.is_ascii_uppercase() || first == '`'), "{sentence}");
            }
        }
    }
}
