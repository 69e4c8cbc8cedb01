//! What the host of a known service says about a bucket: its region, its addressing, and what is sure to fail there.

mod util;

use presign::s3::Addressing::{self, Auto, Cname, Path, VirtualHosted};
use presign::s3::BucketBuilder;
use presign::{Bucket, ErrorKind};

use crate::util::errors::assert_error;

fn at(endpoint: &str) -> BucketBuilder {
    Bucket::builder("photos").endpoint(endpoint)
}

/// The endpoint, the region that is set, and the region and the URL that come of them.
type Row = (&'static str, Option<&'static str>, &'static str, &'static str);

#[test]
fn regions_and_addressing_follow_the_host() {
    let rows: &[Row] = &[
        ("https://a1b2.r2.cloudflarestorage.com", None, "auto", "https://a1b2.r2.cloudflarestorage.com/photos"),
        (
            "https://a1b2.r2.cloudflarestorage.com",
            Some("us-east-1"),
            "us-east-1",
            "https://a1b2.r2.cloudflarestorage.com/photos",
        ),
        ("https://a1b2.eu.r2.cloudflarestorage.com", None, "auto", "https://a1b2.eu.r2.cloudflarestorage.com/photos"),
        ("https://storage.googleapis.com", None, "auto", "https://storage.googleapis.com/photos"),
        (
            "https://storage.googleapis.com",
            Some("europe-west1"),
            "europe-west1",
            "https://storage.googleapis.com/photos",
        ),
        (
            "https://s3.us-west-004.backblazeb2.com",
            None,
            "us-west-004",
            "https://s3.us-west-004.backblazeb2.com/photos",
        ),
        ("https://s3.eu-central-1.wasabisys.com", None, "eu-central-1", "https://s3.eu-central-1.wasabisys.com/photos"),
        ("https://s3.nl-1.wasabisys.com", None, "eu-central-1", "https://s3.nl-1.wasabisys.com/photos"),
        ("https://s3.wasabisys.com", None, "us-east-1", "https://s3.wasabisys.com/photos"),
        ("https://NYC3.digitaloceanspaces.com.", None, "nyc3", "https://nyc3.digitaloceanspaces.com./photos"),
        ("https://nyc3.digitaloceanspaces.com", Some("NYC3"), "nyc3", "https://nyc3.digitaloceanspaces.com/photos"),
        (
            "https://nyc3.digitaloceanspaces.com",
            Some("us-east-1"),
            "us-east-1",
            "https://nyc3.digitaloceanspaces.com/photos",
        ),
        ("https://s3.fr-par.scw.cloud", None, "fr-par", "https://s3.fr-par.scw.cloud/photos"),
        ("https://fsn1.your-objectstorage.com", None, "fsn1", "https://fsn1.your-objectstorage.com/photos"),
        ("https://s3.gra.io.cloud.ovh.net", None, "gra", "https://s3.gra.io.cloud.ovh.net/photos"),
        ("https://sos-ch-gva-2.exo.io", None, "ch-gva-2", "https://sos-ch-gva-2.exo.io/photos"),
        ("https://t3.storage.dev", None, "auto", "https://photos.t3.storage.dev"),
        ("https://fly.storage.tigris.dev", None, "auto", "https://photos.fly.storage.tigris.dev"),
        (
            "https://abc.supabase.co/storage/v1/s3",
            Some("eu-west-1"),
            "eu-west-1",
            "https://abc.supabase.co/storage/v1/s3/photos",
        ),
        ("https://us-ord-1.linodeobjects.com", None, "us-ord-1", "https://us-ord-1.linodeobjects.com/photos"),
        (
            "https://s3.us-south.cloud-object-storage.appdomain.cloud",
            None,
            "us-south",
            "https://s3.us-south.cloud-object-storage.appdomain.cloud/photos",
        ),
        (
            "https://ns.compat.objectstorage.eu-zurich-1.oraclecloud.com",
            None,
            "eu-zurich-1",
            "https://ns.compat.objectstorage.eu-zurich-1.oraclecloud.com/photos",
        ),
        ("https://storage.yandexcloud.net", None, "ru-central1", "https://storage.yandexcloud.net/photos"),
        ("https://cos.ap-guangzhou.myqcloud.com", None, "ap-guangzhou", "https://photos.cos.ap-guangzhou.myqcloud.com"),
        ("https://oss-cn-hangzhou.aliyuncs.com", None, "cn-hangzhou", "https://photos.oss-cn-hangzhou.aliyuncs.com"),
        (
            "https://s3.oss-cn-hangzhou.aliyuncs.com",
            None,
            "cn-hangzhou",
            "https://photos.s3.oss-cn-hangzhou.aliyuncs.com",
        ),
        (
            "https://oss-cn-hangzhou-internal.aliyuncs.com",
            None,
            "cn-hangzhou",
            "https://photos.oss-cn-hangzhou-internal.aliyuncs.com",
        ),
        ("https://s3.oss-accelerate.aliyuncs.com", None, "us-east-1", "https://photos.s3.oss-accelerate.aliyuncs.com"),
        (
            "http://s3.localhost.localstack.cloud:4566",
            None,
            "us-east-1",
            "http://s3.localhost.localstack.cloud:4566/photos",
        ),
        // AWS. The host without a region serves other regions too.
        ("https://s3.eu-west-1.amazonaws.com", None, "eu-west-1", "https://photos.s3.eu-west-1.amazonaws.com"),
        (
            "https://s3.eu-west-1.amazonaws.com",
            Some("EU-West-1"),
            "eu-west-1",
            "https://photos.s3.eu-west-1.amazonaws.com",
        ),
        ("https://s3-eu-west-1.amazonaws.com", None, "eu-west-1", "https://photos.s3-eu-west-1.amazonaws.com"),
        (
            "https://s3.us-east-1.amazonaws.com",
            Some("aws-global"),
            "us-east-1",
            "https://photos.s3.us-east-1.amazonaws.com",
        ),
        (
            "https://s3.dualstack.eu-west-1.amazonaws.com",
            None,
            "eu-west-1",
            "https://photos.s3.dualstack.eu-west-1.amazonaws.com",
        ),
        (
            "https://s3-fips.us-gov-west-1.amazonaws.com",
            None,
            "us-gov-west-1",
            "https://photos.s3-fips.us-gov-west-1.amazonaws.com",
        ),
        ("https://s3.cn-north-1.amazonaws.com.cn", None, "cn-north-1", "https://photos.s3.cn-north-1.amazonaws.com.cn"),
        ("https://s3.amazonaws.com", None, "us-east-1", "https://photos.s3.amazonaws.com"),
        ("https://s3.amazonaws.com", Some("eu-west-1"), "eu-west-1", "https://photos.s3.amazonaws.com"),
        (
            "https://s3-accelerate.amazonaws.com",
            Some("eu-west-1"),
            "eu-west-1",
            "https://photos.s3-accelerate.amazonaws.com",
        ),
        (
            "https://bucket.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com",
            None,
            "us-west-2",
            "https://photos.bucket.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com",
        ),
        // Hosts that are not in the table, though they look similar.
        ("https://photos.example.com", None, "us-east-1", "https://photos.example.com/photos"),
        (
            "https://nyc3.cdn.digitaloceanspaces.com",
            None,
            "us-east-1",
            "https://nyc3.cdn.digitaloceanspaces.com/photos",
        ),
        ("https://abc.supabase.co/functions", None, "us-east-1", "https://abc.supabase.co/functions/photos"),
        (
            "https://nyc3.digitaloceanspaces.com.example.com",
            None,
            "us-east-1",
            "https://nyc3.digitaloceanspaces.com.example.com/photos",
        ),
        ("https://s3-internal.example.com", None, "us-east-1", "https://s3-internal.example.com/photos"),
    ];
    for &(endpoint, set, region, url) in rows {
        let mut builder = at(endpoint);
        if let Some(set) = set {
            builder = builder.region(set);
        }
        let bucket = builder.build().unwrap_or_else(|error| panic!("{endpoint}: {error}"));
        assert_eq!((bucket.region(), bucket.url()), (region, url));
    }
}

#[test]
fn another_region_than_the_hosts() {
    for (endpoint, own) in [
        ("https://a1b2.r2.cloudflarestorage.com", "auto"),
        ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
        ("https://s3.eu-central-1.wasabisys.com", "eu-central-1"),
        ("https://nyc3.digitaloceanspaces.com", "nyc3"),
        ("https://s3.gra.io.cloud.ovh.net", "gra"),
        ("https://fsn1.your-objectstorage.com", "fsn1"),
        ("https://s3.eu-west-1.amazonaws.com", "eu-west-1"),
    ] {
        let host = endpoint.strip_prefix("https://").unwrap();
        let message = format!(
            "endpoint host {host} is in the region {own:?}, but the region \"us-west-2\" is set: set the host's \
             region, or none"
        );
        assert_error(at(endpoint).region("us-west-2").build(), ErrorKind::EndpointRegionMismatch, &message);
        let asked = at(endpoint).region("us-west-2").provider_rules(false).build().unwrap();
        assert_eq!(asked.region(), "us-west-2");
    }
}

#[test]
fn addressing_that_a_service_does_not_support() {
    for (endpoint, addressing, message) in [
        (
            "https://cos.ap-guangzhou.myqcloud.com",
            Path,
            "path-style addressing is not supported by Tencent COS at cos.ap-guangzhou.myqcloud.com, which answers 403 \
             PathStyleDomainForbidden: use `Addressing::VirtualHosted` or `Auto`",
        ),
        (
            "https://oss-cn-hangzhou.aliyuncs.com",
            Path,
            "path-style addressing is not supported by Alibaba OSS at oss-cn-hangzhou.aliyuncs.com, which answers 403 \
             SecondLevelDomainForbidden: use `Addressing::VirtualHosted` or `Auto`",
        ),
        (
            "https://t3.storage.dev",
            Path,
            "path-style addressing is not supported by Tigris at t3.storage.dev, which answers 403 for buckets created \
             since 19 February 2025: use `Addressing::VirtualHosted` or `Auto`",
        ),
        (
            "https://ns.compat.objectstorage.eu-zurich-1.oraclecloud.com",
            VirtualHosted,
            "virtual-hosted addressing is not supported by Oracle OCI at \
             ns.compat.objectstorage.eu-zurich-1.oraclecloud.com, whose certificate doesn't cover hosts below this \
             one: use `Addressing::Path` or `Auto`",
        ),
        (
            "https://abc.supabase.co/storage/v1/s3",
            VirtualHosted,
            "virtual-hosted addressing is not supported by Supabase at abc.supabase.co, whose hosts name a project: \
             use `Addressing::Path` or `Auto`",
        ),
        (
            "http://localhost.localstack.cloud:4566",
            VirtualHosted,
            "virtual-hosted addressing is not supported by LocalStack's common host at localhost.localstack.cloud, \
             which takes buckets only below s3.localhost.localstack.cloud: use `Addressing::Path` or `Auto`",
        ),
    ] {
        let builder = at(endpoint).addressing(addressing);
        assert_error(builder.clone().build(), ErrorKind::UnsupportedAddressing, message);
        assert!(builder.provider_rules(false).build().is_ok());
    }
    for (name, addressing) in [("My_Photos", Auto), ("my.photos", Auto), ("ab", Auto), ("My_Photos", VirtualHosted)] {
        let builder = Bucket::builder(name).endpoint("https://cos.ap-guangzhou.myqcloud.com");
        assert_error(
            builder.addressing(addressing).build(),
            ErrorKind::InvalidBucketName,
            &format!(
                "bucket name {name:?} is not valid in a host name, and path-style addressing is not supported by \
                 Tencent COS, which answers 403 PathStyleDomainForbidden: use a bucket whose name has 3 to 63 \
                 lower-case letters, digits and inner hyphens"
            ),
        );
    }
}

#[test]
fn endpoints_that_name_a_bucket() {
    for (endpoint, bucket) in [
        ("https://photos.nyc3.digitaloceanspaces.com", "photos"),
        ("https://a1b2.r2.cloudflarestorage.com/photos", "photos"),
        ("https://a1b2.r2.cloudflarestorage.com/photos/2026", "photos"),
        ("https://photos.a1b2.eu.r2.cloudflarestorage.com", "photos"),
        ("https://photos.s3.eu-west-1.amazonaws.com", "photos"),
        ("https://photos.s3.amazonaws.com", "photos"),
        ("https://s3.eu-west-1.amazonaws.com/photos", "photos"),
        ("https://my.photos.s3.us-west-004.backblazeb2.com", "my.photos"),
        ("https://other.cos.ap-guangzhou.myqcloud.com", "other"),
        ("https://abc.supabase.co/storage/v1/s3/photos", "photos"),
    ] {
        let message = format!(
            "endpoint {endpoint:?} already names the bucket {bucket:?}: leave it out, or use `Addressing::Cname` for \
             the endpoint as it is"
        );
        for addressing in [Auto, VirtualHosted, Path] {
            let builder = at(endpoint).addressing(addressing);
            assert_error(builder.clone().build(), ErrorKind::EndpointNamesBucket, &message);
            assert!(builder.provider_rules(false).build().is_ok());
        }
        assert_eq!(at(endpoint).addressing(Cname).build().unwrap().url(), endpoint);
    }
    // The region comes from the host all the same.
    let photos = at("https://photos.nyc3.digitaloceanspaces.com").addressing(Cname).build().unwrap();
    assert_eq!(photos.region(), "nyc3");
    // A host of one's own may have any name.
    let own = at("https://photos.example.com").addressing(Addressing::Path).build().unwrap();
    assert_eq!(own.url(), "https://photos.example.com/photos");
}

#[test]
fn endpoints_of_websites() {
    for host in [
        "s3-website-us-east-1.amazonaws.com",
        "s3-website.eu-central-1.amazonaws.com",
        "photos.s3-website-us-east-1.amazonaws.com",
        "photos.s3-website.cn-north-1.amazonaws.com.cn",
    ] {
        let message = format!(
            "endpoint host {host} is for static websites, which answer only anonymous GET and HEAD: use an S3 \
             endpoint, such as `https://s3.eu-west-1.amazonaws.com`, or none"
        );
        for addressing in [Auto, Cname] {
            let builder = at(&format!("http://{host}")).addressing(addressing);
            assert_error(builder.build(), ErrorKind::WebsiteEndpoint, &message);
        }
    }
}
