//! Amazon Aurora DSQL.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::AuthToken;
use crate::endpoint::url::parse_host;
use crate::error::Error;
use crate::method::Method;
use crate::service::Service;
use crate::signing::{DEFAULT_EXPIRY, Signer};

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
/// let cluster = Dsql::connect_admin("peccy4example5cluster6abcde.dsql.us-east-1.on.aws", "us-east-1");
/// let password = cluster.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().starts_with("peccy4example5cluster6abcde.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&X-Amz-"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Generating an authentication token in Amazon Aurora DSQL][aws].
///
/// [aws]: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
#[doc(alias = "generate_db_connect_auth_token")]
#[doc(alias = "generate_db_connect_admin_auth_token")]
#[derive(Clone, Debug)]
#[must_use = "a cluster gives no token until it is signed"]
pub struct Dsql {
    service: Result<Service, Error>,
    action: &'static str,
    expires_in: Duration,
}

impl Dsql {
    /// Creates a request for a custom database role, from the cluster's host (`....dsql.us-east-1.on.aws`) and region.
    pub fn connect(host: impl AsRef<str>, region: impl Into<String>) -> Self {
        Self::new(host.as_ref(), region.into(), "DbConnect")
    }

    /// Creates a request for the role `admin`, from the cluster's host and region.
    pub fn connect_admin(host: impl AsRef<str>, region: impl Into<String>) -> Self {
        Self::new(host.as_ref(), region.into(), "DbConnectAdmin")
    }

    fn new(host: &str, region: String, action: &'static str) -> Self {
        let service = parse_host(host).and_then(|host| Service::of_token("dsql", region, format!("https://{host}")));
        Self { service, action, expires_in: DEFAULT_EXPIRY }
    }

    /// Sets how long the token is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
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
    /// - the host: `HostNotAlone` (with a scheme, port, path or more), `EndpointWithoutHost`, `InvalidEndpointHost`,
    ///   `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`; the region: `InvalidRegion`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        let service = self.service.as_ref().map_err(Error::clone)?;
        let request = service.request(Method::Get, "/").query("Action", self.action).expires_in(self.expires_in);
        Ok(AuthToken::without_scheme(&request.sign_at(signer, at)?))
    }
}
