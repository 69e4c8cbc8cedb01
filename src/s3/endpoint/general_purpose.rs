//! The hosts of general purpose buckets, on AWS and elsewhere.

use alloc::format;
use alloc::string::String;

use super::known_host::known_host;
use super::settings::{ACCELERATE, CHINA, DEFAULT_REGION, IN_CHINA, Options, PATH_STYLE, Settings, refuse};
use crate::endpoint::target::Target;
use crate::endpoint::url::EndpointUrl;
use crate::error::Error;
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::{Dots, check_host_name, check_path_segment, is_virtual_hostable};
use crate::s3::host_row::is_s3_on_aws;
use crate::sigv4::{check_region, encode_component};

/// The pseudo-region for S3 as a whole. Its host is the old one without a region, and signatures use its home region.
const GLOBAL: &str = "aws-global";
const GLOBAL_HOME: &str = "us-east-1";

pub(crate) fn resolve(name: &str, settings: &Settings<'_>) -> Result<Target, Error> {
    let accelerate = settings.options.accelerate;
    refuse(accelerate && settings.partition().name == CHINA, ACCELERATE, IN_CHINA)?;
    let endpoint = endpoint(settings)?;
    let custom = settings.endpoint.is_some().then_some(&endpoint);
    let known = known_host(custom, settings.options)?;
    let region = settings.region.map(home_region);
    let region = known.map_or(Ok(region), |known| known.region(region))?.unwrap_or(DEFAULT_REGION);
    check_region(region)?;
    let region = String::from(region);

    let chosen = settings.options.addressing;
    let addressing = match known {
        Some(known) if chosen != Addressing::Cname => {
            known.check_names_no_bucket()?;
            known.addressing(name, chosen)?
        }
        _ => None,
    };
    let addressing = match addressing.unwrap_or(chosen) {
        Addressing::Auto => automatic(name, &endpoint),
        chosen => chosen,
    };
    let (endpoint, path) = match addressing {
        Addressing::Cname => {
            check_path_segment(name)?;
            (endpoint, String::new())
        }
        Addressing::VirtualHosted => {
            check_host_name(name, if settings.endpoint.is_some() { Dots::Allowed } else { Dots::BreakTls })?;
            (settings.under(endpoint, name)?, String::new())
        }
        Addressing::Path | Addressing::Auto => {
            check_path_segment(name)?;
            refuse(accelerate, ACCELERATE, PATH_STYLE)?;
            (endpoint, format!("/{}", encode_component(name)))
        }
    };
    Ok(Target::new(&endpoint, &path, region, "s3".into()))
}

/// Returns the endpoint that buckets are addressed under: the custom endpoint, or else the region's.
pub(crate) fn endpoint(settings: &Settings<'_>) -> Result<EndpointUrl, Error> {
    Ok(settings.custom_endpoint()?.unwrap_or_else(|| EndpointUrl::https(aws_host(settings))))
}

pub(crate) fn signing_region<'a>(settings: &'a Settings<'_>) -> &'a str {
    home_region(settings.region())
}

fn home_region(region: &str) -> &str {
    if region == GLOBAL { GLOBAL_HOME } else { region }
}

fn aws_host(settings: &Settings<'_>) -> String {
    let Options { accelerate, global_endpoint, .. } = settings.options;
    let (region, suffix) = (signing_region(settings), settings.partition().dns_suffix);
    let is_global = settings.region() == GLOBAL;
    match settings.variants() {
        // No other host of Transfer Acceleration contains a region.
        (_, dualstack @ ".dualstack") if accelerate && is_global => {
            format!("s3-accelerate{dualstack}.{region}.{suffix}")
        }
        (_, dualstack) if accelerate => format!("s3-accelerate{dualstack}.{suffix}"),
        ("", "") if is_global || global_endpoint && region == GLOBAL_HOME => format!("s3.{suffix}"),
        (fips, dualstack) => format!("s3{fips}{dualstack}.{region}.{suffix}"),
    }
}

/// Chooses the addressing. On a host of S3 on AWS, it follows the rule-set: the name is in the host, wherever it is
/// valid there. On any other host it is in the path, because few hosts have subdomains with a DNS name and a
/// certificate for each bucket. boto3 and the AWS CLI choose the same.
fn automatic(name: &str, endpoint: &EndpointUrl) -> Addressing {
    let dots_break_tls = endpoint.scheme == "https" && name.contains('.');
    if is_s3_on_aws(endpoint.host()) && is_virtual_hostable(name) && !dots_break_tls {
        Addressing::VirtualHosted
    } else {
        Addressing::Path
    }
}
