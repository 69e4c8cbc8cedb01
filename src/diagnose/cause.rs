//! The causes that a finding can name.

/// Declares the causes, each with its stable code.
macro_rules! causes {
    ($($(#[doc = $doc:literal])+ $cause:ident = $code:literal,)+) => {
        /// Why a URL fails. A cause that explains others is declared before them: of two findings with the same certainty,
        /// the one with the earlier cause comes first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Cause {
            $($(#[doc = $doc])+ $cause,)+
        }

        impl Cause {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$cause),+];

            /// Returns the code, which never changes.
            pub(super) const fn code(self) -> &'static str {
                match self {
                    $(Self::$cause => $code,)+
                }
            }
        }
    };
}

causes! {
    // Before HTTP.
    /// The name of the host was not found.
    DnsFailure = "dns-failure",
    /// The client does not trust the certificate, or it is one of another host.
    TlsFailure = "tls-failure",
    /// No connection was made.
    ConnectionFailure = "connection-failure",

    // What carried the URL changed it.
    /// `&amp;` in place of `&`.
    HtmlEscaped = "html-escaped",
    /// `\u0026` in place of `&`.
    JsonEscaped = "json-escaped",
    /// A shell wrote a backslash or a caret before the URL's special characters.
    ShellEscaped = "shell-escaped",
    /// A formatting function took the escapes for its own.
    FormatString = "format-string",
    /// The whole URL or its query was percent-encoded once more.
    EncodedTwice = "encoded-twice",
    /// White space in the URL, where a mail program or a terminal broke the line.
    LineWrapped = "line-wrapped",
    /// Punctuation of the text around the URL.
    TrailingPunctuation = "trailing-punctuation",
    /// A shell ended the command at the first `&`.
    CutAtAmpersand = "cut-at-ampersand",
    /// The URL ends early.
    CutShort = "cut-short",
    /// A `#` that is not encoded, so that the client sends nothing after it.
    Fragment = "fragment",
    /// A mail program or a social network added its own parameters.
    TrackingParameter = "tracking-parameter",

    // The URL itself.
    /// There is no signature.
    NotPresigned = "not-presigned",
    /// Signature Version 2.
    Sigv2 = "sigv2",
    /// An access key ID and a secret access key in each other's place.
    KeyAndSecretSwapped = "key-and-secret-swapped",
    /// The request has an `Authorization` header besides the signature in the URL.
    TwoMechanisms = "two-mechanisms",
    /// A parameter of the signature is spelled in another case.
    MisspelledParameter = "misspelled-parameter",
    /// A parameter of the signature is missing.
    MissingParameter = "missing-parameter",
    /// A parameter of the signature occurs more than once.
    RepeatedParameter = "repeated-parameter",
    /// The value of a parameter of the signature has another form than the specification requires.
    MalformedParameter = "malformed-parameter",
    /// `X-Amz-Expires` is not within 1 to 604,800.
    ExpiryOutOfRange = "expiry-out-of-range",
    /// The day in the credential is not that of `X-Amz-Date`.
    ScopeDate = "scope-date",
    /// `host` is not among the signed headers.
    HostNotSigned = "host-not-signed",
    /// The endpoint named the bucket, and the bucket was added again.
    BucketTwice = "bucket-twice",
    /// The URL has no key, so the request is one for the bucket.
    EmptyKey = "empty-key",

    // What the client sent is not what was signed.
    /// The request was sent with another method.
    WrongMethod = "wrong-method",
    /// An `x-amz-*` header was sent and is not signed.
    HeaderNotSigned = "header-not-signed",
    /// A signed header was not sent.
    HeaderMissing = "header-missing",
    /// A signed header was sent with another value.
    HeaderChanged = "header-changed",
    /// A proxy changed a signed header.
    HeaderRewritten = "header-rewritten",
    /// The request went to another host than the signed one.
    HostChanged = "host-changed",
    /// The port in the signed host is not the one that was sent.
    PortChanged = "port-changed",
    /// A client or proxy removed dot segments, or joined slashes.
    PathNormalized = "path-normalized",
    /// The path was encoded in another way.
    PathEncoding = "path-encoding",
    /// A proxy removed or added the first segments of the path.
    PathPrefix = "path-prefix",
    /// The server takes the first segment of the path for the bucket, although the host names it.
    HostBucketIgnored = "host-bucket-ignored",
    /// The query was encoded or sorted in another way.
    QueryEncoding = "query-encoding",
    /// A parameter was added, removed or changed.
    QueryChanged = "query-changed",
    /// The URL was signed for another service.
    ServiceMismatch = "service-mismatch",
    /// The payload hash is another one.
    PayloadHash = "payload-hash",
    /// The checksum of an empty body was signed for an upload.
    EmptyBodyChecksum = "empty-body-checksum",

    // The credentials.
    /// Temporary credentials without their session token.
    TokenMissing = "token-missing",
    /// The session token was changed, such as by decoding `+` to a space.
    TokenMangled = "token-mangled",
    /// The session token is not the one of this key.
    TokenStale = "token-stale",
    /// A session token with a long-term key.
    TokenUnexpected = "token-unexpected",
    /// The session token was added after signing, or signed where it must not be.
    TokenNotSigned = "token-not-signed",
    /// The credentials expired before the URL.
    CredentialsExpired = "credentials-expired",
    /// The server does not know the access key ID.
    UnknownAccessKey = "unknown-access-key",
    /// White space around the secret access key was signed with it.
    SecretWhiteSpace = "secret-white-space",
    /// Another secret access key signed the URL.
    WrongSecret = "wrong-secret",

    // Where and when.
    /// The URL was signed for another region.
    RegionMismatch = "region-mismatch",
    /// The bucket is at another endpoint.
    WrongEndpoint = "wrong-endpoint",
    /// The server requires the bucket in the host, or in the path.
    Addressing = "addressing",
    /// The clocks of the signer and the server differ.
    ClockSkew = "clock-skew",
    /// The URL has expired.
    Expired = "expired",
    /// Another time than `X-Amz-Date` was signed.
    SignedDate = "signed-date",

    // What the server does not allow.
    /// An upload with `Transfer-Encoding: chunked`.
    ChunkedUpload = "chunked-upload",
    /// The bucket does not allow ACLs.
    AclDisabled = "acl-disabled",
    /// A customer-provided encryption key over HTTP.
    SseCOverHttp = "sse-c-over-http",
    /// The object is archived and must be restored first.
    ArchivedObject = "archived-object",
    /// A part has another checksum than the upload was begun with.
    ChecksumType = "checksum-type",
    /// The body does not match the checksum.
    ChecksumMismatch = "checksum-mismatch",
    /// A form has a field that its policy does not allow.
    FormExtraField = "form-extra-field",
    /// A field of a form does not meet a condition of its policy.
    FormConditionUnmet = "form-condition-unmet",
    /// A browser asked for permission, and the bucket has no CORS rule that gives it.
    CorsPreflight = "cors-preflight",
    /// A browser uses an earlier response, without CORS headers.
    CachedWithoutCors = "cached-without-cors",
    /// There is no such bucket.
    NoSuchBucket = "no-such-bucket",
    /// There is no such object.
    NoSuchKey = "no-such-key",
    /// A condition of the request, such as `If-None-Match`, is not met.
    PreconditionFailed = "precondition-failed",
    /// The body is larger or smaller than the server or the form allows.
    UploadSize = "upload-size",
    /// The upload of a form is malformed, or a field is missing.
    FormMalformed = "form-malformed",
    /// The signer may not do this.
    SignerNotAllowed = "signer-not-allowed",
    /// There may be no such object: a signer who may not list gets the same answer.
    MissingKeyHidden = "missing-key-hidden",
    /// The requester has to pay, and the request does not say so.
    RequesterPays = "requester-pays",
    /// A proxy, a CDN or a firewall answered in place of the server.
    AnsweredByProxy = "answered-by-proxy",
    /// The server is overloaded or has failed. The URL is not at fault.
    ServerBusy = "server-busy",
    /// The signature is wrong, and nothing says why.
    SignatureMismatch = "signature-mismatch",
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::Cause;

    #[test]
    fn the_guide_has_a_section_for_each_code() {
        let guide = include_str!("../../docs/troubleshooting.md");
        let sections: BTreeSet<_> =
            guide.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
        let codes: BTreeSet<_> = Cause::ALL.iter().map(|cause| cause.code()).collect();
        assert_eq!(codes.len(), Cause::ALL.len(), "a code is used twice");
        assert_eq!(sections, codes);
    }
}
