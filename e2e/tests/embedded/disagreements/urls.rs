//! A URL for each row.

use presign_e2e::{Cause, Error, Server};
use time::Duration;

use super::pair;
use crate::by_hand::UrlByHand;

const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Returns a request that the two disagree about for this reason, and its target.
pub(super) fn disputed(cause: Cause, server: &Server) -> Result<Option<(UrlByHand, String)>, Error> {
    let mut note = UrlByHand::note(server.address());
    let mut change: fn(String) -> String = |target| target;
    let parameter = |text: &str| vec![text.to_owned()];
    match cause {
        Cause::TwoMechanisms => note.headers.push(pair("Authorization", "Bearer token")),
        Cause::Version2 => {
            // HMAC-SHA1 with the secret, until the year 2100.
            let signed = "AWSAccessKeyId=AKIDEXAMPLE&Expires=4102444800&Signature=8Th20b58JYUMA9vqw0QTTJrswi8%3D";
            return Ok(Some((note, format!("/bucket/note?{signed}"))));
        }
        Cause::LenientUri => change = |target| target.replace("&X-Amz-Date", "&&X-Amz-Date"),
        Cause::Misspelled => note.parameters = parameter("x-amz-date=20261123T120000Z"),
        Cause::Token => note.access_key_id = "ASIAEXAMPLE".to_owned(),
        Cause::HashInQuery => note.parameters = parameter("X-Amz-Content-Sha256=none"),
        Cause::MalformedRegion => note.region = String::new(),
        Cause::Region => note.region = "eu-west-1".to_owned(),
        Cause::Service => note.service = "sts".to_owned(),
        Cause::SignOfExpires => note.expires = "%2B900".to_owned(),
        Cause::OverSevenDays => note.expires = "604801".to_owned(),
        Cause::NotYetValid => note.at += Duration::minutes(16),
        Cause::UnsignedHeaders => note.headers.push(pair("x-amz-acl", "public-read")),
        Cause::OrderOfSignedHeaders => {
            note.headers.push(pair("accept", "*/*"));
            note.signed_headers.push(pair("accept", "*/*"));
        }
        Cause::MissingHeader => note.names = Some("accept;host".to_owned()),
        Cause::HostInRequestLine => change = |target| format!("http://example.com{target}"),
        Cause::TwoHosts => {
            note.headers.push(pair("host", "example.com"));
            note.signed_headers[0].1 += ",example.com";
        }
        Cause::RawPath => {
            note.path = "/bucket/note+".to_owned();
            note.signed_path.clone_from(&note.path);
        }
        Cause::SignedHash => {
            note.headers.push(pair("x-amz-content-sha256", EMPTY_HASH));
            note.signed_headers.push(pair("x-amz-content-sha256", EMPTY_HASH));
            note.payload = EMPTY_HASH.to_owned();
        }
        Cause::UnsignedHash => note.headers.push(pair("x-amz-content-sha256", "none")),
        Cause::HeaderInQuery => {
            note.parameters = parameter("x-amz-checksum-mode=ENABLED");
            note.signed_headers.push(pair("x-amz-checksum-mode", "ENABLED"));
        }
        Cause::OrderOfValues => {
            note.parameters = vec!["x=1".to_owned(), "x=2".to_owned()];
            change = |target| target.replace("x=1&x=2", "x=2&x=1");
        }
        Cause::OtherWhitespace => {
            note.headers.push(pair("x-amz-meta-title", "a\u{3000}boat"));
            note.signed_headers.push(pair("x-amz-meta-title", "a\u{3000}boat"));
        }
        Cause::SlashInKey => note.access_key_id = "AKID/EXAMPLE".to_owned(),
        Cause::SignatureParameter => note.parameters = parameter("Signature=x"),
        Cause::LongKey => {
            note.path = format!("/bucket/{}", "k".repeat(1025));
            note.signed_path.clone_from(&note.path);
        }
        _ => return Ok(None),
    }
    let target = change(note.target()?);
    Ok(Some((note, target)))
}
