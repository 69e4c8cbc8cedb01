//! Services other than S3, such as STS, API Gateway, OpenSearch or a database.

use alloc::string::String;

use crate::endpoint::partition::Partition;
#[cfg(feature = "token")]
use crate::endpoint::region::check_aws_region;
use crate::endpoint::region::check_region_of_service_host;
use crate::endpoint::target::{Authentication, Target};
use crate::endpoint::url::{EndpointUrl, Schemes};
use crate::error::Error;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::signing::PathKind;
use crate::sigv4::{check_region, check_region_of_host, check_region_set, check_service};

/// An endpoint of a service other than S3, with the signing name and region that its requests are signed for.
///
/// ```
/// use presign::{Credentials, Method, Service};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let sts = Service::new("sts", "eu-west-1", "https://sts.eu-west-1.amazonaws.com")?;
/// let url = sts
///     .request(Method::Get, "/")
///     .query("Action", "GetCallerIdentity")
///     .query("Version", "2011-06-15")
///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(url.as_str().starts_with("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-"));
/// # Ok::<(), presign::Error>(())
/// ```
///
#[doc = include_str!("../docs/services.md")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Service {
    target: Target,
}

impl Service {
    /// Creates a service from its signing name (`execute-api`, `es`, `sts`, ...), region and endpoint URL.
    ///
    /// The scheme of the URL is `https`, `http`, `wss` or `ws`. The URL may have a port and a base path. Requests for
    /// the signing names `s3`, `s3express`, `s3-object-lambda` and `s3-outposts` are signed by the rules of S3.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the signing name: `InvalidService` for a name that is not valid in a [scope](crate::sigv4::Scope::new);
    /// - the region: `InvalidRegion` if it is not valid in a scope or, with a host of AWS, not a DNS label (which has no
    ///   `_`);
    /// - the URL: `InvalidEndpointScheme`, `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`,
    ///   `EndpointWithoutHost`, `InvalidEndpointHost`, `InvalidEndpointPort`;
    /// - a base path that can't be sent verbatim: `InvalidPath`, `MalformedEscape`, `DotSegment`;
    /// - another region than that of an AWS host of RDS, Aurora DSQL, AWS IoT or STS: `EndpointRegionMismatch`.
    ///
    /// ```
    /// use presign::{ErrorKind, Service};
    ///
    /// let api = Service::new("execute-api", "eu-west-1", "https://api.example.com:443/v1")?;
    /// assert_eq!((api.host(), api.url()), ("api.example.com", "https://api.example.com/v1"));
    /// assert_eq!((api.signing_service(), api.region()), ("execute-api", "eu-west-1"));
    ///
    /// let error = Service::new("execute-api", "eu-west-1", "api.example.com").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::InvalidEndpointScheme);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(
        signing_name: impl Into<String>,
        region: impl Into<String>,
        endpoint_url: impl AsRef<str>,
    ) -> Result<Self, Error> {
        Ok(Self { target: target(signing_name.into(), region.into(), check_region_at, endpoint_url.as_ref())? })
    }

    /// Creates a service for an endpoint that serves several regions and accepts only SigV4A signatures.
    ///
    /// Sign with `Sigv4aSigner` (feature `sigv4a`), or with an identity
    /// [that has this algorithm](crate::Identity::with_algorithm). Signing with anything else is
    /// [an error](crate::ErrorKind::Sigv4aRequired).
    ///
    /// The region set lists the regions in which a URL is valid: `*` for all of them, or regions separated by commas. A
    /// `*` in a region matches any characters.
    ///
    /// ```
    /// use presign::{Algorithm, Identity, Method, Service};
    /// use time::macros::datetime;
    ///
    /// let api = Service::multi_region("execute-api", "us-*,eu-west-1", "https://api.example.com")?;
    /// let identity = Identity::new("AKIAIOSFODNN7EXAMPLE").with_algorithm(Algorithm::Sigv4a);
    /// let prepared = api.request(Method::Get, "/boats").prepare_at(&identity, datetime!(2026-11-23 12:00 UTC))?;
    /// assert_eq!(prepared.scope().to_string(), "20261123/execute-api/aws4_request");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - [`InvalidRegionSet`](crate::ErrorKind::InvalidRegionSet) for a region set with a space in it, or with a region
    ///   that is not a DNS label (with or without `*`).
    /// - The errors of [`new`](Self::new), except `InvalidRegion`.
    pub fn multi_region(
        signing_name: impl Into<String>,
        region_set: impl Into<String>,
        endpoint_url: impl AsRef<str>,
    ) -> Result<Self, Error> {
        let target =
            target(signing_name.into(), region_set.into(), |set, _| check_region_set(set), endpoint_url.as_ref())?;
        Ok(Self { target: target.authenticated_by(Authentication::Sigv4a) })
    }

    /// Creates a service for tokens, which does not accept SigV4A.
    #[cfg(feature = "token")]
    pub(crate) fn of_token(
        signing_name: &'static str,
        region: impl Into<String>,
        endpoint_url: impl AsRef<str>,
    ) -> Result<Self, Error> {
        let target = target(
            signing_name.into(),
            region.into(),
            |region, _| check_region_of_host(region),
            endpoint_url.as_ref(),
        )?;
        check_aws_region(target.region())?;
        Ok(Self { target: target.with_lifetime_of_aws().authenticated_by(Authentication::Sigv4Alone) })
    }

    /// Creates a request for a path. The path must start with a slash, be percent-encoded and have no query. It is
    /// appended to the endpoint's base path and sent verbatim. Signing reports an invalid path; see
    /// [`sign_at`](crate::PresignRequest::sign_at).
    ///
    /// The signed path is the canonical form of the sent path: normalized and encoded once more, or for S3 encoded
    /// once. Normalizing resolves dot segments, even in the base path. Avoid dot segments, because a client that
    /// resolves them itself may get another path. Encoded dot segments (`%2e`) are an error, because browsers treat
    /// them as dots.
    ///
    /// ```
    /// use presign::{Credentials, Method, Service};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let api = Service::new("execute-api", "eu-west-1", "https://api.example.com/v1")?;
    /// let boats = api.request(Method::Get, "/boats/no%20name").query("sort", "length");
    /// let url = boats.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(url.as_str().starts_with("https://api.example.com/v1/boats/no%20name?"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn request<'a>(&'a self, method: Method, path: &'a str) -> PresignRequest<'a> {
        PresignRequest::new(&self.target, method, PathKind::AsSent, path)
    }

    /// Returns the endpoint's URL, without a trailing slash.
    pub fn url(&self) -> &str {
        self.target.base_url()
    }

    /// Returns the host that is signed and sent, with the port unless it is the scheme's default.
    pub fn host(&self) -> &str {
        self.target.host()
    }

    /// Returns the region, or the region set of a [`multi_region`](Self::multi_region) service.
    pub fn region(&self) -> &str {
        self.target.region()
    }

    /// Returns the signing name.
    pub fn signing_service(&self) -> &str {
        self.target.service()
    }
}

fn target(
    service: String,
    region: String,
    check_region: fn(&str, bool) -> Result<(), Error>,
    endpoint_url: &str,
) -> Result<Target, Error> {
    check_service(&service)?;
    let endpoint = EndpointUrl::parse(endpoint_url, Schemes::HttpAndWebSocket);
    let is_on_aws = endpoint.as_ref().is_ok_and(|endpoint| Partition::is_aws_host(endpoint.host()));
    check_region(&region, is_on_aws)?;
    let endpoint = endpoint?;
    check_region_of_service_host(&service, endpoint.host(), &region)?;
    Ok(Target::new(&endpoint, "", region, service))
}

/// Checks that a region can be part of AWS's hosts, or elsewhere only of a scope.
fn check_region_at(region: &str, is_on_aws: bool) -> Result<(), Error> {
    if is_on_aws { check_region_of_host(region) } else { check_region(region) }
}
