//! From a bucket's name, region and settings to where its requests go: the public endpoint rule-set of S3.
//!
//! A general purpose bucket, a directory bucket, an alias on Outposts and each kind of ARN have hosts of their own, so each
//! has a file here. Settings that would be ignored are refused, as the rule-set does: whoever asked for FIPS must not get
//! another host in silence.

mod access_point;
pub(crate) mod arn;
mod directory_bucket;
mod general_purpose;
mod outposts;
#[cfg(test)]
mod tests;

use self::arn::Arn;
use crate::endpoint_url::{EndpointUrl, Schemes};
use crate::error::{Error, Repr};
use crate::partition::Partition;
use crate::s3::addressing::Addressing;
use crate::sigv4::check_region;
use crate::target::Target;

/// What a builder was told.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) endpoint: Option<&'a str>,
    pub(crate) options: Options,
}

/// What a builder was told besides names.
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
}

/// Where a bucket's requests go.
pub(crate) struct Endpoints {
    pub(crate) requests: Target,
    /// Where a directory bucket is created, deleted and configured.
    pub(crate) control: Option<Target>,
}

impl From<Target> for Endpoints {
    fn from(requests: Target) -> Self {
        Self { requests, control: None }
    }
}

const DEFAULT_REGION: &str = "us-east-1";

const ACCELERATE: &str = "S3 Transfer Acceleration";
const DUAL_STACK: &str = "dual-stack";
const FIPS: &str = "FIPS";
const PATH_STYLE: &str = "path-style addressing";
const CUSTOM_ENDPOINT: &str = "a custom endpoint";
const CHINA: &str = "aws-cn";
const IN_CHINA: &str = "a region of the partition aws-cn";

/// Works out where a bucket's requests go, and for which region and service they are signed.
pub(crate) fn resolve(name: &str, settings: Settings<'_>) -> Result<Endpoints, Error> {
    settings.check()?;
    if Arn::is_meant(name) {
        let arn = Arn::parse(name)?;
        // An ARN says its region: only one that was given besides can contradict it.
        let own_region = Some(arn.region).filter(|region| !region.is_empty());
        let settings = Settings { region: settings.region.or(own_region), ..settings };
        return access_point::resolve(&arn, &settings).map(Endpoints::from);
    }
    if let Some(bucket) = directory_bucket::DirectoryBucket::from_name(name) {
        bucket.resolve(&settings)
    } else if let Some(alias) = outposts::Alias::from_name(name) {
        alias.resolve(&settings).map(Endpoints::from)
    } else {
        general_purpose::resolve(name, &settings).map(Endpoints::from)
    }
}

impl Settings<'_> {
    /// The region as it was given, `aws-global` too.
    fn region(&self) -> &str {
        self.region.unwrap_or(DEFAULT_REGION)
    }

    fn partition(&self) -> &'static Partition {
        Partition::of_region(self.region())
    }

    /// The endpoint that was given, its base path in the form that S3 signs.
    fn custom_endpoint(&self) -> Result<Option<EndpointUrl>, Error> {
        self.endpoint.map(|url| EndpointUrl::parse(url, Schemes::Http)?.with_s3_path()).transpose()
    }

    /// Refuses what no kind of bucket can have together.
    fn check(&self) -> Result<(), Error> {
        let Options { dual_stack, fips, accelerate, addressing, .. } = self.options;
        let custom = self.endpoint.is_some();
        check_region(self.region())?;
        refuse(accelerate && fips, ACCELERATE, FIPS)?;
        refuse(dual_stack && custom, DUAL_STACK, CUSTOM_ENDPOINT)?;
        refuse(fips && custom, FIPS, CUSTOM_ENDPOINT)?;
        refuse(accelerate && custom, ACCELERATE, CUSTOM_ENDPOINT)?;
        self.refuse_fips_in(self.partition())?;
        if addressing == Addressing::Cname && !custom {
            let (what, reason) = ("addressing by CNAME", "its host is the bucket");
            return Err(Repr::EndpointRequired { what, reason }.into());
        }
        Ok(())
    }

    /// The host with labels in front of it: what stands for the bucket, unless the host alone already does.
    fn under(&self, endpoint: EndpointUrl, labels: &str) -> Result<EndpointUrl, Error> {
        if self.options.addressing == Addressing::Cname {
            return Ok(endpoint);
        }
        if endpoint.is_ip_address() {
            return Err(Repr::BucketUnderIpAddress { host: endpoint.host().into() }.into());
        }
        endpoint.under(labels)
    }

    /// The labels of a host that say FIPS and dual-stack: `-fips`, `.dualstack`, or nothing.
    fn variants(&self) -> (&'static str, &'static str) {
        let Options { fips, dual_stack, .. } = self.options;
        (if fips { "-fips" } else { "" }, if dual_stack { ".dualstack" } else { "" })
    }

    fn refuse_fips_in(&self, partition: &Partition) -> Result<(), Error> {
        refuse(self.options.fips && partition.name == CHINA, FIPS, IN_CHINA)
    }

    /// Refuses what S3 offers for none of the hosts of one kind.
    fn refuse_all(&self, with: &'static str) -> Result<(), Error> {
        refuse(self.options.dual_stack, DUAL_STACK, with)?;
        refuse(self.options.fips, FIPS, with)?;
        refuse(self.options.accelerate, ACCELERATE, with)
    }
}

fn refuse(together: bool, setting: &'static str, with: &'static str) -> Result<(), Error> {
    if together { Err(Repr::UnsupportedCombination { setting, with }.into()) } else { Ok(()) }
}
