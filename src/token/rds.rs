//! Amazon RDS and Aurora: MySQL, MariaDB and PostgreSQL.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::names::check_user;
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::endpoint::url::parse_host;
use crate::error::Error;
use crate::service::Service;
use crate::signing::Signer;

/// The password of an Amazon RDS or Aurora database user that authenticates with IAM.
///
/// Use it as the user's password, over TLS; MySQL and MariaDB clients must enable their clear-text plugin. It is valid
/// for 15 minutes, the longest that RDS accepts; [`expires_in`](Self::expires_in) can shorten that.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Rds;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let database = Rds::new("db.abcdefghijkl.us-east-1.rds.amazonaws.com", 3306, "a&b=c", "us-east-1")?;
/// let password = database.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().contains(":3306/?Action=connect&DBUser=a%26b%3Dc&X-Amz-Algorithm="));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [IAM database authentication][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
#[doc(alias = "generate_db_auth_token")]
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct Rds {
    request: TokenRequest,
}

impl Rds {
    /// Creates a request from the database endpoint's host and port, the database user, and the region of the database.
    ///
    /// Give the host of the instance, cluster or proxy, even if the connection goes through a tunnel or another DNS
    /// name: RDS rejects a token for such a name.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the host: `HostNotAlone` (with a scheme, port, path or more), `EndpointWithoutHost`, `InvalidEndpointHost`,
    ///   `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`;
    /// - a port of 0: `InvalidEndpointPort`; the user: `EmptyUser`; the region: `InvalidRegion`, and
    ///   `EndpointRegionMismatch` for another one than that of a host on AWS.
    pub fn new(
        host: impl AsRef<str>,
        port: u16,
        user: impl Into<String>,
        region: impl Into<String>,
    ) -> Result<Self, Error> {
        let host = parse_host(host.as_ref())?;
        let user = user.into();
        check_user("database user", &user)?;
        let service = Service::of_token("rds-db", region, format!("https://{host}:{port}"))?;
        let format = if port == 443 { TokenFormat::WithPort443 } else { TokenFormat::WithoutScheme };
        let mut request = TokenRequest::new(service, format);
        request.set_query("Action", "connect");
        request.set_query("DBUser", user);
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
