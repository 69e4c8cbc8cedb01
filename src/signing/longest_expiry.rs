//! The expiry that a caller asks for, against the longest that is allowed.

use alloc::format;
use core::time::Duration;

use crate::error::{Error, Repr};

/// The longest expiry that is allowed.
#[derive(Clone, Copy)]
pub(crate) struct LongestExpiry {
    /// Who allows no more.
    pub(crate) by: &'static str,
    pub(crate) seconds: u32,
    /// The same in words.
    pub(crate) words: &'static str,
}

/// The most that the protocol allows.
pub(crate) const SIGV4_LONGEST: LongestExpiry =
    LongestExpiry { by: "SigV4", seconds: 7 * 24 * 60 * 60, words: "7 days" };

impl LongestExpiry {
    /// Checks that an expiry is allowed.
    #[cfg(feature = "token")]
    pub(crate) fn check(self, expires_in: Duration) -> Result<Duration, Error> {
        self.whole_seconds(expires_in, None).map(|_| expires_in)
    }

    /// An expiry as it is signed: lengthened by the window in which the URL stays the same.
    pub(crate) fn whole_seconds(self, expires_in: Duration, window: Option<u32>) -> Result<u32, Error> {
        let Self { by, seconds: most, words: longest } = self;
        if expires_in.as_secs() == 0 {
            return Err(Repr::ExpiryTooShort { seconds: expires_in.as_secs_f64(), longest }.into());
        }
        let seconds = expires_in.as_secs().saturating_add(window.unwrap_or(0).into());
        match u32::try_from(seconds) {
            Ok(allowed) if allowed <= most => Ok(allowed),
            _ => {
                let added = window.map(|window| format!(", the cache window of {window} s included,"));
                let added = added.unwrap_or_default().into();
                Err(Repr::ExpiryTooLong { seconds, added, by, most, longest }.into())
            }
        }
    }
}
