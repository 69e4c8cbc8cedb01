//! The signing time and the expiry of a URL.

use time::OffsetDateTime;

use crate::sigv4::AmzDate;

/// The time at which a URL was signed, and the time at which it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// expire first.
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
