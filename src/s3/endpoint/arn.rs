//! Amazon Resource Names, as far as S3 accepts them in place of a bucket's name.

use super::settings::Settings;
use crate::endpoint::partition::Partition;
use crate::endpoint::region::check_aws_region;
use crate::error::{Error, Found, Repr};
use crate::sigv4::is_dns_label;

/// An ARN: `arn:partition:service:region:account:resource`. The parts of the resource are separated by `:` or `/`.
///
/// Source: [Identify AWS resources with ARNs][aws].
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#[derive(Clone, Copy)]
pub(crate) struct Arn<'a> {
    text: &'a str,
    pub(crate) partition: &'a str,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Returns whether a name is meant as an ARN.
    pub(crate) fn is_meant(name: &str) -> bool {
        name.starts_with("arn:")
    }

    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        let mut fields = text.splitn(6, ':').skip(1);
        let mut next = || fields.next().unwrap_or_default();
        let (partition, service, region, account, resource) = (next(), next(), next(), next(), next());
        let arn = Self { text, partition, service, region, account, resource };
        if partition.is_empty() || service.is_empty() || resource.is_empty() {
            return Err(arn.invalid("write it as `arn:partition:service:region:account:resource`"));
        }
        Ok(arn)
    }

    /// Returns one part of the resource, or `None` if it has fewer parts.
    pub(crate) fn resource(&self, index: usize) -> Option<&'a str> {
        self.resource.split([':', '/']).nth(index)
    }

    pub(crate) fn invalid(&self, reason: &'static str) -> Error {
        Repr::InvalidArn { found: Found::new(self.text), reason }.into()
    }

    /// Checks that the account and the name of an access point can form the host label `name-account`.
    pub(crate) fn check_labels(&self, access_point: &str) -> Result<(), Error> {
        if !is_dns_label(self.account) {
            return Err(self.invalid("its account ID must be 1 to 63 letters, digits and inner hyphens"));
        }
        if !is_dns_label(access_point) {
            return Err(self.invalid("its access point name must be 1 to 63 letters, digits and inner hyphens"));
        }
        Ok(())
    }

    /// Returns the partition of the ARN's region. If the bucket has a region of its own, it must be in the same
    /// partition. Without `use_arn_region`, it must be the same region.
    pub(crate) fn regional_partition(&self, settings: &Settings<'_>) -> Result<&'static Partition, Error> {
        let partition = Partition::of_region(self.region);
        if let Some(region) = settings.region {
            if !settings.options.use_arn_region && region != self.region {
                return Err(Repr::ArnRegionMismatch { arn: Found::new(self.region), found: Found::new(region) }.into());
            }
            self.check_partition(partition.name, region)?;
        }
        if !is_dns_label(self.region) || self.region.contains(|letter: char| letter.is_ascii_uppercase()) {
            return Err(self.invalid("its region must be 1 to 63 lower-case letters, digits and inner hyphens"));
        }
        if settings.endpoint.is_none() {
            check_aws_region(self.region)?;
        }
        settings.refuse_fips_in(partition)?;
        Ok(partition)
    }

    /// Returns the partition of an ARN without a region. If the bucket has a region of its own, it must be in this
    /// partition.
    pub(crate) fn global_partition(&self, settings: &Settings<'_>) -> Result<&'static Partition, Error> {
        if let Some(region) = settings.region {
            self.check_partition(self.partition, region)?;
        }
        let unknown = || self.invalid("its partition must be one of AWS's, such as `aws` or `aws-cn`");
        Partition::named(self.partition).ok_or_else(unknown)
    }

    fn check_partition(&self, partition: &str, region: &str) -> Result<(), Error> {
        let other = Partition::of_region(region).name;
        if partition == other {
            return Ok(());
        }
        let (arn, arn_partition) = (Found::new(self.text), partition.into());
        Err(Repr::PartitionMismatch { arn, arn_partition, region: Found::new(region), partition: other }.into())
    }
}
