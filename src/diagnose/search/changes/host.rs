//! Another host or port was signed.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;
use crate::diagnose::url::decoded;
use crate::endpoint::partition::Partition;
use crate::endpoint::region::has_aws_form;
use crate::sigv4::escaped::Escaped;

/// The ports of the servers that people run themselves, and the default ones.
const PORTS: [&str; 13] =
    [":443", ":80", ":9000", ":8080", ":8443", ":4566", ":3900", ":8333", ":7480", ":8000", ":3000", ":9090", ":10000"];

/// Names of one server, seen from inside and outside of a container.
const LOCAL: [&str; 9] = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    "0.0.0.0",
    "host.docker.internal",
    "minio",
    "s3",
    "localstack",
    "s3.localhost.localstack.cloud",
];

/// Where the bucket moves when another host was signed.
#[derive(Clone)]
enum Bucket {
    Stays,
    /// The signed path has no bucket.
    LeavesPath,
    /// The signed path begins with this bucket.
    EntersPath(String),
}

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let mut hosts = Hosts { known, sent: base.host.clone().into_owned(), changes };
    let authority = known.facts.url.authority;
    hosts.add(known.facts.url.host_header(), Bucket::Stays, Rank::Usual);
    for host in &known.facts.attempt.hosts {
        hosts.add(host.clone(), Bucket::Stays, Rank::Usual);
    }
    let sent = hosts.sent.clone();
    let (name, port) = split_port(&sent);
    if !port.is_empty() {
        hosts.add(name.to_owned(), Bucket::Stays, Rank::Usual);
    }
    hosts.add(authority.to_owned(), Bucket::Stays, Rank::Unusual);
    hosts.add(authority.to_ascii_lowercase(), Bucket::Stays, Rank::Unusual);
    for style in styles(known, base, name) {
        let (host, bucket, rank) = style;
        hosts.add([&*host, port].concat(), bucket, rank);
    }
    for other in PORTS {
        let rank = if matches!(other, ":443" | ":80" | ":9000") { Rank::Usual } else { Rank::Rare };
        hosts.add([name, other].concat(), Bucket::Stays, rank);
    }
    if !Partition::is_aws_host(name) {
        for other in LOCAL {
            let rank = if matches!(other, "localhost" | "127.0.0.1" | "minio") { Rank::Unusual } else { Rank::Rare };
            for port in [port, ":9000"] {
                hosts.add([other, port].concat(), Bucket::Stays, rank);
            }
        }
    }
    let dotted = name.strip_suffix('.').map_or_else(|| [name, "."].concat(), str::to_owned);
    hosts.add([&*dotted, port].concat(), Bucket::Stays, Rank::Rare);
}

/// Returns the other names that the bucket has on AWS, or at the endpoint.
fn styles(known: &Known<'_>, base: &Candidate<'_>, name: &str) -> Vec<(String, Bucket, Rank)> {
    let first = base.path.strip_prefix('/').and_then(|path| path.split('/').next()).unwrap_or_default();
    let first = decoded(Escaped::of_path(first)).into_owned();
    let mut found = Vec::new();
    let Some(labels) = Partition::without_suffix(name) else {
        // The bucket is in the path here, and in the host there, or the other way round.
        if !first.is_empty() {
            found.push((format!("{first}.{name}"), Bucket::LeavesPath, Rank::Usual));
        }
        if let Some((bucket, rest)) = name.split_once('.') {
            found.push((rest.to_owned(), Bucket::EntersPath(bucket.to_owned()), Rank::Usual));
        }
        // The host is a name of the caller's own for a bucket on AWS.
        let named = known.facts.answer.as_ref().and_then(|answer| answer.element("BucketName")).map(str::to_owned);
        let region = &*base.scope.region;
        let suffix = Partition::of_region(region).dns_suffix;
        for endpoint in [format!("s3.{region}.{suffix}"), format!("s3.{suffix}")] {
            for bucket in named.iter().map(String::as_str).chain([name]) {
                found.push((format!("{bucket}.{endpoint}"), Bucket::Stays, Rank::Unusual));
                found.push((endpoint.clone(), Bucket::EntersPath(bucket.to_owned()), Rank::Rare));
            }
            found.push((endpoint, Bucket::Stays, Rank::Rare));
        }
        return found;
    };
    let suffix = name.get(labels.len()..).unwrap_or_default();
    let is_s3 = |label: &&str| **label == *"s3" || label.starts_with("s3-");
    let labels: Vec<&str> = labels.split('.').collect();
    let Some(at) = labels.iter().rposition(is_s3) else { return found };
    let (bucket, endpoint) = labels.split_at(at);
    let (bucket, is_virtual) = match bucket {
        [] => (first, false),
        bucket => (bucket.join("."), true),
    };
    let own = endpoint.iter().find_map(|label| {
        let region = label.strip_prefix("s3-").unwrap_or(label);
        has_aws_form(region).then_some(region)
    });
    let region = own.unwrap_or(&base.scope.region);
    let endpoints = [
        (endpoint.join("."), Rank::Usual),
        (format!("s3.{region}"), Rank::Usual),
        ("s3".into(), Rank::Usual),
        (format!("s3-{region}"), Rank::Unusual),
        (format!("s3.dualstack.{region}"), Rank::Unusual),
        ("s3-accelerate".into(), Rank::Unusual),
        ("s3-accelerate.dualstack".into(), Rank::Rare),
        (format!("s3-fips.{region}"), Rank::Rare),
        (format!("s3.{}", base.scope.region), Rank::Unusual),
    ];
    for (endpoint, rank) in endpoints {
        let in_path = if is_virtual { Bucket::EntersPath(bucket.clone()) } else { Bucket::Stays };
        let in_host = if is_virtual { Bucket::Stays } else { Bucket::LeavesPath };
        found.push((format!("{bucket}.{endpoint}{suffix}"), in_host, rank));
        found.push((format!("{endpoint}{suffix}"), in_path, rank));
    }
    found
}

struct Hosts<'a, 'c> {
    known: &'a Known<'a>,
    sent: String,
    changes: &'c mut Vec<Change<'a>>,
}

impl Hosts<'_, '_> {
    fn add(&mut self, host: String, bucket: Bucket, rank: Rank) {
        let (known, sent) = (self.known, self.sent.clone());
        if host.is_empty() || host == sent && matches!(bucket, Bucket::Stays) {
            return;
        }
        let is_port = split_port(&host).0.eq_ignore_ascii_case(split_port(&sent).0);
        let cause =
            if is_port && split_port(&host).1 != split_port(&sent).1 { Cause::PortChanged } else { Cause::HostChanged };
        let signed = host.clone();
        let change = Change::new(Part::Host, rank, move |candidate: &mut Candidate<'_>| {
            candidate.host = signed.clone().into();
            match &bucket {
                Bucket::Stays => {}
                Bucket::LeavesPath => {
                    let path = candidate.path.strip_prefix('/').and_then(|path| path.split_once('/'));
                    candidate.path = ["/", path.map_or("", |(_, path)| path)].concat().into();
                }
                Bucket::EntersPath(bucket) => candidate.path = ["/", bucket, &candidate.path].concat().into(),
            }
        });
        self.changes.push(change.because(cause, move || {
            let (host, sent) = (known.shown(&host), known.shown(&sent));
            let fix = match cause {
                Cause::PortChanged => {
                    "Send the header `Host` with exactly the signed port, or sign for the address that clients use. \
                     A default port (443 for https, 80 for http) is not signed."
                }
                _ => {
                    "Send the request to the host that was signed, and let proxies keep the header `Host`. \
                     Or sign for the host that clients use."
                }
            };
            (format!("The URL was signed for the host {host}, and the request is for {sent}."), fix.into())
        }));
    }
}

/// Splits before the `:` of a port.
fn split_port(host: &str) -> (&str, &str) {
    match host.rfind(':') {
        Some(at)
            if host.get(at.saturating_add(1)..).is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            host.split_at(at)
        }
        _ => (host, ""),
    }
}
