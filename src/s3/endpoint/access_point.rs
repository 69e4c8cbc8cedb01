//! The hosts of access points by ARN: of one bucket, of Object Lambda, and of several regions. Those on Outposts have
//! their own file.

use alloc::format;

use super::arn::Arn;
use super::outposts;
use super::settings::{ACCELERATE, CUSTOM_ENDPOINT, DUAL_STACK, PATH_STYLE, Settings, refuse};
use crate::endpoint::partition::Partition;
use crate::endpoint::target::{Authentication, EVERY_REGION, S3_OUTPOSTS, Target};
use crate::endpoint::url::EndpointUrl;
use crate::error::{Error, Repr};
use crate::s3::addressing::Addressing;
use crate::sigv4::is_dns_label;

const OBJECT_LAMBDA: &str = "s3-object-lambda";

pub(crate) fn resolve(arn: &Arn<'_>, settings: &Settings<'_>) -> Result<Target, Error> {
    refuse(settings.options.addressing == Addressing::Path, PATH_STYLE, "an ARN")?;
    match (arn.service, arn.resource(0)) {
        (_, None | Some("")) => Err(arn.invalid("its resource must begin with a type, such as `accesspoint`")),
        (S3_OUTPOSTS, Some("outpost")) => outposts::resolve_arn(arn, settings),
        ("s3" | OBJECT_LAMBDA, Some("accesspoint")) => {
            let name = arn.resource(1).filter(|name| !name.is_empty());
            let name = name.ok_or_else(|| arn.invalid("its access point name is missing"))?;
            match arn.service {
                OBJECT_LAMBDA => object_lambda(arn, name, settings),
                _ if arn.region.is_empty() => multi_region(arn, name, settings),
                _ => of_one_bucket(arn, name, settings),
            }
        }
        ("s3" | OBJECT_LAMBDA | S3_OUTPOSTS, _) => {
            Err(arn.invalid("only the ARNs of access points are supported; give a bucket by its name"))
        }
        _ => Err(arn.invalid("its service must be `s3`, `s3-object-lambda` or `s3-outposts`")),
    }
}

/// Resolves `arn:aws:s3:region:account:accesspoint/name`.
fn of_one_bucket(arn: &Arn<'_>, name: &str, settings: &Settings<'_>) -> Result<Target, Error> {
    let partition = checked(arn, name, settings)?;
    refuse(settings.options.accelerate, ACCELERATE, "an access point")?;
    let (fips, dualstack) = settings.variants();
    let aws = || EndpointUrl::https(format!("s3-accesspoint{fips}{dualstack}.{}.{}", arn.region, partition.dns_suffix));
    let endpoint = settings.custom_endpoint()?.unwrap_or_else(aws);
    let endpoint = settings.under(endpoint, &format!("{name}-{}", arn.account))?;
    Ok(Target::new(&endpoint, "", arn.region.into(), "s3".into()))
}

/// Resolves `arn:aws:s3-object-lambda:region:account:accesspoint/name`.
fn object_lambda(arn: &Arn<'_>, name: &str, settings: &Settings<'_>) -> Result<Target, Error> {
    let partition = checked(arn, name, settings)?;
    let endpoint = object_lambda_endpoint(settings, arn.region, partition)?;
    let endpoint = settings.under(endpoint, &format!("{name}-{}", arn.account))?;
    Ok(Target::new(&endpoint, "", arn.region.into(), OBJECT_LAMBDA.into()))
}

/// Returns the endpoint whose subdomains are the access points of Object Lambda.
pub(crate) fn object_lambda_endpoint(
    settings: &Settings<'_>,
    region: &str,
    partition: &Partition,
) -> Result<EndpointUrl, Error> {
    refuse(settings.options.dual_stack, DUAL_STACK, "S3 Object Lambda")?;
    refuse(settings.options.accelerate, ACCELERATE, "S3 Object Lambda")?;
    let (fips, _) = settings.variants();
    let aws = || EndpointUrl::https(format!("{OBJECT_LAMBDA}{fips}.{region}.{}", partition.dns_suffix));
    Ok(settings.custom_endpoint()?.unwrap_or_else(aws))
}

/// Resolves `arn:aws:s3::account:accesspoint/alias`. The alias may contain dots: `mfzwi23gnjvgw.mrap`.
fn multi_region(arn: &Arn<'_>, alias: &str, settings: &Settings<'_>) -> Result<Target, Error> {
    const MULTI_REGION: &str = "a multi-region access point";
    settings.refuse_all(MULTI_REGION)?;
    refuse(settings.endpoint.is_some(), CUSTOM_ENDPOINT, MULTI_REGION)?;
    if !settings.options.multi_region_access_points {
        return Err(Repr::AccessPointsDisabled { what: "multi-region access points" }.into());
    }
    if arn.resource(2).is_some() || !alias.split('.').all(is_dns_label) {
        return Err(arn.invalid(
            "its alias must be dot-separated labels of letters, digits and inner hyphens, and nothing can follow it",
        ));
    }
    let suffix = arn.global_partition(settings)?.dns_suffix;
    let endpoint = EndpointUrl::https(format!("accesspoint.s3-global.{suffix}")).under(alias)?;
    let target = Target::new(&endpoint, "", EVERY_REGION.into(), "s3".into());
    Ok(target.authenticated_by(Authentication::Sigv4a))
}

/// Checks what all ARNs of access points in one region have in common, and returns the partition of that region.
fn checked(arn: &Arn<'_>, name: &str, settings: &Settings<'_>) -> Result<&'static Partition, Error> {
    if arn.region.is_empty() {
        return Err(arn.invalid("its region is missing"));
    }
    if !settings.options.access_points {
        return Err(Repr::AccessPointsDisabled { what: "access points" }.into());
    }
    if arn.resource(2).is_some() {
        return Err(arn.invalid("nothing can follow its access point name"));
    }
    let partition = arn.regional_partition(settings)?;
    arn.check_labels(name)?;
    Ok(partition)
}
