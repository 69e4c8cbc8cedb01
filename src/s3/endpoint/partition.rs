//! The partitions of AWS: which regions end in which domain.

/// A group of regions with a domain of its own.
pub(crate) struct Partition {
    /// A region's name begins with one of these.
    region_prefixes: &'static [&'static str],
    /// What its host names end in.
    pub(crate) dns_suffix: &'static str,
}

/// Every region that no other partition claims, those that are yet to be built too.
const AWS: Partition = Partition { region_prefixes: &[], dns_suffix: "amazonaws.com" };

/// Source: the `partitions.json` that AWS publishes with its SDKs.
const OTHERS: [Partition; 7] = [
    Partition { region_prefixes: &["cn-"], dns_suffix: "amazonaws.com.cn" },
    Partition { region_prefixes: &["us-gov-"], dns_suffix: "amazonaws.com" },
    Partition { region_prefixes: &["us-iso-"], dns_suffix: "c2s.ic.gov" },
    Partition { region_prefixes: &["us-isob-"], dns_suffix: "sc2s.sgov.gov" },
    Partition { region_prefixes: &["eu-isoe-"], dns_suffix: "cloud.adc-e.uk" },
    Partition { region_prefixes: &["us-isof-", "eu-isof-"], dns_suffix: "csp.hci.ic.gov" },
    Partition { region_prefixes: &["eusc-"], dns_suffix: "amazonaws.eu" },
];

/// The partition of a region.
pub(crate) fn partition(region: &str) -> &'static Partition {
    let owns = |partition: &&Partition| partition.region_prefixes.iter().any(|prefix| region.starts_with(prefix));
    OTHERS.iter().find(owns).unwrap_or(&AWS)
}
