//! The hosts of general purpose buckets, on AWS and elsewhere.

use alloc::format;
use alloc::string::String;

use super::settings::{ACCELERATE, CHINA, IN_CHINA, Options, PATH_STYLE, Settings, refuse};
use crate::endpoint::target::Target;
use crate::endpoint::url::EndpointUrl;
use crate::error::Error;
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::{Dots, check_host_name, check_path_segment, is_virtual_hostable};
use crate::sigv4::encode_component;

/// The pseudo-region for S3 as a whole. Its host is the old one without a region, and signatures use its home region.
const GLOBAL: &str = "aws-global";
const GLOBAL_HOME: &str = "us-east-1";

pub(crate) fn resolve(name: &str, settings: &Settings<'_>) -> Result<Target, Error> {
    let accelerate = settings.options.accelerate;
    refuse(accelerate && settings.partition().name == CHINA, ACCELERATE, IN_CHINA)?;
    let endpoint = endpoint(settings)?;
    let addressing = match settings.options.addressing {
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
    Ok(Target::new(&endpoint, &path, signing_region(settings).into(), "s3".into()))
}

/// Returns the endpoint that buckets are addressed under: the custom endpoint, or else the region's.
pub(crate) fn endpoint(settings: &Settings<'_>) -> Result<EndpointUrl, Error> {
    Ok(settings.custom_endpoint()?.unwrap_or_else(|| EndpointUrl::https(aws_host(settings))))
}

pub(crate) fn signing_region<'a>(settings: &'a Settings<'_>) -> &'a str {
    match settings.region() {
        GLOBAL => GLOBAL_HOME,
        region => region,
    }
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

/// Chooses the addressing as the rule-set does: in the host, wherever the name is valid there. One exception goes
/// beyond the rule-set: a host with a single label, such as a container's name or localhost, is assumed to have no
/// subdomains.
fn automatic(name: &str, endpoint: &EndpointUrl) -> Addressing {
    let dots_break_tls = endpoint.scheme == "https" && name.contains('.');
    let one_label = !endpoint.host().trim_end_matches('.').contains('.');
    if !is_virtual_hostable(name) || dots_break_tls || one_label || endpoint.is_ip_address() {
        Addressing::Path
    } else {
        Addressing::VirtualHosted
    }
}
