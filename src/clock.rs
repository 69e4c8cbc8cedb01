//! The functions that read the system clock: `presign_get` and the like, and every `sign`.

use core::time::Duration;

use time::OffsetDateTime;

use crate::error::Error;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::s3::AsBucket;
use crate::s3::as_bucket::ToBucket;
#[cfg(feature = "post")]
use crate::s3::{PostPolicy, PresignedPost};
use crate::signing::{PresignedUrl, Signer};
#[cfg(feature = "token")]
use crate::token::{AuthToken, Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};

/// Creates a URL that downloads an object. It is valid for `ttl` from now: 1 second to 7 days, in whole seconds, with
/// fractions cut off.
///
/// `bucket` is one of:
///
/// - a name, such as `"photos"`: a bucket on AWS in us-east-1;
/// - a name and a region, such as `("photos", "eu-west-1")`;
/// - a [`Bucket`](crate::Bucket), with any settings. Names are checked for each URL, but a `Bucket` only once, so keep
///   one to sign many URLs.
///
/// # Errors
///
/// The errors of [`BucketBuilder::build`](crate::s3::BucketBuilder::build), such as an invalid bucket name or region,
/// and of [`PresignRequest::sign_at`](crate::PresignRequest::sign_at), such as an empty key, a dot segment in the key, a
/// `ttl` of less than 1 second or more than 7 days, or empty or expired credentials.
///
/// ```
/// use presign::{Credentials, presign_get};
/// use std::time::Duration;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = presign_get(&credentials, "kk-presigned-demo", "boat.jpg", Duration::from_secs(30 * 60))?;
/// assert!(url.as_str().starts_with("https://kk-presigned-demo.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-Algorithm="));
/// # Ok::<(), presign::Error>(())
/// ```
#[doc(alias = "generate_presigned_url")]
#[doc(alias = "getSignedUrl")]
#[doc(alias = "signed url")]
#[doc(alias = "signed_url")]
pub fn presign_get(
    signer: &dyn Signer,
    bucket: impl AsBucket,
    key: &str,
    ttl: Duration,
) -> Result<PresignedUrl, Error> {
    presign(signer, Method::Get, &bucket, key, ttl)
}

/// Creates a URL that uploads an object with PUT. Otherwise like [`presign_get`].
///
/// Whoever has the URL can upload anything, of any size. To restrict the content type or length, sign them: see
/// [`put_object`](crate::Bucket::put_object).
///
/// # Errors
///
/// The errors of [`presign_get`].
///
/// ```
/// use presign::{Credentials, Method, presign_put};
/// use std::time::Duration;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = presign_put(&credentials, ("photos", "eu-west-1"), "boat.jpg", Duration::from_secs(600))?;
/// assert_eq!(url.method(), Method::Put);
/// # Ok::<(), presign::Error>(())
/// ```
#[doc(alias = "upload url")]
#[doc(alias = "getSignedUrl")]
pub fn presign_put(
    signer: &dyn Signer,
    bucket: impl AsBucket,
    key: &str,
    ttl: Duration,
) -> Result<PresignedUrl, Error> {
    presign(signer, Method::Put, &bucket, key, ttl)
}

/// Creates a URL that returns the size, type and metadata of an object. Otherwise like [`presign_get`].
///
/// # Errors
///
/// The errors of [`presign_get`].
///
/// ```
/// use presign::{Credentials, Method, presign_head};
/// use std::time::Duration;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = presign_head(&credentials, ("photos", "eu-west-1"), "boat.jpg", Duration::from_secs(600))?;
/// assert_eq!(url.method(), Method::Head);
/// # Ok::<(), presign::Error>(())
/// ```
pub fn presign_head(
    signer: &dyn Signer,
    bucket: impl AsBucket,
    key: &str,
    ttl: Duration,
) -> Result<PresignedUrl, Error> {
    presign(signer, Method::Head, &bucket, key, ttl)
}

/// Creates a URL that deletes an object. Otherwise like [`presign_get`].
///
/// # Errors
///
/// The errors of [`presign_get`].
///
/// ```
/// use presign::{Credentials, Method, presign_delete};
/// use std::time::Duration;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = presign_delete(&credentials, ("photos", "eu-west-1"), "boat.jpg", Duration::from_secs(600))?;
/// assert_eq!(url.method(), Method::Delete);
/// # Ok::<(), presign::Error>(())
/// ```
pub fn presign_delete(
    signer: &dyn Signer,
    bucket: impl AsBucket,
    key: &str,
    ttl: Duration,
) -> Result<PresignedUrl, Error> {
    presign(signer, Method::Delete, &bucket, key, ttl)
}

fn presign(
    signer: &dyn Signer,
    method: Method,
    bucket: &dyn ToBucket,
    key: &str,
    ttl: Duration,
) -> Result<PresignedUrl, Error> {
    bucket.to_bucket()?.request(method, key).expires_in(ttl).sign(signer)
}

impl PresignRequest<'_> {
    /// Signs at the current time. On wasm32-unknown-unknown this needs the feature `wasm`.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(600)).sign(&credentials)?;
    /// assert_eq!(url.expires_at(), Some(url.signed_at() + Duration::from_secs(600)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn sign(&self, signer: &dyn Signer) -> Result<PresignedUrl, Error> {
        self.sign_at(signer, now())
    }
}

#[cfg(feature = "post")]
impl PostPolicy<'_> {
    /// Signs at the current time. On wasm32-unknown-unknown this needs the feature `wasm`.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at).
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let form = bucket.post_policy().key("boat.jpg").content_length_range(1..=10_000_000).sign(&credentials)?;
    /// assert!(form.expires_at() > form.signed_at());
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn sign(&self, signer: &dyn Signer) -> Result<PresignedPost, Error> {
        self.sign_at(signer, now())
    }
}

#[cfg(feature = "token")]
macro_rules! sign_tokens {
    ($($token:ident: $signed:ty),+) => {$(
        impl $token {
            /// Signs at the current time. On wasm32-unknown-unknown this needs the feature `wasm`.
            ///
            /// # Errors
            ///
            /// The errors of [`sign_at`](Self::sign_at).
            pub fn sign(&self, signer: &dyn Signer) -> Result<$signed, Error> {
                self.sign_at(signer, now())
            }
        }
    )+};
}

#[cfg(feature = "token")]
sign_tokens! {
    Rds: AuthToken, Dsql: AuthToken, ElastiCache: AuthToken, MemoryDb: AuthToken, Eks: AuthToken, Msk: AuthToken,
    Bedrock: AuthToken, IotMqtt: PresignedUrl
}

#[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
