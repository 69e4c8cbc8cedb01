//! The hosts of access points on Outposts, by alias and by ARN.

use alloc::format;

use super::arn::Arn;
use super::settings::{Settings, refuse};
use crate::endpoint::partition::Partition;
use crate::endpoint::target::{S3_OUTPOSTS, Target};
use crate::endpoint::url::EndpointUrl;
use crate::error::{Error, Repr};
use crate::s3::bucket_name::{invalid_bucket_name, is_virtual_hostable};
use crate::sigv4::is_dns_label;

/// The alias of an access point on Outposts. It ends with `--op-s3`. The other parts are found by their distance from
/// the end: the hardware (rack or server), the ID of the outpost, and the stage.
pub(crate) struct Alias<'a> {
    name: &'a str,
    hardware: &'a str,
    outpost: &'a str,
    /// `beta` if the outpost can't be reached at its region's host.
    stage: &'a str,
}

impl<'a> Alias<'a> {
    /// Parses an alias. As in the rule-set, a name with the suffix that is too short for an alias is a bucket name.
    pub(crate) fn from_name(name: &'a str) -> Option<Self> {
        let from_end =
            |start: usize, end: usize| name.get(name.len().checked_sub(end)?..name.len().checked_sub(start)?);
        let alias = Self { name, hardware: from_end(49, 50)?, outpost: from_end(32, 49)?, stage: from_end(8, 12)? };
        (name.is_ascii() && name.ends_with("--op-s3")).then_some(alias)
    }

    pub(crate) fn resolve(&self, settings: &Settings<'_>) -> Result<Target, Error> {
        // The rule-set ignores these settings for an alias. An error is better than silently using another host.
        settings.refuse_all("an access point alias on Outposts")?;
        if !is_dns_label(self.outpost) {
            return Err(self.invalid("its outpost ID must be 17 letters, digits and inner hyphens"));
        }
        if !is_virtual_hostable(self.name) || self.name.contains('.') {
            return Err(self.invalid("3 to 63 lower-case letters, digits and inner hyphens are allowed"));
        }
        let labels = match self.hardware {
            "e" => format!("{}.ec2", self.name),
            "o" => format!("{}.op-{}", self.name, self.outpost),
            _ => return Err(self.invalid("the character before its outpost ID must be `o` (rack) or `e` (server)")),
        };
        if self.stage == "beta" && settings.endpoint.is_none() {
            let (what, hint) = ("an outpost in the beta stage", "set one, because its region's host does not reach it");
            return Err(Repr::EndpointRequired { what, hint }.into());
        }
        let endpoint = endpoint(settings, settings.region(), settings.partition())?;
        let endpoint = settings.under(endpoint, &labels)?;
        Ok(target(&endpoint, settings.region()))
    }

    fn invalid(&self, reason: &'static str) -> Error {
        invalid_bucket_name(self.name, "for an access point alias on Outposts", reason)
    }
}

/// Resolves `arn:aws:s3-outposts:region:account:outpost/id/accesspoint/name`.
pub(crate) fn resolve_arn(arn: &Arn<'_>, settings: &Settings<'_>) -> Result<Target, Error> {
    settings.refuse_all("an access point on Outposts")?;
    let outpost = arn.resource(1).filter(|outpost| !outpost.is_empty());
    let outpost = outpost.ok_or_else(|| arn.invalid("its outpost ID is missing"))?;
    if !is_dns_label(outpost) {
        return Err(arn.invalid("its outpost ID must be 1 to 63 letters, digits and inner hyphens"));
    }
    let partition = arn.regional_partition(settings)?;
    let (Some("accesspoint"), Some(name), None) = (arn.resource(2), arn.resource(3), arn.resource(4)) else {
        return Err(arn.invalid("on Outposts, its resource must be `outpost/{id}/accesspoint/{name}`"));
    };
    arn.check_labels(name)?;
    let endpoint = endpoint(settings, arn.region, partition)?;
    let endpoint = settings.under(endpoint, &format!("{name}-{}.{outpost}", arn.account))?;
    Ok(target(&endpoint, arn.region))
}

fn target(endpoint: &EndpointUrl, region: &str) -> Target {
    Target::new(endpoint, "", region.into(), S3_OUTPOSTS.into()).with_sigv4a_for_every_region()
}

/// Returns the endpoint, which always uses TLS and has no base path. The rule-set silently ignores the scheme and the
/// base path of a custom endpoint; here, they are errors.
fn endpoint(settings: &Settings<'_>, region: &str, partition: &Partition) -> Result<EndpointUrl, Error> {
    const OUTPOSTS: &str = "S3 on Outposts";
    let aws = || EndpointUrl::https(format!("{S3_OUTPOSTS}.{region}.{}", partition.dns_suffix));
    let endpoint = settings.custom_endpoint()?.unwrap_or_else(aws);
    refuse(endpoint.scheme != "https", "an endpoint without TLS", OUTPOSTS)?;
    refuse(!endpoint.path.is_empty(), "an endpoint with a base path", OUTPOSTS)?;
    Ok(endpoint)
}
