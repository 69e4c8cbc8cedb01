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
}

impl Validity {
    pub(crate) const fn new(signed_at: AmzDate, expires_at: Option<AmzDate>) -> Self {
        Self { signed_at, expires_at }
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
}

/// Shows the times as in RFC 3339: `Validity { signed_at: 2026-11-23T12:00:00Z, expires_at: None }`.
impl fmt::Debug for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validity")
            .field("signed_at", &Shown(self.signed_at))
            .field("expires_at", &self.expires_at.map(Shown))
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
