//! Amazon MemoryDB: Valkey and Redis OSS.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::names::{check_cache_name, check_user};
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::error::Error;
use crate::service::Service;
use crate::signing::Signer;

const SERVICE: &str = "Amazon MemoryDB";

/// The password of an Amazon MemoryDB user (Valkey 7.2, Redis OSS 7.0 and later) that authenticates with IAM.
///
/// Send it in `AUTH` or `HELLO` after the user's name, over TLS. It is valid for 15 minutes, the longest that MemoryDB
/// accepts; [`expires_in`](Self::expires_in) can shorten that. MemoryDB closes the connection after 12 hours unless the
/// client sends a new token on it.
///
/// ```
/// use presign::Credentials;
/// use presign::token::MemoryDb;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let cluster = MemoryDb::new("orders", "web", "eu-west-1")?;
/// let password = cluster.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().starts_with("orders/?Action=connect&User=web&X-Amz-Algorithm="));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Authenticating with IAM][aws].
///
/// [aws]: https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct MemoryDb {
    request: TokenRequest,
}

impl MemoryDb {
    /// Creates a request from the cluster's name (not the endpoint's host), the user, and the region of the cluster.
    ///
    /// The name is signed in lower case, as MemoryDB stores it. The user is signed as given.
    ///
    /// # Errors
    ///
    /// - [`InvalidClusterName`](crate::ErrorKind::InvalidClusterName) for a cluster name that is not valid, or
    ///   `EndpointUserInfo`, `EndpointQuery` or `EndpointFragment` if it has an `@`, `?` or `#` and so is not shown.
    /// - [`EmptyUser`](crate::ErrorKind::EmptyUser).
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion).
    pub fn new(cluster: impl AsRef<str>, user: impl Into<String>, region: impl Into<String>) -> Result<Self, Error> {
        let (cluster, user) = (cluster.as_ref(), user.into());
        check_cache_name("cluster name", cluster, SERVICE)?;
        check_user("cluster user", &user)?;
        let service = Service::of_token("memorydb", region, format!("https://{cluster}"))?;
        let mut request = TokenRequest::new(service, TokenFormat::WithoutScheme);
        request.set_query("Action", "connect");
        request.set_query("User", user);
        Ok(Self { request })
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
