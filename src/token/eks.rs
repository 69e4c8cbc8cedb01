//! Amazon EKS: Kubernetes.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::names::check_eks_name;
use super::request::TokenRequest;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::endpoint::partition::Partition;
use crate::error::{Error, Found, Repr};
use crate::service::Service;
use crate::signing::Signer;

const SERVICE: &str = "Amazon EKS";
/// What AWS's own clients sign, and what the oldest servers require.
const STATED_EXPIRY: Duration = Duration::from_secs(60);

/// The bearer token for an Amazon EKS Kubernetes cluster.
///
/// Send it in the header `Authorization: Bearer` of a request to the cluster, or return it in the `ExecCredential` of a
/// kubectl plugin. It is valid for 15 minutes, or until the credentials expire; [`AuthToken::expires_at`] returns that
/// time. Give kubectl a time one minute earlier, so that it renews the token early enough.
///
/// The token is a URL for AWS STS, which ignores the expiry in `X-Amz-Expires`. AWS's own clients all state 1 minute
/// there, which the oldest servers require, and so does this type by default. A short expiry therefore does not protect
/// a leaked token.
///
/// ```
/// use presign::Credentials;
/// use presign::token::Eks;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let token = Eks::new("my-cluster", "eu-west-1")?.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(token.as_str().starts_with("k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20v"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [AWS IAM Authenticator for Kubernetes][authenticator], "API authorization from outside a cluster".
///
/// [authenticator]: https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
#[doc(alias = "get-token")]
#[derive(Clone, Debug)]
#[must_use = "a token request does nothing until it is signed"]
pub struct Eks {
    request: TokenRequest,
}

impl Eks {
    /// Creates a request from the cluster's name and region. The name is case-sensitive; for a local cluster on AWS
    /// Outposts, give its ID. The signed request is a GetCallerIdentity request to that region's STS.
    ///
    /// # Errors
    ///
    /// - [`InvalidClusterName`](crate::ErrorKind::InvalidClusterName) for a cluster name that is not valid, or
    ///   `EndpointUserInfo`, `EndpointQuery` or `EndpointFragment` if it has an `@`, `?` or `#` and so is not shown.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion).
    pub fn new(cluster: impl Into<String>, region: impl Into<String>) -> Result<Self, Error> {
        let (cluster, region) = (cluster.into(), region.into());
        check_eks_name(&cluster, SERVICE)?;
        // The cluster's server accepts only the regional host of STS, in lower case.
        if Partition::is_global_region(&region) || region.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(Repr::NoEksRegion { found: Found::new(&region) }.into());
        }
        let endpoint = format!("https://sts.{region}.{}", Partition::of_region(&region).dns_suffix);
        let service = Service::of_token("sts", region, endpoint)?;
        let mut request = TokenRequest::new(service, TokenFormat::Eks);
        request.set_expiry(STATED_EXPIRY);
        request.set_query("Action", "GetCallerIdentity");
        request.set_query("Version", "2011-06-15");
        request.set_header("x-k8s-aws-id", cluster);
        Ok(Self { request })
    }

    /// Sets the expiry that the token states: 1 second to 15 minutes, rounded down to seconds. The default is 1 minute.
    /// It does not change [how long EKS accepts the token](Eks).
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
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at);
    /// - the token as a whole: `TokenTooLong` (over 4,096 bytes, which a session token of more than about 2,600 bytes
    ///   causes).
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
