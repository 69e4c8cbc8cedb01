//! The hosts of S3 and of S3-compatible services: data alone. `host_row.rs` reads it.
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
    /// Whether only general purpose buckets can be reached there: no access points and no directory buckets.
    pub(crate) only_buckets: bool,
}

impl Provider {
    pub(crate) fn is_aws(&self) -> bool {
        self.name == AWS.name
    }
}

/// A pattern for the labels of a host. `{region}` stands for the region, and any other name in braces for a part that
/// is different for each customer; that of `{32-hex}` has 32 hexadecimal digits. A bucket's name may come before the
/// pattern.
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
    /// The same, except for older buckets. A name that is not valid in a host must be that of an older bucket.
    VirtualHostedIfNew(&'static str),
    /// Only path style. The text completes "virtual-hosted addressing is not supported by it, ...".
    Path(&'static str),
}

/// Labels in the place of a region that are not one: hosts of content delivery networks and of acceleration.
pub(crate) const NOT_REGIONS: [&str; 4] = ["accelerate", "accelerate-overseas", "cdn", "dualstack"];

const NONE: Others = Others::Only(&[]);

/// The regions of R2 besides `auto`: its location hints, and an alias.
const OF_R2: Others = Others::Only(&["us-east-1", "wnam", "enam", "weur", "eeur", "apac", "oc"]);

const fn host(pattern: &'static str, region: Region) -> Host {
    Host { pattern, region }
}

/// Creates a row. A field that differs from the most frequent values is set after it.
const fn provider(name: &'static str, hosts: &'static [Host]) -> Provider {
    Provider { name, hosts, base_path: "", addressing: Supported::Both, only_buckets: true }
}

/// S3 on AWS. The patterns are for the part of a host before the partition's domain.
///
/// Source: [the endpoints of S3][endpoints] and [of AWS PrivateLink for it][vpce].
///
/// [endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
/// [vpce]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
pub(crate) static AWS: Provider = provider(
    "Amazon S3",
    &[
        host("s3.dualstack.{region}", Region::InHost(NONE)),
        host("s3-fips.dualstack.{region}", Region::InHost(NONE)),
        host("s3-fips.{region}", Region::InHost(NONE)),
        host("bucket.vpce-{id}.s3.{region}.vpce", Region::InHost(NONE)),
        host("s3-accelerate.dualstack", Region::Unknown),
        host("s3-accelerate", Region::Unknown),
        host("s3.{region}", Region::InHost(NONE)),
        host("s3-{region}", Region::InHost(NONE)),
        // Buckets of any region may answer here.
        host("s3", Region::Unknown),
    ],
);

/// The hosts of access points and of directory buckets on AWS: those of S3, S3 Object Lambda, S3 on Outposts, S3 Express
/// and AWS PrivateLink. All of them are regional.
pub(crate) static AWS_OTHERS: Provider = Provider {
    only_buckets: false,
    ..provider(
        AWS.name,
        &[
            host("accesspoint.vpce-{id}.s3.{region}.vpce", Region::InHost(NONE)),
            host("s3-accesspoint.dualstack.{region}", Region::InHost(NONE)),
            host("s3-accesspoint.{region}", Region::InHost(NONE)),
            host("s3-accesspoint-fips.dualstack.{region}", Region::InHost(NONE)),
            host("s3-accesspoint-fips.{region}", Region::InHost(NONE)),
            host("s3-object-lambda.{region}", Region::InHost(NONE)),
            host("s3-object-lambda-fips.{region}", Region::InHost(NONE)),
            host("s3-outposts.{region}", Region::InHost(NONE)),
            host("s3express-{zone}.dualstack.{region}", Region::InHost(NONE)),
            host("s3express-{zone}.{region}", Region::InHost(NONE)),
        ],
    )
};

/// The comments say where each fact comes from, the provider's own pages first. `Others::Only` and `Supported` need a
/// source that shows the refusal. Where there is none, anything is allowed.
pub(crate) static PROVIDERS: [Provider; 19] = [
    // Region `auto`, with the alias `us-east-1`: https://developers.cloudflare.com/r2/api/s3/api/#bucket-region. For
    // others it answers 400 InvalidRegionName and lists those it accepts: github.com/jeessy2/backup-x/issues/127,
    // github.com/iterate-ch/cyberduck/issues/16377. Addressing: Cloudflare's examples keep the default of the SDKs, and
    // rclone's table (backend/s3/provider) has path style.
    // Jurisdictions: https://developers.cloudflare.com/r2/reference/data-location/. There may be new ones, as `us` was
    // in August 2026. The ID of an account, which is always 32 hexadecimal digits, tells them from a bucket.
    provider(
        "Cloudflare R2",
        &[
            host("{account}.eu.r2.cloudflarestorage.com", Region::Fixed("auto", OF_R2)),
            host("{account}.us.r2.cloudflarestorage.com", Region::Fixed("auto", OF_R2)),
            host("{account}.fedramp.r2.cloudflarestorage.com", Region::Fixed("auto", OF_R2)),
            host("{32-hex}.{jurisdiction}.r2.cloudflarestorage.com", Region::Fixed("auto", OF_R2)),
            host("{account}.r2.cloudflarestorage.com", Region::Fixed("auto", OF_R2)),
        ],
    ),
    // https://cloud.google.com/storage/docs/interoperability. Addressing:
    // https://cloud.google.com/storage/docs/request-endpoints
    provider("Google Cloud Storage", &[host("storage.googleapis.com", Region::Fixed("auto", Others::Any))]),
    // https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api: host and addressing. It also accepts
    // us-east-1, for which its own example signs: github.com/backblaze-b2-samples/b2-python-s3-sample.
    provider("Backblaze B2", &[host("s3.{region}.backblazeb2.com", Region::InHost(Others::Any))]),
    // https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions: hosts and their aliases.
    // https://docs.wasabi.com/docs/rest-api-introduction: addressing.
    // A region other than the host's is rejected: github.com/gilbertchen/duplicacy/issues/471 (400),
    // github.com/grafana/loki/issues/759.
    provider(
        "Wasabi",
        &[
            host("s3.nl-1.wasabisys.com", Region::Fixed("eu-central-1", NONE)),
            host("s3.de-1.wasabisys.com", Region::Fixed("eu-central-2", NONE)),
            host("s3.uk-1.wasabisys.com", Region::Fixed("eu-west-1", NONE)),
            host("s3.uk-2.wasabisys.com", Region::Fixed("eu-west-3", NONE)),
            host("s3.fr-1.wasabisys.com", Region::Fixed("eu-west-2", NONE)),
            host("s3.it-1.wasabisys.com", Region::Fixed("eu-south-1", NONE)),
            host("s3.wasabisys.com", Region::Fixed("us-east-1", NONE)),
            // Dell ObjectScale at Wasabi, whose regions are not documented.
            host("s3.{region}-dell-obs.wasabisys.com", Region::InHost(Others::Any)),
            host("s3.{region}.wasabisys.com", Region::InHost(NONE)),
        ],
    ),
    // https://docs.digitalocean.com/reference/api/spaces/: the region. Addressing:
    // https://docs.digitalocean.com/products/spaces/details/limits/. It also accepts us-east-1, which
    // rclone's author has tried: github.com/rclone/rclone/issues/1750.
    provider("DigitalOcean Spaces", &[host("{region}.digitaloceanspaces.com", Region::InHost(Others::Any))]),
    // https://www.scaleway.com/en/docs/object-storage/concepts/: host and addressing. For another region it answers 400
    // AuthorizationHeaderMalformed and names its own: github.com/minio/mc/issues/3399, and for a presigned URL in
    // virtual-hosted style github.com/saltbo/zpan/issues/127.
    provider("Scaleway", &[host("s3.{region}.scw.cloud", Region::InHost(NONE))]),
    // https://docs.hetzner.com/storage/object-storage/overview: hosts, and the bucket in the host. It runs Ceph, which
    // has path style too and accepts any region: without one, DuckDB signs for us-east-1
    // (https://motherduck.com/docs/integrations/cloud-storage/hetzner-object-storage).
    provider("Hetzner", &[host("{region}.your-objectstorage.com", Region::InHost(Others::Any))]),
    // https://help.ovhcloud.com/csm/en-public-cloud-storage-s3-location (github.com/ovh/docs, s3_location): the host,
    // and the region in lower case. For another region it answers AuthorizationHeaderMalformed and names its own:
    // github.com/juicedata/juicefs/issues/3129. The hosts in the USA are in rclone's table (backend/s3/provider).
    provider(
        "OVHcloud",
        &[
            host("s3.{region}.io.cloud.ovh.net", Region::InHost(NONE)),
            host("s3.{region}.io.cloud.ovh.us", Region::InHost(Others::Any)),
        ],
    ),
    // https://community.exoscale.com/api/sos/: hosts. https://community.exoscale.com/documentation/storage/quick-start/
    // has the bucket in the host; public objects are also linked in path style.
    provider("Exoscale", &[host("sos-{region}.exo.io", Region::InHost(Others::Any))]),
    // https://www.tigrisdata.com/blog/virtual-hosted-urls/: buckets created since 19 February 2025 have no path style.
    // Older ones have both. Hosts and the region `auto`: https://www.tigrisdata.com/docs/.
    Provider {
        addressing: Supported::VirtualHostedIfNew("which answers 403 for buckets created since 19 February 2025"),
        ..provider(
            "Tigris",
            &[
                host("t3.storage.dev", Region::Fixed("auto", Others::Any)),
                host("fly.storage.tigris.dev", Region::Fixed("auto", Others::Any)),
            ],
        )
    },
    // https://supabase.com/docs/guides/storage/s3/authentication: hosts, path style, and the project's own region.
    Provider {
        base_path: "/storage/v1/s3",
        addressing: Supported::Path("whose hosts name a project"),
        ..provider(
            "Supabase",
            &[host("{project}.storage.supabase.co", Region::Unknown), host("{project}.supabase.co", Region::Unknown)],
        )
    },
    // https://techdocs.akamai.com/cloud-computing/docs/access-buckets-and-files-through-urls: the bucket in the host.
    // Its own API creates presigned URLs in path style:
    // https://techdocs.akamai.com/linode-api/reference/post-object-storage-object-url
    provider("Linode", &[host("{region}.linodeobjects.com", Region::InHost(Others::Any))]),
    // https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-endpoints: hosts. rclone's table has
    // path style, and IBM's tutorials the bucket in the host (github.com/ibm-cloud-docs/solution-tutorials,
    // static-files-cdn.md).
    provider(
        "IBM Cloud Object Storage",
        &[host("s3.{region}.cloud-object-storage.appdomain.cloud", Region::InHost(Others::Any))],
    ),
    // https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/s3compatibleapi.htm: path style only. Virtual-hosted
    // style fails in TLS: github.com/iterate-ch/cyberduck/issues/11548. Since February 2026 it has a host of its own,
    // where it is not known what path style does:
    // https://docs.oracle.com/en-us/iaas/Content/Object/s3-virtual-style.htm
    Provider {
        addressing: Supported::Path("whose certificate doesn't cover hosts below this one"),
        ..provider(
            "Oracle OCI",
            &[
                host("{namespace}.compat.objectstorage.{region}.oci.customer-oci.com", Region::InHost(Others::Any)),
                host("{namespace}.compat.objectstorage.{region}.oraclecloud.com", Region::InHost(Others::Any)),
            ],
        )
    },
    // https://yandex.cloud/en/docs/storage/s3/: host and addressing. The region:
    // https://yandex.cloud/en/docs/storage/s3/signing-requests.
    provider("Yandex", &[host("storage.yandexcloud.net", Region::Fixed("ru-central1", Others::Any))]),
    // https://www.tencentcloud.com/document/product/436/32537: hosts. The answer to path style, and since when:
    // https://cloud.tencent.com/document/faq/436/102489. A bucket's name can't be invalid in a host.
    Provider {
        addressing: Supported::VirtualHosted(
            "which answers 403 PathStyleDomainForbidden for buckets created since 2024",
        ),
        ..provider(
            "Tencent COS",
            &[
                host("cos.accelerate.myqcloud.com", Region::Unknown),
                host("cos.{region}.myqcloud.com", Region::InHost(Others::Any)),
            ],
        )
    },
    // https://www.alibabacloud.com/help/en/oss/developer-reference/use-amazon-s3-sdks-to-access-oss: its examples sign
    // for the region in the host and for us-east-1.
    // https://www.alibabacloud.com/help/en/oss/developer-reference/compatibility-with-amazon-s3: addressing. The answer
    // to path style: github.com/treeverse/lakeFS/issues/3613.
    // https://www.alibabacloud.com/help/en/oss/user-guide/oss-domain-names
    Provider {
        addressing: Supported::VirtualHosted("which answers 403 SecondLevelDomainForbidden"),
        ..provider(
            "Alibaba OSS",
            &[
                host("s3.oss-accelerate.aliyuncs.com", Region::Unknown),
                host("s3.oss-{region}-internal.aliyuncs.com", Region::InHost(Others::Any)),
                host("s3.oss-{region}.aliyuncs.com", Region::InHost(Others::Any)),
                host("oss-accelerate.aliyuncs.com", Region::Unknown),
                host("oss-accelerate-overseas.aliyuncs.com", Region::Unknown),
                host("oss-{region}-internal.aliyuncs.com", Region::InHost(Others::Any)),
                host("oss-{region}.aliyuncs.com", Region::InHost(Others::Any)),
            ],
        )
    },
    // https://docs.localstack.cloud/aws/services/s3/. A bucket is found in the host only before a label `s3`:
    // github.com/localstack/localstack, VHOST_REGEX_PATTERN. It may emulate access points and directory buckets.
    Provider {
        only_buckets: false,
        ..provider(
            "LocalStack",
            &[
                host("s3.localhost.localstack.cloud", Region::Unknown),
                host("s3.{region}.localhost.localstack.cloud", Region::InHost(Others::Any)),
            ],
        )
    },
    Provider {
        addressing: Supported::Path("which takes buckets only below s3.localhost.localstack.cloud"),
        only_buckets: false,
        ..provider("LocalStack's common host", &[host("localhost.localstack.cloud", Region::Unknown)])
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
            let Provider { name, hosts, base_path, addressing, .. } = provider;
            let row = rows.iter().find(|row| row[0].starts_with(&format!("[{name}]")));
            let row = row.unwrap_or_else(|| panic!("{name} has no row"));
            let shown = match addressing {
                Supported::Both => "both",
                Supported::VirtualHosted(_) | Supported::VirtualHostedIfNew(_) => "virtual-hosted",
                Supported::Path(_) => "path",
            };
            assert!(row[3].starts_with(shown), "{name}: {}", row[3]);
            let rejects_others = hosts.iter().any(|host| matches!(host.region, Region::InHost(Others::Only(_))));
            assert_eq!(row[2].contains("no other"), rejects_others, "{name}: {}", row[2]);
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
        for provider in PROVIDERS.iter().chain([&AWS, &AWS_OTHERS]) {
            for Host { pattern, region } in provider.hosts {
                assert_eq!(pattern.contains("{region}"), matches!(region, Region::InHost(_)), "{pattern}");
                assert_eq!(pattern.to_ascii_lowercase(), *pattern);
            }
        }
    }
}
