//! Which bucket names can stand in a host name, and which in a path.

use crate::error::{Error, Found, Repr};

/// Whether a name may be a label, or with dots several labels, of a host: 3 to 63 lower-case letters, digits, hyphens and
/// dots, every label beginning and ending in a letter or digit, and not in the form of an IPv4 address.
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
        "3 to 63 lower-case letters, digits, hyphens and dots are allowed, each label with a letter or digit at either end"
    } else if dots == Dots::BreakTls && name.contains('.') {
        "it has a dot, and the endpoint's certificate is for one label"
    } else {
        return Ok(());
    };
    Err(invalid_bucket_name(name, "in a host name", reason))
}

/// What a dot in a bucket's name does to its host name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dots {
    Allowed,
    /// A certificate for `*.s3.amazonaws.com` covers one label.
    BreakTls,
}

/// That the name can stand in a path, as one segment. Old buckets have names that DNS would not take, and other servers
/// than AWS have rules of their own, so this refuses only what would change the path.
pub(crate) fn check_path_segment(name: &str) -> Result<(), Error> {
    let reason = match name {
        "" => "it is empty",
        "." | ".." => "clients remove dot segments before sending",
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
