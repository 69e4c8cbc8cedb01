//! Regions, signing names and region sets.

use presign::sigv4::Scope;
use presign::{Bucket, ErrorKind, Method, Service};

use crate::region;
use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

#[test]
fn regions_and_services() {
    let message = "region is empty: name one, or leave the setting out for the default";
    assert_error(region(""), ErrorKind::InvalidRegion, message);
    assert_error(Service::new("sts", "", "https://example.com"), ErrorKind::InvalidRegion, message);
    assert_error(Scope::new(NOW.date(), "", "s3"), ErrorKind::InvalidRegion, message);
    for wrong in ["eu west 1", "-eu", "eu-", "eu_west_1", "eu.west", "eu/west", "é", &"a".repeat(64)] {
        let message =
            format!("region {wrong:?} is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed");
        assert_error(region(wrong), ErrorKind::InvalidRegion, &message);
        let service = |url: &str| Service::new("sts", wrong, url);
        assert_error(service("https://sts.amazonaws.com"), ErrorKind::InvalidRegion, &message);
        let on = |url: &str| Bucket::builder("photos").region(wrong).endpoint(url).build();
        assert_error(on("https://s3.amazonaws.com"), ErrorKind::InvalidRegion, &message);
        if wrong != "eu_west_1" {
            let message = format!(
                "region {wrong:?} is not valid: 1 to 63 letters, digits, underscores and inner hyphens are allowed"
            );
            assert_error(on("http://minio:9000"), ErrorKind::InvalidRegion, &message);
            assert_error(service("http://minio:9000"), ErrorKind::InvalidRegion, &message);
            assert_error(Scope::new(NOW.date(), wrong, "s3"), ErrorKind::InvalidRegion, &message);
        }
    }
    for wrong in ["", "s 3", "s/3", "é", &"a".repeat(65)] {
        let message = format!(
            "service {wrong:?} is not a valid signing name: 1 to 64 letters, digits, `-`, `_` and `.` are allowed"
        );
        assert_error(Service::new(wrong, "auto", "https://example.com"), ErrorKind::InvalidService, &message);
        assert_error(Scope::new(NOW.date(), "auto", wrong), ErrorKind::InvalidService, &message);
        assert_error(Scope::without_region(NOW.date(), wrong), ErrorKind::InvalidService, &message);
        assert_error(Service::multi_region(wrong, "*", "https://example.com"), ErrorKind::InvalidService, &message);
    }
}

/// MinIO's own rule allows them.
#[test]
fn underscores_in_regions_of_other_servers() {
    let credentials = credentials();
    for region in ["eu_west_1", "_", "my-region_2"] {
        let bucket = Bucket::builder("photos").region(region).endpoint("http://minio:9000").build().unwrap();
        let url = bucket.get_object("boat.jpg").sign_at(&credentials, NOW).unwrap();
        assert!(url.as_str().contains(&format!("%2F{region}%2Fs3%2Faws4_request&")), "{url}");
        let scope = Scope::new(NOW.date(), region, "s3").unwrap();
        assert_eq!(bucket.get_object("boat.jpg").sign_at(&credentials.scoped(&scope), NOW).unwrap(), url);
        let sts = Service::new("sts", region, "http://minio:9000").unwrap();
        let url = sts.request(Method::Post, "/").sign_at(&credentials, NOW).unwrap();
        assert!(url.as_str().contains(&format!("%2F{region}%2Fsts%2Faws4_request&")), "{url}");
    }
}

#[test]
fn regions_that_aws_does_not_have() {
    const OLD: &str = "an old name for a location of S3";
    const ZONE: &str = "the name of a zone";
    const FIPS: &str = "the name of a FIPS endpoint";
    const MISSING: &str = "a missing value written as text: check where it comes from, or leave the region out";
    for (wrong, what) in [
        ("us-east-1a", format!("{ZONE}: use `us-east-1`")),
        ("us-gov-west-1b", format!("{ZONE}: use `us-gov-west-1`")),
        ("us-west-2-lax-1a", format!("{ZONE}: use `us-west-2`")),
        ("usw2-az1", "the ID of a zone: use the name of its region, such as `us-west-2`".into()),
        ("EU", format!("{OLD}: use `eu-west-1`")),
        ("US", format!("{OLD}: use `us-east-1`")),
        ("us-standard", format!("{OLD}: use `us-east-1`")),
        ("oregon", "the name of a place: use `us-west-2`".into()),
        ("Frankfurt", "the name of a place: use `eu-central-1`".into()),
        ("null", MISSING.into()),
        ("None", MISSING.into()),
        ("undefined", MISSING.into()),
        ("fips-us-gov-west-1", format!("{FIPS}: use `us-gov-west-1`, and `fips(true)` for a bucket")),
        ("us-gov-west-1-fips", format!("{FIPS}: use `us-gov-west-1`, and `fips(true)` for a bucket")),
        ("auto", "not a region of AWS, but of other services: set the endpoint of the service, or a region".into()),
        ("us-east1", "not the name of an AWS region: use `us-east-1`".into()),
        (
            "garage",
            "not the name of an AWS region: use one such as `us-east-1`, or set the endpoint of another service".into(),
        ),
    ] {
        let message = format!("region {wrong:?} is {what}");
        assert_error(region(wrong), ErrorKind::InvalidRegion, &message);
        let on = |url: &str| Bucket::builder("photos").region(wrong).endpoint(url);
        assert_error(on("https://s3.amazonaws.com").build(), ErrorKind::InvalidRegion, &message);
        // Other servers name their regions as they like, and the caller may insist.
        assert_eq!(on("http://127.0.0.1:9000").build().unwrap().region(), wrong);
        assert_eq!(on("https://s3.amazonaws.com").provider_rules(false).build().unwrap().region(), wrong);
    }
    assert_error(
        Bucket::new("arn:aws:s3:us-east-1a:123456789012:accesspoint/app"),
        ErrorKind::InvalidRegion,
        &format!("region \"us-east-1a\" is {ZONE}: use `us-east-1`"),
    );
    // Regions yet to be built, and names for a partition.
    for right in ["mars-north-1", "us-gov-south-12", "eusc-fr-west-1", "US-EAST-1", "aws-cn-global"] {
        assert!(region(right).is_ok(), "{right}");
    }
}

#[test]
fn region_sets() {
    let service = |region_set: &str| Service::multi_region("execute-api", region_set, "https://example.com");
    for (wrong, region) in [
        ("", ""),
        ("us-east-1,", ""),
        (",*", ""),
        ("us-east-1, eu-west-1", " eu-west-1"),
        ("*;us-east-1", "*;us-east-1"),
        ("us-east-1,eu_west_1,*", "eu_west_1"),
        ("-*", "-*"),
        ("us-?", "us-?"),
        ("é", "é"),
        (&"*".repeat(64), &"*".repeat(64)),
    ] {
        let message = format!(
            "region {region:?} in the region set is not valid: 1 to 63 letters, digits, inner hyphens and `*` are \
             allowed, with only a comma between regions"
        );
        assert_error(service(wrong), ErrorKind::InvalidRegionSet, &message);
    }
    for right in ["*", "us-east-1", "us-*", "us-east-1,eu-west-*", "*-1,*"] {
        assert_eq!(service(right).unwrap().region(), right);
    }
    let ftp = Service::multi_region("execute-api", "*", "ftp://example.com");
    assert_eq!(ftp.unwrap_err().kind(), ErrorKind::InvalidEndpointScheme);
}
