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
        // A jurisdiction that did not exist yet. The ID of an account is never the name of the bucket.
        (
            "https://0123456789abcdef0123456789abcdef.in.r2.cloudflarestorage.com",
            None,
            "auto",
            "https://0123456789abcdef0123456789abcdef.in.r2.cloudflarestorage.com/photos",
        ),
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
        ("https://s3.us-east-va.io.cloud.ovh.us", None, "us-east-va", "https://s3.us-east-va.io.cloud.ovh.us/photos"),
        ("https://t3.storage.dev", None, "auto", "https://photos.t3.storage.dev"),
        ("https://fly.storage.tigris.dev", None, "auto", "https://photos.fly.storage.tigris.dev"),
        (
            "https://abc.supabase.co/storage/v1/s3",
            Some("eu-west-1"),
            "eu-west-1",
            "https://abc.supabase.co/storage/v1/s3/photos",
        ),
        (
            "https://abc.storage.supabase.co/storage/v1/s3",
            Some("eu-west-1"),
            "eu-west-1",
            "https://abc.storage.supabase.co/storage/v1/s3/photos",
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
        ("https://cos.accelerate.myqcloud.com", None, "us-east-1", "https://photos.cos.accelerate.myqcloud.com"),
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
        (
            "http://s3.eu-west-1.localhost.localstack.cloud:4566",
            None,
            "eu-west-1",
            "http://s3.eu-west-1.localhost.localstack.cloud:4566/photos",
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
        assert_eq!((bucket.region(), bucket.url()), (region, url), "{endpoint}");
    }
}

#[test]
fn another_region_than_the_hosts() {
    for (endpoint, own) in [
        ("https://a1b2.r2.cloudflarestorage.com", "auto"),
        ("https://0123456789abcdef0123456789abcdef.in.r2.cloudflarestorage.com", "auto"),
        ("https://s3.eu-central-1.wasabisys.com", "eu-central-1"),
        ("https://s3.wasabisys.com", "us-east-1"),
        ("https://s3.fr-par.scw.cloud", "fr-par"),
        ("https://s3.gra.io.cloud.ovh.net", "gra"),
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

/// A service that accepts other regions, or is not known to reject them, gets what the caller sets.
#[test]
fn other_regions_that_are_accepted() {
    for (endpoint, regions) in [
        (
            "https://a1b2.r2.cloudflarestorage.com",
            &["auto", "us-east-1", "wnam", "enam", "weur", "eeur", "apac", "oc", "WEUR"][..],
        ),
        ("https://storage.googleapis.com", &["europe-west1"]),
        ("https://s3.us-west-004.backblazeb2.com", &["us-east-1", "eu-west-1"]),
        ("https://s3.us-east-1-dell-obs.wasabisys.com:9021", &["us-east-1", "eu-west-1"]),
        ("https://nyc3.digitaloceanspaces.com", &["us-east-1", "eu-west-1"]),
        ("https://fsn1.your-objectstorage.com", &["us-east-1", "eu-west-1"]),
        ("https://s3.us-east-va.io.cloud.ovh.us", &["us-east-1"]),
        ("https://sos-ch-gva-2.exo.io", &["us-east-1"]),
        ("https://t3.storage.dev", &["us-east-1"]),
        ("https://us-ord-1.linodeobjects.com", &["us-ord", "us-east-1"]),
        ("https://s3.us-south.cloud-object-storage.appdomain.cloud", &["us-standard"]),
        ("https://ns.compat.objectstorage.eu-zurich-1.oraclecloud.com", &["us-east-1"]),
        ("https://storage.yandexcloud.net", &["us-east-1"]),
        ("https://cos.ap-guangzhou.myqcloud.com", &["us-east-1"]),
        ("https://oss-cn-hangzhou.aliyuncs.com", &["us-east-1"]),
    ] {
        for region in regions {
            assert_eq!(at(endpoint).region(*region).build().unwrap().region(), *region, "{endpoint}");
        }
    }
}

#[test]
fn addressing_that_a_service_does_not_support() {
    for (endpoint, addressing, message) in [
        (
            "https://cos.ap-guangzhou.myqcloud.com",
            Path,
            "path-style addressing is not supported by Tencent COS at cos.ap-guangzhou.myqcloud.com, which answers 403 \
             PathStyleDomainForbidden for buckets created since 2024: use `Addressing::VirtualHosted` or `Auto`",
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
                 Tencent COS, which answers 403 PathStyleDomainForbidden for buckets created since 2024: use a \
                 bucket whose name has 3 to 63 lower-case letters, digits and inner hyphens"
            ),
        );
    }
}

/// Tigris still takes path style for buckets created before a date. If the name of a bucket is valid in a host, that
/// works too. If it is not, the caller can only mean such a bucket.
#[test]
fn older_buckets_with_names_for_a_path() {
    let message = "bucket name \"my.photos\" is not valid in a host name, and path-style addressing is not supported by \
                   Tigris, which answers 403 for buckets created since 19 February 2025: use a bucket whose name has 3 \
                   to 63 lower-case letters, digits and inner hyphens, or `Addressing::Path` for an older bucket";
    for addressing in [Auto, VirtualHosted] {
        let builder = Bucket::builder("my.photos").endpoint("https://t3.storage.dev").addressing(addressing);
        assert_error(builder.build(), ErrorKind::InvalidBucketName, message);
    }
    let older = Bucket::builder("my.photos").endpoint("https://t3.storage.dev").addressing(Path).build().unwrap();
    assert_eq!(older.url(), "https://t3.storage.dev/my.photos");
}

#[test]
fn endpoints_that_name_a_bucket() {
    for (endpoint, bucket) in [
        ("https://photos.nyc3.digitaloceanspaces.com", "photos"),
        ("https://a1b2.r2.cloudflarestorage.com/photos", "photos"),
        ("https://a1b2.r2.cloudflarestorage.com/photos/2026", "photos"),
        ("https://photos.a1b2.eu.r2.cloudflarestorage.com", "photos"),
        ("https://photos.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "photos"),
        ("https://photos.0123456789abcdef0123456789abcdef.in.r2.cloudflarestorage.com", "photos"),
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

const DIRECTORY: &str = "photos--usw2-az1--x-s3";
const ACCESS_POINT: &str = "arn:aws:s3:us-west-2:123456789012:accesspoint/app";
const ON_OUTPOSTS: &str = "161743052723-e00000136899934034jeahy1t8gpzpbwjj8kb7beta0--op-s3";

#[test]
fn access_points_and_directory_buckets_are_elsewhere() {
    for (name, what, host) in [
        (ACCESS_POINT, "an access point", "a1b2.r2.cloudflarestorage.com"),
        (ACCESS_POINT, "an access point", "cos.ap-guangzhou.myqcloud.com"),
        (ACCESS_POINT, "an access point", "s3.us-west-2.amazonaws.com"),
        (ACCESS_POINT, "an access point", "bucket.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com"),
        (DIRECTORY, "a directory bucket", "s3.us-west-2.amazonaws.com"),
    ] {
        let builder = Bucket::builder(name).endpoint(format!("https://{host}"));
        let message = format!(
            "{what} can't be reached at endpoint host {host}, only general purpose buckets: leave the endpoint out, or \
             give a bucket by its name"
        );
        assert_error(builder.clone().build(), ErrorKind::UnsupportedCombination, &message);
        assert!(builder.provider_rules(false).build().is_ok());
    }
    // LocalStack may emulate them, and a host of one's own may lead to AWS.
    for host in ["s3.localhost.localstack.cloud", "s3.example.com"] {
        let access_point = Bucket::builder(ACCESS_POINT).endpoint(format!("https://{host}")).build().unwrap();
        assert_eq!(access_point.url(), format!("https://app-123456789012.{host}"));
        let directory = Bucket::builder(DIRECTORY).endpoint(format!("https://{host}")).build().unwrap();
        assert_eq!(directory.signing_service(), "s3express");
    }
}

#[test]
fn hosts_of_access_points_and_directory_buckets_have_a_region() {
    for (name, label, service, host) in [
        (ACCESS_POINT, "app-123456789012", "s3", "accesspoint.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com"),
        (ACCESS_POINT, "app-123456789012", "s3", "s3-accesspoint.us-west-2.amazonaws.com"),
        (ACCESS_POINT, "app-123456789012", "s3", "s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com"),
        (DIRECTORY, DIRECTORY, "s3express", "s3express-usw2-az1.us-west-2.amazonaws.com"),
        (DIRECTORY, DIRECTORY, "s3express", "s3express-fips-usw2-az1.dualstack.us-west-2.amazonaws.com"),
    ] {
        let at = |host: &str| Bucket::builder(name).endpoint(format!("https://{host}"));
        let bucket = at(host).build().unwrap();
        let seen = (bucket.url(), bucket.signing_service(), bucket.region());
        assert_eq!(seen, (&*format!("https://{label}.{host}"), service, "us-west-2"));

        let elsewhere = host.replace("us-west-2", "eu-west-1");
        let message = format!(
            "endpoint host {elsewhere} is in the region \"eu-west-1\", but the region \"us-west-2\" is set: set the \
             host's region, or none"
        );
        assert_error(at(&elsewhere).region("us-west-2").build(), ErrorKind::EndpointRegionMismatch, &message);

        let with_bucket = format!("{label}.{host}");
        let message = format!(
            "endpoint \"https://{with_bucket}\" already names the bucket {label:?}: leave it out, or use \
             `Addressing::Cname` for the endpoint as it is"
        );
        assert_error(at(&with_bucket).build(), ErrorKind::EndpointNamesBucket, &message);
        let as_it_is = at(&with_bucket).addressing(Cname).build().unwrap();
        assert_eq!((as_it_is.host(), as_it_is.region()), (&*with_bucket, "us-west-2"));
    }
}

/// Only on AWS do the endings of names have a meaning.
#[test]
fn names_with_the_endings_of_aws() {
    for name in [DIRECTORY, "photos--usw2-az1--xa-s3", ON_OUTPOSTS] {
        let bucket = Bucket::builder(name).endpoint("https://a1b2.r2.cloudflarestorage.com").build().unwrap();
        assert_eq!(bucket.url(), format!("https://a1b2.r2.cloudflarestorage.com/{name}"));
        assert_eq!((bucket.signing_service(), bucket.region()), ("s3", "auto"));
    }
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
            let access_point = Bucket::builder(ACCESS_POINT).endpoint(format!("http://{host}"));
            assert_error(access_point.build(), ErrorKind::WebsiteEndpoint, &message);
        }
    }
}
