//! How long a URL is valid.

use core::time::Duration;

use crate::request::presign_request::PresignRequest;
use crate::signing::IfCredentialsExpire;

/// How long the URL is valid.
impl PresignRequest<'_> {
    /// Sets how long the URL is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
    ///
    /// A service with a [shorter longest expiry](crate::Service#services-that-accept-a-presigned-url) has that as its
    /// maximum here, and as the default if it is under 15 minutes. AWS STS accepts every URL for 15 minutes, even if it
    /// was signed for less: [`expires_at`](crate::PresignedUrl::expires_at) returns that time.
    #[doc(alias = "ttl")]
    #[doc(alias = "expiration")]
    #[doc(alias = "expiry")]
    #[doc(alias = "X-Amz-Expires")]
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Omits `X-Amz-Expires`, for a service that allows this, such as AWS IoT. S3 does not.
    ///
    /// ```
    /// use presign::{Method, Service};
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let broker = Service::new("iotdevicegateway", "eu-west-1", "wss://abc123-ats.iot.eu-west-1.amazonaws.com")?;
    /// let url = broker.request(Method::Get, "/mqtt").without_expiry().sign_at(&credentials, now)?;
    /// assert!(!url.as_str().contains("X-Amz-Expires"));
    /// assert_eq!(url.expires_at(), None);
    /// # Ok::<(), presign::Error>(())
    /// ```
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
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    /// use std::time::Duration;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let session = credentials.with_session_token("token").with_expiry(now + Duration::from_secs(600));
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(3600));
    /// assert!(request.sign_at(&session, now)?.validity().is_shortened());
    /// let error = request.require_full_lifetime().sign_at(&session, now).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::LifetimeTooShort);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn require_full_lifetime(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Fail;
        self
    }

    /// Signs the requested expiry even if the credentials expire before the URL. The URL then expires with them, and
    /// [`expires_at`](crate::PresignedUrl::expires_at) reports that time, but `X-Amz-Expires` does not show it.
    ///
    /// By default, `X-Amz-Expires` is shortened, so that whoever reads the URL sees how long it is valid. Use this for
    /// URLs that must be the same as those of other implementations, which sign the requested value, or if the expiry of
    /// the credentials is only an estimate. If both this and [`require_full_lifetime`](Self::require_full_lifetime) are
    /// called, the last call counts.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    ///     .with_expiry(datetime!(2026-11-23 12:10 UTC));
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(3600));
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// assert!(request.sign_at(&credentials, now)?.as_str().contains("&X-Amz-Expires=600&"));
    /// let url = request.keep_requested_expiry().sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&X-Amz-Expires=3600&"));
    /// assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 12:10 UTC)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn keep_requested_expiry(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Keep;
        self
    }
}
