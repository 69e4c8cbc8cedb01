//! The headers: which are signed, which must be, and their values.

use presign::verify::Rejection;

use super::{Table, put};
use crate::attempt::Attempt;

#[test]
fn signed_and_unsigned_headers() {
    let unsigned = |names: &str| Rejection::UnsignedHeaders { names: names.into() };
    let missing = |name: &str| Rejection::MissingSignedHeader { name: name.into() };
    let mut table = Table::default();
    table.accepted("names in other cases", |a| a.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase()));
    table.accepted("headers in reverse", |a| a.headers.reverse());
    table.accepted("values with blanks around", |a| {
        a.headers.iter_mut().for_each(|(_, value)| *value = [b" \t", &**value, b"  "].concat())
    });
    table.accepted("a value that is folded", |a| a.set_header("x-amz-meta-title", "two boats"));
    table.accepted("a value with a tab", |a| a.set_header("x-amz-meta-title", "two \t boats"));
    for value in ["twoboats", "Two boats", "two\u{a0}boats", "two boats,", ""] {
        table.rejected(
            format!("title {value:?}"),
            move |a| a.set_header("x-amz-meta-title", value),
            Rejection::SignatureMismatch,
        );
    }
    for value in [&b"two boats\xe9"[..], b"two\nboats", b"two\0boats", b"\r\ntwo boats", b"\xff"] {
        table.rejected(
            format!("title {value:?}"),
            move |a| a.set_header("x-amz-meta-title", value),
            Rejection::SignatureMismatch,
        );
    }
    for name in ["content-type", "x-amz-meta-title", "Host"] {
        table.rejected(format!("no {name}"), move |a| a.remove_header(name), missing(&name.to_lowercase()));
        let repeat = move |a: &mut Attempt| {
            let (name, value) = a.headers.iter().find(|(other, _)| other == name).unwrap().clone();
            a.headers.push((name, value));
        };
        let rejection = if name == "Host" { Rejection::AmbiguousHost } else { Rejection::SignatureMismatch };
        table.rejected(format!("{name} twice"), repeat, rejection);
    }
    table.rejected("another content type", |a| a.set_header("content-type", "text/html"), Rejection::SignatureMismatch);
    for host in [
        "photos.s3.eu-west-1.amazonaws.com",
        "photos.s3.us-east-1.amazonaws.com:443",
        "PHOTOS.s3.us-east-1.amazonaws.com",
        "",
    ] {
        table.rejected(format!("host {host:?}"), move |a| a.set_header("Host", host), Rejection::SignatureMismatch);
    }
    table.accepted(":authority", |a| {
        a.authority = Some("photos.s3.us-east-1.amazonaws.com".into());
        a.remove_header("Host");
    });
    table.accepted(":authority and Host", |a| a.authority = Some("photos.s3.us-east-1.amazonaws.com".into()));
    table.rejected(
        ":authority of another host",
        |a| a.authority = Some("example.com".into()),
        Rejection::AmbiguousHost,
    );
    table.rejected(
        ":authority alone, of another host",
        |a| {
            a.authority = Some("example.com".into());
            a.remove_header("Host");
        },
        Rejection::SignatureMismatch,
    );
    for (name, listed) in [
        ("x-amz-acl", "x-amz-acl"),
        ("X-Amz-Copy-Source", "x-amz-copy-source"),
        ("x-amz-date", "x-amz-date"),
        ("x-amz-", "x-amz-"),
        ("x-amz-meta-title2", "x-amz-meta-title2"),
        ("x-amz-a", "x-amz-a"),
    ] {
        table.rejected(format!("unsigned {name}"), move |a| a.add_header(name, "x"), unsigned(listed));
    }
    table.rejected(
        "unsigned headers",
        |a| {
            ["x-amz-tagging", "X-AMZ-ACL", "x-amz-acl"].into_iter().for_each(|name| a.add_header(name, "x"));
        },
        unsigned("x-amz-acl, x-amz-tagging"),
    );
    for name in [
        "x-amzn-trace-id",
        "x-amz",
        "amz-acl",
        "content-length",
        "cache-control",
        "x-amz-content-sha256",
        "X-Amz-Content-SHA256",
        "",
    ] {
        table.accepted(format!("harmless {name:?}"), move |a| a.add_header(name, "x"));
    }
    table.accepted("an allowed header", |a| {
        a.policy = a.policy.clone().dangerous_allow_unsigned_header("X-Amz-Cf-Id");
        a.add_header("x-amz-cf-id", "x");
    });
    table.rejected(
        "a header that is not allowed",
        |a| {
            a.policy = a.policy.clone().dangerous_allow_unsigned_header("x-amz-cf-id");
            a.add_header("x-amz-acl", "x");
            a.add_header("x-amz-cf-id", "x");
        },
        unsigned("x-amz-acl"),
    );
    table.accepted("all headers allowed", |a| {
        a.policy = a.policy.clone().dangerous_allow_unsigned_amz_headers();
        a.add_header("x-amz-acl", "x");
    });
    table.rejected(
        "allowed headers must still match if they are signed",
        |a| {
            a.policy = a.policy.clone().dangerous_allow_unsigned_amz_headers();
            a.set_header("x-amz-meta-title", "x");
        },
        Rejection::SignatureMismatch,
    );
    table.rejected("fewer signed headers", |a| a.set("X-Amz-SignedHeaders", "host"), unsigned("x-amz-meta-title"));
    table.rejected(
        "host is not signed",
        |a| a.set("X-Amz-SignedHeaders", "content-type;x-amz-meta-title"),
        unsigned("host"),
    );
    table.rejected(
        "an unsigned header comes before a missing one",
        |a| {
            a.remove_header("x-amz-meta-title");
            a.add_header("x-amz-meta-wrong", "x");
        },
        unsigned("x-amz-meta-wrong"),
    );
    table.rejected(
        "the token comes before the headers",
        |a| {
            a.append("&X-Amz-Security-Token=x");
            a.add_header("x-amz-acl", "x");
        },
        Rejection::InvalidToken,
    );
    table.check(53, put);
}
