//! The names of users, caches and clusters, as far as a token can be wrong about them.

use crate::endpoint::url::{check_no_secret_parts, find_what_is_with_it};
use crate::error::{Error, Found, Repr};

/// A user may have any name: what would mean something in a query is encoded.
pub(super) fn check_user(field: &'static str, user: &str) -> Result<(), Error> {
    if user.is_empty() { Err(Repr::EmptyUser { field }.into()) } else { Ok(()) }
}

/// A name that stands in the place of the host. The services keep it in lower case, and so does the signature.
///
/// The widest rule that is documented: replication groups have at most 40 characters, and for serverless caches and MemoryDB
/// there is no word of another one.
///
/// Source: [CreateCacheCluster][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
pub(super) fn check_cache_name(field: &'static str, name: &str, service: &'static str) -> Result<(), Error> {
    let allowed = "1 to 50 letters, digits and hyphens, a letter first, no hyphen last and no two together (it is the name \
                   alone, and not the endpoint's host)";
    let valid = name.len() <= 50
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.ends_with('-')
        && !name.contains("--");
    checked(valid, field, name, service, allowed)
}

/// Source: [CreateCluster][eks].
///
/// [eks]: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
pub(super) fn check_eks_name(name: &str, service: &'static str) -> Result<(), Error> {
    let allowed = "1 to 100 letters, digits, hyphens and underscores, a letter or digit first";
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
    // A connection string in its place may hold a password, which no message shows.
    check_no_secret_parts(name)?;
    if let Some((what, offset)) = find_what_is_with_it(name) {
        return Err(Repr::ClusterNameNotAlone { field, what, offset }.into());
    }
    Err(Repr::InvalidClusterName { field, found: Found::new(name), service, allowed }.into())
}
