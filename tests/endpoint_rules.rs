//! The public test cases of S3's endpoint rules: where each bucket's requests go, whose signature they take, and what is
//! refused.

mod util;

use std::fmt::Write as _;

use presign::s3::Addressing;
use presign::{Algorithm, Bucket, Error, ErrorKind, Identity, PresignedUrl, TokenKind};
use serde_json::Value;

use crate::util::NOW;

const VECTORS: &str = include_str!("vectors/s3-endpoint-tests.json");

/// The cases without a bucket are for the inner steps, and beside them in `src/`.
#[test]
fn buckets_follow_the_rule_set() {
    let cases: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 196, "cases were added or lost");
    let (mut count, mut failures) = (0, String::new());
    for case in cases.iter().filter(|case| case["params"].get("Bucket").is_some()) {
        count += 1;
        let (ours, theirs) = (outcome(&case["params"]), expected(&case["expect"]));
        if ours != theirs {
            writeln!(failures, "{}\n  ours   {ours:?}\n  theirs {theirs:?}", case["params"]).unwrap();
        }
    }
    assert_eq!(failures, "");
    assert_eq!(count, 174, "cases were added or lost");
}

/// What can be seen of an endpoint from outside, or the kind of mistake.
type Outcome = Result<Seen, ErrorKind>;

#[derive(Debug, PartialEq)]
struct Seen {
    url: String,
    service: String,
    /// `*` for all.
    region: String,
    authentication: &'static str,
}

fn outcome(params: &Value) -> Outcome {
    let bucket = bucket(params).map_err(|error| error.kind())?;
    let is_control = params["UseS3ExpressControlEndpoint"] == true;
    let region = bucket.region().to_owned();
    // An object's URL or one about the bucket itself, and the bucket's own URL is what precedes it.
    let sign = |algorithm, token| -> Result<PresignedUrl, Error> {
        let request = match is_control {
            true => bucket.delete_bucket(),
            false => bucket.get_object("key"),
        };
        let identity = Identity::new("AKIDEXAMPLE").with_algorithm(algorithm).with_token(token, "token");
        let prepared = request.prepare_at(&identity, NOW)?;
        prepared.finish(&[0; 32])
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
    Ok(Seen { url, service: bucket.signing_service().to_owned(), region, authentication })
}

fn bucket(params: &Value) -> Result<Bucket, Error> {
    let is = |name: &str| params[name] == true;
    // A builder has a region of its own where a rule-set has none; an empty one is none.
    let mut builder =
        Bucket::builder(params["Bucket"].as_str().unwrap()).region(params["Region"].as_str().unwrap_or(""));
    if let Some(url) = params["Endpoint"].as_str() {
        builder = builder.endpoint(url);
    }
    if is("ForcePathStyle") {
        builder = builder.addressing(Addressing::Path);
    }
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

fn expected(expect: &Value) -> Outcome {
    if let Some(text) = expect["error"].as_str() {
        return Err(kind(text));
    }
    // Where several are offered, the last is the one that takes ordinary signatures.
    let auth = expect["auth"].as_array().unwrap().last().unwrap();
    let region = auth["signingRegion"].as_str().or(auth["signingRegionSet"][0].as_str());
    let authentication = ["sigv4", "sigv4a", "sigv4-s3express"].into_iter().find(|name| auth["name"] == *name);
    Ok(Seen {
        url: expect["url"].as_str().unwrap().to_owned(),
        service: auth["signingName"].as_str().unwrap().to_owned(),
        region: region.unwrap().to_owned(),
        authentication: authentication.unwrap(),
    })
}

/// The same refusal in our own words.
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
        // What is wrong with this one is said by its first part: a fragment is never sent.
        _ if has("abcde://nota#url") => ErrorKind::EndpointFragment,
        _ if has("region must be set") || has("region was not a valid DNS name") => ErrorKind::InvalidRegion,
        _ => panic!("no kind for {text}"),
    }
}
