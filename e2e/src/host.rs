//! The bucket that a `Host` header names.

use std::net::IpAddr;

use hyper::header::HOST;
use hyper::http::request::Parts;
use percent_encoding::percent_decode_str;
use s3s::S3Result;
use s3s::host::{S3Host, VirtualHost};

/// The server's own domain. A bucket is a label in front of it. All names under `localhost` resolve to the loopback
/// interface (RFC 6761), so curl and browsers need no setup.
pub(crate) const DOMAIN: &str = "s3.localhost";

/// Reads the bucket from the host. `s3.localhost` and IP addresses name no bucket, and `bucket.s3.localhost` names
/// `bucket`. Any other host is itself the name of a bucket, as with a CNAME record that points to S3. The port is
/// ignored.
pub(crate) struct Hosts;

impl S3Host for Hosts {
    fn parse_host_header<'a>(&'a self, header: &'a str) -> S3Result<VirtualHost<'a>> {
        let server = VirtualHost::new(DOMAIN);
        Ok(match bucket_of(header) {
            Some(bucket) => server.with_bucket(bucket),
            None => server,
        })
    }
}

/// Returns the bucket and the key of a request. Both may be empty.
pub(crate) fn bucket_and_key(head: &Parts) -> (String, String) {
    let header = head.headers.get(HOST).map(|host| String::from_utf8_lossy(host.as_bytes()));
    let host = head.uri.authority().map(|authority| authority.as_str().into()).or(header).unwrap_or_default();
    let path = percent_decode_str(head.uri.path()).decode_utf8_lossy();
    let path = path.strip_prefix('/').unwrap_or(&path);
    match bucket_of(&host) {
        Some(bucket) => (bucket, path.to_owned()),
        None => {
            let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
            (bucket.to_owned(), key.to_owned())
        }
    }
}

fn bucket_of(authority: &str) -> Option<String> {
    let host = without_port(authority);
    if is_server(host) {
        return None;
    }
    let label =
        strip_suffix_ignore_case(host, ".s3.localhost").or_else(|| strip_suffix_ignore_case(host, ".localhost"));
    Some(label.unwrap_or(host).to_ascii_lowercase())
}

fn is_server(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case(DOMAIN) || host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn strip_suffix_ignore_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (head, tail) = text.split_at_checked(at)?;
    (!head.is_empty() && tail.eq_ignore_ascii_case(suffix)).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (header, bucket) in [
            ("127.0.0.1:9000", None),
            ("[::1]:9000", None),
            ("localhost", None),
            ("S3.LocalHost:9000", None),
            ("photos.s3.localhost:9000", Some("photos")),
            ("a.dotted.name.s3.localhost", Some("a.dotted.name")),
            ("photos.localhost:9000", Some("photos")),
            ("Pictures.Example.com:9000", Some("pictures.example.com")),
        ] {
            let parsed = Hosts.parse_host_header(header).unwrap();
            assert_eq!(parsed.bucket(), bucket, "{header}");
        }
    }

    #[test]
    fn buckets_and_keys() {
        for (host, path, expected) in [
            ("127.0.0.1:9000", "/", ("", "")),
            ("127.0.0.1:9000", "/photos", ("photos", "")),
            ("127.0.0.1:9000", "/photos/", ("photos", "")),
            ("s3.localhost", "/photos/a%20b/c", ("photos", "a b/c")),
            ("photos.s3.localhost", "/", ("photos", "")),
            ("photos.s3.localhost", "/a/b", ("photos", "a/b")),
        ] {
            let head = hyper::Request::get(path).header(HOST, host).body(()).unwrap().into_parts().0;
            let (bucket, key) = bucket_and_key(&head);
            assert_eq!((&*bucket, &*key), expected, "{host}{path}");
        }
    }
}
