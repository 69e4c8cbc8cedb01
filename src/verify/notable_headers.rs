//! The few headers that matter even if they are not signed.

use super::rejection::Rejection;
use crate::sigv4::received::Request;

/// What one pass over the headers finds.
#[derive(Clone, Copy, Default)]
pub(super) struct NotableHeaders<'a> {
    /// The host: `:authority`, or the header `Host`.
    pub(super) host: Option<&'a [u8]>,
    /// Whether there are two hosts that may differ.
    pub(super) has_ambiguous_host: bool,
    pub(super) has_authorization: bool,
    /// The number of headers that [must be signed](is_amz).
    pub(super) amz_headers: usize,
}

impl<'a> NotableHeaders<'a> {
    pub(super) fn of(request: &Request<'a>) -> Self {
        let mut found = Self { host: request.pseudo_authority().map(str::as_bytes), ..Self::default() };
        let mut has_host_header = false;
        for &(name, value) in request.headers() {
            if name.eq_ignore_ascii_case("host") {
                found.has_ambiguous_host |= has_host_header || found.host.is_some_and(|authority| authority != value);
                found.host = found.host.or(Some(value));
                has_host_header = true;
            }
            found.has_authorization |= name.eq_ignore_ascii_case("authorization");
            found.amz_headers += usize::from(is_amz(name));
        }
        found
    }

    /// Checks that the method is a token, and that there is only one host.
    pub(super) fn check_method_and_host(&self, method: &str) -> Result<(), Rejection> {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if method.is_empty() || !method.bytes().all(is_token) {
            return Err(Rejection::InvalidMethod);
        }
        if self.has_ambiguous_host { Err(Rejection::AmbiguousHost) } else { Ok(()) }
    }
}

pub(super) const AMZ: &str = "x-amz-";

/// Returns whether the name begins with `x-amz-`: such a header may change what S3 does. `x-amzn-trace-id` does not.
#[inline]
pub(super) fn is_amz(name: &str) -> bool {
    // Few names begin with this letter.
    matches!(name.as_bytes(), [b'x' | b'X', ..])
        && name.get(..AMZ.len()).is_some_and(|start| start.eq_ignore_ascii_case(AMZ))
}
