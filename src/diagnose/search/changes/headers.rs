//! A signed header had another value, or none.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank, Texts};
use crate::diagnose::search::escaping::decode;
use crate::diagnose::search::known::Known;
use crate::sigv4::{EMPTY_PAYLOAD_HASH, encode_component, encode_path};

/// How many signed headers are changed.
const MOST: usize = 16;

const CONTENT_TYPES: [&str; 22] = [
    "application/octet-stream",
    "image/jpeg",
    "image/png",
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "binary/octet-stream",
    "application/pdf",
    "video/mp4",
    "text/html",
    "image/webp",
    "text/csv",
    "application/zip",
    "image/gif",
    "image/jpg",
    "application/xml",
    "text/xml",
    "image/svg+xml",
    "audio/mpeg",
    "multipart/form-data",
    "application/x-amz-json-1.1",
    "image/*",
];

/// Headers that proxies change.
const REWRITTEN: [&str; 8] =
    ["accept-encoding", "user-agent", "connection", "via", "x-forwarded-for", "x-forwarded-proto", "expect", "accept"];

/// Returns values that a header often has.
fn usual(name: &str) -> &'static [&'static str] {
    match name {
        "content-type" => &CONTENT_TYPES,
        "content-length" => &["0"],
        "accept-encoding" => {
            &["identity", "gzip", "gzip, deflate", "gzip,deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "*"]
        }
        "accept" => &["*/*", "application/json"],
        "x-amz-acl" => {
            &["private", "public-read", "bucket-owner-full-control", "public-read-write", "authenticated-read"]
        }
        "x-amz-content-sha256" => &["UNSIGNED-PAYLOAD", EMPTY_PAYLOAD_HASH, "STREAMING-UNSIGNED-PAYLOAD-TRAILER"],
        "x-amz-server-side-encryption" => &["AES256", "aws:kms"],
        "x-amz-storage-class" => &["STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER", "REDUCED_REDUNDANCY"],
        "x-amz-request-payer" => &["requester"],
        "x-amz-checksum-mode" => &["ENABLED"],
        "x-amz-sdk-checksum-algorithm" => &["CRC32", "CRC64NVME", "SHA256", "CRC32C", "SHA1"],
        "x-amz-checksum-crc32" => &["AAAAAA=="],
        "x-amz-checksum-crc64nvme" => &["AAAAAAAAAAA="],
        "content-md5" => &["1B2M2Y8AsgTpgAmY7PhCfg=="],
        "content-encoding" => &["gzip", "aws-chunked", "identity", "utf-8"],
        "content-disposition" => &["attachment", "inline"],
        "cache-control" => &["no-cache", "no-store", "max-age=31536000", "public, max-age=31536000"],
        "connection" => &["keep-alive", "close"],
        "x-forwarded-proto" => &["https", "http"],
        "expect" => &["100-continue"],
        _ => &[],
    }
}

/// A value that may have been signed.
struct Value<'a> {
    text: Cow<'a, str>,
    rank: Rank,
}

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let others = base.headers.iter().enumerate().filter(|(_, header)| !header.name.eq_ignore_ascii_case("host"));
    for (index, header) in others.take(MOST) {
        let name = header.name.to_ascii_lowercase();
        for Value { text, rank } in values(known, &name, &header.value) {
            if text == header.value {
                continue;
            }
            let (signed, signed_name) = (text.clone(), header.name.clone());
            let change = Change::new(Part::Header(index), rank, move |candidate| {
                if let Some(header) = candidate.headers.iter_mut().find(|header| header.name == signed_name) {
                    header.value = signed.clone();
                    if header.name == "x-amz-content-sha256" {
                        candidate.payload = signed.clone();
                    }
                }
            });
            if !known.facts.knows_headers() {
                changes.push(change);
                continue;
            }
            let (cause, sent) = (cause_of(known, &name), header.value.clone());
            let name = name.clone();
            changes.push(change.because(cause, move || texts(known, cause, &name, &text, &sent)));
        }
        let header = header.name.clone();
        let change = Change::new(Part::Header(index), Rank::Rare, move |candidate| {
            candidate.headers.retain(|other| other.name != header);
        });
        changes.push(change.because(Cause::HeaderChanged, move || {
            let what = format!(
                "The header {} is among the signed headers of the URL, and was not signed.",
                known.shown(&name)
            );
            (what, "Sign each header that `X-Amz-SignedHeaders` names.".into())
        }));
    }
    names(changes);
}

/// Returns the cause of a difference.
fn cause_of(known: &Known<'_>, name: &str) -> Cause {
    match name {
        _ if known.sent(name).is_empty() => Cause::HeaderMissing,
        name if REWRITTEN.contains(&name) => Cause::HeaderRewritten,
        _ => Cause::HeaderChanged,
    }
}

fn texts(known: &Known<'_>, cause: Cause, name: &str, signed: &str, sent: &str) -> Texts {
    let shown = known.shown(name);
    let signed = known.shown_header(name, signed).map_or(String::new(), |value| format!(" as {value}"));
    let sent = known.shown_header(name, sent).map_or(String::new(), |value| format!(" as {value}"));
    match cause {
        Cause::HeaderMissing => (
            format!("The header {shown} was signed{signed}, and was not sent."),
            format!("Send the header {shown} with exactly the signed value, or sign a URL without it."),
        ),
        Cause::HeaderRewritten => (
            format!("The header {shown} was signed{signed}, and arrives{sent}: clients and proxies set it themselves."),
            format!("Don't sign the header {shown}."),
        ),
        _ => (
            format!("The header {shown} was signed{signed}, and was sent{sent}."),
            format!("Send the header {shown} with exactly the signed value, or sign the value that the client sends."),
        ),
    }
}

/// Returns the values that a header may have been signed with, the most usual ones first.
fn values<'a>(known: &'a Known<'a>, name: &str, sent: &Cow<'a, str>) -> Vec<Value<'a>> {
    let mut values: Vec<Value<'a>> = Vec::new();
    let mut add = |text: Cow<'a, str>, rank| values.push(Value { text, rank });
    let all = known.sent(name);
    if !sent.is_empty() {
        add("".into(), Rank::Usual);
        if let Some((before, _)) = sent.split_once(';') {
            add(String::from(before.trim_end()).into(), Rank::Usual);
        }
        if name == "content-type" {
            let plain = sent.split(';').next().unwrap_or_default().trim_end();
            for (charset, rank) in [
                ("; charset=utf-8", Rank::Usual),
                (";charset=utf-8", Rank::Unusual),
                ("; charset=UTF-8", Rank::Usual),
                (";charset=UTF-8", Rank::Unusual),
                ("; charset=iso-8859-1", Rank::Rare),
                ("; charset=ISO-8859-1", Rank::Rare),
                ("; charset=us-ascii", Rank::Rare),
            ] {
                add([plain, charset].concat().into(), rank);
            }
        }
        if let [first, .., last] = all {
            add(all.join(", ").into(), Rank::Usual);
            add((*first).into(), Rank::Unusual);
            add((*last).into(), Rank::Unusual);
        } else if let [only] = all {
            add((*only).into(), Rank::Usual);
            add(only.trim().into(), Rank::Usual);
        }
        add(sent.to_ascii_lowercase().into(), Rank::Usual);
        add(sent.to_ascii_uppercase().into(), Rank::Rare);
        add(sent.replace(", ", ",").into(), Rank::Unusual);
        add(sent.replace("; ", ";").into(), Rank::Unusual);
        add(sent.replace(' ', "").into(), Rank::Rare);
        add(String::from(sent.trim_matches('"')).into(), Rank::Unusual);
        add(format!("\"{sent}\"").into(), Rank::Unusual);
        if let Ok(decoded) = String::from_utf8(decode(sent)) {
            add(decoded.into(), Rank::Unusual);
        }
        add(encode_component(&**sent).to_string().into(), Rank::Unusual);
        add(encode_path(&**sent).to_string().into(), Rank::Unusual);
    }
    for (index, value) in usual(name).iter().enumerate() {
        add((*value).into(), if index < 6 { Rank::Usual } else { Rank::Rare });
    }
    if let Some(value) = known.echo.as_ref().and_then(|echo| echo.header(name)) {
        add(value.into(), Rank::Usual);
    }
    values
}

/// The names of the signed headers were written otherwise.
fn names(changes: &mut Vec<Change<'_>>) {
    let mut add = |rank, how: &'static str, edit: fn(&mut Candidate<'_>)| {
        changes.push(Change::new(Part::HeaderNames, rank, edit).because(Cause::HeaderChanged, move || {
            let what = format!("The signer signed the names of the headers {how}.");
            (what, "Write the names in lower case, sorted, in `X-Amz-SignedHeaders` and in what is signed.".into())
        }));
    };
    add(Rank::Unusual, "sorted, which they are not in the URL", |candidate| {
        candidate.headers.sort_by(|one, other| one.name.cmp(&other.name));
    });
    add(Rank::Unusual, "in lower case, which they are not in the URL", |candidate| {
        for header in &mut candidate.headers {
            header.name = header.name.to_ascii_lowercase().into();
        }
    });
}
