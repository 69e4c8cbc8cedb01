//! Regions, signing names and region sets.

use presign::sigv4::Scope;
use presign::{ErrorKind, Service};

use crate::region;
use crate::util::NOW;
use crate::util::errors::assert_error;

#[test]
fn regions_and_services() {
    for wrong in ["", "eu west 1", "-eu", "eu-", "eu_west_1", "eu.west", "eu/west", "é", &"a".repeat(64)] {
        let message =
            format!("region {wrong:?} is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed");
        assert_error(region(wrong), ErrorKind::InvalidRegion, &message);
        assert_error(Service::new("sts", wrong, "https://example.com"), ErrorKind::InvalidRegion, &message);
        assert_error(Scope::new(NOW.date(), wrong, "s3"), ErrorKind::InvalidRegion, &message);
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
