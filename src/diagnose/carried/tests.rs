//! Whatever carried a URL, undoing it gives the URL that was signed.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};
use proptest::prelude::*;
use time::macros::datetime;

use super::undo;
use crate::diagnose::cause::Cause;
use crate::{Bucket, Credentials};

/// Returns a URL for any key, with or without a session token, a signed header and an override.
fn url() -> impl Strategy<Value = String> {
    let token = proptest::option::of(proptest::collection::vec(any::<u8>(), 1..100));
    let key = prop_oneof![
        "[ -~ü日]{1,20}",
        // Keys that look as if something had carried them.
        r"([a-z]|&amp;|\\u0026|\\/|u0026X-Amz-Date=|\?X-Amz-Signature=1|%252F|%0A|#|\)|https://|(MISSING)|=\n|&utm_source=a){1,4}",
    ];
    (key, token, any::<bool>(), proptest::option::of("[ -~ü\n]{1,20}")).prop_map(|(key, token, typed, name)| {
        let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
        let mut request = bucket.put_object(&key).allow_dot_segments();
        if typed {
            request = request.content_type("image/jpeg");
        }
        if let Some(name) = name {
            request = request.query("tag", name);
        }
        let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let token = Base64::encode_string(&token.unwrap_or_default());
        let credentials = match token.is_empty() {
            true => Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            false => credentials.with_session_token(token),
        };
        let url = request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC)).unwrap();
        url.as_str().to_string()
    })
}

/// Writes characters of the path as they are that other signers don't encode.
fn with_raw_path(url: &str) -> String {
    let raw = [("%26", "&"), ("%3B", ";"), ("%3D", "="), ("%28", "("), ("%29", ")"), ("%2B", "+")];
    let (place, query) = url.split_once('?').unwrap();
    let place = raw.iter().fold(place.to_string(), |place, (escape, raw)| place.replace(escape, raw));
    format!("{place}?{query}")
}

/// Puts a text between the lines of a URL, at every so many bytes.
fn wrap(url: &str, length: usize, between: &str) -> String {
    let characters: Vec<char> = url.chars().collect();
    let lines: Vec<String> = characters.chunks(length).map(|line| line.iter().collect()).collect();
    lines.join(between)
}

fn encode(url: &str) -> String {
    crate::sigv4::encode_component(url).to_string()
}

/// Encodes the query once more. If every `%` in the path is that of a `%25`, nobody can tell whether the path was encoded
/// too, so it is.
fn encode_values(url: &str) -> String {
    let (place, query) = url.split_once('?').unwrap();
    let place = if place.contains("%25") { place.replace('%', "%25") } else { place.to_string() };
    format!("{place}?{}", query.replace('%', "%25"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 100 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_url_that_was_not_carried_is_not_changed(url in url()) {
        for url in [with_raw_path(&url), url] {
            let undone = undo(&url);
            prop_assert_eq!(&*undone.url, &url);
            prop_assert!(undone.changes.is_empty());
        }
    }

    #[test]
    fn what_carried_a_url_is_undone(url in url(), length in 10..90usize) {
        for (carried, cause) in [
            (url.replace('&', "&amp;"), Cause::HtmlEscaped),
            (url.replace('&', "&amp;amp;"), Cause::HtmlEscaped),
            (url.replace('&', "&#38;").replace('=', "&#x3D;"), Cause::HtmlEscaped),
            (url.replace('&', "&#38;").replace('/', "&#x2f;"), Cause::HtmlEscaped),
            (url.replace('/', r"\/"), Cause::JsonEscaped),
            (url.replace('&', r"\u0026").replace('=', r"\u003d"), Cause::JsonEscaped),
            (url.replace('&', "u0026"), Cause::JsonEscaped),
            (url.replace('&', r"\&").replace('?', r"\?"), Cause::ShellEscaped),
            (url.replace('&', "^&"), Cause::ShellEscaped),
            (url.replace('%', "%%"), Cause::FormatString),
            (encode(&url), Cause::EncodedTwice),
            (encode(&encode(&url)), Cause::EncodedTwice),
            (encode_values(&url), Cause::EncodedTwice),
            (wrap(&url, length, "\n"), Cause::LineWrapped),
            (wrap(&url, length, "\r\n"), Cause::LineWrapped),
            (wrap(&url, length, "\n> "), Cause::LineWrapped),
            (wrap(&url, length, "\\\n"), Cause::LineWrapped),
            (wrap(&url, length, "\0").replace('=', "=3D").replace('\0', "=\r\n"), Cause::LineWrapped),
            (url.replace('%', "%25"), Cause::EncodedTwice),
            (wrap(&url.replace('&', "&amp;"), length, "\n"), Cause::HtmlEscaped),
            (format!("{url}."), Cause::TrailingPunctuation),
            (format!("{url}%22)"), Cause::TrailingPunctuation),
            (format!("\"{url}\""), Cause::TrailingPunctuation),
            (format!("<{url}>"), Cause::TrailingPunctuation),
            (format!("{url}?utm_source=mail"), Cause::QueryChanged),
            (format!("{url}&utm_source=mail&fbclid=Iw&x"), Cause::TrackingParameter),
            (url.replace("X-Amz-Signature=", "X-Amz-Signature=%0A"), Cause::LineWrapped),
            (url.replace("%2Faws4_request", "%2F%20aws4_request"), Cause::LineWrapped),
        ] {
            let expected = if carried.ends_with("&x") { format!("{url}&x") } else { url.clone() };
            let undone = undo(&carried);
            prop_assert_eq!(&*undone.url, &expected, "{}", carried);
            prop_assert!(undone.changes.iter().any(|change| change.cause == cause), "{carried}");
        }
    }
}

/// What function that formats text makes of a URL whose key has no escapes.
#[test]
fn what_was_formatted_is_undone() {
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let now = datetime!(2026-11-23 12:00 UTC);
    let key = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let session = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token("IQo+b3/w+x==");
    let request = || bucket.put_object("boat.jpg").content_type("image/jpeg");
    let plain = request().sign_at(&key, now).unwrap().as_str().to_string();
    let with_token = request().sign_at(&session, now).unwrap().as_str().to_string();
    let go = |url: &str| {
        ["%2F", "%2B", "%3B", "%3D"]
            .iter()
            .fold(url.to_string(), |url, escape| url.replace(escape, &format!("%!{}(MISSING)", &escape[2..])))
    };
    for (url, carried) in [
        (&plain, go(&plain)),
        (&with_token, go(&with_token)),
        (&plain, plain.replace("%2F", "0.000000")),
        (&plain, plain.replace("%2", "").replace("%3", "")),
        (&plain, plain.replace('%', "")),
        (&plain, plain.replace("%2F", "")),
    ] {
        let undone = undo(&carried);
        assert_eq!(*undone.url, *url, "{carried}");
        assert!(undone.changes.iter().all(|change| change.cause == Cause::FormatString));
    }
}
