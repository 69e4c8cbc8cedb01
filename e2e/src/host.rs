//! The bucket that a `Host` header names.

use std::net::IpAddr;

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
        let host = without_port(header);
        let server = VirtualHost::new(DOMAIN);
        if is_server(host) {
            return Ok(server);
        }
        let label = strip_suffix_ignore_case(host, ".s3.localhost")
            .or_else(|| strip_suffix_ignore_case(host, ".localhost"))
            .unwrap_or(host);
        Ok(server.with_bucket(label.to_ascii_lowercase()))
    }
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
}
