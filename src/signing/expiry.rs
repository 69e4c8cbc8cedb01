//! How long a URL is valid. The requested expiry is checked against a limit, and shortened if the credentials expire
//! first.

use alloc::format;
use core::time::Duration;

use super::validity::Validity;
use crate::credentials::Identity;
use crate::endpoint::lifetime::{Expires, Lifetime};
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::AmzDate;

/// The expiry of a request that sets none.
const DEFAULT_EXPIRY: Duration = Duration::from_secs(15 * 60);

/// The expiry that a request asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// Seconds after the signing time.
    pub(crate) seconds: u32,
    pub(crate) if_credentials_expire: IfCredentialsExpire,
}

/// What to do if the credentials expire before the URL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfCredentialsExpire {
    /// Shorten X-Amz-Expires, so that the URL expires with them.
    Shorten,
    /// Sign the requested X-Amz-Expires, and report that the URL expires with them.
    Keep,
    /// Return an error.
    Fail,
}

/// The longest session of AWS, in seconds: 36 hours, of GetSessionToken and GetFederationToken. Those of roles are
/// valid for up to 12 hours, and those of other servers for as long as their administrators like.
const LONGEST_AWS_SESSION: u32 = 36 * 60 * 60;

impl Expiry {
    /// Checks the expiry against a session whose own expiry is not known.
    pub(crate) fn check_session(self, identity: &Identity, target: &Target) -> Result<(), Error> {
        if !identity.has_unknown_expiry() {
            return Ok(());
        }
        if self.if_credentials_expire == IfCredentialsExpire::Fail {
            return Err(Repr::UnknownCredentialsExpiry {}.into());
        }
        if self.seconds > LONGEST_AWS_SESSION && target.is_on_aws() {
            return Err(Repr::ExpiryBeyondSession { seconds: self.seconds, most: LONGEST_AWS_SESSION }.into());
        }
        Ok(())
    }

    /// Returns the value of X-Amz-Expires and how long the URL is valid.
    ///
    /// If the identity expires first, the value is the number of whole seconds until then, unless the requested value is
    /// kept.
    pub(crate) fn settle(self, identity: &Identity, signed_at: AmzDate) -> Result<(u32, Validity), Error> {
        let requested = self.seconds;
        let available =
            identity.expires_at().map(|ends| ends.unix_timestamp().saturating_sub(signed_at.time().unix_timestamp()));
        let seconds = match available.map(|available| (available, u32::try_from(available))) {
            Some((available, Ok(seconds))) if seconds < requested => {
                // The smallest X-Amz-Expires is 1.
                if self.if_credentials_expire == IfCredentialsExpire::Fail || seconds == 0 {
                    return Err(Repr::LifetimeTooShort { available, requested }.into());
                }
                seconds
            }
            _ => requested,
        };
        let validity = Validity::new(signed_at, Some(after(signed_at, seconds)?)).shortened(seconds < requested);
        let signed = if self.if_credentials_expire == IfCredentialsExpire::Keep { requested } else { seconds };
        Ok((signed, validity))
    }
}

impl Lifetime {
    /// Returns the expiry of a request that sets none.
    pub(crate) fn default_expiry(&self) -> Duration {
        DEFAULT_EXPIRY.min(Duration::from_secs(self.longest.into()))
    }

    /// Returns the expiry to sign: in whole seconds, extended by the cache window.
    pub(crate) fn whole_seconds(&self, expires_in: Duration, window: Option<u32>) -> Result<u32, Error> {
        let Self { by, longest: most, words: longest, .. } = *self;
        if expires_in.as_secs() == 0 {
            return Err(Repr::ExpiryTooShort { seconds: expires_in.as_secs_f64(), longest }.into());
        }
        let seconds = expires_in.as_secs().saturating_add(window.unwrap_or(0).into());
        match u32::try_from(seconds) {
            Ok(allowed) if allowed <= most => Ok(allowed),
            _ => {
                let added = window.map(|window| format!(" (including the cache window of {window} s)"));
                let added = added.unwrap_or_default().into();
                Err(Repr::ExpiryTooLong { seconds, added, by, most, longest }.into())
            }
        }
    }

    /// Returns when the URL expires if the service ignores `X-Amz-Expires`: no later than the identity.
    pub(crate) fn fixed_end(&self, identity: &Identity, signed_at: AmzDate) -> Result<Option<AmzDate>, Error> {
        if self.expires == Expires::Honored {
            return Ok(None);
        }
        let end = after(signed_at, self.longest)?;
        Ok(Some(end_of(identity).map_or(end, |identity| identity.min(end))))
    }
}

/// Returns when the identity expires, in whole seconds.
pub(crate) fn end_of(identity: &Identity) -> Option<AmzDate> {
    identity.expires_at().and_then(|ends| AmzDate::new(ends).ok())
}

fn after(signed_at: AmzDate, seconds: u32) -> Result<AmzDate, Error> {
    signed_at.after(seconds).ok_or_else(|| Repr::InvalidTime { year: 10_000 }.into())
}
