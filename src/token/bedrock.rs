//! Amazon Bedrock: foundation models.

use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::error::Error;
use crate::method::Method;
use crate::service::Service;
use crate::signing::Signer;

const DEFAULT_EXPIRY: Duration = Duration::from_secs(12 * 60 * 60);

/// A short-term API key for Amazon Bedrock.
///
/// Send it in the header `Authorization: Bearer`, or set the environment variable `AWS_BEARER_TOKEN_BEDROCK` for a
/// program that uses an AWS SDK. The key allows what its signer may do in Bedrock, in one region. To revoke it, deny
/// the signer the permission `bedrock:CallWithBearerToken`.
///
/// A key expires after at most 12 hours, or with its credentials. Those of an assumed role expire after an hour by
/// default. [Set their expiry](crate::Credentials::with_expiry), or [`AuthToken::expires_at`] returns a time at which
/// the key no longer works.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Bedrock;
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let request = Bedrock::new("us-east-1")?.expires_in(Duration::from_secs(60 * 60));
/// let api_key = request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(api_key.as_str().starts_with("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbFdpdGhCZWFyZXJUb2tlbiZY"));
/// assert_eq!(api_key.expires_at(), datetime!(2026-11-23 13:00 UTC));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Sources: [API keys][aws], [how to revoke them][revoke] and AWS's [token generator][generator].
///
/// [aws]: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
/// [revoke]: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-revoke.html
/// [generator]: https://github.com/aws/aws-bedrock-token-generator-python
#[doc(alias = "AWS_BEARER_TOKEN_BEDROCK")]
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct Bedrock {
    request: TokenRequest,
}

impl Bedrock {
    /// Creates a request from the region that the key is for. The signed host is `bedrock.amazonaws.com` for every
    /// region.
    ///
    /// # Errors
    ///
    /// [`InvalidRegion`](crate::ErrorKind::InvalidRegion).
    pub fn new(region: impl Into<String>) -> Result<Self, Error> {
        let service = Service::of_token("bedrock", region, "https://bedrock.amazonaws.com")?;
        let mut request = TokenRequest::new(service, TokenFormat::Bedrock);
        request.set_expiry(DEFAULT_EXPIRY);
        request.set_method(Method::Post);
        request.set_query("Action", "CallWithBearerToken");
        Ok(Self { request })
    }

    /// Sets how long the key is valid: 1 second to 12 hours, rounded down to seconds. The default is 12 hours.
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
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 12 hours);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        self.request.sign_at(signer, at)
    }

    /// Prepares the key for an asynchronous signer: does everything except sign. See
    /// [`PreparedToken`](super::PreparedToken) for an example.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at), with the identity in place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<PreparedToken, Error> {
        self.request.prepare_at(identity, at)
    }
}
