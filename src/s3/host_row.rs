//! Finds the row of the table of services that a host matches.

use super::providers::{AWS, AWS_OTHERS, NOT_REGIONS, Others, PROVIDERS, Provider, Region, Supported};
use crate::endpoint::partition::Partition;
use crate::endpoint::region::has_aws_form;

/// A host that the table has a row for, taken apart.
#[derive(Clone, Copy)]
pub(crate) struct HostRow<'a> {
    pub(crate) provider: &'static Provider,
    /// The region that the host stands for, and the others that are accepted.
    pub(crate) region: Option<(&'a str, Others)>,
    /// The labels before the host of the service itself.
    pub(crate) bucket: Option<&'a str>,
}

impl<'a> HostRow<'a> {
    /// Finds the row of a host in lower case. A service with a base path matches only if the path begins with it.
    pub(crate) fn find(host: &'a str, path: &str) -> Option<Self> {
        // Where no bucket is in the host, other labels make another host.
        let is_other = |row: &Self| row.bucket.is_some() && matches!(row.provider.addressing, Supported::Path(_));
        Self::find_any(host, path, |row| !is_other(row))
    }

    /// Finds the row of a host in lower case, even if it has a bucket where the service supports only path style.
    #[cfg(feature = "diagnose")]
    pub(crate) fn find_with_any_bucket(host: &'a str, path: &str) -> Option<Self> {
        Self::find(host, path).or_else(|| Self::find_any(host, path, |_| true))
    }

    fn find_any(host: &'a str, path: &str, accepts: impl Fn(&Self) -> bool + Copy) -> Option<Self> {
        if let Some(host) = Partition::without_suffix(host) {
            return [&AWS, &AWS_OTHERS].into_iter().find_map(|provider| Self::of(provider, host, path, accepts));
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        PROVIDERS.iter().find_map(|provider| Self::of(provider, host, path, accepts))
    }

    fn of(provider: &'static Provider, host: &'a str, path: &str, accepts: impl Fn(&Self) -> bool) -> Option<Self> {
        if !path.starts_with(provider.base_path) {
            return None;
        }
        let is_region = |label: &&str| match provider.is_aws() {
            true => has_aws_form(label),
            false => !NOT_REGIONS.contains(label),
        };
        provider.hosts.iter().find_map(|row| {
            let Matched { region, bucket } = Matched::new(row.pattern, host)?;
            let region = match row.region {
                Region::Unknown => None,
                Region::InHost(others) => Some((region.filter(is_region)?, others)),
                Region::Fixed(region, others) => Some((region, others)),
            };
            Some(Self { provider, region, bucket }).filter(&accepts)
        })
    }
}

/// Returns whether a host on AWS is one for static websites, which answers GET and HEAD without a signature alone.
///
/// Source: [Website endpoints][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
pub(crate) fn is_website(host: &str) -> bool {
    let Some(rest) = Partition::without_suffix(host) else { return false };
    // What comes before is the bucket, which may have such a name too.
    let mut labels = rest.rsplit('.');
    let (last, before) = (labels.next().unwrap_or_default(), labels.next());
    last == "s3-website" || last.starts_with("s3-website-") || before == Some("s3-website")
}

/// Returns whether a host is one of S3 on AWS. Other servers can have a host on AWS too, such as that of an EC2
/// instance or a load balancer.
pub(crate) fn is_s3_on_aws(host: &str) -> bool {
    let is_s3 = |label: &str| label == "s3" || label.starts_with("s3-");
    Partition::without_suffix(host).is_some_and(|rest| rest.split('.').any(is_s3))
}

/// The labels of a host that its pattern has names for.
struct Matched<'h> {
    region: Option<&'h str>,
    /// The labels before the pattern.
    bucket: Option<&'h str>,
}

impl<'h> Matched<'h> {
    /// Compares a host, or its end, with a pattern, label by label from the right.
    fn new(pattern: &str, host: &'h str) -> Option<Self> {
        let (mut region, mut rest) = (None, Some(host));
        for expected in pattern.rsplit('.') {
            let (before, label) = match rest?.rsplit_once('.') {
                Some((before, label)) => (Some(before), label),
                None => (None, rest?),
            };
            rest = before;
            match named_part(expected) {
                Some((start, name, end)) => {
                    let value = label.strip_prefix(start)?.strip_suffix(end).filter(|value| !value.is_empty())?;
                    match name {
                        "region" => region = Some(value),
                        "32-hex" if !is_32_hex_digits(value) => return None,
                        _ => {}
                    }
                }
                None if label == expected => {}
                None => return None,
            }
        }
        Some(Self { region, bucket: rest })
    }
}

/// Splits `oss-{region}-internal` into what comes before the braces, the name in them, and what comes after.
fn named_part(label: &str) -> Option<(&str, &str, &str)> {
    let (start, rest) = label.split_once('{')?;
    let (name, end) = rest.split_once('}')?;
    Some((start, name, end))
}

fn is_32_hex_digits(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}
