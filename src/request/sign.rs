//! The terminal calls of a request, which sign it.

use alloc::borrow::Cow;
use alloc::string::String;

use time::OffsetDateTime;

use crate::credentials::Identity;
use crate::endpoint::target::PathRule;
use crate::error::{Error, Found, Repr};
use crate::request::prepared::Prepared;
use crate::request::presign_request::PresignRequest;
use crate::signing::{
    Expiry, PresignedUrl, RequestPath, Signer, SigningJob, SigningTrace, Trace, UnsignedUrl, Validity,
};
use crate::sigv4::{AmzDate, CanonicalHeaders, CanonicalQuery, WipedString};

const ALLOW_DOT_SEGMENTS: &str = "clients remove it before sending, so the URL would name something else; \
                                  to sign it anyway, call `allow_dot_segments`";

impl PresignRequest<'_> {
    /// Signs at the given time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the key: `EmptyKey`, `KeyTooLong` (over 1,024 bytes), `KeyIsUrl`; the path of a service: `InvalidPath`,
    ///   `MalformedEscape`;
    /// - a header or query parameter: `InvalidHeaderName`, `EmptyHeaderName`, `InvalidHeaderValue`, `NonAsciiHeader`,
    ///   `UnsignableHeader`, `EmptyQueryName`, `ReservedQueryParameter`, `InvalidResponseOverride`,
    ///   `ResponseOverrideNotLatin1`;
    /// - an S3 parameter: `WrongOperation`, `EmptyVersionId`, `InvalidPartNumber`, `EmptyByteRange`,
    ///   `InvalidByteRange`, `OpenCopyRange`, `DateOutOfRange`, `EmptyFileName`, `InvalidContentType`,
    ///   `EmptyMetadataName`, `MetadataNameWithPrefix`, `NonAsciiMetadata`, `MisspelledKeyword`, `InvalidAccountId`,
    ///   `InvalidTag`, `InvalidGrantee`, `InvalidMfa`, `NoObjectAttributes`;
    /// - an operation: `UnsupportedOperation` (`create_bucket` and `delete_bucket` on an access point),
    ///   `InvalidPartNumber`, `EmptyUploadId`, `EmptyVersionId` (of a copy source), `NoObjectAttributes`;
    /// - the key or path: `DotSegment`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days, or over the
    ///   [longest that the service accepts](crate::Service#services-that-accept-a-presigned-url), including a cache
    ///   window), `CacheWindowTooShort`, `CacheWindowWithoutExpiry`, `ExpiryRequired`;
    /// - the time: `InvalidTime` (a year outside 0 to 9999, when it is signed or expires);
    /// - the signer: `EmptyCredentials`, `MalformedCredentials`, `UntrimmedCredentials`, `SwappedCredentials`,
    ///   `SessionTokenRequired`, `ExpiredCredentials`, `LifetimeTooShort`, `UnknownCredentialsExpiry`,
    ///   `ExpiryBeyondSession`, `ScopeMismatch`, `Sigv4aRequired`, `Sigv4Required`, `NoSigv4aKey`,
    ///   `SessionCredentials`, `InvalidSignature`, `Signer`.
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedUrl, Error> {
        let mut url = WipedString::default();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(self.path.clone(), at, &parts)?;
        let validity = signer.sign(SigningJob::new(&unsigned, &mut url, None))?.validity;
        Ok(self.signed(url.into_string(), unsigned.headers, validity))
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
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let mut page = String::from("<a href=\"");
    /// let validity = bucket.get_object("boat.jpg").sign_into(&credentials, now, &mut page)?;
    /// page.push_str("\">");
    /// assert!(page.starts_with("<a href=\"https://photos.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-"));
    /// assert_eq!(validity.signed_at(), now);
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    pub fn sign_into(&self, signer: &dyn Signer, at: OffsetDateTime, out: &mut String) -> Result<Validity, Error> {
        let start = out.len();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(self.path.clone(), at, &parts)?;
        let signed = signer.sign(SigningJob::new(&unsigned, out, None));
        let validity = signed.map(|signed| signed.validity);
        if validity.is_err() {
            out.truncate(start);
        }
        validity
    }

    /// Signs at the given time and returns the intermediate results: the canonical request and the string to sign.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let trace = bucket.get_object("boat.jpg").trace_at(&credentials, now)?;
    /// assert!(trace.canonical_request().starts_with("GET\n/boat.jpg\nX-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    /// assert!(trace.string_to_sign().starts_with("AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/us-east-1/s3/aws4_request\n"));
    /// assert!(trace.url().as_str().ends_with(trace.signature()));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    pub fn trace_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<SigningTrace, Error> {
        let (mut url, mut trace) = (WipedString::default(), Trace::default());
        let parts = self.in_order();
        let unsigned = self.unsigned_at(self.path.clone(), at, &parts)?;
        let validity = signer.sign(SigningJob::new(&unsigned, &mut url, Some(&mut trace)))?.validity;
        let Trace { canonical_request, string_to_sign } = trace;
        let url = self.signed(url.into_string(), unsigned.headers, validity);
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
        let mut out = WipedString::default();
        let parts = self.in_order();
        let unsigned = self.unsigned_at(self.path.clone(), at, &parts)?;
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

    pub(super) fn in_order(&self) -> InOrder<'_> {
        InOrder { query: self.query.in_order(), headers: self.headers.in_order() }
    }

    pub(super) fn check_dot_segments(&self, path: RequestPath<'_>) -> Result<(), Error> {
        if self.dot_segments_allowed {
            return Ok(());
        }
        path.check_dot_segments(self.target.rule(), ALLOW_DOT_SEGMENTS)
    }

    /// Checks everything that does not depend on the signer.
    pub(super) fn unsigned_at<'j>(
        &'j self,
        path: Result<RequestPath<'j>, Error>,
        at: OffsetDateTime,
        parts: &'j InOrder<'j>,
    ) -> Result<UnsignedUrl<'j>, Error> {
        let path = path?;
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        self.check_dot_segments(path)?;
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
                seconds: self.target.lifetime().whole_seconds(expires_in, window)?,
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

/// The query and headers with each parameter and header in its place.
pub(super) struct InOrder<'a> {
    query: Cow<'a, CanonicalQuery>,
    headers: Cow<'a, CanonicalHeaders>,
}
