//! The signing time and the expiry of a URL.

use core::fmt;

use time::OffsetDateTime;

use crate::sigv4::AmzDate;
use crate::sigv4::rfc3339::date_time;

/// The time at which a URL was signed, and the time at which it expires.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let (bucket, mut page) = (Bucket::new("photos")?, String::from("<img src=\""));
/// let request = bucket.get_object("boat.jpg");
/// let validity = request.sign_into(&credentials, datetime!(2026-11-23 12:00 UTC), &mut page)?;
/// assert!(page.starts_with("<img src=\"https://photos.s3.us-east-1.amazonaws.com/boat.jpg?"));
/// assert_eq!(validity.signed_at(), datetime!(2026-11-23 12:00 UTC));
/// assert_eq!(validity.expires_at(), Some(datetime!(2026-11-23 12:15 UTC)));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Validity {
    signed_at: AmzDate,
    expires_at: Option<AmzDate>,
    is_shortened: bool,
}

impl Validity {
    pub(crate) const fn new(signed_at: AmzDate, expires_at: Option<AmzDate>) -> Self {
        Self { signed_at, expires_at, is_shortened: false }
    }

    /// Sets whether the credentials expire before the requested expiry.
    pub(crate) const fn shortened(self, is_shortened: bool) -> Self {
        Self { is_shortened, ..self }
    }

    /// Sets another time of expiry.
    pub(crate) const fn until(self, expires_at: AmzDate) -> Self {
        Self { expires_at: Some(expires_at), ..self }
    }

    /// Returns the validity that ends first. One without an end ends last.
    pub(crate) fn earlier(self, other: Self) -> Self {
        let is_earlier = match (other.expires_at, self.expires_at) {
            (Some(other), Some(own)) => other < own,
            (other, own) => other.is_some() && own.is_none(),
        };
        if is_earlier { other } else { self }
    }

    /// Returns the signing time in the URL, in UTC and whole seconds.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.signed_at.time()
    }

    /// Returns the time at which the URL expires: `expires_in` after the signing time, or earlier if the credentials
    /// expire first. For AWS STS, which ignores `X-Amz-Expires`, this is 15 minutes after the signing time, or earlier
    /// if the credentials expire first.
    ///
    /// Returns `None` if the URL was signed [without expiry](crate::PresignRequest::without_expiry) and the expiry of
    /// the credentials is not known. The service then decides how long it accepts the URL.
    ///
    /// If the credentials have a session token and [when they expire](crate::Credentials::with_expiry) is not known,
    /// this is only an upper bound: the URL works no longer than the session.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.expires_at.map(AmzDate::time)
    }

    /// Returns whether the credentials expire before the requested expiry, so that the URL expires with them.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    ///     .with_expiry(datetime!(2026-11-23 13:00 UTC));
    /// let (bucket, day) = (Bucket::new("photos")?, Duration::from_secs(86_400));
    /// let url = bucket.get_object("boat.jpg").expires_in(day).sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(url.validity().is_shortened());
    /// assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 13:00 UTC)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn is_shortened(&self) -> bool {
        self.is_shortened
    }
}

/// Shows the times as in RFC 3339, such as `2026-11-23T12:00:00Z`.
impl fmt::Debug for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validity")
            .field("signed_at", &Shown(self.signed_at))
            .field("expires_at", &self.expires_at.map(Shown))
            .field("is_shortened", &self.is_shortened)
            .finish()
    }
}

struct Shown(AmzDate);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The years of an `AmzDate` are within 0 to 9999, which is the range of RFC 3339.
        f.write_str(&date_time(self.0.time()).unwrap_or_default())
    }
}
