//! Amazon MSK: Kafka.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::error::Error;
use crate::service::Service;
use crate::signing::Signer;

/// The OAuth bearer token for Amazon MSK brokers, for every topic and group that the signer may use.
///
/// Return it from a Kafka client's callback for the SASL mechanism `OAUTHBEARER`, over TLS. It is valid for 15 minutes,
/// as long as AWS's own clients sign for; [`expires_in`](Self::expires_in) can shorten that. Kafka clients expect the
/// expiry in milliseconds: `token.expires_at().unix_timestamp() * 1000`.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Msk;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let brokers = Msk::new("eu-west-1")?.user_agent("orders/2.1");
/// let token = brokers.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(token.as_str().starts_with("aHR0cHM6Ly9rYWZrYS5ldS13ZXN0LTEuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Sources: [IAM access control][aws] and AWS's [signer for other languages than Java][signer].
///
/// [aws]: https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
/// [signer]: https://github.com/aws/aws-msk-iam-sasl-signer-python
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct Msk {
    request: TokenRequest,
}

impl Msk {
    /// Creates a request from the region of the brokers. The signed host is under `amazonaws.com` in every partition.
    ///
    /// # Errors
    ///
    /// [`InvalidRegion`](crate::ErrorKind::InvalidRegion).
    pub fn new(region: impl Into<String>) -> Result<Self, Error> {
        let region = region.into();
        let endpoint = format!("https://kafka.{region}.amazonaws.com");
        let service = Service::of_token("kafka-cluster", region, endpoint)?;
        let user_agent = concat!("presign/", env!("CARGO_PKG_VERSION")).into();
        let mut request = TokenRequest::new(service, TokenFormat::Msk { user_agent });
        request.set_query("Action", "kafka-cluster:Connect");
        Ok(Self { request })
    }

    /// Sets the client name that the brokers see. It is not signed. The default is this crate's name and version; an
    /// empty text leaves it out.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.request.set_format(TokenFormat::Msk { user_agent: user_agent.into().into() });
        self
    }

    /// Sets how long the token is valid: 1 second to 15 minutes, rounded down to seconds. The default is 15 minutes.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.request.set_expiry(expires_in);
        self
    }

    /// Signs at the given time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 15 minutes);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        self.request.sign_at(signer, at)
    }

    /// Prepares the token for an asynchronous signer: does everything except sign. See
    /// [`PreparedToken`](super::PreparedToken) for an example.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at), with the identity in place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<PreparedToken, Error> {
        self.request.prepare_at(identity, at)
    }
}
