//! Amazon ElastiCache: Valkey and Redis OSS.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::names::{check_cache_name, check_user};
use super::{AuthToken, fifteen_minutes};
use crate::error::Error;
use crate::method::Method;
use crate::service::Service;
use crate::signing::{DEFAULT_EXPIRY, LongestExpiry, Signer};

const SERVICE: &str = "Amazon ElastiCache";
const LONGEST: LongestExpiry = fifteen_minutes(SERVICE);

/// The password of a user of Amazon ElastiCache (Valkey 7.2, Redis OSS 7.0 and later) that authenticates with IAM.
///
/// It goes into `AUTH` or `HELLO` after the user's name, in a connection over TLS. It works for 15 minutes until
/// [`expires_in`](Self::expires_in) says less; ElastiCache takes none for longer. The connection is closed after 12 hours,
/// unless another token is sent on it.
///
/// ```
/// use presign::Credentials;
/// use presign::token::ElastiCache;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let cache = ElastiCache::new("sessions", "web", "eu-west-1").serverless(true);
/// let password = cache.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(password.as_str().starts_with("sessions/?Action=connect&ResourceType=ServerlessCache&User=web&X-Amz-Algorithm="));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Authenticating with IAM][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
#[derive(Clone, Debug)]
#[must_use = "a cache gives no token until it is signed"]
pub struct ElastiCache {
    service: Result<Service, Error>,
    user: String,
    serverless: bool,
    expires_in: Duration,
}

impl ElastiCache {
    /// Creates a request from the cache's name or the replication group's ID (not the endpoint's host), the user, and the region of the cache.
    ///
    /// The name is signed in lower case, as ElastiCache keeps it. The user is signed as it is given; IDs of users are in
    /// lower case too.
    pub fn new(cache: impl AsRef<str>, user: impl Into<String>, region: impl Into<String>) -> Self {
        let user = user.into();
        Self {
            service: service(cache.as_ref(), &user, region.into()),
            user,
            serverless: false,
            expires_in: DEFAULT_EXPIRY,
        }
    }

    /// Whether it is a serverless cache, which has tokens of its own; `false` until this is called.
    pub fn serverless(mut self, serverless: bool) -> Self {
        self.serverless = serverless;
        self
    }

    /// Sets how long the token is valid: 1 second to 15 minutes, rounded down to seconds. The default is 15 minutes.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = expires_in;
        self
    }

    /// Signs at a time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the cache: `InvalidClusterName`; the user: `EmptyUser`; the region: `InvalidRegion`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 15 minutes);
    /// - the time and the signer: as [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        let service = self.service.as_ref().map_err(Error::clone)?;
        let mut request = service
            .request(Method::Get, "/")
            .query("Action", "connect")
            .query("User", &self.user)
            .expires_in(LONGEST.check(self.expires_in)?);
        if self.serverless {
            request = request.query("ResourceType", "ServerlessCache");
        }
        Ok(AuthToken::without_scheme(&request.sign_at(signer, at)?))
    }
}

fn service(cache: &str, user: &str, region: String) -> Result<Service, Error> {
    check_cache_name("cache name", cache, SERVICE)?;
    check_user("cache user", user)?;
    Service::of_token("elasticache", region, format!("https://{cache}"))
}
