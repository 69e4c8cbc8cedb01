//! Properties of buckets with arbitrary names and settings: building a bucket fails, or its URLs have the bucket's host
//! and are signed for its region and service.

#![cfg(feature = "std")]

mod naive;
mod util;

use presign::s3::{Addressing, BucketBuilder};
use presign::{Algorithm, Bucket, ErrorKind};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::naive::Url;
use crate::util::urls::split_last;
use crate::util::{ECDSA_SIGNATURE, NOW, SECRET, cases, credentials};

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn a_bucket_is_rejected_or_its_urls_are_for_its_host(builder in builder()) {
        let Ok(bucket) = builder.build() else { return Ok(()) };
        let credentials = credentials();
        for request in [bucket.get_object("a b/ü.jpg"), bucket.list_objects_v2()] {
            let signed = match request.sign_at(&credentials, NOW) {
                Ok(signed) => signed,
                Err(error) => {
                    prop_assert_eq!(error.kind(), ErrorKind::Sigv4aRequired);
                    prop_assert_eq!(bucket.region(), "*");
                    let identity = credentials.identity().clone().with_algorithm(Algorithm::Sigv4a);
                    let prepared = request.prepare_at(&identity, NOW).unwrap();
                    let message = String::from_utf8(prepared.message().to_vec()).unwrap();
                    let url = prepared.finish(&ECDSA_SIGNATURE).unwrap();
                    prop_assert!(url.as_str().starts_with(bucket.url()), "{} {}", bucket.url(), url);
                    prop_assert_eq!(message, naive::string_to_sign("GET", url.as_str(), &[]));
                    continue;
                }
            };
            prop_assert!(signed.as_str().starts_with(bucket.url()), "{} {}", bucket.url(), signed);
            // Parsing checks the characters of the host and the path.
            let url = Url::parse(signed.as_str());
            let scope = [bucket.region(), bucket.signing_service(), "aws4_request"].join("/");
            prop_assert_eq!(url.parameter("X-Amz-Credential"), format!("AKIDEXAMPLE/20261123/{scope}"));
            prop_assert_eq!(split_last(signed.as_str()).1, naive::signature("GET", signed.as_str(), &[], SECRET));
        }
        // Requests to the control host of a directory bucket are signed correctly too.
        let control = bucket.control_request(presign::Method::Get).query("policy", "");
        if let Ok(signed) = control.sign_at(&credentials, NOW) {
            prop_assert_eq!(split_last(signed.as_str()).1, naive::signature("GET", signed.as_str(), &[], SECRET));
        }
    }
}

fn builder() -> impl Strategy<Value = BucketBuilder> {
    let addressing = prop_oneof![
        4 => Just(Addressing::Auto),
        1 => Just(Addressing::VirtualHosted),
        1 => Just(Addressing::Path),
        1 => Just(Addressing::Cname),
    ];
    let endpoints = &[
        "https://storage.example.com",
        "http://storage.example.com:9000/base",
        "http://127.0.0.1:9000",
        "http://[::1]",
        "http://minio:9000",
        "https://s3.eu-west-1.amazonaws.com",
        "https://cos.ap-guangzhou.myqcloud.com",
        "https://abc.supabase.co/storage/v1/s3",
        "nonsense",
    ];
    let endpoint = option::weighted(0.3, prop::sample::select(&endpoints[..]));
    let flag = || prop::bool::weighted(0.2);
    let flags = (flag(), flag(), flag(), flag(), flag(), flag());
    (name(), option::of(region()), endpoint, addressing, flags).prop_map(
        |(name, region, endpoint, addressing, (dual_stack, fips, accelerate, global, use_arn_region, session))| {
            let mut builder = Bucket::builder(name).addressing(addressing);
            if let Some(region) = region {
                builder = builder.region(region);
            }
            if let Some(endpoint) = endpoint {
                builder = builder.endpoint(endpoint);
            }
            builder
                .dual_stack(dual_stack)
                .fips(fips)
                .accelerate(accelerate)
                .global_endpoint(global)
                .use_arn_region(!use_arn_region)
                .express_session_auth(!session)
        },
    )
}

fn name() -> impl Strategy<Value = String> {
    let pieces =
        &["arn", ":", "/", "aws", "s3", "accesspoint", "outpost", "op-1", "123456789012", "eu-west-1", "x", "--", "é"];
    let arn_tail = vec(prop::sample::select(&pieces[..]), 0..8).prop_map(|pieces| pieces.concat());
    let stem = "[a-zA-Z0-9._-]{0,60}";
    prop_oneof![
        stem,
        (stem, prop::sample::select(&["--usw2-az1--x-s3", "--usw2-az1--xa-s3", "--x-s3", "--op-s3"][..]))
            .prop_map(|(stem, suffix)| format!("{stem}{suffix}")),
        ("[a-z]{1,3}", "[oe]", "[0-9a-z]{17}", "[a-z0-9]{20}beta|[a-z0-9]{24}")
            .prop_map(|(name, hardware, outpost, rest)| format!("{name}-{hardware}{outpost}{rest}--op-s3")),
        ("s3|s3-object-lambda", region(), "[a-z0-9.-]{0,12}", "[:/]").prop_map(|(service, region, name, separator)| {
            format!("arn:aws:{service}:{region}:123456789012:accesspoint{separator}{name}")
        }),
        "[a-z0-9.]{1,20}".prop_map(|alias| format!("arn:aws:s3::123456789012:accesspoint:{alias}.mrap")),
        "[a-z0-9-]{1,9}".prop_map(|name| format!(
            "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/accesspoint/{name}"
        )),
        arn_tail.prop_map(|tail| format!("arn:{tail}")),
        any::<String>(),
    ]
}

fn region() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&["us-east-1", "eu-west-1", "aws-global", "cn-north-1", "us-gov-west-1"][..])
            .prop_map(str::to_owned),
        1 => "[a-zA-Z0-9_-]{0,70}",
    ]
}
