//! The names of the bucket and the key in a URL.

use alloc::string::String;

use crate::diagnose::facts::Facts;
use crate::diagnose::url::decoded;
use crate::endpoint::partition::Partition;
use crate::sigv4::escaped::Escaped;

/// Where a URL may name its bucket.
pub(super) struct Names {
    /// The first label of the host.
    pub(super) first_label: String,
    /// The first segment of the path, decoded.
    pub(super) first_segment: String,
    /// The rest of the path, decoded.
    pub(super) rest: String,
    pub(super) style: Style,
}

/// Where a URL names its bucket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Host,
    Path,
    /// Either: the host is no service's that is known.
    Unknown,
}

/// First labels that servers have, rather than buckets.
const SERVERS: [&str; 24] = [
    "api",
    "assets",
    "cdn",
    "ceph",
    "cos",
    "data",
    "files",
    "garage",
    "gateway",
    "host",
    "localhost",
    "localstack",
    "media",
    "minio",
    "object",
    "objects",
    "obs",
    "oss",
    "rgw",
    "s3",
    "static",
    "storage",
    "swift",
    "www",
];

impl Names {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let host = facts.url.host();
        let path = decoded(Escaped::of_path(facts.url.path.trim_start_matches('/'))).into_owned();
        let (first_segment, rest) = path.split_once('/').unwrap_or((&path, ""));
        let (first_segment, rest) = (String::from(first_segment), String::from(rest));
        let first_label = String::from(host.split('.').next().unwrap_or_default());
        Self { style: style(&host), first_label, first_segment, rest }
    }

    /// Returns whether the URL is one for an object, as far as it shows.
    pub(super) fn has_key(&self) -> bool {
        match self.style {
            Style::Host => !self.first_segment.is_empty(),
            Style::Path => !self.rest.is_empty(),
            Style::Unknown => !self.first_segment.is_empty(),
        }
    }
}

fn style(host: &str) -> Style {
    let is_server = |label: &str| SERVERS.contains(&label) || label.starts_with("s3-") || label.starts_with("minio");
    let labels = || host.split('.');
    let is_address = host.starts_with('[') || labels().all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    let first = labels().next().unwrap_or_default();
    if let Some(rest) = Partition::without_suffix(host) {
        return if is_server(rest.split('.').next().unwrap_or_default()) { Style::Path } else { Style::Host };
    }
    if is_address || !host.contains('.') || is_server(first) {
        return Style::Path;
    }
    // `photos.s3.example.com`, `photos.minio`, `photos.localhost`
    if labels().skip(1).any(is_server) { Style::Host } else { Style::Unknown }
}
