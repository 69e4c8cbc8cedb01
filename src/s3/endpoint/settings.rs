//! The settings of a bucket builder, and which of them exclude each other.

use crate::endpoint::partition::Partition;
use crate::endpoint::target::Target;
use crate::endpoint::url::{EndpointUrl, Schemes};
use crate::error::{Error, Repr};
use crate::s3::addressing::Addressing;
use crate::sigv4::{check_region, check_region_of_host};

/// The region, the endpoint and the options of a builder.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) endpoint: Option<&'a str>,
    pub(crate) options: Options,
}

/// The options of a builder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) addressing: Addressing,
    pub(crate) dual_stack: bool,
    pub(crate) fips: bool,
    pub(crate) accelerate: bool,
    pub(crate) global_endpoint: bool,
    pub(crate) use_arn_region: bool,
    pub(crate) express_session_auth: bool,
    pub(crate) access_points: bool,
    pub(crate) multi_region_access_points: bool,
    pub(crate) provider_rules: bool,
}

/// The targets of a bucket.
pub(crate) struct Endpoints {
    pub(crate) requests: Target,
    /// The target of requests that create, delete and configure a directory bucket.
    pub(crate) control: Option<Target>,
    pub(crate) kind: BucketKind,
}

/// What a bucket's name or ARN identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BucketKind {
    GeneralPurpose,
    Directory,
    AccessPoint,
}

impl Endpoints {
    pub(super) fn new(requests: Target, kind: BucketKind) -> Self {
        Self { requests, control: None, kind }
    }
}

pub(super) const DEFAULT_REGION: &str = "us-east-1";

pub(super) const ACCELERATE: &str = "S3 Transfer Acceleration";
pub(super) const DUAL_STACK: &str = "dual-stack";
pub(super) const FIPS: &str = "FIPS";
pub(super) const PATH_STYLE: &str = "path-style addressing";
pub(super) const CUSTOM_ENDPOINT: &str = "a custom endpoint";
pub(super) const CHINA: &str = "aws-cn";
pub(super) const IN_CHINA: &str = "a region in the partition aws-cn";

impl Settings<'_> {
    /// Returns the region as it was set, including `aws-global`, or the default.
    pub(super) fn region(&self) -> &str {
        self.region.unwrap_or(DEFAULT_REGION)
    }

    pub(super) fn partition(&self) -> &'static Partition {
        Partition::of_region(self.region())
    }

    /// Returns the endpoint that was set, with its base path in the form that S3 signs.
    pub(super) fn custom_endpoint(&self) -> Result<Option<EndpointUrl>, Error> {
        self.endpoint.map(|url| EndpointUrl::parse(url, Schemes::Http)?.with_s3_path()).transpose()
    }

    /// Rejects an invalid region, and settings that no kind of bucket can combine.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Options { dual_stack, fips, accelerate, addressing, .. } = self.options;
        let custom = self.endpoint.is_some();
        if custom {
            check_region(self.region())?
        } else {
            check_region_of_host(self.region())?
        }
        refuse(accelerate && fips, ACCELERATE, FIPS)?;
        refuse(dual_stack && custom, DUAL_STACK, CUSTOM_ENDPOINT)?;
        refuse(fips && custom, FIPS, CUSTOM_ENDPOINT)?;
        refuse(accelerate && custom, ACCELERATE, CUSTOM_ENDPOINT)?;
        self.refuse_fips_in(self.partition())?;
        if addressing == Addressing::Cname && !custom {
            let (what, hint) = ("`Addressing::Cname`", "set it to the URL whose host identifies the bucket");
            return Err(Repr::EndpointRequired { what, hint }.into());
        }
        Ok(())
    }

    /// Prepends the labels of the bucket to the host, unless the host alone already identifies the bucket.
    pub(super) fn under(&self, endpoint: EndpointUrl, labels: &str) -> Result<EndpointUrl, Error> {
        if self.options.addressing == Addressing::Cname {
            return Ok(endpoint);
        }
        if endpoint.is_ip_address() {
            return Err(Repr::BucketUnderIpAddress { host: endpoint.host().into() }.into());
        }
        endpoint.under(labels)
    }

    /// Returns the parts of a host for FIPS and dual-stack: `-fips`, `.dualstack`, or nothing.
    pub(super) fn variants(&self) -> (&'static str, &'static str) {
        let Options { fips, dual_stack, .. } = self.options;
        (if fips { "-fips" } else { "" }, if dual_stack { ".dualstack" } else { "" })
    }

    pub(super) fn refuse_fips_in(&self, partition: &Partition) -> Result<(), Error> {
        refuse(self.options.fips && partition.name == CHINA, FIPS, IN_CHINA)
    }

    /// Rejects the settings that a kind of host does not support at all: dual-stack, FIPS and acceleration.
    pub(super) fn refuse_all(&self, with: &'static str) -> Result<(), Error> {
        refuse(self.options.dual_stack, DUAL_STACK, with)?;
        refuse(self.options.fips, FIPS, with)?;
        refuse(self.options.accelerate, ACCELERATE, with)
    }
}

pub(super) fn refuse(together: bool, setting: &'static str, with: &'static str) -> Result<(), Error> {
    if together { Err(Repr::UnsupportedCombination { setting, with }.into()) } else { Ok(()) }
}
