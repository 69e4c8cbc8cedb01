//! The region, the endpoint and what else decides where requests go.

use presign::Bucket;
use presign::s3::{Addressing, BucketBuilder};

use crate::environment::{first_of, variable};
use crate::error::Error;
use crate::ini;
use crate::profile::Profile;

/// Settings that take precedence over the environment and the profile, such as the options of a command.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides<'a> {
    /// The region, such as `eu-west-1`.
    pub region: Option<&'a str>,
    /// The URL of the endpoint, such as `http://127.0.0.1:9000`.
    pub endpoint_url: Option<&'a str>,
    /// Where the bucket goes: into the host or into the path.
    pub addressing: Option<Addressing>,
}

/// Returns the region: the given one, or else that of `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile.
///
/// # Errors
///
/// If a variable is not UTF-8.
pub fn region(given: Option<&str>, profile: &Profile) -> Result<Option<String>, Error> {
    if let Some(region) = given {
        return Ok(Some(region.into()));
    }
    let region = first_of(&["AWS_REGION", "AWS_DEFAULT_REGION"])?;
    Ok(region.or_else(|| profile.get("region").map(str::to_owned)))
}

/// Builds the bucket with this name or ARN, with the settings of the environment and the profile.
///
/// They are the region, the endpoint, the addressing style, FIPS, dual stack, acceleration, the regions of ARNs and
/// multi-region access points. Each is looked for where the AWS CLI looks for it.
///
/// # Errors
///
/// If a setting or the name is invalid, and if a variable is not UTF-8. [`Error::as_presign`] returns what presign rejects.
pub fn bucket(name: &str, overrides: &Overrides<'_>, profile: &Profile) -> Result<Bucket, Error> {
    let builder = apply(Bucket::builder(name), overrides, profile)?;
    let addressing = match (overrides.addressing, profile.s3("addressing_style")) {
        (Some(addressing), _) => addressing,
        (None, None | Some("auto")) => Addressing::Auto,
        (None, Some("path")) => Addressing::Path,
        // A profile says this for all its buckets, so it counts only for those whose names can be in a host: over HTTPS, a
        // certificate covers no name with a dot.
        (None, Some("virtual")) => match builder.clone().addressing(Addressing::VirtualHosted).build() {
            Ok(bucket) if !name.contains('.') || bucket.url().starts_with("http:") => return Ok(bucket),
            _ => Addressing::Path,
        },
        (None, Some(other)) => {
            return Err(Error::new(format!(
                "the profile's addressing_style is {other:?}: it must be auto, path or virtual"
            )));
        }
    };
    Ok(builder.addressing(addressing).build()?)
}

fn apply(mut bucket: BucketBuilder, overrides: &Overrides<'_>, profile: &Profile) -> Result<BucketBuilder, Error> {
    if let Some(region) = region(overrides.region, profile)? {
        bucket = bucket.region(region);
    }
    if let Some(endpoint) = endpoint(overrides.endpoint_url, profile)? {
        bucket = bucket.endpoint(endpoint);
    }
    let fips = switch("AWS_USE_FIPS_ENDPOINT", profile.get("use_fips_endpoint"))?;
    let dual_stack = switch(
        "AWS_USE_DUALSTACK_ENDPOINT",
        profile.s3("use_dualstack_endpoint").or(profile.get("use_dualstack_endpoint")),
    )?;
    let accelerate = is_true(profile.s3("use_accelerate_endpoint"));
    let use_arn_region = switch("AWS_S3_USE_ARN_REGION", profile.s3("use_arn_region").or(Some("true")))?;
    let no_multi_region =
        switch("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", profile.get("s3_disable_multiregion_access_points"))?;
    let regional = variable("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT")?;
    let regional = regional.as_deref().or_else(|| profile.get("s3_us_east_1_regional_endpoint"));
    Ok(bucket
        .fips(fips)
        .dual_stack(dual_stack)
        .accelerate(accelerate)
        .use_arn_region(use_arn_region)
        .disable_multi_region_access_points(no_multi_region)
        .global_endpoint(regional == Some("legacy")))
}

/// Returns the endpoint: the given one, or else that of the environment, the profile's services or the profile itself.
fn endpoint(given: Option<&str>, profile: &Profile) -> Result<Option<String>, Error> {
    if let Some(endpoint) = given {
        return Ok(Some(endpoint.into()));
    }
    if switch("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", profile.get("ignore_configured_endpoint_urls"))? {
        return Ok(None);
    }
    if let Some(endpoint) = first_of(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])? {
        return Ok(Some(endpoint));
    }
    let of_service = ini::nested(&profile.services, "s3", "endpoint_url");
    Ok(of_service.or_else(|| profile.get("endpoint_url")).map(str::to_owned))
}

fn switch(name: &str, setting: Option<&str>) -> Result<bool, Error> {
    Ok(is_true(variable(name)?.as_deref().or(setting)))
}

fn is_true(setting: Option<&str>) -> bool {
    setting.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}
