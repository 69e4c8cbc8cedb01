//! The result of signing: a password and its expiry.

use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use crate::signing::Validity;
use crate::sigv4::WipedString;

/// A password that is valid until it expires. Whoever has it can connect, so treat it like any other password.
///
/// `Display` and [`as_str`](Self::as_str) give the token. `Debug` leaves it out, so that it may go into a log. The token is
/// wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthToken {
    token: WipedString,
    validity: Validity,
}

impl AuthToken {
    pub(super) fn new(token: WipedString, validity: Validity) -> Self {
        Self { token, validity }
    }

    /// Returns the token. Pass it to the client unchanged.
    pub fn as_str(&self) -> &str {
        &self.token
    }

    /// Returns the token without copying it. Pass it to the client unchanged. The string is not wiped when dropped.
    pub fn into_string(self) -> String {
        self.token.into_string()
    }

    /// Returns when the token expires, in UTC: `expires_in` after signing (for [Amazon EKS](super::Eks) always 15
    /// minutes after it), or when the credentials expire if that is earlier.
    ///
    /// If the credentials have a session token and [when they expire](crate::Credentials::with_expiry) is not known,
    /// this is only an upper bound: the token works no longer than the session.
    #[expect(clippy::expect_used, reason = "every token is signed with an expiry")]
    pub fn expires_at(&self) -> OffsetDateTime {
        self.validity.expires_at().expect("every token is signed with an expiry")
    }
}

impl fmt::Display for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.token)
    }
}

impl fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthToken").field("token", &"redacted").field("validity", &self.validity).finish()
    }
}

impl AsRef<str> for AuthToken {
    fn as_ref(&self) -> &str {
        &self.token
    }
}

impl From<AuthToken> for String {
    fn from(token: AuthToken) -> Self {
        token.into_string()
    }
}
