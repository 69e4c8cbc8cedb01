//! Requests whose signature is right. Most are accepted.

use std::collections::BTreeSet;
use std::time::Duration;

use arbitrary::{Result, Unstructured};
use presign::s3::Addressing;
use presign::{Bucket, Error, Method, PresignedUrl, Service, Signer};
use time::OffsetDateTime;

use super::{Exchange, HOLDERS, at};
use crate::naive;
use crate::verifier::{Key, Request, Server, Time};

const SECOND: Time = 1_000_000_000;
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVz+/x==";

/// Dates, with the seconds since the Unix epoch.
pub(super) const DATES: &[(&str, Time)] = &[
    ("20261123T120000Z", 1_795_435_200),
    ("20240229T235959Z", 1_709_251_199),
    ("19700101T000000Z", 0),
    ("20000301T000000Z", 951_868_800),
    ("00000101T000000Z", -62_167_219_200),
    ("99991231T000000Z", 253_402_214_400),
];

/// Pieces of an encoded path.
pub(super) const PATH: &[&str] = &[
    "/",
    "a",
    "boat.jpg",
    "%2F",
    "%2f",
    "%41",
    "~",
    "%7e",
    "+",
    "%2B",
    "%20",
    "é",
    "%C3%A9",
    "%e6%97%a5",
    "..",
    ".",
    "//",
    "/./",
    "/../",
    "%2e%2E",
    "%25",
    "%2541",
    "*",
    "!'()",
    ":@&=$,;",
    "%00",
    "%7F",
    "\"<>",
    "\u{85}",
];
/// Pieces of the name or value of an encoded parameter.
pub(super) const QUERY: &[&str] = &[
    "a", "b", "A", "0", "-", "_", "~", "%7e", "%61", "+", "%20", "%2B", "/", "%2F", "%3D", "%26", "%25", "%253D", "é",
    "%C3%A9", ";", "*", "!", "?", ":", "%00", "%0A", ".", "[]",
];
/// Names of parameters that are no parameters of the signature.
pub(super) const NAMES: &[&str] = &[
    "versionId",
    "uploads",
    "",
    "a",
    "%61",
    "X-Amz-Foo",
    "x-amz-acl",
    "Signature",
    "AWSAccessKeyId",
    "Expires",
    "X-Amz-Region-Set",
    "X-Amz-SignedHeaders2",
    "signature",
];
/// Headers, most of which can be signed.
pub(super) const HEADERS: &[(&str, &str)] = &[
    ("Content-Type", "image/jpeg"),
    ("x-amz-meta-title", "  two \t boats "),
    ("x-amz-acl", "private"),
    ("X-Amz-Server-Side-Encryption", "AES256"),
    ("range", "bytes=0-1"),
    ("x-amz-meta-é", "é\u{a0}"),
    ("x-amz-cf-id", ""),
    ("x-amzn-trace-id", "Root=1"),
    ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
    ("x-amz-content-sha256", "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"),
    ("x-amz-content-sha256", "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"),
    ("!#$%&'*+.^_`|~", ","),
    ("x-amz-a", "a\u{b}"),
];
pub(super) const HOSTS: &[&str] =
    &["photos.s3.us-east-1.amazonaws.com", "127.0.0.1:9000", "[::1]:80", "Example.COM", " a "];
pub(super) const METHODS: &[&str] = &["GET", "PUT", "HEAD", "DELETE", "POST", "get", "PROPFIND", "!#$%&'*+-.^_`|~"];

pub(super) fn exchange(input: &mut Unstructured<'_>) -> Result<Exchange> {
    let &(date, seconds) = choose_mostly_first(input, DATES)?;
    let signed_at = seconds * SECOND;
    let mut exchange = Exchange {
        request: Request { method: String::new(), target: String::new(), headers: vec![], authority: None },
        server: server(input)?,
        key: key(input, signed_at)?,
        holder: *input.choose(HOLDERS)?,
        now: now(input, signed_at)?,
    };
    if input.arbitrary()? && sign_by_library(&mut exchange, at(signed_at), input)? {
        return Ok(exchange);
    }
    sign_by_hand(&mut exchange, date, input)?;
    Ok(exchange)
}

/// Returns whether something happens that should be rare. At the end of the bytes, nothing does.
pub(super) fn rarely(input: &mut Unstructured<'_>, one_in: u8) -> Result<bool> {
    Ok(input.int_in_range(1..=one_in)? == one_in)
}

pub(super) fn choose_mostly_first<'a, T>(input: &mut Unstructured<'_>, items: &'a [T]) -> Result<&'a T> {
    if rarely(input, 6)? { input.choose(items) } else { Ok(&items[0]) }
}

/// Joins a few pieces. Sometimes one of them is any text.
pub(super) fn text(input: &mut Unstructured<'_>, pieces: &[&str]) -> Result<String> {
    let mut text = String::new();
    for _ in 0..input.int_in_range(0..=4)? {
        text += if rarely(input, 16)? { input.arbitrary()? } else { *input.choose(pieces)? };
    }
    Ok(text)
}

pub(super) fn server(input: &mut Unstructured<'_>) -> Result<Server> {
    const SKEWS: &[Duration] = &[Duration::from_secs(900), Duration::ZERO, Duration::MAX, Duration::from_millis(1)];
    const LONGEST: &[Duration] =
        &[Duration::from_secs(604_800), Duration::from_secs(900), Duration::from_millis(899_999), Duration::MAX];
    Ok(Server {
        service: input.choose(&["s3", "execute-api", "s3express", "sts", "s3-outposts"])?.to_string(),
        region: input.choose(&["us-east-1", "eu-west-1", "a_b-1"])?.to_string(),
        max_clock_skew: *choose_mostly_first(input, SKEWS)?,
        max_expires: *choose_mostly_first(input, LONGEST)?,
        stripped_prefix: choose_mostly_first(input, &["", "/storage", "/sto%72age", "/a/../b", "/é"])?.to_string(),
        unsigned_headers: if rarely(input, 3)? { vec!["X-Amz-Cf-Id".into(), "x-amz-acl".into()] } else { vec![] },
        allows_all_unsigned_headers: rarely(input, 6)?,
        takes_headers_from_query: rarely(input, 3)?,
    })
}

pub(super) fn key(input: &mut Unstructured<'_>, signed_at: Time) -> Result<Key> {
    let token = match input.int_in_range(0..=3)? {
        0 | 1 => None,
        2 => Some(("X-Amz-Security-Token", TOKEN.to_owned())),
        _ => Some(("X-Amz-S3session-Token", TOKEN.to_owned())),
    };
    let after = |seconds: Time| Some(signed_at + seconds * SECOND);
    let expires_at = match token {
        Some(("X-Amz-S3session-Token", _)) => *choose_mostly_first(input, &[after(300), after(0)])?,
        _ => *choose_mostly_first(input, &[None, after(300), after(0)])?,
    };
    Ok(Key {
        access_key_id: choose_mostly_first(input, &["AKIDEXAMPLE", "a/user", "é"])?.to_string(),
        secret: choose_mostly_first(input, &["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "s"])?.to_string(),
        token,
        expires_at,
    })
}

pub(super) fn now(input: &mut Unstructured<'_>, signed_at: Time) -> Result<OffsetDateTime> {
    let seconds = *choose_mostly_first(input, &[0, 1, 299, 300, 899, 900, 604_800, -1, -900, -901, -86_400])?;
    let nanoseconds = *choose_mostly_first(input, &[0, 1, 999_999_999])?;
    let now = signed_at + seconds * SECOND + nanoseconds;
    // Some of these times are in the year before the first, or after the last.
    Ok(OffsetDateTime::from_unix_timestamp_nanos(now).unwrap_or(at(signed_at)))
}

/// Signs a request with the library. Returns whether the library can.
fn sign_by_library(exchange: &mut Exchange, signed_at: OffsetDateTime, input: &mut Unstructured<'_>) -> Result<bool> {
    let method = *input.choose(&[Method::Get, Method::Put, Method::Delete])?;
    let path = format!("/{}", text(input, PATH)?);
    let mut query = Vec::new();
    for _ in 0..input.int_in_range(0..=3)? {
        query.push((text(input, QUERY)?, text(input, QUERY)?));
    }
    let mut headers = Vec::new();
    for _ in 0..input.int_in_range(0..=2)? {
        headers.push(*input.choose(HEADERS)?);
    }
    let signer: Box<dyn Signer> = match exchange.session_credentials() {
        Some(session) => Box::new(session),
        None => Box::new(exchange.credentials()),
    };

    let Server { service, region, stripped_prefix, .. } = &exchange.server;
    let sign = || -> std::result::Result<PresignedUrl, Error> {
        let endpoint = format!("https://s3.example.com:8443{stripped_prefix}");
        let complete = |request: presign::PresignRequest<'_>| {
            let request = query.iter().fold(request, |request, (name, value)| request.query(name, value));
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            request.allow_dot_segments().sign_at(&*signer, signed_at)
        };
        if service == "s3" {
            let bucket =
                Bucket::builder("photos").region(region).endpoint(endpoint).addressing(Addressing::Path).build()?;
            complete(bucket.request(method, &path[1..]))
        } else {
            complete(Service::new(service, region, endpoint)?.request(method, &path))
        }
    };
    let Ok(url) = sign() else { return Ok(false) };
    let sent: Vec<_> = url.headers().collect();
    let signature = naive::signature(url.method().as_str(), url.as_str(), &sent, &exchange.key.secret);
    assert!(url.as_str().ends_with(&signature), "{url}");

    let authority = naive::Url::parse(url.as_str()).authority;
    let (_, target) = url.as_str().split_once(authority).expect("its own authority");
    let Some(target) = target.strip_prefix(&**stripped_prefix) else { return Ok(false) };
    exchange.request.method = url.method().to_string();
    exchange.request.target = target.to_owned();
    exchange.request.headers = sent.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    set_host(&mut exchange.request, authority, input)?;
    Ok(true)
}

fn set_host(request: &mut Request, host: &str, input: &mut Unstructured<'_>) -> Result<()> {
    let (has_header, has_authority) = *input.choose(&[(true, false), (false, true), (true, true)])?;
    if has_header {
        request.headers.push(("Host".into(), host.as_bytes().to_vec()));
    }
    request.authority = has_authority.then(|| host.to_owned());
    Ok(())
}

/// Writes a request with every freedom that a client has, and signs it with the naive implementation.
fn sign_by_hand(exchange: &mut Exchange, date: &str, input: &mut Unstructured<'_>) -> Result<()> {
    let Exchange { request, server, key, .. } = exchange;
    request.method = choose_mostly_first(input, METHODS)?.to_string();
    let slash = *choose_mostly_first(input, &["%2F", "/", "%2f"])?;
    let scope = [&key.access_key_id, &date[..8], &server.region, &server.service, "aws4_request"].join(slash);
    let mut parameters = vec![
        "X-Amz-Algorithm=AWS4-HMAC-SHA256".to_owned(),
        format!("X-Amz-Credential={scope}"),
        format!("X-Amz-Date={date}"),
        format!("X-Amz-Expires={}", choose_mostly_first(input, &["900", "000900", "604800", "1", "0", "604801"])?),
    ];
    if let Some((name, token)) = &key.token {
        parameters.push(format!("{name}={}", naive::encode(token.as_bytes(), input.choose(&["", "/="])?)));
    }
    if rarely(input, 6)? {
        let hash = *choose_mostly_first(input, &["UNSIGNED-PAYLOAD", HEADERS[9].1, "STREAMING-UNSIGNED-PAYLOAD"])?;
        parameters.push(format!("X-Amz-Content-Sha256={hash}"));
    }
    let mut name = String::new();
    for _ in 0..input.int_in_range(0..=3)? {
        // Sometimes the name of the parameter before.
        if !rarely(input, 3)? {
            name = if input.arbitrary()? { text(input, QUERY)? } else { input.choose(NAMES)?.to_string() };
        }
        let has_value = name.is_empty() || !rarely(input, 6)?;
        parameters.push(if has_value { format!("{name}={}", text(input, QUERY)?) } else { name.clone() });
    }

    let mut signed = BTreeSet::from(["host".to_owned()]);
    for _ in 0..input.int_in_range(0..=2)? {
        let (name, value) = *input.choose(HEADERS)?;
        // Neither a name outside ASCII nor a harmless header needs to be signed.
        let lower_case = name.to_ascii_lowercase();
        if name.is_ascii() && !rarely(input, 12)? {
            signed.insert(lower_case.clone());
        }
        if rarely(input, if server.takes_headers_from_query { 2 } else { 16 })? {
            let name = naive::encode(lower_case.as_bytes(), "");
            let parameter = format!("{name}={}", naive::encode(value.as_bytes(), ""));
            let times = if rarely(input, 8)? { 2 } else { 1 };
            parameters.extend(std::iter::repeat_n(parameter, times));
        } else {
            request.headers.push((name.to_owned(), value.as_bytes().to_vec()));
        }
    }
    let mut path = format!("/{}", text(input, PATH)?);
    if rarely(input, 6)? {
        // More than fits into the buffers on the stack.
        let count = *input.choose(&[60, 100, 700])?;
        let number = |index: usize| (index * 37 % count) / 2;
        match input.int_in_range(0..=2)? {
            0 => parameters.extend((0..count).map(|index| format!("p{}={}", number(index), index % 5))),
            1 => path += &"/%41b c".repeat(count).replace(' ', "%20"),
            _ => {
                let is_signed: bool = input.arbitrary()?;
                for index in 0..count {
                    let name = format!("h{}", number(index));
                    if is_signed {
                        signed.insert(name.clone());
                    }
                    request.headers.push((name, format!("v  {index}").into_bytes()));
                }
            }
        }
    }

    set_host(request, input.choose(HOSTS)?, input)?;
    let mut names: Vec<_> = signed.iter().map(|name| naive::encode(name.as_bytes(), "")).collect();
    match input.int_in_range(0..=31)? {
        31 => names.push("host".into()),
        30 => names.reverse(),
        29 => names[0] = names[0].to_uppercase(),
        _ => {}
    }
    let separator = *choose_mostly_first(input, &["%3B", ";", "%3b"])?;
    parameters.push(format!("X-Amz-SignedHeaders={}", names.join(separator)));
    if input.arbitrary()? {
        // In canonical order, except for parameters with the same name.
        parameters.sort_by_key(|pair| pair.split('=').next().unwrap_or_default().to_owned());
    }
    parameters.push(format!("X-Amz-Signature={}", "0".repeat(64)));
    request.target = format!("{path}?{}", parameters.join("&"));
    exchange.sign();
    Ok(())
}
