//! Amazon EKS: Kubernetes.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding};
use time::OffsetDateTime;

use super::names::check_eks_name;
use super::{AuthToken, fifteen_minutes};
use crate::endpoint::partition::Partition;
use crate::error::{Error, Found, Repr};
use crate::method::Method;
use crate::service::Service;
use crate::signing::{LongestExpiry, Signer};

const SERVICE: &str = "Amazon EKS";
const LONGEST: LongestExpiry = fifteen_minutes(SERVICE);
const DEFAULT_EXPIRY: Duration = Duration::from_secs(60);

/// Servers reject longer tokens without looking at them.
const LONGEST_TOKEN: usize = 4096;

/// The bearer token for an Amazon EKS Kubernetes cluster.
///
/// Send it in the header `Authorization: Bearer` of a request to the cluster, or return it in the `ExecCredential` of a
/// kubectl plugin. Its stated expiry is 1 minute by default and up to 15 minutes with [`expires_in`](Self::expires_in).
/// AWS's own clients all sign for a minute, which the oldest servers require.
///
/// EKS ignores the stated expiry: it accepts a token for 15 minutes after signing, or until the credentials expire. A
/// short expiry therefore does not protect a leaked token, and a client may keep using a token after
/// [`AuthToken::expires_at`]. For a client that goes by that time, sign for 14 minutes.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Eks;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let token = Eks::new("my-cluster", "eu-west-1").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(token.as_str().starts_with("k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20v"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [AWS IAM Authenticator for Kubernetes][authenticator], "API authorization from outside a cluster".
///
/// [authenticator]: https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
#[doc(alias = "get-token")]
#[derive(Clone, Debug)]
#[must_use = "a cluster gives no token until it is signed"]
pub struct Eks {
    service: Result<Service, Error>,
    cluster: String,
    expires_in: Duration,
}

impl Eks {
    /// Creates a request from the cluster's name and region. The name is case-sensitive; for a local cluster on AWS
    /// Outposts, give its ID. The signed request is a GetCallerIdentity request to that region's STS.
    pub fn new(cluster: impl Into<String>, region: impl Into<String>) -> Self {
        let cluster = cluster.into();
        Self { service: service(&cluster, region.into()), cluster, expires_in: DEFAULT_EXPIRY }
    }

    /// Sets the expiry that the token states: 1 second to 15 minutes, rounded down to seconds. The default is 1 minute.
    /// See [`Eks`] for how long EKS accepts the token.
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
    /// - the cluster: `InvalidClusterName`; the region: `InvalidRegion`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 15 minutes);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at);
    /// - the token as a whole: `TokenTooLong` (over 4,096 bytes, which a session token of more than about 2,600 bytes
    ///   causes).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        let service = self.service.as_ref().map_err(Error::clone)?;
        let url = service
            .request(Method::Get, "/")
            .query("Action", "GetCallerIdentity")
            .query("Version", "2011-06-15")
            .header("x-k8s-aws-id", &self.cluster)
            .expires_in(LONGEST.check(self.expires_in)?)
            .sign_at(signer, at)?;
        let token = ["k8s-aws-v1.", &Base64UrlUnpadded::encode_string(url.as_str().as_bytes())].concat();
        if token.len() > LONGEST_TOKEN {
            return Err(Repr::TokenTooLong { length: token.len() }.into());
        }
        Ok(AuthToken::new(token, &url))
    }
}

fn service(cluster: &str, region: String) -> Result<Service, Error> {
    check_eks_name(cluster, SERVICE)?;
    // The cluster's server accepts only the regional host of STS, in lower case.
    if Partition::is_global_region(&region) || region.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(Repr::NoEksRegion { found: Found::new(&region) }.into());
    }
    let host = format!("https://sts.{region}.{}", Partition::of_region(&region).dns_suffix);
    Service::of_token("sts", region, host)
}
