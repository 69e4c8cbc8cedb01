//! How the URL is signed, if it is.

use alloc::format;
use alloc::string::String;

use time::OffsetDateTime;

use super::validity;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::names::REQUIRED;
use crate::endpoint::region::has_aws_form;
use crate::s3::host_row::HostRow;

/// The parameters of other signatures.
const OTHERS: [(&str, &str); 6] = [
    ("X-Goog-Signature", "Google Cloud Storage's own signature"),
    ("Key-Pair-Id", "a signature of CloudFront"),
    ("sig", "a shared access signature of Azure"),
    ("OSSAccessKeyId", "Alibaba OSS's own signature"),
    ("x-oss-signature", "Alibaba OSS's own signature"),
    ("q-signature", "Tencent COS's own signature"),
];

/// The regions of AWS in which S3 accepts Signature Version 2: those from before 2014.
///
/// Source: [Signature Version 2][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/Appendix-Sigv2.html
const OF_VERSION_2: [&str; 9] = [
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "us-gov-west-1",
    "eu-west-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1",
];

/// Adds what is wrong with the kind of signature. Returns whether there is one of Version 4.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) -> bool {
    let has = |name: &str| facts.url.parameter(name).is_some();
    let is_version_4 =
        facts.url.parameters().any(|parameter| is_of_version_4(&parameter.name.text().unwrap_or_default()));
    let is_version_2 = has("AWSAccessKeyId") && (has("Signature") || has("Expires") || !is_version_4);
    let has_header = facts.header("authorization").is_some();
    let on_aws = if facts.is_on_aws() { Certainty::Certain } else { Certainty::Likely };
    let second = match (is_version_4 || is_version_2, has_header, facts.url.has_user_info) {
        (true, true, _) => Some((
            on_aws,
            "The request has the header `Authorization` and a signature in the URL, and only one may authorize it.",
        )),
        // Some clients ignore it.
        (true, _, true) => Some((
            Certainty::Likely,
            "The URL has a user name before its host, from which clients make the header `Authorization`. Only that or the \
             signature may authorize a request.",
        )),
        _ if is_version_4 && is_version_2 => {
            Some((on_aws, "The URL has two signatures, one of Version 2 and one of Version 4."))
        }
        _ => None,
    };
    if let Some((certainty, what)) = second {
        let fix = "Send the URL without the header `Authorization` and without other credentials. HTTP clients with default \
                   headers or a cookie jar need a separate instance for presigned URLs.";
        findings.add(Cause::TwoMechanisms, certainty, what, fix);
    }
    if is_version_2 && !is_version_4 {
        find_version_2(facts, findings);
    } else if !is_version_4 && !is_form(facts) {
        find_none(facts, findings, has_header);
    }
    is_version_4
}

/// Returns whether the request uploads a form, whose fields have the signature.
fn is_form(facts: &Facts<'_>) -> bool {
    let is_form = |value: &str| value.to_ascii_lowercase().starts_with("multipart/form-data");
    facts.method() == Some("POST") && facts.url.query.is_empty() && facts.header("content-type").is_none_or(is_form)
}

/// Returns whether a parameter belongs to a signature of Version 4, even if its name is not quite right.
fn is_of_version_4(name: &str) -> bool {
    REQUIRED.iter().any(|required| super::parameters::is_similar(name, required))
}

fn find_version_2(facts: &Facts<'_>, findings: &mut Findings) {
    let host = facts.url.host();
    let row = HostRow::find(&host, facts.url.path).filter(|row| row.provider.is_aws());
    let region = row.and_then(|row| row.region).map(|(region, _)| region).filter(|region| has_aws_form(region));
    let message = facts.answer.as_ref().map_or("", |answer| answer.message());
    let (certainty, what): (_, String) = if message.contains("KMS") && message.contains("Version 4") {
        let what = "The URL is signed with Signature Version 2, which S3 does not accept for objects that are encrypted with \
                    keys of AWS KMS.";
        (Certainty::Certain, what.into())
    } else if message.contains("AWS4-HMAC-SHA256") {
        (Certainty::Certain, "The URL is signed with Signature Version 2, which the server does not accept.".into())
    } else if let Some(region) = region.filter(|region| !OF_VERSION_2.contains(region)) {
        (
            Certainty::Certain,
            format!("The URL is signed with Signature Version 2, which S3 does not accept in {region}."),
        )
    } else {
        let what = "The URL is signed with Signature Version 2. Many servers do not accept it, nor does S3 for newer buckets and \
                    for objects that are encrypted with keys of AWS KMS.";
        (Certainty::Likely, what.into())
    };
    let fix = "Sign with Signature Version 4. In boto3: `Config(signature_version=\"s3v4\")`, and the bucket's region.";
    findings.add(Cause::Sigv2, certainty, what, fix);
    let expires = facts.url.value("Expires").and_then(|expires| expires.parse().ok());
    if let Some(at) = expires.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()) {
        validity::find_expired(facts, at, findings);
    }
}

fn find_none(facts: &Facts<'_>, findings: &mut Findings, has_header: bool) {
    let other = OTHERS.iter().find(|(name, _)| facts.url.parameter(name).is_some());
    let what: String = match other {
        _ if facts.url.path.contains("X-Amz-") => {
            "The parameters of the signature are in the path of the URL: the `?` before the first one is missing."
                .into()
        }
        Some((_, signature)) => format!("The URL has {signature}, and not Signature Version 4 of AWS."),
        None if has_header => "The URL has no signature: the header `Authorization` has it.".into(),
        None if facts.url.query.is_empty() => "The URL has no signature: it has no query.".into(),
        None => "The URL has no signature: none of its parameters belongs to one.".into(),
    };
    let fix = "Use the whole URL as the signer returned it. In logs and in browsers the query is often missing.";
    findings.add(Cause::NotPresigned, Certainty::Certain, what, fix);
}
