//! Resolves a bucket's name, region and settings to the host and path of its requests, following the public endpoint
//! rule-set of S3.
//!
//! General purpose buckets, directory buckets, aliases on Outposts and each kind of ARN have different hosts, so each
//! has its own file. Settings that would have no effect are rejected, as in the rule-set: a caller who asks for FIPS
//! must not silently get another host.

mod access_point;
pub(crate) mod arn;
mod directory_bucket;
mod general_purpose;
mod known_host;
mod outposts;
mod settings;
#[cfg(test)]
mod tests;

use self::arn::Arn;
use self::known_host::known_host;
pub(crate) use self::settings::{BucketKind, Endpoints, Options, Settings};
use crate::endpoint::region::check_aws_region;
use crate::endpoint::url::{EndpointUrl, Schemes};
use crate::error::Error;
use crate::s3::bucket_name::check_ends;
use crate::s3::host_row::is_s3_on_aws;
use crate::sigv4::check_region_of_host;

/// For a host of S3 on AWS, checks the region and writes it in lower case, as AWS does in hosts and in scopes. The
/// regions of other servers may have capitals.
pub(crate) fn check_region_on_aws(region: &mut str, endpoint: Option<&str>, options: Options) -> Result<(), Error> {
    let is_on_aws = endpoint.is_none_or(|url| {
        options.provider_rules && EndpointUrl::parse(url, Schemes::Http).is_ok_and(|url| is_s3_on_aws(url.host()))
    });
    if is_on_aws {
        check_region_of_host(region)?;
        check_aws_region(region)?;
        region.make_ascii_lowercase();
    }
    Ok(())
}

/// Returns where the requests of a bucket go, and the region and service that they are signed for.
pub(crate) fn resolve(name: &str, settings: Settings<'_>) -> Result<Endpoints, Error> {
    let of_access_point = |target| Endpoints::new(target, BucketKind::AccessPoint);
    settings.check()?;
    check_ends(name)?;
    let endpoint = settings.custom_endpoint()?;
    let known = known_host(endpoint.as_ref(), settings.options)?;
    let addressing = settings.options.addressing;
    if Arn::is_meant(name) {
        let arn = Arn::parse(name)?;
        // An ARN contains its region. Only a region that is set separately can contradict it.
        let own_region = Some(arn.region).filter(|region| !region.is_empty());
        let settings = Settings { region: settings.region.or(own_region), ..settings };
        let target = access_point::resolve(&arn, &settings)?;
        known.map(|known| known.region_of_other("an access point", own_region, addressing)).transpose()?;
        return Ok(of_access_point(target));
    }
    let at_host = |what| -> Result<Settings<'_>, Error> {
        let region = known.map(|known| known.region_of_other(what, settings.region, addressing)).transpose()?;
        Ok(Settings { region: region.unwrap_or(settings.region), ..settings })
    };
    // The endings of the names of directory buckets and of aliases mean nothing at other services.
    let endings_count = !known.is_some_and(|known| known.has_only_ordinary_names());
    if let Some(bucket) = directory_bucket::DirectoryBucket::from_name(name).filter(|_| endings_count) {
        bucket.resolve(&at_host("a directory bucket")?)
    } else if let Some(alias) = outposts::Alias::from_name(name).filter(|_| endings_count) {
        alias.resolve(&at_host("an access point on Outposts")?).map(of_access_point)
    } else {
        general_purpose::resolve(name, &settings).map(|target| Endpoints::new(target, BucketKind::GeneralPurpose))
    }
}
