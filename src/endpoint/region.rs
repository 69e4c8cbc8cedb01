//! The form of AWS's region names.

/// Returns whether a name has the form of a region on AWS: at least two words and a number, separated by hyphens, such as
/// `us-east-1` or `us-gov-west-1`. It does not check a list, so that regions yet to be built are accepted.
pub(crate) fn has_aws_form(region: &str) -> bool {
    let mut parts = region.split('-');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    // The first word may have digits, as in the pseudo-region `s3-external-1`.
    let is_first = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    parts.next_back().is_some_and(is_number)
        && parts.next().is_some_and(is_first)
        && parts.next().is_some_and(is_word)
        && parts.all(is_word)
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
        for other in
            ["", "us", "us-east", "us-1", "us-east-1a", "us-west-2-lax-1a", "usw2-az1", "US-EAST-1", "-east-1", "us--1"]
        {
            assert!(!has_aws_form(other), "{other}");
        }
    }
}
