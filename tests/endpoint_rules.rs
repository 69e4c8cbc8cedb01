//! Runs the public test cases of the S3 endpoint rules: each bucket's URL, which signatures it accepts, and which
//! settings are rejected.

mod util;

use std::fmt::Write as _;

use presign::s3::Addressing;
use presign::{Algorithm, Bucket, Error, ErrorKind, Identity, Method, PresignedUrl, TokenKind};
use serde_json::Value;

use crate::util::NOW;

const VECTORS: &str = include_str!("vectors/s3-endpoint-tests.json");

/// The cases without a bucket test internal steps; their tests are in `src/`.
#[test]
fn buckets_follow_the_rule_set() {
    let cases: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 196, "the number of cases changed");
    let (mut count, mut failures) = (0, String::new());
    for case in cases.iter().filter(|case| case["params"].get("Bucket").is_some()) {
        count += 1;
        let (ours, theirs) = (outcome(&case["params"], has_region_set(&case["expect"])), expected(&case["expect"]));
        if ours != theirs {
            writeln!(failures, "{}\n  ours   {ours:?}\n  theirs {theirs:?}", case["params"]).unwrap();
        }
    }
    assert_eq!(failures, "");
    assert_eq!(count, 174, "the number of cases changed");
}

/// The visible properties of an endpoint, or the kind of the error.
type Outcome = Result<Seen, ErrorKind>;

#[derive(Debug, PartialEq)]
struct Seen {
    url: String,
    service: String,
    /// `*` means all regions.
    region: String,
    authentication: &'static str,
    /// The region set of a SigV4A signature, if the rules have one besides the ordinary signature.
    region_set: Option<String>,
}

fn outcome(params: &Value, with_region_set: bool) -> Outcome {
    let bucket = bucket(params).map_err(|error| error.kind())?;
    let is_control = params["UseS3ExpressControlEndpoint"] == true;
    let region = bucket.region().to_owned();
    // Signs a request for an object, or for the bucket itself if the case uses the control endpoint.
    let sign = |algorithm, token| -> Result<PresignedUrl, Error> {
        let request = match is_control {
            true => bucket.control_request(Method::Delete),
            false => bucket.get_object("key"),
        };
        let identity = Identity::new("AKIDEXAMPLE").with_algorithm(algorithm).with_token(token, "token");
        let prepared = request.prepare_at(&identity, NOW)?;
        // Any signature of the right form: 32 bytes, or two numbers in DER.
        match algorithm {
            Algorithm::Sigv4a => prepared.finish(&[0x30, 6, 2, 1, 1, 2, 1, 1]),
            _ => prepared.finish(&[0; 32]),
        }
    };
    let ordinary = sign(Algorithm::Sigv4, TokenKind::Security);
    let (url, authentication) = match (ordinary, sign(Algorithm::Sigv4, TokenKind::S3Session)) {
        (Err(error), _) if error.kind() == ErrorKind::Sigv4aRequired => {
            (sign(Algorithm::Sigv4a, TokenKind::Security).unwrap(), "sigv4a")
        }
        (Ok(url), Ok(_)) if bucket.signing_service() == "s3express" => (url, "sigv4-s3express"),
        (Ok(url), Err(error)) if error.kind() == ErrorKind::SessionCredentials => (url, "sigv4"),
        (ordinary, session) => panic!("{params}: {ordinary:?} {session:?}"),
    };
    let (place, _) = url.as_str().split_once('?').unwrap();
    let url = place.strip_suffix("/key").unwrap_or(place).to_owned();
    if !is_control {
        assert_eq!(url, bucket.url(), "{params}");
    }
    let region_set = with_region_set.then(|| {
        let url = sign(Algorithm::Sigv4a, TokenKind::Security).unwrap().into_string();
        let (_, rest) = url.split_once("&X-Amz-Region-Set=").unwrap();
        let (region_set, _) = rest.split_once('&').unwrap();
        region_set.replace("%2A", "*")
    });
    Ok(Seen { url, service: bucket.signing_service().to_owned(), region, authentication, region_set })
}

fn bucket(params: &Value) -> Result<Bucket, Error> {
    let is = |name: &str| params[name] == true;
    // The rules require a region, but a builder has a default. An empty region is an error for the builder too.
    let mut builder =
        Bucket::builder(params["Bucket"].as_str().unwrap()).region(params["Region"].as_str().unwrap_or(""));
    if let Some(url) = params["Endpoint"].as_str() {
        builder = builder.endpoint(url);
    }
    let style = if is("ForcePathStyle") { Addressing::Path } else { style_of_the_rule_set(params) };
    builder = builder.addressing(style);
    if let Some(use_arn_region) = params["UseArnRegion"].as_bool() {
        builder = builder.use_arn_region(use_arn_region);
    }
    builder
        .dual_stack(is("UseDualStack"))
        .fips(is("UseFIPS"))
        .accelerate(is("Accelerate"))
        .global_endpoint(is("UseGlobalEndpoint"))
        .express_session_auth(!is("DisableS3ExpressSessionAuth"))
        .disable_access_points(is("DisableAccessPoints"))
        .disable_multi_region_access_points(is("DisableMultiRegionAccessPoints"))
        .build()
}

fn has_region_set(expect: &Value) -> bool {
    expect["auth"].as_array().is_some_and(|schemes| schemes.len() > 1)
}

/// The rule-set puts a bucket into the host of any endpoint unless told otherwise. Ours does so on AWS alone, and
/// elsewhere when it is asked to. An IP address has no subdomains, and not every name can be a label.
fn style_of_the_rule_set(params: &Value) -> Addressing {
    let name_is_label =
        params["Bucket"].as_str().unwrap().bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'.' | b'-'));
    match params["Endpoint"].as_str() {
        Some(url) if url.contains(".com") && !url.contains(".amazonaws.com") && name_is_label => {
            Addressing::VirtualHosted
        }
        _ => Addressing::Auto,
    }
}

fn expected(expect: &Value) -> Outcome {
    if let Some(text) = expect["error"].as_str() {
        return Err(kind(text));
    }
    // If a case has two schemes, the first is for SigV4A and the last for ordinary signatures.
    let schemes = expect["auth"].as_array().unwrap();
    let auth = schemes.last().unwrap();
    let region_set = has_region_set(expect).then(|| schemes[0]["signingRegionSet"][0].as_str().unwrap().to_owned());
    let region = auth["signingRegion"].as_str().or(auth["signingRegionSet"][0].as_str());
    let authentication = ["sigv4", "sigv4a", "sigv4-s3express"].into_iter().find(|name| auth["name"] == *name);
    Ok(Seen {
        url: expect["url"].as_str().unwrap().to_owned(),
        service: auth["signingName"].as_str().unwrap().to_owned(),
        region: region.unwrap().to_owned(),
        authentication: authentication.unwrap(),
        region_set,
    })
}

/// Returns the kind of error for a message of the rules.
fn kind(text: &str) -> ErrorKind {
    let has = |part: &str| text.contains(part);
    match text {
        _ if has("combin") || has("not support") || has("cannot be used") => ErrorKind::UnsupportedCombination,
        _ if has("UseArnRegion is `false`") => ErrorKind::ArnRegionMismatch,
        _ if has("Client was configured for partition") => ErrorKind::PartitionMismatch,
        _ if has("are disabled") => ErrorKind::AccessPointsDisabled,
        _ if has("ARN") || has("Invalid Arn") => ErrorKind::InvalidArn,
        _ if has("S3Express bucket name") => ErrorKind::InvalidBucketName,
        _ if has("Expected a endpoint") => ErrorKind::EndpointRequired,
        // The rules reject the whole URL; this crate reports its fragment, which is never sent.
        _ if has("abcde://nota#url") => ErrorKind::EndpointFragment,
        _ if has("region must be set") || has("region was not a valid DNS name") => ErrorKind::InvalidRegion,
        _ => panic!("unexpected error {text}"),
    }
}
