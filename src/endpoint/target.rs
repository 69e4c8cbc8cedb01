//! Where a request goes. A `Bucket` or a `Service` computes its target once, for all its requests.

use alloc::format;
use alloc::string::String;

use crate::credentials::{Identity, TokenKind};
use crate::endpoint::lifetime::{Lifetime, SIGV4};
use crate::endpoint::partition::Partition;
use crate::endpoint::url::EndpointUrl;
use crate::error::{Error, Repr};
use crate::sigv4::{
    Algorithm, AmzDate, CanonicalHeaders, CanonicalRequest, EMPTY_PAYLOAD_HASH, Scope, UNSIGNED_PAYLOAD, append_path,
    scope_ending,
};

/// The signing name of S3 on Outposts.
pub(crate) const S3_OUTPOSTS: &str = "s3-outposts";

/// The region set of a SigV4A signature that is valid in every region.
pub(crate) const EVERY_REGION: &str = "*";

/// The signing name of S3 Express One Zone.
pub(crate) const S3_EXPRESS: &str = "s3express";

/// The endpoint, region and service of a request, in the forms in which they are signed and sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    /// The scheme, the host, and the path that precedes every request's own path:
    /// `https://s3.eu-west-1.amazonaws.com/photos`.
    base_url: String,
    /// The offset of the path in `base_url`.
    path_start: usize,
    /// The offset at which the endpoint's own part of `base_url` ends: a bucket may follow.
    endpoint_end: usize,
    /// The name of the bucket, an alias or an ARN. `None` for a service.
    bucket: Option<String>,
    /// The canonical header line: `host:s3.eu-west-1.amazonaws.com` and a line feed.
    host_line: String,
    /// The canonical request after the query, for a request that signs only `host`.
    after_query: String,
    /// The credential scope after the day: plain, and encoded for the query.
    scope_ending: [String; 2],
    /// A region, or a region set for SigV4A.
    region: String,
    service: String,
    rule: PathRule,
    authentication: Authentication,
    /// Whether a SigV4A signature is for every region, although one of SigV4 is for `region`.
    sigv4a_for_every_region: bool,
    is_on_aws: bool,
    lifetime: &'static Lifetime,
}

/// The kinds of signature that a target accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Authentication {
    /// SigV4 with ordinary credentials, long-term or temporary.
    Sigv4,
    /// SigV4 only: the service does not support SigV4A.
    #[cfg(feature = "token")]
    Sigv4Alone,
    /// SigV4 with the credentials that CreateSession of S3 Express returns, or with ordinary ones.
    Sigv4S3Express,
    /// SigV4A: an asymmetric signature, valid in every region of a set.
    Sigv4a,
}

/// The two ways to make a path canonical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PathRule {
    /// The path is encoded once and never normalized; the payload is not signed.
    S3,
    /// The path is sent as given; the canonical path is normalized and encoded once more. The payload is the empty
    /// body.
    Generic,
}

impl PathRule {
    /// Returns the rule for a signing name. It does not depend on the endpoint.
    pub(crate) fn of(service: &str) -> Self {
        match service {
            "s3" | S3_EXPRESS | "s3-object-lambda" | S3_OUTPOSTS => Self::S3,
            _ => Self::Generic,
        }
    }

    pub(crate) const fn payload_hash(self) -> &'static str {
        match self {
            Self::S3 => UNSIGNED_PAYLOAD,
            Self::Generic => EMPTY_PAYLOAD_HASH,
        }
    }
}

impl Target {
    /// Creates a target from an endpoint and the path after the endpoint's own: empty, or `/` and a bucket name.
    pub(crate) fn new(endpoint: &EndpointUrl, path: &str, region: String, service: String) -> Self {
        let origin = format!("{}://{}", endpoint.scheme, endpoint.authority);
        let rule = PathRule::of(&service);
        let host_line = format!("host:{}\n", endpoint.authority);
        let headers = CanonicalHeaders::new();
        let request = CanonicalRequest::with_host("", "", "", &host_line, &headers, rule.payload_hash());
        let is_on_aws = Partition::is_aws_host(endpoint.host());
        Self {
            path_start: origin.len(),
            endpoint_end: origin.len() + endpoint.path.len(),
            base_url: format!("{origin}{}{path}", endpoint.path),
            bucket: None,
            after_query: request.after_query().concat(),
            host_line,
            // Only the slashes need an escape: a region set would too, but a SigV4A scope has no region.
            scope_ending: ["/", "%2F"].map(|slash| scope_ending(&region, &service, slash).concat()),
            rule,
            is_on_aws,
            // Elsewhere, another implementation may have other limits, and a proxy may forward to one.
            lifetime: if is_on_aws { Lifetime::on_aws(&service) } else { &SIGV4 },
            authentication: if service == S3_EXPRESS { Authentication::Sigv4S3Express } else { Authentication::Sigv4 },
            sigv4a_for_every_region: false,
            region,
            service,
        }
    }

    /// Makes SigV4A signatures valid in every region, as the rule-set has it for S3 on Outposts.
    pub(crate) fn with_sigv4a_for_every_region(self) -> Self {
        Self { sigv4a_for_every_region: true, ..self }
    }

    /// Sets the name of the bucket, so that a key that is a URL of the bucket can be told.
    pub(crate) fn of_bucket(self, name: &str) -> Self {
        Self { bucket: Some(name.into()), ..self }
    }

    pub(crate) fn authenticated_by(self, authentication: Authentication) -> Self {
        Self { authentication, ..self }
    }

    /// Applies the limits of the service of AWS, whatever the host.
    #[cfg(feature = "token")]
    pub(crate) fn with_lifetime_of_aws(self) -> Self {
        Self { lifetime: Lifetime::on_aws(&self.service), ..self }
    }

    pub(crate) fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Appends the URL of the bucket. It ends with a slash if the bucket is in the host, and without one if it is in
    /// the path.
    pub(crate) fn append_bucket_url(&self, out: &mut String) {
        out.push_str(&self.base_url);
        if self.base_url.len() == self.path_start {
            out.push('/');
        }
    }

    /// Appends the URL of the object with this key, which is not encoded yet.
    pub(crate) fn append_object_url(&self, key: &str, out: &mut String) {
        out.push_str(&self.base_url);
        out.push('/');
        append_path(key, out);
    }

    /// Returns the offset at which the scheme, host and base path of the endpoint end in every URL.
    pub(crate) fn endpoint_end(&self) -> usize {
        self.endpoint_end
    }

    pub(crate) fn path_start(&self) -> usize {
        self.path_start
    }

    /// Returns the host, with the port unless it is the scheme's default.
    pub(crate) fn host(&self) -> &str {
        &self.host_line["host:".len()..self.host_line.len() - "\n".len()]
    }

    pub(crate) fn host_line(&self) -> &str {
        &self.host_line
    }

    /// Returns the canonical request after the query, for a request that signs only `host`.
    pub(crate) fn after_query(&self) -> &str {
        &self.after_query
    }

    /// Returns the credential scope after the day: plain, and encoded for the query.
    pub(crate) fn scope_ending(&self, algorithm: Algorithm) -> [&str; 2] {
        match algorithm {
            Algorithm::Sigv4 => self.scope_ending.each_ref().map(String::as_str),
            Algorithm::Sigv4a => self.scope_ending_without_region(),
        }
    }

    #[cold]
    fn scope_ending_without_region(&self) -> [&str; 2] {
        let [plain, encoded] = &self.scope_ending;
        [&plain["/".len() + self.region.len()..], &encoded["%2F".len() + self.region.len()..]]
    }

    /// Returns the region, or the region set of a SigV4A target.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// Returns the region set of a SigV4A signature.
    pub(crate) fn region_set(&self) -> &str {
        if self.sigv4a_for_every_region { EVERY_REGION } else { &self.region }
    }

    /// Returns the region of the credential scope. It is empty for SigV4A, which has a parameter of its own for the
    /// regions.
    pub(crate) fn scope_region(&self, algorithm: Algorithm) -> &str {
        match algorithm {
            Algorithm::Sigv4 => &self.region,
            Algorithm::Sigv4a => "",
        }
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    /// Checks that the target accepts this identity's kind of signature. `session_auth` says whether an S3 Express
    /// session may sign the request.
    pub(crate) fn check_identity(&self, identity: &Identity, session_auth: bool) -> Result<(), Error> {
        if self.takes_only_sigv4a() && identity.algorithm() == Algorithm::Sigv4 {
            let (host, region_set) = (self.host().into(), self.region().into());
            return Err(Repr::Sigv4aRequired { host, region_set }.into());
        }
        if identity.algorithm() == Algorithm::Sigv4a && self.takes_no_sigv4a() {
            return Err(Repr::Sigv4Required { host: self.host().into() }.into());
        }
        let is_session = identity.encoded_token().is_some_and(|(kind, _)| kind == TokenKind::S3Session);
        let takes_session = session_auth && self.authentication == Authentication::Sigv4S3Express;
        if is_session && !takes_session {
            return Err(Repr::SessionCredentials { host: self.host().into() }.into());
        }
        Ok(())
    }

    /// Returns whether the host is one of AWS's.
    pub(crate) fn is_on_aws(&self) -> bool {
        self.is_on_aws
    }

    /// Returns how long the service accepts a URL.
    pub(crate) fn lifetime(&self) -> &'static Lifetime {
        self.lifetime
    }

    pub(crate) fn takes_only_sigv4a(&self) -> bool {
        self.authentication == Authentication::Sigv4a
    }

    fn takes_no_sigv4a(&self) -> bool {
        #[cfg(feature = "token")]
        if self.authentication == Authentication::Sigv4Alone {
            return true;
        }
        self.service == S3_EXPRESS
    }

    /// Returns the scope of a key that signs at this time.
    pub(crate) fn scope(&self, date: AmzDate, algorithm: Algorithm) -> Scope<'_> {
        Scope::from_checked(date.date(), self.scope_region(algorithm), &self.service)
    }

    pub(crate) fn rule(&self) -> PathRule {
        self.rule
    }
}
