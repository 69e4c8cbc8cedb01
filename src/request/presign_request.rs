//! The builder of a presigned request.

use core::fmt;
use core::time::Duration;

use crate::endpoint::target::{PathRule, Target};
use crate::error::{Byte, Error, Found, Repr};
use crate::method::Method;
use crate::request::operation::Operation;
use crate::request::response_override::{check_response_override, is_response_override};
use crate::signing::{IfCredentialsExpire, PathKind, RequestPath};
use crate::sigv4::reserved_names::{check_header, check_query_name, is_secret_header};
use crate::sigv4::{CanonicalHeaders, CanonicalQuery, HeaderName, HeaderValue, Repeated};

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
/// | [`put_object`](crate::Bucket::put_object) | [`content_type`](Self::content_type), [`content_length`](Self::content_length), [`checksum`](Self::checksum), [`metadata`](Self::metadata), [`cache_control`](Self::cache_control), [`content_disposition`](Self::content_disposition), [`content_encoding`](Self::content_encoding), [`content_language`](Self::content_language), [`expires_header`](Self::expires_header), [`storage_class`](Self::storage_class), [`acl`](Self::acl), [`grant_full_control`](Self::grant_full_control), [`grant_read`](Self::grant_read), [`grant_read_acp`](Self::grant_read_acp), [`grant_write_acp`](Self::grant_write_acp), [`tagging`](Self::tagging), [`if_match`](Self::if_match), [`if_none_match`](Self::if_none_match), [`sse_s3`](Self::sse_s3), [`sse_kms`](Self::sse_kms), [`sse_kms_default`](Self::sse_kms_default), [`sse_kms_dsse`](Self::sse_kms_dsse), [`sse_kms_dsse_default`](Self::sse_kms_dsse_default), [`sse_c`](Self::sse_c), [`object_lock`](Self::object_lock), [`object_lock_legal_hold`](Self::object_lock_legal_hold), [`website_redirect_location`](Self::website_redirect_location), [`write_offset_bytes`](Self::write_offset_bytes) |
/// | [`delete_object`](crate::Bucket::delete_object) | [`version_id`](Self::version_id), [`if_match`](Self::if_match), [`if_match_size`](Self::if_match_size), [`if_match_last_modified_time`](Self::if_match_last_modified_time), [`bypass_governance_retention`](Self::bypass_governance_retention), [`mfa`](Self::mfa) |
/// | [`delete_objects`](crate::Bucket::delete_objects) | [`bypass_governance_retention`](Self::bypass_governance_retention), [`mfa`](Self::mfa) |
/// | [`copy_object`](crate::Bucket::copy_object) | [`metadata_directive`](Self::metadata_directive), [`tagging_directive`](Self::tagging_directive), [`copy_source_if_match`](Self::copy_source_if_match), [`copy_source_if_none_match`](Self::copy_source_if_none_match), [`copy_source_if_modified_since`](Self::copy_source_if_modified_since), [`copy_source_if_unmodified_since`](Self::copy_source_if_unmodified_since), [`copy_source_sse_c`](Self::copy_source_sse_c), [`expected_source_bucket_owner`](Self::expected_source_bucket_owner) |
/// | [`create_multipart_upload`](crate::Bucket::create_multipart_upload) | [`content_type`](Self::content_type), [`metadata`](Self::metadata), [`storage_class`](Self::storage_class), [`tagging`](Self::tagging), [`sse_kms`](Self::sse_kms), [`checksum_algorithm`](Self::checksum_algorithm), [`checksum_type`](Self::checksum_type) |
/// | [`upload_part`](crate::Bucket::upload_part) | [`content_length`](Self::content_length), [`checksum`](Self::checksum), [`sse_c`](Self::sse_c) |
/// | [`upload_part_copy`](crate::Bucket::upload_part_copy) | [`copy_source_range`](Self::copy_source_range), [`copy_source_sse_c`](Self::copy_source_sse_c), [`sse_c`](Self::sse_c) |
/// | [`complete_multipart_upload`](crate::Bucket::complete_multipart_upload) | [`checksum`](Self::checksum), [`checksum_type`](Self::checksum_type), [`mpu_object_size`](Self::mpu_object_size), [`if_match`](Self::if_match), [`if_none_match`](Self::if_none_match), [`sse_c`](Self::sse_c) |
/// | [`abort_multipart_upload`](crate::Bucket::abort_multipart_upload) | [`if_match_initiated_time`](Self::if_match_initiated_time) |
/// | [`list_parts`](crate::Bucket::list_parts) | [`max_parts`](Self::max_parts), [`part_number_marker`](Self::part_number_marker) |
/// | [`list_objects_v2`](crate::Bucket::list_objects_v2) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_keys`](Self::max_keys), [`continuation_token`](Self::continuation_token), [`start_after`](Self::start_after), [`encoding_type_url`](Self::encoding_type_url), [`fetch_owner`](Self::fetch_owner), [`optional_object_attributes`](Self::optional_object_attributes) |
/// | [`list_object_versions`](crate::Bucket::list_object_versions) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_keys`](Self::max_keys), [`key_marker`](Self::key_marker), [`version_id_marker`](Self::version_id_marker), [`encoding_type_url`](Self::encoding_type_url), [`optional_object_attributes`](Self::optional_object_attributes) |
/// | [`list_multipart_uploads`](crate::Bucket::list_multipart_uploads) | [`prefix`](Self::prefix), [`delimiter`](Self::delimiter), [`max_uploads`](Self::max_uploads), [`key_marker`](Self::key_marker), [`upload_id_marker`](Self::upload_id_marker), [`encoding_type_url`](Self::encoding_type_url) |
/// | [`create_bucket`](crate::Bucket::create_bucket) | [`acl`](Self::acl), [`grant_full_control`](Self::grant_full_control), [`grant_read`](Self::grant_read), [`grant_read_acp`](Self::grant_read_acp), [`grant_write`](Self::grant_write), [`grant_write_acp`](Self::grant_write_acp) |
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
    pub(super) target: &'a Target,
    pub(super) method: Method,
    pub(super) operation: Operation,
    pub(super) path_kind: PathKind,
    pub(super) path: Result<RequestPath<'a>, Error>,
    pub(super) query: CanonicalQuery,
    pub(super) headers: CanonicalHeaders,
    pub(super) expires_in: Option<Duration>,
    pub(super) cache_window: Option<Duration>,
    pub(super) if_credentials_expire: IfCredentialsExpire,
    pub(super) dot_segments_allowed: bool,
    /// Whether the client sends a body.
    pub(super) has_body: bool,
    /// Whether the credentials of an S3 Express session may sign the request.
    pub(super) session_auth: bool,
    /// Whether the session token is appended after signing, and so is not signed.
    pub(super) token_after_signing: bool,
    /// The first invalid argument of a setter.
    pub(super) error: Option<Error>,
}

impl<'a> PresignRequest<'a> {
    /// Creates a request. An invalid path is reported when the request is signed.
    pub(crate) fn new(target: &'a Target, method: Method, path_kind: PathKind, path: &'a str) -> Self {
        Self {
            target,
            method,
            operation: Operation::Any,
            path_kind,
            path: path_kind.parse(target, path),
            query: CanonicalQuery::new(),
            headers: CanonicalHeaders::new(),
            expires_in: Some(target.lifetime().default_expiry()),
            cache_window: None,
            if_credentials_expire: IfCredentialsExpire::Shorten,
            dot_segments_allowed: false,
            has_body: matches!(method, Method::Put | Method::Post | Method::Patch),
            session_auth: true,
            token_after_signing: false,
            error: None,
        }
    }

    /// Allows a key or path with a `.` or `..` segment, which is an error by default.
    ///
    /// Browsers and most HTTP libraries remove these segments, and then request another object. Call this only if the
    /// client sends the URL byte for byte.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("a/../boat.jpg");
    /// assert_eq!(request.sign_at(&credentials, now).unwrap_err().kind(), ErrorKind::DotSegment);
    /// let url = request.allow_dot_segments().sign_at(&credentials, now)?; // for `curl --path-as-is`
    /// assert!(url.as_str().contains(".com/a/../boat.jpg?"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn allow_dot_segments(mut self) -> Self {
        self.dot_segments_allowed = true;
        self
    }

    /// Adds a query parameter. The name and value are given unencoded.
    ///
    /// A repeated name keeps all its values. An empty value is written `name=`. For S3, the value of a parameter that
    /// begins with `response-` must be valid in a header: S3 copies it into its response.
    ///
    /// ```
    /// use presign::{Bucket, Method};
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let acl = bucket.request(Method::Get, "boat.jpg").query("acl", "");
    /// assert!(acl.sign_at(&credentials, now)?.as_str().contains("&acl=&"));
    /// # Ok::<(), presign::Error>(())
    /// ```
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
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let upload = bucket.put_object("boat.jpg").header("X-Amz-Object-Lock-Legal-Hold", "ON");
    /// assert!(upload.sign_at(&credentials, now)?.headers().eq([("x-amz-object-lock-legal-hold", "ON")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        let checked = check_header(name)
            .and_then(|()| self.check_content_type_of_download(name))
            .and_then(|()| HeaderName::parse(name));
        match checked {
            Ok(name) => self.put_header(&name, value, Repeated::IsJoined),
            Err(error) => self.note(error),
        }
        self
    }

    /// Sets a query parameter by its encoded name, which is not reserved, and replaces its value.
    pub(crate) fn set_query(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        debug_assert!(check_query_name(name).is_ok());
        self.query.set(name, value.as_ref());
        self
    }

    /// Sets a query parameter that S3 copies into a header of its response.
    pub(crate) fn set_response_override(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        if let Err(error) = check_response_override(name, value.as_ref()) {
            self.note(error);
        }
        self.set_query(name, value)
    }

    /// Sets a header by its lower-case name, which can be signed, and replaces its value.
    pub(crate) fn set_header(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        debug_assert!(check_header(name).is_ok());
        self.put_header(&HeaderName::known(name), value.as_ref(), Repeated::IsReplaced);
        self
    }

    /// Sets a header whose name was given by the caller, at least in part.
    pub(crate) fn set_named_header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        match HeaderName::parse(name) {
            Ok(name) => self.put_header(&name, value.as_ref(), Repeated::IsReplaced),
            Err(error) => self.note(error),
        }
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
        if self.target.rule() == PathRule::S3 && is_response_override(name) {
            check_response_override(name, value)?;
        }
        Ok(())
    }

    fn put_header(&mut self, name: &HeaderName<'_>, value: &str, repeated: Repeated) {
        match HeaderValue::parse(name, value) {
            Ok(parsed) if parsed.is_ascii() => {
                self.headers.add(name, &parsed, repeated, is_secret_header(name.as_str()));
            }
            Ok(_) => self.note(non_ascii(name, value)),
            Err(error) => self.note(error),
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

/// Returns the error for a value that clients would send in different bytes. RFC 9110, section 5.5, leaves the encoding
/// of other characters than ASCII open: `fetch` and requests send them as ISO 8859-1 or throw, curl sends UTF-8.
#[cold]
fn non_ascii(name: &HeaderName<'_>, value: &str) -> Error {
    let (offset, byte) = value.bytes().enumerate().find(|(_, byte)| !byte.is_ascii()).unwrap_or_default();
    let hint = if name.as_str() == "content-disposition" {
        "use `download_as` for a file name"
    } else {
        "percent-encode it, and decode it when you read it"
    };
    Repr::NonAsciiHeader { name: Found::new(name.given()), offset, byte: Byte(byte), hint }.into()
}
