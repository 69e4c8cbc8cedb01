//! Scheme, host and path of a URL that arrived.

use alloc::format;

use crate::endpoint::url::{EndpointUrl, Schemes};
use crate::sigv4::path::check_path;

/// Returns the offset at which the host and port end, if the URL is written as this crate writes them: the host in lower
/// case and without the scheme's default port, followed by an encoded path and nothing else.
pub(super) fn authority_end(url: &str, schemes: Schemes) -> Option<usize> {
    let (scheme, rest) = url.split_once("://")?;
    let end = scheme.len() + "://".len() + rest.find('/')?;
    let (origin, path) = url.split_at(end);
    let EndpointUrl { scheme, authority, .. } = EndpointUrl::parse(origin, schemes).ok()?;
    check_path("path", path).ok()?;
    (format!("{scheme}://{authority}") == origin).then_some(end)
}
