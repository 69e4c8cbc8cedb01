//! The rules for bucket names in hosts and in paths.

use crate::credentials::{Stray, find_stray};
use crate::error::{Error, Found, Repr};

/// Checks that no blank or quotation mark was copied along with the name or ARN. Some servers allow them inside.
pub(crate) fn check_ends(name: &str) -> Result<(), Error> {
    match find_stray(name) {
        Some(Stray { at, what }) => Err(Repr::UntrimmedBucketName { found: Found::new(name), at, what }.into()),
        None => Ok(()),
    }
}

/// Returns whether a name can be a label of a host, or several labels if it contains dots:
///
/// - It has 3 to 63 lower-case letters, digits, hyphens and dots.
/// - Every label begins and ends with a letter or digit.
/// - It does not look like an IPv4 address.
///
/// Source: the S3 endpoint rule-set's `aws.isVirtualHostableS3Bucket`.
pub(crate) fn is_virtual_hostable(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (3..=63).contains(&name.len()) && name.split('.').all(is_label) && !looks_like_ipv4(name)
}

fn looks_like_ipv4(name: &str) -> bool {
    name.split('.').count() == 4 && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Checks that the name can be the first part of a host name.
pub(crate) fn check_host_name(name: &str, dots: Dots) -> Result<(), Error> {
    let reason = if !is_virtual_hostable(name) {
        "3 to 63 lower-case letters, digits, hyphens and dots are allowed; each label must begin and end with a letter \
         or digit, and the name must not look like an IPv4 address"
    } else if dots == Dots::BreakTls && name.contains('.') {
        "it has a dot, but the endpoint's TLS certificate covers only one label; use path-style addressing"
    } else {
        return Ok(());
    };
    Err(invalid_bucket_name(name, "in a host name", reason))
}

/// Whether the bucket name in a host may contain dots.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dots {
    Allowed,
    /// No dots: a certificate for `*.s3.amazonaws.com` covers only one label.
    BreakTls,
}

/// Checks that the name can be one segment of a path. Old buckets have names that are not valid in DNS, and servers
/// other than AWS have their own rules. So this rejects only names that would change the path.
pub(crate) fn check_path_segment(name: &str) -> Result<(), Error> {
    let reason = match name {
        "" => "it is empty",
        "." | ".." => "it is a dot segment, which clients remove before sending",
        _ if name.len() > 255 => "at most 255 bytes are allowed",
        _ if name.contains('/') => "it has a slash, which would end the name and begin the key",
        _ if name.contains(char::is_control) => "it has a control character",
        _ => return Ok(()),
    };
    Err(invalid_bucket_name(name, "in a path", reason))
}

pub(crate) fn invalid_bucket_name(name: &str, place: &'static str, reason: &'static str) -> Error {
    Repr::InvalidBucketName { found: Found::new(name), place, reason }.into()
}
