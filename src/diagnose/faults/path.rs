//! The path: the key, the bucket in it, and what clients change.

use alloc::format;

use crate::diagnose::bucket_and_key::BucketAndKey;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;
use crate::s3::host_row::HostRow;
use crate::sigv4::path::DotSegments;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if !facts.claims.is_s3() {
        return;
    }
    find_normalized(facts, findings);
    find_bucket_twice(facts, findings);
    find_empty_key(facts, findings);
}

/// Clients and proxies remove dot segments (RFC 3986, section 5.2.4), and some of them join slashes.
fn find_normalized(facts: &Facts<'_>, findings: &mut Findings) {
    let path = facts.url.path;
    let (what, fix) = if DotSegments::Encoded.are_in(path) {
        (
            "The path has a segment `.` or `..`, which most clients remove before they send the request.",
            "Use keys without such segments, or a client that leaves them: `curl --path-as-is`.",
        )
    } else if path.contains("//") {
        (
            "The path has two slashes in a row, which some clients and proxies join.",
            "Leave out a slash at the beginning of the key or the end of the endpoint, unless it is a part of the key. In nginx, set \
             `merge_slashes off`.",
        )
    } else {
        return;
    };
    findings.add(Cause::PathNormalized, Certainty::Possible, what, fix);
}

/// An endpoint with the bucket in it, to which a client adds the bucket again.
fn find_bucket_twice(facts: &Facts<'_>, findings: &mut Findings) {
    const FIX: &str =
        "Set the endpoint without the bucket: clients add it. To use an endpoint as it is, set `Addressing::Cname`.";
    let host = facts.url.host();
    let Some(row) = HostRow::find(&host, facts.url.path) else { return };
    let mut segments = facts.url.path.get(row.provider.base_path.len()..).unwrap_or_default().split('/').skip(1);
    let first = segments.next().unwrap_or_default();
    let Some(bucket) = row.bucket else {
        if !first.is_empty() && segments.next() == Some(first) {
            let what = format!("The path begins with {} twice, which may be the bucket.", quoted::path(first));
            findings.add(Cause::BucketTwice, Certainty::Possible, what, FIX);
        }
        return;
    };
    let half = bucket.len() / 2;
    let is_doubled =
        bucket.get(half..).and_then(|end| end.strip_prefix('.')).is_some_and(|end| bucket.get(..half) == Some(end));
    if is_doubled {
        let what = format!("The host has the bucket twice: {}.", quoted::host(&host));
        findings.add(Cause::BucketTwice, Certainty::Likely, what, FIX);
    } else if first == bucket {
        let what =
            format!("The bucket {} is in the host, and the path begins with the same name.", quoted::path(bucket));
        findings.add(Cause::BucketTwice, Certainty::Possible, what, FIX);
    }
}

/// Without a key, the request is one for the bucket.
fn find_empty_key(facts: &Facts<'_>, findings: &mut Findings) {
    /// The parameters that requests for a bucket have.
    const OF_BUCKETS: [&str; 12] = [
        "list-type",
        "prefix",
        "delimiter",
        "uploads",
        "versions",
        "location",
        "delete",
        "session",
        "max-keys",
        "acl",
        "policy",
        "cors",
    ];
    let host = facts.url.host();
    let Some(BucketAndKey { bucket: Some(_), key: None }) =
        BucketAndKey::of(&host, facts.url.path, facts.claims.service())
    else {
        return;
    };
    if facts.method() == Some("HEAD") || OF_BUCKETS.iter().any(|name| facts.url.parameter(name).is_some()) {
        return;
    }
    let is_upload = facts.method() == Some("PUT") && facts.claims.signs("content-type");
    let certainty = if is_upload { Certainty::Likely } else { Certainty::Possible };
    let what = "The URL has no key, so the request is one for the bucket: a GET lists it, a PUT creates it and a DELETE deletes it.";
    findings.add(Cause::EmptyKey, certainty, what, "If it is meant for an object, sign it with the object's key.");
}
