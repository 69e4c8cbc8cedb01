//! The addresses of general purpose buckets, on AWS and elsewhere.

use alloc::format;
use alloc::string::String;

use super::partition::partition;
use crate::endpoint_url::{EndpointUrl, Schemes};
use crate::error::{Error, Repr};
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::{Dots, check_host_name, check_path_segment, check_plain, is_virtual_hostable};
use crate::sigv4::{check_region, encode_component};
use crate::target::Target;

/// What a builder was told.
pub(crate) struct BucketEndpoint<'a> {
    pub(crate) name: &'a str,
    pub(crate) region: &'a str,
    pub(crate) endpoint: Option<&'a str>,
    pub(crate) addressing: Addressing,
    pub(crate) global_endpoint: bool,
}

/// Works out where the bucket's requests go, and for which region they are signed.
pub(crate) fn resolve(bucket: &BucketEndpoint<'_>) -> Result<Target, Error> {
    check_plain(bucket.name)?;
    check_region(bucket.region)?;
    // AWS's own regions are in lower case, in hosts and in scopes; those of other servers need not be.
    let region = match bucket.endpoint {
        Some(_) => bucket.region.into(),
        None => bucket.region.to_ascii_lowercase(),
    };
    // The rule-set's name for the global endpoint, which is signed for its home.
    let (region, global) = match region.as_str() {
        "aws-global" => ("us-east-1", true),
        region => (region, bucket.global_endpoint && region == "us-east-1"),
    };

    let (endpoint, dots) = match bucket.endpoint {
        Some(url) => (EndpointUrl::parse(url, Schemes::Http)?.with_s3_path()?, Dots::Allowed),
        None => (aws(region, global), Dots::BreakTls),
    };
    let addressing = match bucket.addressing {
        Addressing::Auto => automatic(bucket.name, &endpoint),
        chosen => chosen,
    };
    let (endpoint, path) = match addressing {
        Addressing::Cname if bucket.endpoint.is_none() => return Err(Repr::EndpointRequired {}.into()),
        Addressing::Cname => {
            check_path_segment(bucket.name)?;
            (endpoint, String::new())
        }
        Addressing::VirtualHosted => {
            check_host_name(bucket.name, dots)?;
            if endpoint.is_ip_address() {
                return Err(Repr::BucketUnderIpAddress { host: endpoint.host().into() }.into());
            }
            (endpoint.under(bucket.name)?, String::new())
        }
        Addressing::Path | Addressing::Auto => {
            check_path_segment(bucket.name)?;
            (endpoint, format!("/{}", encode_component(bucket.name)))
        }
    };
    Ok(Target::new(&endpoint, &path, region.into(), "s3".into()))
}

fn aws(region: &str, global: bool) -> EndpointUrl {
    let suffix = partition(region).dns_suffix;
    EndpointUrl::https(if global { format!("s3.{suffix}") } else { format!("s3.{region}.{suffix}") })
}

/// The rule-set's choice: in the host wherever the name can stand there. Beyond the rule-set, a host of one label (of a
/// container, or localhost) is taken for one that has no names below it.
fn automatic(name: &str, endpoint: &EndpointUrl) -> Addressing {
    let dots_break_tls = endpoint.scheme == "https" && name.contains('.');
    let one_label = !endpoint.host().trim_end_matches('.').contains('.');
    if !is_virtual_hostable(name) || dots_break_tls || one_label || endpoint.is_ip_address() {
        Addressing::Path
    } else {
        Addressing::VirtualHosted
    }
}
