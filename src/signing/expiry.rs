//! How long a URL is valid: the requested expiry, shortened by the expiry of the credentials.

use crate::sigv4::AmzDate;
use core::time::Duration;

use crate::credentials::Identity;
use crate::error::{Error, Repr};

/// How long a URL is valid unless the request says otherwise.
pub(crate) const DEFAULT_EXPIRY: Duration = Duration::from_secs(15 * 60);

/// The requested expiry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expiry {
    After(ExpiresAfter),
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExpiresAfter {
    pub(crate) seconds: u32,
    pub(crate) lifetime: Lifetime,
}

/// What happens if the credentials expire before the URL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// It ends with them.
    MayEndSooner,
    /// Signing fails.
    Full,
}

impl ExpiresAfter {
    /// For how many seconds the signature lives, and until when. The identity's end shortens it, to whole seconds.
    pub(crate) fn settle(self, identity: &Identity, signed_at: AmzDate) -> Result<(u32, AmzDate), Error> {
        let requested = self.seconds;
        let available =
            identity.expires_at().map(|ends| ends.unix_timestamp().saturating_sub(signed_at.time().unix_timestamp()));
        let seconds = match available.map(|available| (available, u32::try_from(available))) {
            Some((available, Ok(seconds))) if seconds < requested => {
                // Ends within the second: nothing is that short.
                if self.lifetime == Lifetime::Full || seconds == 0 {
                    return Err(Repr::LifetimeTooShort { available, requested }.into());
                }
                seconds
            }
            _ => requested,
        };
        Ok((seconds, signed_at.after(seconds).ok_or(Repr::InvalidTime { year: 10_000 })?))
    }
}
