//! Amazon Aurora DSQL.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::endpoint::url::parse_host;
use crate::error::{Error, Found, Repr};
use crate::service::Service;
use crate::signing::Signer;

/// The password of an Amazon Aurora DSQL database role: `admin` or a custom role.
///
/// Use it as the role's password in a PostgreSQL client, over TLS. It is valid for 15 minutes by default and up to 7
/// days with [`expires_in`](Self::expires_in). The token does not name the role: the signer's `dsql:DbConnect` or
/// `dsql:DbConnectAdmin` permission decides what it opens.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Dsql;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let cluster = Dsql::connect_admin("peccy4example5cluster6abcde.dsql.us-east-1.on.aws", "us-east-1")?;
/// let password = cluster.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().starts_with("peccy4example5cluster6abcde.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&X-Amz-"));
///
/// // A role of your own.
/// let cluster = Dsql::connect("peccy4example5cluster6abcde.dsql.us-east-1.on.aws", "us-east-1")?;
/// let password = cluster.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().contains("/?Action=DbConnect&X-Amz-"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Generating an authentication token in Amazon Aurora DSQL][aws].
///
/// [aws]: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
#[doc(alias = "generate_db_connect_auth_token")]
#[doc(alias = "generate_db_connect_admin_auth_token")]
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct Dsql {
    request: TokenRequest,
}

impl Dsql {
    /// Creates a request for a custom database role, from the cluster's host (`....dsql.us-east-1.on.aws`) and region.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the host: `HostNotAlone` (with a scheme, port, path or more), `EndpointWithoutHost`, `InvalidEndpointHost`,
    ///   `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`;
    /// - a cluster ID in place of its host: `InvalidEndpointHost`;
    /// - the region: `InvalidRegion`, and `EndpointRegionMismatch` for another one than that of a host on AWS.
    pub fn connect(host: impl AsRef<str>, region: impl Into<String>) -> Result<Self, Error> {
        Self::new(host.as_ref(), region.into(), "DbConnect")
    }

    /// Creates a request for the role `admin`, from the cluster's host and region.
    ///
    /// # Errors
    ///
    /// The errors of [`connect`](Self::connect).
    pub fn connect_admin(host: impl AsRef<str>, region: impl Into<String>) -> Result<Self, Error> {
        Self::new(host.as_ref(), region.into(), "DbConnectAdmin")
    }

    fn new(host: &str, region: String, action: &'static str) -> Result<Self, Error> {
        let host = parse_host(host)?;
        if !host.contains(['.', '[']) && host != "localhost" {
            return Err(Repr::ClusterIdForHost { found: Found::new(&host), found_id: host.into() }.into());
        }
        let service = Service::of_token("dsql", region, format!("https://{host}"))?;
        let mut request = TokenRequest::new(service, TokenFormat::WithoutScheme);
        request.set_query("Action", action);
        Ok(Self { request })
    }

    /// Sets how long the token is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
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
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days);
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
