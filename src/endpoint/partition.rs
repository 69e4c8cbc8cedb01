//! The AWS partitions: their regions and the domain of their hosts.

/// A group of regions with its own accounts and domain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// The partition's name in an ARN.
    pub(crate) name: &'static str,
    /// The suffix of the partition's host names.
    pub(crate) dns_suffix: &'static str,
    /// The prefixes of region names. A word, a hyphen and a number follow: `cn-north-1`.
    region_prefixes: &'static [&'static str],
    /// The pseudo-region that stands for the whole partition.
    global_region: Option<&'static str>,
}

/// The partition of every region that no other partition claims, including future ones.
const AWS: Partition =
    Partition { name: "aws", dns_suffix: "amazonaws.com", region_prefixes: &[], global_region: Some("aws-global") };

/// Source: the `partitions.json` that AWS publishes with its SDKs.
#[rustfmt::skip]
const OTHERS: [Partition; 7] = [
    Partition { name: "aws-cn", dns_suffix: "amazonaws.com.cn", region_prefixes: &["cn-"], global_region: Some("aws-cn-global") },
    Partition { name: "aws-us-gov", dns_suffix: "amazonaws.com", region_prefixes: &["us-gov-"], global_region: Some("aws-us-gov-global") },
    Partition { name: "aws-iso", dns_suffix: "c2s.ic.gov", region_prefixes: &["us-iso-"], global_region: Some("aws-iso-global") },
    Partition { name: "aws-iso-b", dns_suffix: "sc2s.sgov.gov", region_prefixes: &["us-isob-"], global_region: Some("aws-iso-b-global") },
    Partition { name: "aws-iso-e", dns_suffix: "cloud.adc-e.uk", region_prefixes: &["eu-isoe-"], global_region: Some("aws-iso-e-global") },
    Partition { name: "aws-iso-f", dns_suffix: "csp.hci.ic.gov", region_prefixes: &["us-isof-"], global_region: Some("aws-iso-f-global") },
    Partition { name: "aws-eusc", dns_suffix: "amazonaws.eu", region_prefixes: &["eusc-de-"], global_region: None },
];

/// The suffixes of hosts that a partition has besides its own: dual-stack endpoints (`api.aws`), and the URLs of Lambda
/// functions (`on.aws`). Amazon owns the whole of the top-level domain `aws`.
const OTHER_SUFFIXES: [&str; 2] = ["aws", "amazonwebservices.com.cn"];

impl Partition {
    /// Returns the partition of a region.
    pub(crate) fn of_region(region: &str) -> &'static Self {
        OTHERS.iter().find(|partition| partition.owns(region)).unwrap_or(&AWS)
    }

    /// Returns the partition with this name, for an ARN without a region.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        [&AWS].into_iter().chain(&OTHERS).find(|partition| partition.name == name)
    }

    /// Returns the part of a host before the domain of a partition (`s3.eu-west-1`), or `None` for a host outside AWS.
    pub(crate) fn without_suffix(host: &str) -> Option<&str> {
        let host = host.strip_suffix('.').unwrap_or(host);
        [&AWS]
            .into_iter()
            .chain(&OTHERS)
            .find_map(|partition| host.strip_suffix(partition.dns_suffix)?.strip_suffix('.'))
    }

    /// Returns whether a host, in lower case, is one of AWS's. A name of the caller's own that leads to AWS is not.
    pub(crate) fn is_aws_host(host: &str) -> bool {
        let suffixes = [&AWS].into_iter().chain(&OTHERS).map(|partition| partition.dns_suffix).chain(OTHER_SUFFIXES);
        let host = host.strip_suffix('.').unwrap_or(host);
        suffixes.into_iter().any(|suffix| host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.')))
    }

    /// Returns whether a name is a pseudo-region that stands for a whole partition. No host is named after it.
    pub(crate) fn is_global_region(name: &str) -> bool {
        [&AWS].into_iter().chain(&OTHERS).any(|partition| partition.global_region == Some(name))
    }

    fn owns(&self, region: &str) -> bool {
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let named = |rest: &str| rest.split_once('-').is_some_and(|(word, number)| is_word(word) && is_number(number));
        Some(region) == self.global_region
            || self.region_prefixes.iter().any(|prefix| region.strip_prefix(prefix).is_some_and(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_aws_have_a_suffix() {
        for (host, rest) in [
            ("s3.eu-west-1.amazonaws.com", Some("s3.eu-west-1")),
            ("s3.cn-north-1.amazonaws.com.cn", Some("s3.cn-north-1")),
            ("s3.us-iso-east-1.c2s.ic.gov.", Some("s3.us-iso-east-1")),
            ("amazonaws.com", None),
            ("s3.eu-west-1.notamazonaws.com", None),
            ("s3.amazonaws.com.example.com", None),
        ] {
            assert_eq!(Partition::without_suffix(host), rest, "{host}");
        }
    }

    #[test]
    fn hosts_of_aws() {
        for host in [
            "s3.amazonaws.com",
            "photos.s3.us-east-1.amazonaws.com",
            "s3.dualstack.cn-north-1.amazonaws.com.cn",
            "bucket.vpce-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com",
            "s3.us-iso-east-1.c2s.ic.gov",
            "s3.eusc-de-east-1.amazonaws.eu",
            "abc.lambda-url.eu-west-1.on.aws",
            "sts.us-east-1.api.aws",
            "s3.amazonaws.com.",
        ] {
            assert!(Partition::is_aws_host(host), "{host}");
        }
        for host in [
            "amazonaws.com",
            "s3-amazonaws.com",
            "myamazonaws.com",
            "s3.amazonaws.com.example.com",
            "photos.example.com",
            "localhost",
            "aws",
            "10.0.0.1",
            "[::1]",
            "",
        ] {
            assert!(!Partition::is_aws_host(host), "{host}");
        }
    }

    #[test]
    fn partitions_know_their_regions() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("eu-isle-9", "aws"),
            ("aws-global", "aws"),
            ("cn-north-1", "aws-cn"),
            ("cn-northwest-12", "aws-cn"),
            ("aws-cn-global", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            // These don't have the form of the partition's regions.
            ("cn-north", "aws"),
            ("cn--1", "aws"),
            ("cn-north-east-1", "aws"),
            ("cn-north-1a", "aws"),
            ("eusc-fr-east-1", "aws"),
        ] {
            assert_eq!(Partition::of_region(region).name, partition, "{region}");
        }
    }
}
