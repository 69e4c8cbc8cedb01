//! The names of AWS's regions, and the names that people use by mistake.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use super::partition::Partition;
use crate::error::{Error, Found, Repr};

/// Names that are not regions, and the region that is meant.
///
/// Sources: [the location constraints of old buckets][constraints], and [the places that AWS names its regions
/// after][regions].
///
/// [constraints]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
/// [regions]: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
#[rustfmt::skip]
const OLD_NAMES: [(&str, &str); 3] = [("eu", "eu-west-1"), ("us", "us-east-1"), ("us-standard", "us-east-1")];

#[rustfmt::skip]
const PLACES: [(&str, &str); 29] = [
    ("virginia", "us-east-1"), ("ohio", "us-east-2"), ("california", "us-west-1"), ("oregon", "us-west-2"),
    ("canada", "ca-central-1"), ("calgary", "ca-west-1"), ("sao-paulo", "sa-east-1"),
    ("frankfurt", "eu-central-1"), ("zurich", "eu-central-2"), ("stockholm", "eu-north-1"), ("ireland", "eu-west-1"),
    ("london", "eu-west-2"), ("paris", "eu-west-3"), ("milan", "eu-south-1"), ("spain", "eu-south-2"),
    ("tel-aviv", "il-central-1"), ("bahrain", "me-south-1"), ("uae", "me-central-1"), ("cape-town", "af-south-1"),
    ("hong-kong", "ap-east-1"), ("mumbai", "ap-south-1"), ("hyderabad", "ap-south-2"), ("singapore", "ap-southeast-1"),
    ("sydney", "ap-southeast-2"), ("tokyo", "ap-northeast-1"), ("seoul", "ap-northeast-2"), ("osaka", "ap-northeast-3"),
    ("beijing", "cn-north-1"), ("ningxia", "cn-northwest-1"),
];

/// How programming languages print a missing value.
const NO_VALUE: [&str; 4] = ["nil", "none", "null", "undefined"];

/// Returns the names of the regions that are known, in no order. New ones may be missing.
#[cfg(feature = "diagnose")]
pub(crate) fn known_regions() -> impl Iterator<Item = &'static str> {
    PLACES.iter().map(|&(_, region)| region)
}

/// Checks that a name, in lower or upper case, has the form of AWS's regions or stands for a whole partition. The error
/// says which region was probably meant.
pub(crate) fn check_aws_region(region: &str) -> Result<(), Error> {
    let name = region.to_ascii_lowercase();
    if has_aws_form(&name) || Partition::is_global_region(&name) {
        return Ok(());
    }
    let (what, hint) = mistake(&name);
    Err(Repr::NoAwsRegion { found: Found::new(region), what, hint }.into())
}

/// Checks that a host of AWS, in lower case, is in the region that its requests are signed for. It knows the hosts of
/// databases, IoT endpoints and STS. A host that is not AWS's, or of no single region, is accepted.
pub(crate) fn check_region_of_service_host(service: &str, host: &str, region: &str) -> Result<(), Error> {
    let label = match service {
        "rds-db" => "rds",
        "dsql" => "dsql",
        "iotdevicegateway" => "iot",
        "sts" => "sts",
        _ => return Ok(()),
    };
    if !Partition::is_aws_host(host) {
        return Ok(());
    }
    let labels = || host.split('.');
    // The region comes after the service, except for RDS outside China.
    let after = labels().zip(labels().skip(1)).find(|&(this, next)| this == label && has_aws_form(next));
    let before = labels().zip(labels().skip(1)).find(|&(this, next)| next == label && has_aws_form(this));
    match after.map(|(_, region)| region).or(before.map(|(region, _)| region)) {
        Some(own) if !own.eq_ignore_ascii_case(region) => {
            Err(Repr::HostInOtherRegion { host: host.into(), own: Found::new(own), set: Found::new(region) }.into())
        }
        _ => Ok(()),
    }
}

/// Returns whether a name has the form of AWS's regions: at least two words and a number, separated by hyphens, such as
/// `us-east-1` or `us-gov-west-1`. There is no list, so new regions are accepted.
pub(crate) fn has_aws_form(region: &str) -> bool {
    let mut parts = region.split('-');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    // The first word may have digits, as in the pseudo-region `s3-external-1`.
    let is_first = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && part != "fips"
    };
    parts.next_back().is_some_and(is_number)
        && parts.next().is_some_and(is_first)
        && parts.next().is_some_and(is_word)
        && parts.all(is_word)
}

/// Returns what kind of name it is, and what to use instead.
fn mistake(name: &str) -> (&'static str, Box<str>) {
    const NOT_A_REGION: &str = "not the name of an AWS region";
    let is = |(other, _): &&(&str, &str)| *other == name;
    let use_region = |region: &str| format!("use `{region}`").into();
    if let Some((_, region)) = OLD_NAMES.iter().find(is) {
        return ("an old name for a location of S3", use_region(region));
    }
    if let Some((_, region)) = PLACES.iter().find(is) {
        return ("the name of a place", use_region(region));
    }
    if NO_VALUE.contains(&name) {
        return ("a missing value written as text", "check where it comes from, or leave the region out".into());
    }
    if name == "auto" {
        return ("not a region of AWS, but of other services", "set the endpoint of the service, or a region".into());
    }
    if let Some(region) = name.strip_prefix("fips-").or(name.strip_suffix("-fips")).filter(|name| has_aws_form(name)) {
        return ("the name of a FIPS endpoint", format!("use `{region}`, and `fips(true)` for a bucket").into());
    }
    if let Some(region) = region_of_zone(name) {
        return ("the name of a zone", use_region(region));
    }
    if let Some((_, number)) = name.split_once("-az")
        && number.parse::<u8>().is_ok()
    {
        return ("the ID of a zone", "use the name of its region, such as `us-west-2`".into());
    }
    match with_hyphen_before_number(name).filter(|name| has_aws_form(name)) {
        Some(region) => (NOT_A_REGION, use_region(&region)),
        None => (NOT_A_REGION, "use one such as `us-east-1`, or set the endpoint of another service".into()),
    }
}

/// Returns the region at the start of the name of an Availability Zone (`us-east-1a`) or a Local Zone
/// (`us-west-2-lax-1a`).
fn region_of_zone(name: &str) -> Option<&str> {
    let number = name.find(|character: char| character.is_ascii_digit())?;
    let length = name[number..].find(|character: char| !character.is_ascii_digit())?;
    let (region, rest) = name.split_at(number + length);
    (has_aws_form(region) && (rest.len() == 1 || rest.starts_with('-'))).then_some(region)
}

/// Turns `us-east1` into `us-east-1`.
fn with_hyphen_before_number(name: &str) -> Option<String> {
    let words = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let number = name.strip_prefix(words).filter(|number| !number.is_empty())?;
    Some(format!("{words}-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_aws_have_a_form() {
        for region in
            ["us-east-1", "ap-southeast-12", "us-gov-west-1", "eusc-de-east-1", "us-isob-east-1", "mars-north-1"]
        {
            assert!(has_aws_form(region), "{region}");
        }
        for other in [
            "",
            "us",
            "us-east",
            "us-1",
            "us-east-1a",
            "us-west-2-lax-1a",
            "usw2-az1",
            "US-EAST-1",
            "-east-1",
            "us--1",
            "fips-us-east-1",
        ] {
            assert!(!has_aws_form(other), "{other}");
        }
    }

    #[test]
    fn what_is_meant_is_a_region() {
        for (_, region) in OLD_NAMES.iter().chain(&PLACES) {
            assert!(has_aws_form(region), "{region}");
        }
    }
}
