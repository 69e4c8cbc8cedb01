//! Names that callers can't use: the signer writes them itself, or they may change on the way to the server.

use crate::error::{Error, Repr};

/// Checks that a query parameter is not one that the signer writes itself.
///
/// The comparison ignores case, because some servers accept `x-amz-date` for `X-Amz-Date`.
pub(crate) fn check_query_name(name: &str) -> Result<(), Error> {
    const OWN: &str = "leave it out";
    const TOKEN: &str = "set the session token on the credentials";
    const RESERVED: [(&str, &str); 10] = [
        ("X-Amz-Algorithm", OWN),
        ("X-Amz-Content-Sha256", "use the header `x-amz-content-sha256`"),
        ("X-Amz-Credential", OWN),
        ("X-Amz-Date", "pass the time to `sign_at`"),
        ("X-Amz-Expires", "use `expires_in`"),
        ("X-Amz-Region-Set", OWN),
        ("X-Amz-S3session-Token", TOKEN),
        ("X-Amz-Security-Token", TOKEN),
        ("X-Amz-Signature", OWN),
        ("X-Amz-SignedHeaders", "add each header with `header`"),
    ];
    // A server that still accepts the older signature may check that one, or reject a request with both.
    const VERSION_2: [&str; 2] = ["AWSAccessKeyId", "Signature"];
    if name.is_empty() {
        return Err(Repr::EmptyQueryName {}.into());
    }
    if VERSION_2.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        return Err(Repr::Version2QueryParameter { name: name.into(), hint: OWN }.into());
    }
    // All other reserved names begin with this prefix, and few others do.
    if !begins_with(name, "X-Amz-") {
        return Ok(());
    }
    match RESERVED.iter().find(|(reserved, _)| name.eq_ignore_ascii_case(reserved)) {
        Some(&(_, hint)) => Err(Repr::ReservedQueryParameter { name: name.into(), hint }.into()),
        None => Ok(()),
    }
}

/// Checks that a header can be signed: that it reaches the server unchanged and is not already in the URL.
///
/// Proxies and clients add, change or remove some headers (RFC 9110, section 7.6.1). Browsers set others themselves and
/// ignore the values of scripts ([Fetch, forbidden request-header][fetch]). Of these, only `content-length` and `date`
/// can be signed: the former limits an upload, and the browser sends the same value for a file of that length.
///
/// [fetch]: https://fetch.spec.whatwg.org/#forbidden-request-header
pub(crate) fn check_header(name: &str) -> Result<(), Error> {
    const HOP: &str = "it applies to one connection only, and proxies remove it";
    const AGENT: &str = "clients and proxies set it themselves";
    const TRACE: &str = "every hop may change it";
    const HOPS: &str = "proxies and CDNs set or change it";
    const IN_URL: &str = "the URL already has it as a query parameter";
    const BROWSER: &str = "browsers set it themselves, and scripts can't";
    const PREFIXES: [(&str, &str); 2] = [("sec-", BROWSER), ("x-forwarded-", HOPS)];
    const UNSIGNABLE: [(&str, &str); 41] = [
        ("accept-charset", BROWSER),
        ("accept-encoding", "proxies and CDNs change it to what they support"),
        ("access-control-request-headers", BROWSER),
        ("access-control-request-method", BROWSER),
        ("authorization", "the URL already has the authorization, and S3 rejects a request with both"),
        ("baggage", TRACE),
        ("cdn-loop", HOPS),
        ("cf-ray", HOPS),
        ("connection", HOP),
        ("cookie", BROWSER),
        ("cookie2", BROWSER),
        ("dnt", BROWSER),
        ("early-data", HOPS),
        ("expect", HOP),
        ("forwarded", HOPS),
        ("keep-alive", HOP),
        ("max-forwards", HOPS),
        ("origin", BROWSER),
        ("proxy-authenticate", HOP),
        ("proxy-authorization", HOP),
        ("referer", BROWSER),
        ("te", HOP),
        ("traceparent", TRACE),
        ("tracestate", TRACE),
        ("trailer", HOP),
        ("transfer-encoding", HOP),
        ("upgrade", HOP),
        ("user-agent", AGENT),
        ("via", HOPS),
        ("x-amz-algorithm", IN_URL),
        ("x-amz-cf-id", HOPS),
        ("x-amz-credential", IN_URL),
        ("x-amz-date", IN_URL),
        ("x-amz-expires", IN_URL),
        ("x-amz-region-set", IN_URL),
        ("x-amz-s3session-token", IN_URL),
        ("x-amz-security-token", IN_URL),
        ("x-amz-signature", IN_URL),
        ("x-amz-signedheaders", IN_URL),
        ("x-amzn-trace-id", TRACE),
        ("x-real-ip", HOPS),
    ];
    let named = UNSIGNABLE.iter().find(|(unsignable, _)| name.eq_ignore_ascii_case(unsignable));
    match named.or_else(|| PREFIXES.iter().find(|(prefix, _)| begins_with(name, prefix))) {
        Some(&(_, reason)) => Err(Repr::UnsignableHeader { name: name.into(), reason }.into()),
        None if name.eq_ignore_ascii_case("host") => Err(Repr::HostHeader { name: name.into() }.into()),
        None => Ok(()),
    }
}

fn begins_with(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len()).is_some_and(|found| found.eq_ignore_ascii_case(beginning))
}

/// Returns whether the value of this header is a customer-provided encryption key or a one-time password, which must be
/// wiped from memory.
pub(crate) fn is_secret_header(name: &str) -> bool {
    const SECRET: [&str; 3] = [
        "x-amz-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key",
        "x-amz-mfa",
    ];
    SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}
