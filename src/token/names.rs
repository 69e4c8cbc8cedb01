//! Checks of user, cache and cluster names.

use crate::endpoint::url::{check_no_secret_parts, find_what_is_with_it};
use crate::error::{Error, Found, Repr};

/// Checks that a user is not empty. Any other name is allowed, because it is percent-encoded.
pub(super) fn check_user(field: &'static str, user: &str) -> Result<(), Error> {
    if user.is_empty() { Err(Repr::EmptyUser { field }.into()) } else { Ok(()) }
}

/// Checks the name of a cache or cluster, which the token has in place of a host. The services store it in lower case,
/// and it is signed in lower case.
///
/// This is the widest documented rule. Replication groups have at most 40 characters; no other limit is documented for
/// serverless caches and MemoryDB.
///
/// Source: [CreateCacheCluster][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
pub(super) fn check_cache_name(field: &'static str, name: &str, service: &'static str) -> Result<(), Error> {
    let allowed = "1 to 50 letters, digits and single hyphens, beginning with a letter and not ending with a hyphen \
                   (give the name, not the endpoint's host)";
    let valid = name.len() <= 50
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.ends_with('-')
        && !name.contains("--");
    checked(valid, field, name, service, allowed)
}

/// Checks the name of an EKS cluster.
///
/// Source: [CreateCluster][eks].
///
/// [eks]: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
pub(super) fn check_eks_name(name: &str, service: &'static str) -> Result<(), Error> {
    let allowed = "1 to 100 letters, digits, hyphens and underscores, beginning with a letter or digit";
    let valid = name.len() <= 100
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    checked(valid, "cluster name", name, service, allowed)
}

fn checked(
    valid: bool,
    field: &'static str,
    name: &str,
    service: &'static str,
    allowed: &'static str,
) -> Result<(), Error> {
    if valid {
        return Ok(());
    }
    // The value may be a connection string with a password, which no message may show.
    check_no_secret_parts(name)?;
    if let Some((what, offset)) = find_what_is_with_it(name) {
        return Err(Repr::ClusterNameNotAlone { field, what, offset }.into());
    }
    Err(Repr::InvalidClusterName { field, found: Found::new(name), service, allowed }.into())
}
