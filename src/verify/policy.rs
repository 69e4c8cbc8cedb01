//! What a server accepts.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use time::OffsetDateTime;

/// What a server accepts: its service and region, and the limits of a URL or a form.
///
/// Everything is strict unless a setting says otherwise. A setting whose name begins with `dangerous` skips a check.
///
/// ```
/// use presign::verify::Policy;
/// use std::time::Duration;
///
/// let policy = Policy::new("s3", "eu-west-1")
///     .max_expires(Duration::from_secs(3600)) // no URL for a week
///     .max_clock_skew(Duration::from_secs(60)) // the signer's clock is as good as ours
///     .stripped_prefix("/storage"); // removed by our proxy
/// # let _ = policy;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Policy {
    pub(super) service: Box<str>,
    pub(super) region: Box<str>,
    pub(super) max_clock_skew: Duration,
    pub(super) max_expires: Duration,
    pub(super) stripped_prefix: Box<str>,
    pub(super) unsigned_headers: Vec<Box<str>>,
    pub(super) all_headers_may_be_unsigned: bool,
    pub(super) headers_may_be_in_query: bool,
}

/// The longest time between signing and expiry, in seconds: a week.
pub(super) const LONGEST: u32 = 7 * 24 * 60 * 60;

impl Policy {
    /// Creates the policy of a server from its signing name, such as `s3` or `execute-api`, and its region.
    ///
    /// The signing name also decides how a path is signed. For `s3`, `s3express`, `s3-object-lambda` and `s3-outposts`,
    /// it is decoded and encoded once. For every other service, it is normalized and then encoded as it is.
    pub fn new(service: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            service: service.into().into(),
            region: region.into().into(),
            max_clock_skew: Duration::from_secs(15 * 60),
            max_expires: Duration::from_secs(LONGEST.into()),
            stripped_prefix: Box::default(),
            unsigned_headers: Vec::new(),
            all_headers_may_be_unsigned: false,
            headers_may_be_in_query: false,
        }
    }

    /// Sets how far in the future `X-Amz-Date` may be: 15 minutes by default, as on AWS. It does not delay the expiry of
    /// a URL.
    pub fn max_clock_skew(mut self, skew: Duration) -> Self {
        self.max_clock_skew = skew;
        self
    }

    /// Sets the largest `X-Amz-Expires`, in whole seconds: 7 days by default, and never more. A form expires this long
    /// after it was signed, unless its policy expires earlier.
    pub fn max_expires(mut self, expires: Duration) -> Self {
        self.max_expires = expires;
        self
    }

    /// Sets the beginning of the path that a proxy removes before it passes a request on, such as `/storage`.
    ///
    /// The client signed the prefix, so the signature is computed for the prefix followed by the received path. The
    /// prefix is percent-encoded, as in the URL, and has no slash at the end.
    /// [`Verified::path`](crate::verify::Verified::path) does not include it.
    ///
    /// Set it to a fixed text. If it came from a header such as `X-Forwarded-Prefix`, a client could choose for which
    /// path its URL is valid.
    pub fn stripped_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.stripped_prefix = prefix.into().into();
        self
    }

    /// Accepts one `x-amz-*` header although it is not signed: one that your own proxy adds, such as `x-amz-cf-id` of
    /// CloudFront. Can be called for several headers.
    ///
    /// **Danger:** a client can send the header too, with any value. Never name a header that the server acts on.
    pub fn dangerous_allow_unsigned_header(mut self, name: impl Into<String>) -> Self {
        self.unsigned_headers.push(name.into().into());
        self
    }

    /// Accepts every `x-amz-*` header although it is not signed.
    ///
    /// **Danger:** whoever has a URL can add headers that change what it does. `x-amz-copy-source` turns the upload of
    /// an object into a copy of another one, and `x-amz-acl` makes it public.
    pub fn dangerous_allow_unsigned_amz_headers(mut self) -> Self {
        self.all_headers_may_be_unsigned = true;
        self
    }

    /// Takes a signed `x-amz-*` header that was not sent from the parameter of the same name in the query. AWS does so,
    /// and the JavaScript SDK 2 makes such URLs.
    ///
    /// **Danger:** the value is signed, but it is in another place. A server that reads only headers then ignores what
    /// was signed, such as the encryption of an upload.
    pub fn dangerous_take_amz_headers_from_query(mut self) -> Self {
        self.headers_may_be_in_query = true;
        self
    }

    /// Returns whether a time of signing is in the future, by more than clocks may differ.
    pub(super) fn is_too_early(&self, signed_at: OffsetDateTime, now: OffsetDateTime) -> bool {
        let skew = time::Duration::try_from(self.max_clock_skew).unwrap_or(time::Duration::MAX);
        signed_at > now.saturating_add(skew)
    }

    /// Returns whether an `x-amz-*` header may be unsigned.
    pub(super) fn may_be_unsigned(&self, name: &str) -> bool {
        self.all_headers_may_be_unsigned
            || name.eq_ignore_ascii_case("x-amz-content-sha256")
            || self.unsigned_headers.iter().any(|allowed| name.eq_ignore_ascii_case(allowed))
    }
}
