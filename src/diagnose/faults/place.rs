//! Whether the host, the region and the service belong together, and how the bucket is addressed.

use alloc::format;
use alloc::string::ToString;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;
use crate::endpoint::partition::Partition;
use crate::endpoint::region::{check_aws_region, check_region_of_service_host, has_aws_form};
use crate::s3::host_row::{HostRow, is_website};
use crate::s3::providers::{Others, Supported};
use crate::sigv4::Algorithm;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let host = facts.url.host();
    if is_website(&host) {
        let what = format!("{} is for static websites, which answer only anonymous GET and HEAD.", quoted::host(&host));
        let fix =
            "Sign for the bucket's S3 endpoint, such as `bucket.s3.eu-west-1.amazonaws.com`, which speaks HTTPS too.";
        return findings.add(Cause::WrongEndpoint, Certainty::Certain, what, fix);
    }
    let row = HostRow::find_with_any_bucket(&host, facts.url.path);
    match row {
        Some(row) if facts.claims.is_s3() => {
            find_region(facts, &row, &host, findings);
            find_addressing(facts, &row, &host, findings);
        }
        Some(_) => {}
        None => find_region_of_service(facts, &host, findings),
    }
    if let Some(row) = row.filter(|row| row.provider.is_aws()) {
        find_service(facts, &row, &host, findings);
    }
}

/// Compares the region of a host of S3 or a compatible service with the signed one.
fn find_region(facts: &Facts<'_>, row: &HostRow<'_>, host: &str, findings: &mut Findings) {
    let Some(credential) = facts.claims.credential.as_ref().filter(|credential| !credential.region.is_empty()) else {
        return;
    };
    let signed = &*credential.region;
    let is_aws = row.provider.is_aws();
    match row.region {
        Some((own, Others::Only(others))) if !others.contains(&signed) && !own.eq_ignore_ascii_case(signed) => {
            let certainty = if is_aws { Certainty::Certain } else { Certainty::Likely };
            add_region(host, own, signed, certainty, findings);
        }
        // AWS rejects these, and the region of its bucket is not known from such a host.
        None if is_aws && (check_aws_region(signed).is_err() || signed == "aws-global") => {
            let problem = check_aws_region(signed).err().map_or_else(
                || "region \"aws-global\" is not that of any bucket: use `us-east-1`".to_string(),
                |error| error.to_string(),
            );
            let shown = if quoted::value(signed).starts_with('"') {
                problem
            } else {
                "the region is not one of AWS".to_string()
            };
            let fix = "Sign for the region that the bucket is in.";
            findings.add(
                Cause::RegionMismatch,
                Certainty::Certain,
                format!("The URL is signed for no region of AWS: {shown}."),
                fix,
            );
        }
        _ => {}
    }
}

fn add_region(host: &str, own: &str, signed: &str, certainty: Certainty, findings: &mut Findings) {
    let what = format!(
        "{} is in the region {}, but the URL is signed for {}.",
        quoted::host(host),
        quoted::value(own),
        quoted::value(signed)
    );
    let fix = format!("Sign for the region {}, or use the endpoint of the other region.", quoted::value(own));
    findings.add(Cause::RegionMismatch, certainty, what, fix);
}

/// Compares the region of another service's host with the signed one.
fn find_region_of_service(facts: &Facts<'_>, host: &str, findings: &mut Findings) {
    let Some(credential) = &facts.claims.credential else { return };
    let (service, signed) = (&*credential.service, &*credential.region);
    if host.ends_with(".accesspoint.s3-global.amazonaws.com") {
        if facts.claims.algorithm == Some(Algorithm::Sigv4) {
            let what = "The host is that of a multi-region access point, which accepts only SigV4A, and the URL is signed for one region.";
            let fix = "Sign with `AWS4-ECDSA-P256-SHA256`, for instance with the feature `sigv4a`.";
            findings.add(Cause::RegionMismatch, Certainty::Certain, what, fix);
        }
        return;
    }
    let Some(rest) = Partition::without_suffix(host).filter(|_| !signed.is_empty()) else { return };
    let mut regions = rest.split('.').filter(|label| has_aws_form(label));
    let (Some(own), None) = (regions.next(), regions.next()) else { return };
    if own.eq_ignore_ascii_case(signed) {
        return;
    }
    let certainty = match check_region_of_service_host(service, host, signed) {
        Err(_) => Certainty::Certain,
        Ok(()) => Certainty::Likely,
    };
    add_region(host, own, signed, certainty, findings);
}

/// Compares the service of a host of S3 on AWS with the signed one.
fn find_service(facts: &Facts<'_>, row: &HostRow<'_>, host: &str, findings: &mut Findings) {
    let Some(signed) = facts.claims.service() else { return };
    // A bucket may have such a name too.
    let after_bucket = host.get(row.bucket.map_or(0, str::len)..).unwrap_or_default();
    let is_label = |start: &str| after_bucket.split('.').any(|label| label.starts_with(start));
    let own = match () {
        () if is_label("s3express-") => "s3express",
        () if is_label("s3-outposts") => "s3-outposts",
        () if is_label("s3-object-lambda") => "s3-object-lambda",
        () => "s3",
    };
    if own != signed {
        let what = format!(
            "{} takes signatures for the service `{own}`, but the URL is signed for {}.",
            quoted::host(host),
            quoted::value(signed)
        );
        let fix = format!("Sign for the service `{own}`.");
        findings.add(Cause::ServiceMismatch, Certainty::Certain, what, fix);
    }
}

fn find_addressing(facts: &Facts<'_>, row: &HostRow<'_>, host: &str, findings: &mut Findings) {
    let path = facts.url.path.get(row.provider.base_path.len()..).unwrap_or_default().trim_start_matches('/');
    let name = row.provider.name;
    let in_path = row.bucket.is_none() && !path.is_empty();
    match row.provider.addressing {
        Supported::VirtualHosted(answer) if in_path => {
            let what = format!(
                "The bucket is in the path, and {name} does not support path-style addressing: {}.",
                clause(answer)
            );
            findings.add(Cause::Addressing, Certainty::Likely, what, IN_HOST);
        }
        Supported::VirtualHostedIfNew(answer) if in_path => {
            let what =
                format!("The bucket is in the path, which {name} supports only for older buckets: {}.", clause(answer));
            findings.add(Cause::Addressing, Certainty::Possible, what, IN_HOST);
        }
        Supported::Path(reason) if row.bucket.is_some() => {
            let what = format!(
                "The host is {}, and {name} takes the bucket only from the path: {}.",
                quoted::host(host),
                clause(reason)
            );
            let fix = "Put the bucket first in the path: `Addressing::Path`.";
            findings.add(Cause::Addressing, Certainty::Likely, what, fix);
        }
        _ if row.provider.only_buckets
            && row.bucket.is_some_and(|bucket| bucket.contains('.'))
            && facts.url.scheme.eq_ignore_ascii_case("https") =>
        {
            let what = "The bucket's name has a dot in it, and the server's certificate covers only hosts without one, so clients that \
                        check certificates don't connect.";
            let fix = "Put the bucket in the path (`Addressing::Path`), or use one without dots.";
            findings.add(Cause::TlsFailure, Certainty::Possible, what, fix);
        }
        _ => {}
    }
}

const IN_HOST: &str =
    "Put the bucket's name before the host: `Addressing::VirtualHosted`, or `addressing_style: virtual` in boto3.";

/// Turns `which answers 403 ...` into `it answers 403 ...`, and `whose hosts ...` into `its hosts ...`.
fn clause(relative: &str) -> alloc::string::String {
    match (relative.strip_prefix("which "), relative.strip_prefix("whose ")) {
        (Some(rest), _) => format!("it {rest}"),
        (_, Some(rest)) => format!("its {rest}"),
        _ => relative.into(),
    }
}
