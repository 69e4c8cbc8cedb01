//! Tests the cases of the public rule-set that name no bucket. Every public type needs a bucket, so these tests call
//! the endpoint functions directly. The hosts of buckets are built on them. `tests/endpoint_rules.rs` tests the other
//! cases.

use alloc::string::{String, ToString};

use serde_json::Value;

use super::{Options, Settings, access_point, directory_bucket, general_purpose};
use crate::error::{Error, ErrorKind};
use crate::s3::addressing::Addressing;

const VECTORS: &str = include_str!("../../../tests/vectors/s3-endpoint-tests.json");

#[test]
fn hosts_without_a_bucket_follow_the_rule_set() {
    let cases: Value = serde_json::from_str(VECTORS).expect("the compiled-in vectors are JSON");
    let cases = cases.as_array().expect("the vectors are a list of cases");
    let cases = cases.iter().filter(|case| case["params"].get("Bucket").is_none());
    let mut count = 0;
    for case in cases {
        count += 1;
        let expected = &case["expect"];
        match (endpoint(&case["params"]), expected["error"].as_str()) {
            (Ok([url, region, service]), None) => {
                let auth = &expected["auth"][0];
                assert_eq!(url, expected["url"], "{case}");
                assert_eq!([&*region, &*service], [&auth["signingRegion"], &auth["signingName"]], "{case}");
            }
            (Err(error), Some(text)) => {
                let kind = match text {
                    "Invalid region: region was not a valid DNS name." => ErrorKind::InvalidRegion,
                    _ => ErrorKind::UnsupportedCombination,
                };
                assert_eq!(error.kind(), kind, "{case}: {error}");
            }
            (ours, text) => panic!("the rule-set says {text:?}, and here is {ours:?}: {case}"),
        }
    }
    assert_eq!(count, 22, "cases were added or lost");
}

fn endpoint(params: &Value) -> Result<[String; 3], Error> {
    let is = |name: &str| params[name] == true;
    let settings = Settings {
        region: params["Region"].as_str(),
        endpoint: params["Endpoint"].as_str(),
        options: Options {
            addressing: Addressing::Auto,
            dual_stack: is("UseDualStack"),
            fips: is("UseFIPS"),
            accelerate: is("Accelerate"),
            global_endpoint: is("UseGlobalEndpoint"),
            use_arn_region: true,
            express_session_auth: true,
            access_points: true,
            multi_region_access_points: true,
            provider_rules: true,
        },
    };
    settings.check()?;
    let (endpoint, region, service) = if is("UseS3ExpressControlEndpoint") {
        (directory_bucket::control_endpoint(&settings)?, settings.region(), "s3express")
    } else if is("UseObjectLambdaEndpoint") {
        let endpoint = access_point::object_lambda_endpoint(&settings, settings.region(), settings.partition())?;
        (endpoint, settings.region(), "s3-object-lambda")
    } else {
        (general_purpose::endpoint(&settings)?, general_purpose::signing_region(&settings), "s3")
    };
    let url = [endpoint.scheme, "://", &endpoint.authority, &endpoint.path].concat();
    Ok([url, region.to_string(), service.to_string()])
}
