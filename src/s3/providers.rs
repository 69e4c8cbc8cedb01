//! The hosts of S3 and of S3-compatible services: data alone. `endpoint/known_host.rs` reads it.
//!
//! A row holds only what the source in its comment says. `docs/s3-compatible-services.md` shows the table to users, and
//! a test compares the two.

/// A service, with the hosts of its endpoints.
pub(crate) struct Provider {
    pub(crate) name: &'static str,
    /// The first pattern that matches a host counts, so specific ones come first.
    pub(crate) hosts: &'static [Host],
    /// The path of every endpoint, before the bucket's.
    pub(crate) base_path: &'static str,
    pub(crate) addressing: Supported,
}

impl Provider {
    pub(crate) fn is_aws(&self) -> bool {
        self.name == AWS.name
    }
}

/// A pattern for the labels of a host. `{region}` stands for the region, and any other name in braces for a part that
/// is different for each customer. A bucket's name may come before the pattern.
pub(crate) struct Host {
    pub(crate) pattern: &'static str,
    pub(crate) region: Region,
}

/// The region that a host stands for.
#[derive(Clone, Copy)]
pub(crate) enum Region {
    /// It can't be told from the host.
    Unknown,
    /// The host contains it.
    InHost(Others),
    /// It is the same for all customers.
    Fixed(&'static str, Others),
}

/// The regions that a service accepts besides the one that its host stands for.
#[derive(Clone, Copy)]
pub(crate) enum Others {
    /// Any, or it is not known which.
    Any,
    Only(&'static [&'static str]),
}

/// The addressing that a service supports.
#[derive(Clone, Copy)]
pub(crate) enum Supported {
    Both,
    /// Only virtual-hosted style. The text completes "path-style addressing is not supported by it, ...".
    VirtualHosted(&'static str),
    /// Only path style. The text completes "virtual-hosted addressing is not supported by it, ...".
    Path(&'static str),
}

/// Labels in the place of a region that are not one: hosts of content delivery networks and of acceleration.
pub(crate) const NOT_REGIONS: [&str; 4] = ["accelerate", "accelerate-overseas", "cdn", "dualstack"];

const NONE: Others = Others::Only(&[]);

const fn host(pattern: &'static str, region: Region) -> Host {
    Host { pattern, region }
}

/// S3 on AWS. The patterns are for the part of a host before the partition's domain.
///
/// Source: [the endpoints of S3][endpoints] and [of AWS PrivateLink for it][vpce].
///
/// [endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
/// [vpce]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
pub(crate) static AWS: Provider = Provider {
    name: "Amazon S3",
    hosts: &[
        host("s3.dualstack.{region}", Region::InHost(NONE)),
        host("s3-fips.dualstack.{region}", Region::InHost(NONE)),
        host("s3-fips.{region}", Region::InHost(NONE)),
        host("bucket.vpce-{id}.s3.{region}.vpce", Region::InHost(NONE)),
        host("accesspoint.vpce-{id}.s3.{region}.vpce", Region::InHost(NONE)),
        host("s3-accelerate.dualstack", Region::Unknown),
        host("s3-accelerate", Region::Unknown),
        host("s3.{region}", Region::InHost(NONE)),
        host("s3-{region}", Region::InHost(NONE)),
        // Buckets of any region may answer here.
        host("s3", Region::Unknown),
    ],
    base_path: "",
    addressing: Supported::Both,
};

pub(crate) static PROVIDERS: [Provider; 19] = [
    // https://developers.cloudflare.com/r2/api/s3/api/: `us-east-1` is an alias of `auto`.
    // https://developers.cloudflare.com/r2/reference/data-location/: jurisdictions.
    Provider {
        name: "Cloudflare R2",
        hosts: &[
            host("{account}.eu.r2.cloudflarestorage.com", Region::Fixed("auto", Others::Only(&["us-east-1"]))),
            host("{account}.us.r2.cloudflarestorage.com", Region::Fixed("auto", Others::Only(&["us-east-1"]))),
            host("{account}.fedramp.r2.cloudflarestorage.com", Region::Fixed("auto", Others::Only(&["us-east-1"]))),
            host("{account}.r2.cloudflarestorage.com", Region::Fixed("auto", Others::Only(&["us-east-1"]))),
        ],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://cloud.google.com/storage/docs/interoperability
    Provider {
        name: "Google Cloud Storage",
        hosts: &[host("storage.googleapis.com", Region::Fixed("auto", Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://www.backblaze.com/docs/cloud-storage-s3-compatible-api
    Provider {
        name: "Backblaze B2",
        hosts: &[host("s3.{region}.backblazeb2.com", Region::InHost(NONE))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions: hosts and their aliases.
    // https://docs.wasabi.com/docs/rest-api-introduction: addressing.
    Provider {
        name: "Wasabi",
        hosts: &[
            host("s3.nl-1.wasabisys.com", Region::Fixed("eu-central-1", NONE)),
            host("s3.de-1.wasabisys.com", Region::Fixed("eu-central-2", NONE)),
            host("s3.uk-1.wasabisys.com", Region::Fixed("eu-west-1", NONE)),
            host("s3.uk-2.wasabisys.com", Region::Fixed("eu-west-3", NONE)),
            host("s3.fr-1.wasabisys.com", Region::Fixed("eu-west-2", NONE)),
            host("s3.it-1.wasabisys.com", Region::Fixed("eu-south-1", NONE)),
            host("s3.wasabisys.com", Region::Fixed("us-east-1", NONE)),
            host("s3.{region}.wasabisys.com", Region::InHost(NONE)),
        ],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://docs.digitalocean.com/reference/api/spaces/. Many programs sign for us-east-1, and it works.
    Provider {
        name: "DigitalOcean Spaces",
        hosts: &[host("{region}.digitaloceanspaces.com", Region::InHost(Others::Only(&["us-east-1"])))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://www.scaleway.com/en/docs/object-storage/concepts/
    Provider {
        name: "Scaleway",
        hosts: &[host("s3.{region}.scw.cloud", Region::InHost(Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://docs.hetzner.com/storage/object-storage/overview
    Provider {
        name: "Hetzner",
        hosts: &[host("{region}.your-objectstorage.com", Region::InHost(NONE))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://help.ovhcloud.com/csm/en-public-cloud-storage-s3-location. For another region it answers
    // AuthorizationHeaderMalformed and names its own.
    Provider {
        name: "OVHcloud",
        hosts: &[host("s3.{region}.io.cloud.ovh.net", Region::InHost(NONE))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://community.exoscale.com/product/storage/object-storage/
    Provider {
        name: "Exoscale",
        hosts: &[host("sos-{region}.exo.io", Region::InHost(Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://www.tigrisdata.com/blog/virtual-hosted-urls/: buckets created since 19 February 2025 have no path style.
    Provider {
        name: "Tigris",
        hosts: &[
            host("t3.storage.dev", Region::Fixed("auto", Others::Any)),
            host("fly.storage.tigris.dev", Region::Fixed("auto", Others::Any)),
        ],
        base_path: "",
        addressing: Supported::VirtualHosted("which answers 403 for buckets created since 19 February 2025"),
    },
    // https://supabase.com/docs/guides/storage/s3/authentication
    Provider {
        name: "Supabase",
        hosts: &[host("{project}.supabase.co", Region::Unknown)],
        base_path: "/storage/v1/s3",
        addressing: Supported::Path("whose hosts name a project"),
    },
    // https://techdocs.akamai.com/cloud-computing/docs/object-storage
    Provider {
        name: "Linode",
        hosts: &[host("{region}.linodeobjects.com", Region::InHost(Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-endpoints
    Provider {
        name: "IBM Cloud Object Storage",
        hosts: &[host("s3.{region}.cloud-object-storage.appdomain.cloud", Region::InHost(Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/s3compatibleapi.htm. Virtual hosts have an endpoint of
    // their own: https://docs.oracle.com/iaas/releasenotes/objectstorage/S3-virtual-hosted.htm
    Provider {
        name: "Oracle OCI",
        hosts: &[
            host("{namespace}.compat.objectstorage.{region}.oci.customer-oci.com", Region::InHost(Others::Any)),
            host("{namespace}.compat.objectstorage.{region}.oraclecloud.com", Region::InHost(Others::Any)),
        ],
        base_path: "",
        addressing: Supported::Path("whose certificate doesn't cover hosts below this one"),
    },
    // https://yandex.cloud/en/docs/storage/s3/
    Provider {
        name: "Yandex",
        hosts: &[host("storage.yandexcloud.net", Region::Fixed("ru-central1", Others::Any))],
        base_path: "",
        addressing: Supported::Both,
    },
    // https://www.tencentcloud.com/document/product/436/32537
    Provider {
        name: "Tencent COS",
        hosts: &[host("cos.{region}.myqcloud.com", Region::InHost(Others::Any))],
        base_path: "",
        addressing: Supported::VirtualHosted("which answers 403 PathStyleDomainForbidden"),
    },
    // https://www.alibabacloud.com/help/en/oss/developer-reference/use-amazon-s3-sdks-to-access-oss: its examples sign
    // for the region in the host and for us-east-1.
    // https://www.alibabacloud.com/help/en/oss/user-guide/oss-domain-names
    Provider {
        name: "Alibaba OSS",
        hosts: &[
            host("s3.oss-accelerate.aliyuncs.com", Region::Unknown),
            host("s3.oss-{region}-internal.aliyuncs.com", Region::InHost(Others::Any)),
            host("s3.oss-{region}.aliyuncs.com", Region::InHost(Others::Any)),
            host("oss-accelerate.aliyuncs.com", Region::Unknown),
            host("oss-{region}-internal.aliyuncs.com", Region::InHost(Others::Any)),
            host("oss-{region}.aliyuncs.com", Region::InHost(Others::Any)),
        ],
        base_path: "",
        addressing: Supported::VirtualHosted("which answers 403 SecondLevelDomainForbidden"),
    },
    // https://docs.localstack.cloud/aws/services/s3/
    Provider {
        name: "LocalStack",
        hosts: &[host("s3.localhost.localstack.cloud", Region::Unknown)],
        base_path: "",
        addressing: Supported::Both,
    },
    Provider {
        name: "LocalStack's common host",
        hosts: &[host("localhost.localstack.cloud", Region::Unknown)],
        base_path: "",
        addressing: Supported::Path("which takes buckets only below s3.localhost.localstack.cloud"),
    },
];

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;

    const GUIDE: &str = include_str!("../../docs/s3-compatible-services.md");

    /// The rows of the first table of the guide, by cell.
    fn rows() -> Vec<Vec<&'static str>> {
        let table = GUIDE.lines().skip_while(|line| !line.starts_with("| service |")).skip(2);
        let rows = table.take_while(|line| line.starts_with('|'));
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
    }

    #[test]
    fn the_guide_shows_the_table() {
        let rows = rows();
        assert_eq!(rows.len(), PROVIDERS.len());
        for provider in &PROVIDERS {
            let Provider { name, hosts, base_path, addressing } = provider;
            let row = rows.iter().find(|row| row[0].starts_with(&format!("[{name}]")));
            let row = row.unwrap_or_else(|| panic!("{name} has no row"));
            let shown = match addressing {
                Supported::Both => "both",
                Supported::VirtualHosted(_) => "virtual-hosted",
                Supported::Path(_) => "path",
            };
            assert!(row[3].starts_with(shown), "{name}: {}", row[3]);
            for Host { pattern, region } in *hosts {
                let place = format!("{pattern}{base_path}");
                assert!(GUIDE.contains(&format!("`{place}`")) || row[1].contains(&format!("://{place}")), "{place}");
                // The region of a host that the row itself shows.
                let shown = row[1].contains(&place);
                match region {
                    _ if !shown => {}
                    Region::InHost(_) => assert!(row[2].starts_with("in the host"), "{place}: {}", row[2]),
                    Region::Fixed(region, _) => assert!(row[2].contains(&format!("`{region}`")), "{place}: {}", row[2]),
                    Region::Unknown => assert!(!row[2].contains("in the host"), "{place}: {}", row[2]),
                }
            }
            // And no host in the row is missing from the table.
            for url in row[1].split('`').skip(1).step_by(2) {
                let place = url.split_once("://").map_or(url, |(_, place)| place).trim_end_matches(":4566");
                let known = hosts.iter().any(|host| format!("{}{base_path}", host.pattern) == place);
                assert!(known, "{name} has no host {place}");
            }
        }
    }

    #[test]
    fn patterns_can_match() {
        for provider in PROVIDERS.iter().chain([&AWS]) {
            for Host { pattern, region } in provider.hosts {
                assert_eq!(pattern.contains("{region}"), matches!(region, Region::InHost(_)), "{pattern}");
                assert_eq!(pattern.to_ascii_lowercase(), *pattern);
            }
        }
    }
}
