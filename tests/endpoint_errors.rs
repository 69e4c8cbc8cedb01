//! Checks the kind and the message of each error that follows from the S3 endpoint rules.

mod util;

use presign::s3::{Addressing, BucketBuilder, CopySource, SessionCredentials};
use presign::{Bucket, ErrorKind, Identity, Method, Service, TokenKind};

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

const ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/app";
const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";
const OBJECT_LAMBDA: &str = "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/app";
const OUTPOSTS: &str = "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/accesspoint/app";
const OUTPOSTS_ALIAS: &str = "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3";
const DIRECTORY: &str = "photos--usw2-az1--x-s3";

#[track_caller]
fn assert_refused(builder: BucketBuilder, kind: ErrorKind, message: &str) {
    assert_error(builder.build(), kind, message);
}

#[test]
fn settings_that_cannot_be_combined() {
    let endpoint = |name: &str| Bucket::builder(name).endpoint("https://storage.example.com");
    let of = |name: &str| Bucket::builder(name);
    for (builder, what) in [
        (of("photos").accelerate(true).fips(true), "S3 Transfer Acceleration can't be combined with FIPS"),
        (endpoint("photos").dual_stack(true), "dual-stack can't be combined with a custom endpoint"),
        (endpoint("photos").fips(true), "FIPS can't be combined with a custom endpoint"),
        (endpoint("photos").accelerate(true), "S3 Transfer Acceleration can't be combined with a custom endpoint"),
        (of("photos").region("cn-north-1").fips(true), "FIPS can't be combined with a region in the partition aws-cn"),
        (
            of("arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/app").fips(true),
            "FIPS can't be combined with a region in the partition aws-cn",
        ),
        (
            of("photos").region("cn-north-1").accelerate(true),
            "S3 Transfer Acceleration can't be combined with a region in the partition aws-cn",
        ),
        (of("my.photos").accelerate(true), "S3 Transfer Acceleration can't be combined with path-style addressing"),
        (
            of("photos").accelerate(true).addressing(Addressing::Path),
            "S3 Transfer Acceleration can't be combined with path-style addressing",
        ),
        (of(DIRECTORY).accelerate(true), "S3 Transfer Acceleration can't be combined with a directory bucket"),
        (of(ACCESS_POINT).accelerate(true), "S3 Transfer Acceleration can't be combined with an access point"),
        (of(ACCESS_POINT).addressing(Addressing::Path), "path-style addressing can't be combined with an ARN"),
        (of(OBJECT_LAMBDA).dual_stack(true), "dual-stack can't be combined with S3 Object Lambda"),
        (of(OBJECT_LAMBDA).accelerate(true), "S3 Transfer Acceleration can't be combined with S3 Object Lambda"),
        (of(MULTI_REGION).dual_stack(true), "dual-stack can't be combined with a multi-region access point"),
        (of(MULTI_REGION).fips(true), "FIPS can't be combined with a multi-region access point"),
        (endpoint(MULTI_REGION), "a custom endpoint can't be combined with a multi-region access point"),
        (of(OUTPOSTS).fips(true), "FIPS can't be combined with an access point on Outposts"),
        (of(OUTPOSTS_ALIAS).fips(true), "FIPS can't be combined with an access point alias on Outposts"),
        (
            of(OUTPOSTS).endpoint("http://outpost.example.com"),
            "an endpoint without TLS can't be combined with S3 on Outposts",
        ),
        (
            of(OUTPOSTS).endpoint("https://outpost.example.com/base"),
            "an endpoint with a base path can't be combined with S3 on Outposts",
        ),
    ] {
        assert_refused(builder, ErrorKind::UnsupportedCombination, what);
    }
}

#[test]
fn arns() {
    for (arn, reason) in [
        ("arn:", "write it as `arn:partition:service:region:account:resource`"),
        ("arn:aws:s3:us-west-2:123456789012:", "write it as `arn:partition:service:region:account:resource`"),
        ("arn:aws:s3:us-west-2:123456789012::app", "its resource must begin with a type, such as `accesspoint`"),
        ("arn:aws:s3:::photos", "only the ARNs of access points are supported; give a bucket by its name"),
        (
            "arn:aws:sqs:us-west-2:123456789012:accesspoint/app",
            "its service must be `s3`, `s3-object-lambda` or `s3-outposts`",
        ),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint", "its access point name is missing"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint:", "its access point name is missing"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint:app:more", "nothing can follow its access point name"),
        (
            "arn:aws:s3:us west:123456789012:accesspoint:app",
            "its region must be 1 to 63 lower-case letters, digits and inner hyphens",
        ),
        (
            "arn:aws:s3:us-WEST-2:123456789012:accesspoint:app",
            "its region must be 1 to 63 lower-case letters, digits and inner hyphens",
        ),
        (
            "arn:aws:s3:us-west-2:12_34:accesspoint:app",
            "its account ID must be 1 to 63 letters, digits and inner hyphens",
        ),
        (
            "arn:aws:s3:us-west-2:123456789012:accesspoint:app#",
            "its access point name must be 1 to 63 letters, digits and inner hyphens",
        ),
        ("arn:aws:s3-object-lambda::123456789012:accesspoint:app", "its region is missing"),
        ("arn:aws:s3-outposts:us-west-2:123456789012:outpost", "its outpost ID is missing"),
        (
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op_1/accesspoint/app",
            "its outpost ID must be 1 to 63 letters, digits and inner hyphens",
        ),
        (
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/bucket/photos",
            "on Outposts, its resource must be `outpost/{id}/accesspoint/{name}`",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint:a..mrap",
            "its alias must be dot-separated labels of letters, digits and inner hyphens, and nothing can follow it",
        ),
        (
            "arn:aws-mars:s3::123456789012:accesspoint:a.mrap",
            "its partition must be one of AWS's, such as `aws` or `aws-cn`",
        ),
    ] {
        assert_refused(Bucket::builder(arn), ErrorKind::InvalidArn, &format!("ARN {arn:?} is not valid: {reason}"));
    }
}

#[test]
fn arns_that_do_not_match_the_settings() {
    assert_refused(
        Bucket::builder(ACCESS_POINT).region("cn-north-1"),
        ErrorKind::PartitionMismatch,
        "ARN \"arn:aws:s3:eu-west-1:123456789012:accesspoint/app\" is in the partition aws, but the region \
         \"cn-north-1\" is in aws-cn: set a region in the ARN's partition, or none",
    );
    assert_refused(
        Bucket::builder(MULTI_REGION).region("us-gov-west-1"),
        ErrorKind::PartitionMismatch,
        "ARN \"arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap\" is in the partition aws, but the region \
         \"us-gov-west-1\" is in aws-us-gov: set a region in the ARN's partition, or none",
    );
    assert_refused(
        Bucket::builder(ACCESS_POINT).region("us-east-1").use_arn_region(false),
        ErrorKind::ArnRegionMismatch,
        "the ARN's region \"eu-west-1\" differs from the bucket's region \"us-east-1\", and `use_arn_region` is \
         false: set the same region, or `use_arn_region(true)`",
    );
    // If no region is set, the bucket uses that of the ARN.
    assert!(Bucket::builder(ACCESS_POINT).use_arn_region(false).build().is_ok());
    assert_refused(
        Bucket::builder(ACCESS_POINT).disable_access_points(true),
        ErrorKind::AccessPointsDisabled,
        "the ARN names an access point, but access points are disabled: give the name of a bucket",
    );
    assert_refused(
        Bucket::builder(MULTI_REGION).disable_multi_region_access_points(true),
        ErrorKind::AccessPointsDisabled,
        "the ARN names an access point, but multi-region access points are disabled: give the name of a bucket",
    );
}

#[test]
fn names_of_directory_buckets_and_outposts() {
    for (name, place, reason) in [
        (
            "my.photos--usw2-az1--x-s3",
            "for a directory bucket",
            "3 to 63 lower-case letters, digits and inner hyphens are allowed",
        ),
        (
            "photos--x-s3",
            "for a directory bucket",
            "two hyphens and a zone ID must come before the suffix, as in `photos--usw2-az1--x-s3`",
        ),
        (
            "app--usaz1--xa-s3",
            "for an access point of a directory bucket",
            "two hyphens and a zone ID must come before the suffix, as in `photos--usw2-az1--x-s3`",
        ),
        (
            "test-accessp-h0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
            "for an access point alias on Outposts",
            "the character before its outpost ID must be `o` (rack) or `e` (server)",
        ),
        (
            "test-accessp-o00000754%1d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
            "for an access point alias on Outposts",
            "its outpost ID must be 17 letters, digits and inner hyphens",
        ),
        (
            "test.accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
            "for an access point alias on Outposts",
            "3 to 63 lower-case letters, digits and inner hyphens are allowed",
        ),
    ] {
        let message = format!("bucket name {name:?} is not valid {place}: {reason}");
        assert_refused(Bucket::builder(name), ErrorKind::InvalidBucketName, &message);
    }
    assert_refused(
        Bucket::builder("test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kbeta0--op-s3"),
        ErrorKind::EndpointRequired,
        "an outpost in the beta stage requires an endpoint: set one, because its region's host does not reach it",
    );
}

#[test]
fn access_points_are_not_supported_on_an_ip_address() {
    assert_refused(
        Bucket::builder(ACCESS_POINT).endpoint("http://10.0.0.1"),
        ErrorKind::BucketUnderIpAddress,
        "endpoint host 10.0.0.1 is an IP address, which can't have subdomains: use path-style addressing for a \
         bucket, or a DNS name for an access point",
    );
}

#[test]
fn signatures_that_are_not_accepted() {
    let credentials = credentials();
    let bucket = Bucket::builder(MULTI_REGION).build().unwrap();
    assert_eq!((bucket.host(), bucket.region()), ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "*"));
    let error = bucket.get_object("boat.jpg").sign_at(&credentials, NOW).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::Sigv4aRequired,
            "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com accepts only SigV4A (AWS4-ECDSA-P256-SHA256) for \
             the region set *: sign with `presign::sigv4a::Sigv4aSigner` (feature `sigv4a`), or with an identity that \
             uses `Algorithm::Sigv4a`"
        )
    );

    let session = Identity::new("ASIAEXAMPLE").with_token(TokenKind::S3Session, "token");
    let express = Bucket::builder(DIRECTORY).region("us-west-2");
    let bucket = express.clone().build().unwrap();
    assert!(bucket.get_object("boat.jpg").prepare_at(&session, NOW).is_ok());
    let error = bucket.delete_bucket().prepare_at(&session, NOW).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::SessionCredentials,
            "the request to s3express-control.us-west-2.amazonaws.com can't be signed with S3 Express session \
             credentials, which are only for the objects of a directory bucket, and not for copies: use ordinary \
             credentials"
        )
    );
    let source = CopySource::new("drafts", "boat.jpg").unwrap();
    for request in [
        bucket.create_session(),
        bucket.head_bucket(),
        bucket.copy_object("boat.jpg", &source),
        bucket.upload_part_copy("boat.jpg", "id", 1, &source),
    ] {
        assert_eq!(request.prepare_at(&session, NOW).unwrap_err().kind(), ErrorKind::SessionCredentials, "{request:?}");
        assert!(request.sign_at(&credentials, NOW).is_ok());
    }
    // `SessionCredentials` are checked like the identity above, which a custom signer would use.
    let credentials_of_session =
        SessionCredentials::new("ASIAEXAMPLE", "secret", "token", NOW + time::Duration::MINUTE);
    assert!(bucket.get_object("boat.jpg").sign_at(&credentials_of_session, NOW).is_ok());
    let general_purpose = Bucket::new("photos").unwrap();
    let error = general_purpose.get_object("boat.jpg").sign_at(&credentials_of_session, NOW).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::SessionCredentials,
            "the request to photos.s3.us-east-1.amazonaws.com can't be signed with S3 Express session credentials, \
             which are only for the objects of a directory bucket, and not for copies: use ordinary credentials"
        )
    );
    assert_eq!(
        general_purpose.get_object("boat.jpg").prepare_at(&session, NOW).unwrap_err().kind(),
        ErrorKind::SessionCredentials
    );
    let sts = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    let error = sts.request(Method::Get, "/").sign_at(&credentials_of_session, NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionCredentials);

    let ordinary = express.express_session_auth(false).build().unwrap();
    let error = ordinary.get_object("boat.jpg").prepare_at(&session, NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionCredentials);
    assert!(ordinary.get_object("boat.jpg").sign_at(&credentials, NOW).is_ok());
}
