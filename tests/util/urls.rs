//! Taking presigned URLs apart, as text: nothing is decoded.

/// A URL without its signature. Two URLs are equal if they differ only in the order of their parameters, which depends
/// on the implementation.
#[derive(Debug, PartialEq)]
pub(crate) struct Unsigned<'a> {
    /// Scheme, host and path.
    pub(crate) place: &'a str,
    /// Sorted, each as `name=value`.
    pub(crate) parameters: Vec<&'a str>,
}

/// Splits a presigned URL into the URL without its signature, and the signature. It may be anywhere in the query.
pub(crate) fn split(url: &str) -> (Unsigned<'_>, &str) {
    let (place, query) = url.split_once('?').expect("the URL has a query");
    let mut parameters: Vec<_> = query.split('&').collect();
    let at = parameters.iter().position(|pair| pair.starts_with("X-Amz-Signature=")).expect("the URL has a signature");
    let (_, signature) = parameters.remove(at).split_once('=').unwrap();
    parameters.sort_unstable();
    (Unsigned { place, parameters }, signature)
}

/// Splits a presigned URL at its last parameter, which must be the signature.
pub(crate) fn split_last(url: &str) -> (&str, &str) {
    let (unsigned, signature) = url.rsplit_once("&X-Amz-Signature=").expect("the URL has a signature");
    assert!(!signature.contains('&'), "parameters after the signature in {url}");
    (unsigned, signature)
}
