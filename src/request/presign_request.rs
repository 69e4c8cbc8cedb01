//! The builder of a presigned request.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::time::Duration;

use time::OffsetDateTime;

use crate::credentials::Identity;
use crate::endpoint::target::{PathRule, Target};
use crate::error::{Byte, Error, Found, Repr};
use crate::method::Method;
use crate::request::operation::Operation;
use crate::request::prepared::Prepared;
use crate::request::response_override::check_response_override;
use crate::signing::{
    DEFAULT_EXPIRY, Expiry, IfCredentialsExpire, PresignedUrl, RequestPath, SIGV4_LONGEST, Signer, SigningJob,
    SigningTrace, Trace, UnsignedUrl, Validity,
};
use crate::sigv4::reserved_names::{check_header, check_query_name, is_secret_header};
use crate::sigv4::{AmzDate, CanonicalHeaders, CanonicalQuery, Repeated};

/// A request to presign. [`Bucket`](crate::Bucket) and [`Service`](crate::Service) create it, setters complete it, and
/// [`sign_at`](Self::sign_at), [`sign_into`](Self::sign_into) and the other terminal calls sign it.
///
/// Terminal calls borrow the request, so it can be signed repeatedly. The request borrows its bucket or service and its
/// key. If it lives longer than one expression, keep these in variables.
///
/// Each S3 parameter has a setter, which puts it where S3 expects it: in the query or in a signed header. Calling a setter
/// again replaces the value. For other parameters and headers, use [`query`](Self::query) and [`header`](Self::header).
///
/// Setters never fail; signing returns the first invalid argument.
///
/// # Setters by operation
///
/// The most common setters of each operation. [`copy_object`](crate::Bucket::copy_object) and
/// [`create_multipart_upload`](crate::Bucket::create_multipart_upload) also have those of
/// [`put_object`](crate::Bucket::put_object) that describe the object.
///
/// A setter of another operation is an error. Every setter is allowed on a [`request`](crate::Bucket::request),
/// [`bucket_request`](crate::Bucket::bucket_request) and [`control_request`](crate::Bucket::control_request).
///
/// | operation | setters |
/// |---|---|
/// | [`get_object`](crate::Bucket::get_object), [`head_object`](crate::Bucket::head_object) | [`version_id`](Self::version_id), [`part_number`](Self::part_number), [`range`](Self::range), [`download_as`](Self::download_as), [`response_content_type`](Self::response_content_type), [`response_content_disposition`](Self::response_content_disposition), [`response_content_language`](Self::response_content_language), [`response_content_encoding`](Self::response_content_encoding), [`response_cache_control`](Self::response_cache_control), [`response_expires`](Self::response_expires), [`if_match`](Self::if_match), [`if_none_match`](Self::if_none_match), [`if_modified_since`](Self::if_modified_since), [`if_unmodified_since`](Self::if_unmodified_since), [`checksum_mode`](Self::checksum_mode), [`sse_c`](Self::sse_c) |
/// | [`put_object`](crate::Bucket::put_object) | [`content_type`](Self::content_type), [`content_length`](Self::content_length), [`checksum`](Self::checksum), [`metadata`](Self::metadata), [`cache_control`](Self::cache_control), [`content_disposition`](Self::content_disposition), [`content_encoding`](Self::content_encoding), [`content_language`](Self::content_language), [`expires_header`](Self::expires_header), [`storage_class`](Self::storage_class), [`acl`](Self::acl), [`tagging`](Self::tagging), [`if_match`](Self::if_match), [`if_none_match`](Self::if_none_match), [`sse_s3`](Self::sse_s3), [`sse_kms`](Self::sse_kms), [`sse_kms_default`](Self::sse_kms_default), [`sse_c`](Self::sse_c), [`object_lock`](Self::object_lock), [`object_lock_legal_hold`](Self::object_lock_legal_hold), [`website_redirect_location`](Self::website_redirect_location), [`write_offset_bytes`](Self::write_offset_bytes) |
/// | [`delete_object`](crate::Bucket::delete_object) | [`version_id`](Self::version_id), [`if_match`](Self::if_match), [`bypass_governance_retention`](Self::bypass_governance_retention) |
/// | [`copy_object`](crate::Bucket::copy_object) | [`metadata_directive`](Self::metadata_directive), [`tagging_directive`](Self::tagging_directive), [`copy_source_if_match`](Self::copy_source_if_match), [`copy_source_if_none_match`](Self::copy_source_if_none_match), [`copy_source_if_modified_since`](Self::copy_source_if_modified_since), [`copy_source_if_unmodified_since`](Self::copy_source_if_unmodified_since), [`copy_source_sse_c`](Self::copy_source_sse_c), [`expected_source_bucket_owner`](Self::expected_source_bucket_owner) |
/// | [`create_multipart_upload`](crate::Bucket::create_multipart_upload) | [`content_type`](Self::content_type), [`metadata`](Self::metadata), [`storage_class`](Self::storage_class), [`tagging`](Self::tagging), [`sse_kms`](Self::sse_kms), [`checksum_algorithm`](Self::checksum_algorithm), [`checksum_type`](Self::checksum_type) |
/// | [`upload_part`](crate::Bucket::upload_part) | [`content_length`](Self::content_length), [`checksum`](Self::checksum), [`sse_c`](Self::sse_c) |
/// | [`upload_part_copy`](crate::Bucket::upload_part_copy) | [`copy_source_range`](Self::copy_source_range), [`copy_source_sse_c`](Self::copy_source_sse_c), [`sse_c`](Self::sse_c) |
/// | [`complete_multipart_upload`](crate::Bucket::complete_multipart_upload) | [`checksum`](Self::checksum), [`checksum_type`](Self::checksum_type), [`mpu_object_size`](Self::mpu_object_size), [`if_match`](Self::if_match), [`if_none_match`](Self::if_none_match), [`sse_c`](Self::sse_c) |
/// | [`list_parts`](crate::Bucket::list_parts) | [`max_parts`](Self::max_parts), [`part_number_marker`](Self::part_number_marker) |
/// | [`list_objects_v2`](crate::Bucket::list_objects_v2) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_keys`](Self::max_keys), [`continuation_token`](Self::continuation_token), [`start_after`](Self::start_after), [`encoding_type_url`](Self::encoding_type_url), [`fetch_owner`](Self::fetch_owner) |
/// | [`list_object_versions`](crate::Bucket::list_object_versions) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_keys`](Self::max_keys), [`key_marker`](Self::key_marker), [`version_id_marker`](Self::version_id_marker), [`encoding_type_url`](Self::encoding_type_url) |
/// | [`list_multipart_uploads`](crate::Bucket::list_multipart_uploads) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_uploads`](Self::max_uploads), [`key_marker`](Self::key_marker), [`upload_id_marker`](Self::upload_id_marker), [`encoding_type_url`](Self::encoding_type_url) |
/// | [`create_bucket`](crate::Bucket::create_bucket) | [`acl`](Self::acl) |
/// | [`create_session`](crate::Bucket::create_session) | [`session_mode`](Self::session_mode) |
/// | any | [`expected_bucket_owner`](Self::expected_bucket_owner), [`request_payer`](Self::request_payer), [`query`](Self::query), [`header`](Self::header) |
///
/// # Example
///
/// ```
/// use presign::{Bucket, Credentials};
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = Bucket::new("photos")?
///     .put_object("boat.jpg")
///     .content_type("image/jpeg")
///     .expires_in(Duration::from_secs(600))
///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert_eq!(url.headers().collect::<Vec<_>>(), [("content-type", "image/jpeg")]);
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is signed"]
pub struct PresignRequest<'a> {
    target: &'a Target,
    method: Method,
    operation: Operation,
    path: Result<RequestPath<'a>, Error>,
    query: CanonicalQuery,
    headers: CanonicalHeaders,
    expires_in: Option<Duration>,
    cache_window: Option<Duration>,
    if_credentials_expire: IfCredentialsExpire,
    dot_segments_allowed: bool,
    /// Whether the client sends a body.
    has_body: bool,
    /// Whether the credentials of an S3 Express session may sign the request.
    session_auth: bool,
    /// Whether the session token is appended after signing, and so is not signed.
    token_after_signing: bool,
    /// The first invalid argument of a setter.
    error: Option<Error>,
}

const ALLOW_DOT_SEGMENTS: &str = "clients remove it before sending, so the URL would name something else; \
                                  to sign it anyway, call `allow_dot_segments`";

impl<'a> PresignRequest<'a> {
    /// Creates a request. An invalid path is reported when the request is signed.
    pub(crate) fn new(target: &'a Target, method: Method, path: Result<RequestPath<'a>, Error>) -> Self {
        Self {
            target,
            method,
            operation: Operation::Any,
            path,
            query: CanonicalQuery::new(),
            headers: CanonicalHeaders::new(),
            expires_in: Some(DEFAULT_EXPIRY),
            cache_window: None,
            if_credentials_expire: IfCredentialsExpire::Shorten,
            dot_segments_allowed: false,
            has_body: matches!(method, Method::Put | Method::Post | Method::Patch),
            session_auth: true,
            token_after_signing: false,
            error: None,
        }
    }

    /// Sets how long the URL is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
    #[doc(alias = "ttl")]
    #[doc(alias = "expiration")]
    #[doc(alias = "expiry")]
    #[doc(alias = "X-Amz-Expires")]
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Omits `X-Amz-Expires`, for a service that allows this, such as AWS IoT. S3 does not.
    pub fn without_expiry(mut self) -> Self {
        self.expires_in = None;
        self
    }

    /// Signs the same URL throughout a time window, so that browsers and CDNs can cache the response.
    ///
    /// The signing time is the start of the window, and the expiry is extended by the length of the window. The URL is
    /// therefore valid for at least [`expires_in`](Self::expires_in), and for up to one window longer. Windows are whole
    /// seconds, counted from the Unix epoch.
    ///
    /// The URL contains the access key ID and the session token, so it changes when they do.
    /// [`require_full_lifetime`](Self::require_full_lifetime) then requires the extended expiry, counted from the start of
    /// the window.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(600)).cacheable(Duration::from_secs(3600));
    /// let url = request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert_eq!(request.sign_at(&credentials, datetime!(2026-11-23 12:59:59 UTC))?, url);
    /// assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 13:10 UTC)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn cacheable(mut self, window: Duration) -> Self {
        self.cache_window = Some(window);
        self
    }

    /// Makes signing fail if the credentials expire before the URL, or if they have a session token and
    /// [when they expire](crate::Credentials::with_expiry) is not known. By default, the URL expires with them.
    pub fn require_full_lifetime(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Fail;
        self
    }

    /// Allows a key or path with a `.` or `..` segment, which is an error by default.
    ///
    /// Browsers and most HTTP libraries remove these segments, and then request another object. Call this only if the
    /// client sends the URL byte for byte.
    pub fn allow_dot_segments(mut self) -> Self {
        self.dot_segments_allowed = true;
        self
    }

    /// Adds a query parameter. The name and value are given unencoded.
    ///
    /// A repeated name keeps all its values. An empty value is written `name=`. For S3, the value of a parameter that
    /// begins with `response-` must be valid in a header: S3 copies it into its response.
    pub fn query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match self.check_query(name, value) {
            Ok(()) => self.query.add(name, value),
            Err(error) => self.note(error),
        }
        self
    }

    /// Adds a signed header, which the client must send with exactly this value.
    ///
    /// Values must be ASCII, because clients encode anything else differently. The values of a repeated name are joined
    /// with a comma. The value of `x-amz-content-sha256` also becomes the payload hash of the signature, as the
    /// services expect.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match check_header(name).and_then(|()| self.check_content_type_of_download(name)) {
            Ok(()) => self.put_header(name, value, Repeated::IsJoined),
            Err(error) => self.note(error),
        }
        self
    }

    /// Sets a query parameter by its encoded name, which is not reserved, and replaces its value.
    pub(crate) fn set_query(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        debug_assert!(check_query_name(name).is_ok());
        match self.check_query_value(name, value) {
            Ok(()) => self.query.set(name, value),
            Err(error) => self.note(error),
        }
        self
    }

    /// Sets a header by its lower-case name, which can be signed, and replaces its value.
    pub(crate) fn set_header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        debug_assert!(check_header(name).is_ok());
        self.put_header(name, value.as_ref(), Repeated::IsReplaced);
        self
    }

    /// Checks that a download has no content type of its own: it would be that of a body, and a link can't send it.
    fn check_content_type_of_download(&self, name: &str) -> Result<(), Error> {
        let is_download = matches!(self.operation, Operation::GetObject | Operation::HeadObject);
        if !is_download || !name.eq_ignore_ascii_case("content-type") {
            return Ok(());
        }
        let (setter, hint) = ("header(\"content-type\")", "use `response_content_type`");
        Err(Repr::WrongOperation { setter, operation: self.operation.method(), hint: hint.into() }.into())
    }

    fn check_query(&self, name: &str, value: &str) -> Result<(), Error> {
        check_query_name(name)?;
        // S3's older signature has its expiry there. To other services, it is an ordinary name.
        if self.target.rule() == PathRule::S3 && name.eq_ignore_ascii_case("Expires") {
            return Err(Repr::Version2QueryParameter { name: name.into(), hint: "use `expires_in`" }.into());
        }
        self.check_query_value(name, value)
    }

    fn check_query_value(&self, name: &str, value: &str) -> Result<(), Error> {
        if self.target.rule() == PathRule::S3 { check_response_override(name, value) } else { Ok(()) }
    }

    fn put_header(&mut self, name: &str, value: &str, repeated: Repeated) {
        let added = self.headers.add(name, value, repeated, is_secret_header(name));
        if let Err(error) = added.and_then(|()| check_ascii(name, value)) {
            self.note(error);
        }
    }

    /// Names the operation, so that setters of others are errors.
    pub(crate) fn with_operation(mut self, operation: Operation) -> Self {
        self.operation = operation;
        self
    }

    /// Marks a PUT or POST that has no body.
    pub(crate) fn without_body(mut self) -> Self {
        self.has_body = false;
        self
    }

    /// Marks a request to a directory bucket that session credentials can't sign.
    pub(crate) fn without_session_auth(mut self) -> Self {
        self.session_auth = false;
        self
    }

    /// Appends the session token after signing, for a service that rejects a signed one.
    #[cfg(feature = "token")]
    pub(crate) fn with_token_after_signing(mut self) -> Self {
        self.token_after_signing = true;
        self
    }

    /// Removes the header with this lower-case name.
    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers.remove(name);
    }

    pub(crate) fn operation(&self) -> Operation {
        self.operation
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    /// Returns whether there is a parameter with this encoded name.
    pub(crate) fn has_query(&self, name: &str) -> bool {
        self.query.names().any(|other| other == name)
    }

    /// Returns whether there is a header with this lower-case name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.has(name)
    }

    /// Keeps the first error until the request is signed.
    pub(crate) fn note(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// Signs at the given time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the key: `EmptyKey`, `KeyTooLong` (over 1,024 bytes), `KeyIsUrl`; the path of a service: `InvalidPath`, `MalformedEscape`;
    /// - a header or query parameter: `InvalidHeaderName`, `EmptyHeaderName`, `InvalidHeaderValue`, `NonAsciiHeader`,
    ///   `UnsignableHeader`, `EmptyQueryName`, `ReservedQueryParameter`, `InvalidResponseOverride`,
    ///   `ResponseOverrideNotLatin1`;
    /// - an S3 parameter: `WrongOperation`, `EmptyVersionId`, `InvalidPartNumber`, `EmptyByteRange`,
    ///   `InvalidByteRange`, `OpenCopyRange`, `DateOutOfRange`, `EmptyFileName`, `InvalidContentType`,
    ///   `EmptyMetadataName`, `MetadataNameWithPrefix`, `NonAsciiMetadata`, `MisspelledKeyword`, `InvalidAccountId`,
    ///   `InvalidTag`;
    /// - an operation: `InvalidPartNumber`, `EmptyUploadId`, `EmptyVersionId` (of a copy source), `NoObjectAttributes`;
    /// - the key or path: `DotSegment`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days, including a cache window),
    ///   `CacheWindowTooShort`, `CacheWindowWithoutExpiry`, `ExpiryRequired`;
    /// - the time: `InvalidTime` (a year outside 0 to 9999);
    /// - the signer: `EmptyCredentials`, `MalformedCredentials`, `UntrimmedCredentials`, `SwappedCredentials`,
    ///   `SessionTokenRequired`, `ExpiredCredentials`, `LifetimeTooShort`, `UnknownCredentialsExpiry`,
    ///   `ExpiryBeyondSession`, `ScopeMismatch`, `Sigv4aRequired`, `Sigv4Required`, `NoSigv4aKey`,
    ///   `SessionCredentials`, `InvalidSignature`, `Signer`.
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedUrl, Error> {
        let mut url = String::new();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(at, &parts)?;
        let validity = signer.sign(SigningJob::new(&unsigned, &mut url, None))?.validity;
        Ok(self.signed(url, unsigned.headers, validity))
    }

    /// Signs at the given time and appends the URL to a string. On an error, the string is unchanged.
    ///
    /// For a [`Bucket`](crate::Bucket), this allocates nothing if the string has room for the URL, the signed headers and
    /// 300 more bytes. Two exceptions: the canonical path of a [`Service`](crate::Service) is allocated, and so are headers
    /// and parameters that were added far out of order, by more than 4 KiB.
    ///
    /// The method and the headers that the client must send are those that [`sign_at`](Self::sign_at) returns. They depend
    /// only on the request.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    pub fn sign_into(&self, signer: &dyn Signer, at: OffsetDateTime, out: &mut String) -> Result<Validity, Error> {
        let start = out.len();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(at, &parts)?;
        let signed = signer.sign(SigningJob::new(&unsigned, out, None));
        let validity = signed.map(|signed| signed.validity);
        if validity.is_err() {
            out.truncate(start);
        }
        validity
    }

    /// Signs at the given time and returns the intermediate results: the canonical request and the string to sign.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    pub fn trace_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<SigningTrace, Error> {
        let (mut url, mut trace) = (String::new(), Trace::default());
        let parts = self.in_order();
        let unsigned = self.unsigned_at(at, &parts)?;
        let validity = signer.sign(SigningJob::new(&unsigned, &mut url, Some(&mut trace)))?.validity;
        let Trace { canonical_request, string_to_sign } = trace;
        let url = self.signed(url, unsigned.headers, validity);
        Ok(SigningTrace { canonical_request, string_to_sign, url })
    }

    /// Prepares the request for an asynchronous signer: does everything except sign.
    ///
    /// ```
    /// use presign::{Bucket, Error, Identity, PresignedUrl};
    /// use time::OffsetDateTime;
    ///
    /// # async fn hmac_in_kms(_scope: String, _message: &[u8]) -> std::io::Result<[u8; 32]> { Ok([0; 32]) }
    /// async fn presign_with_kms(bucket: &Bucket, key: &str, now: OffsetDateTime) -> Result<PresignedUrl, Error> {
    ///     let prepared = bucket.get_object(key).prepare_at(&Identity::new("AKIAIOSFODNN7EXAMPLE"), now)?;
    ///     let signature = hmac_in_kms(prepared.scope().to_string(), prepared.message()).await.map_err(Error::signer)?;
    ///     prepared.finish(&signature)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at), with the identity in place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<Prepared, Error> {
        let mut out = String::new();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(at, &parts)?;
        let pending = unsigned.write_unsigned(identity, &mut out, None)?;
        Ok(Prepared {
            out,
            pending,
            region: self.target.scope_region(identity.algorithm()).into(),
            service: self.target.service().into(),
            method: self.method,
            has_body: self.sends_body(),
            headers: unsigned.headers.to_sent(),
            endpoint_end: self.target.endpoint_end(),
        })
    }

    fn signed(&self, url: String, headers: &CanonicalHeaders, validity: Validity) -> PresignedUrl {
        let endpoint_end = self.target.endpoint_end();
        PresignedUrl::new(url, endpoint_end, self.method, self.sends_body(), headers.to_sent(), validity)
    }

    /// Returns whether the client sends a body. Without a payload hash, a request to a service other than S3 is signed
    /// for an empty one.
    fn sends_body(&self) -> bool {
        self.has_body && (self.target.rule() == PathRule::S3 || self.headers.has("x-amz-content-sha256"))
    }

    fn in_order(&self) -> InOrder<'_> {
        InOrder { query: self.query.in_order(), headers: self.headers.in_order() }
    }

    /// Checks everything that does not depend on the signer.
    fn unsigned_at<'j>(&'j self, at: OffsetDateTime, parts: &'j InOrder<'j>) -> Result<UnsignedUrl<'j>, Error> {
        let path = *self.path.as_ref().map_err(Error::clone)?;
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        if !self.dot_segments_allowed {
            path.check_dot_segments(self.target.rule(), ALLOW_DOT_SEGMENTS)?;
        }
        let window = self.cache_window()?;
        let expiry = self.expiry(window)?;
        let now = AmzDate::new(at)?;
        let date = window.map_or(Ok(now), |window| now.floor_to(window))?;
        let Self { target, method, session_auth, token_after_signing, .. } = *self;
        Ok(UnsignedUrl {
            target,
            method,
            path,
            query: &parts.query,
            headers: &parts.headers,
            payload_hash: parts.headers.payload_hash().unwrap_or(target.rule().payload_hash()),
            now,
            date,
            expiry,
            session_auth,
            token_after_signing,
        })
    }

    /// Returns the cache window in whole seconds, at least one.
    fn cache_window(&self) -> Result<Option<u32>, Error> {
        let Some(window) = self.cache_window else { return Ok(None) };
        match u32::try_from(window.as_secs()) {
            Ok(0) => Err(Repr::CacheWindowTooShort { seconds: window.as_secs_f64() }.into()),
            // A saturated window makes the expiry too long, and that error is reported.
            window => Ok(Some(window.unwrap_or(u32::MAX))),
        }
    }

    fn expiry(&self, window: Option<u32>) -> Result<Option<Expiry>, Error> {
        match self.expires_in {
            Some(expires_in) => Ok(Some(Expiry {
                seconds: SIGV4_LONGEST.whole_seconds(expires_in, window)?,
                if_credentials_expire: self.if_credentials_expire,
            })),
            None if self.target.rule() == PathRule::S3 => {
                Err(Repr::ExpiryRequired { service: Found::new(self.target.service()) }.into())
            }
            None if window.is_some() => Err(Repr::CacheWindowWithoutExpiry {}.into()),
            None => Ok(None),
        }
    }
}

/// Checks that every client sends the same bytes. RFC 9110, section 5.5, leaves the encoding of other characters open:
/// `fetch` and requests send them as ISO 8859-1 or throw, curl sends UTF-8.
fn check_ascii(name: &str, value: &str) -> Result<(), Error> {
    if value.is_ascii() {
        return Ok(());
    }
    let (offset, byte) = value.bytes().enumerate().find(|(_, byte)| !byte.is_ascii()).unwrap_or_default();
    let hint = if name.eq_ignore_ascii_case("content-disposition") {
        "use `download_as` for a file name"
    } else {
        "percent-encode it, and decode it when you read it"
    };
    Err(Repr::NonAsciiHeader { name: Found::new(name), offset, byte: Byte(byte), hint }.into())
}

/// The query and headers with each parameter and header in its place.
struct InOrder<'a> {
    query: Cow<'a, CanonicalQuery>,
    headers: Cow<'a, CanonicalHeaders>,
}

/// Shows only the names of parameters and headers, because values may be secret.
impl fmt::Debug for PresignRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignRequest")
            .field("method", &self.method)
            .field("base_url", &self.target.base_url())
            .field("path", &self.path.as_ref().map_or("", RequestPath::as_str))
            .field("query", &self.query)
            .field("headers", &self.headers)
            .field("expires_in", &self.expires_in)
            .field("cache_window", &self.cache_window)
            .field("error", &self.path.as_ref().err().or(self.error.as_ref()))
            .finish_non_exhaustive()
    }
}
