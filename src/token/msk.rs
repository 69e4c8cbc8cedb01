//! Amazon MSK: Kafka.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding};
use time::OffsetDateTime;

use super::{AuthToken, fifteen_minutes};
use crate::error::Error;
use crate::method::Method;
use crate::service::Service;
use crate::signing::{DEFAULT_EXPIRY, LongestExpiry, Signer};
use crate::sigv4::append_component;

const LONGEST: LongestExpiry = fifteen_minutes("Amazon MSK");

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
/// let brokers = Msk::new("eu-west-1").user_agent("orders/2.1");
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
#[must_use = "a broker is given no token until it is signed"]
pub struct Msk {
    service: Result<Service, Error>,
    user_agent: String,
    expires_in: Duration,
}

impl Msk {
    /// Creates a request from the region of the brokers. The signed host is under `amazonaws.com` in every partition.
    pub fn new(region: impl Into<String>) -> Self {
        let region = region.into();
        let endpoint = format!("https://kafka.{region}.amazonaws.com");
        Self {
            service: Service::of_token("kafka-cluster", region, endpoint),
            user_agent: concat!("presign/", env!("CARGO_PKG_VERSION")).into(),
            expires_in: DEFAULT_EXPIRY,
        }
    }

    /// Sets the client name that the brokers see. It is not signed. The default is this crate's name and version; an
    /// empty text leaves it out.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets how long the token is valid: 1 second to 15 minutes, rounded down to seconds. The default is 15 minutes.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = expires_in;
        self
    }

    /// Signs at the given time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the region: `InvalidRegion`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 15 minutes);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        let service = self.service.as_ref().map_err(Error::clone)?;
        let signed = service
            .request(Method::Get, "/")
            .query("Action", "kafka-cluster:Connect")
            .expires_in(LONGEST.check(self.expires_in)?)
            .sign_at(signer, at)?;
        let mut url = String::from(signed.as_str());
        if !self.user_agent.is_empty() {
            url.push_str("&User-Agent=");
            append_component(&self.user_agent, &mut url);
        }
        Ok(AuthToken::new(Base64UrlUnpadded::encode_string(url.as_bytes()), &signed))
    }
}
