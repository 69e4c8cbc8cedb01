//! When a URL was signed, and when it expires.

use time::OffsetDateTime;

use crate::sigv4::AmzDate;

/// When a URL was signed, and when it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    signed_at: AmzDate,
    expires_at: Option<AmzDate>,
}

impl Validity {
    pub(crate) const fn new(signed_at: AmzDate, expires_at: Option<AmzDate>) -> Self {
        Self { signed_at, expires_at }
    }

    /// The signing time that the URL carries, in UTC, to the second.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.signed_at.time()
    }

    /// Returns the time at which the URL expires: `expires_in` after signing, or earlier if the credentials expire earlier.
    /// Returns `None` for a URL signed [without expiry](crate::PresignRequest::without_expiry) by credentials with no
    /// known end: its service then decides.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.expires_at.map(AmzDate::time)
    }
}
