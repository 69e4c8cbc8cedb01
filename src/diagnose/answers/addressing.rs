//! Where the server looks for the bucket.

use alloc::format;

use super::names::{Names, Style};
use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if answer.is(&["PathStyleDomainForbidden", "SecondLevelDomainForbidden"])
        || answer.says("must be addressed using oss third level domain")
    {
        findings.add(
            Cause::Addressing,
            Certainty::Certain,
            "The server takes the bucket only from the host, and the URL has it in the path.",
            "Sign with the bucket in the host: `Addressing::VirtualHosted`.",
        );
        return;
    }
    let host = facts.url.host();
    let wants_bucket_in_host = host == "t3.storage.dev" || host == "fly.storage.tigris.dev";
    if wants_bucket_in_host && answer.status == 403 {
        findings.add(
            Cause::Addressing,
            Certainty::Likely,
            format!("The URL has the bucket in the path, and `{host}` takes newer buckets only from the host."),
            "Sign with the bucket in the host: `Addressing::VirtualHosted`.",
        );
    }
    if answer.is(&["NoSuchBucket", "InvalidBucketName"]) {
        no_such_bucket(facts, answer, findings);
    }
}

fn no_such_bucket(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let names = Names::of(facts);
    let of_resource = answer.element("Resource").and_then(|path| path.trim_start_matches('/').split('/').next());
    let named = answer.element("BucketName").or(of_resource).filter(|name| !name.is_empty());
    let bucket = named.map_or_else(|| "of the URL".into(), |name| facts.quote(name));
    // A server that takes the bucket from the host would name that.
    let ignores_host = named.is_none_or(|name| name == names.first_segment);
    if names.style == Style::Host && ignores_host && !names.first_segment.is_empty() && !facts.is_on_aws() {
        findings.add(
            Cause::HostBucketIgnored,
            Certainty::Likely,
            format!(
                "The server looked for the bucket {}, which is the first segment of the path. The URL names the \
                 bucket in its host, {}, and the server does not look there.",
                facts.quote(&names.first_segment),
                facts.quote(&names.first_label)
            ),
            "Sign with the bucket in the path (`Addressing::Path`), or tell the server its domain (MinIO: \
             `MINIO_DOMAIN`).",
        );
        return;
    }
    if named.is_some_and(|name| name.contains('.') && name.eq_ignore_ascii_case(&facts.url.host())) {
        findings.add(
            Cause::HostBucketIgnored,
            Certainty::Certain,
            format!(
                "The server took the whole host, {bucket}, for the name of a bucket: it does not know its own domain."
            ),
            "Sign with the bucket in the path (`Addressing::Path`), or tell the server its domain (Ceph: \
             `rgw_dns_name`).",
        );
        return;
    }
    let is_twice = named.is_some_and(|name| name.split_once('.').is_some_and(|(one, other)| one == other))
        || named == Some(&*format!("{0}.{0}", names.first_label));
    if is_twice {
        findings.add(
            Cause::BucketTwice,
            Certainty::Likely,
            format!(
                "The server looked for the bucket {bucket}: the endpoint already names the bucket, and it was added \
                 again."
            ),
            "Give the endpoint without the bucket.",
        );
        return;
    }
    let is_invalid = answer.is(&["InvalidBucketName"]);
    findings.add(
        Cause::NoSuchBucket,
        Certainty::Certain,
        match is_invalid {
            true => format!("The server says that the name of the bucket {bucket} is not valid."),
            false => format!("The server has no bucket {bucket}."),
        },
        "Check the name of the bucket, the endpoint, and that the bucket was not deleted.",
    );
    if names.style == Style::Unknown && ignores_host {
        findings.add(
            Cause::HostBucketIgnored,
            Certainty::Possible,
            format!(
                "If the bucket is {}, from the host, the server does not look for it there.",
                facts.quote(&names.first_label)
            ),
            "Sign with the bucket in the path (`Addressing::Path`), or tell the server its domain (MinIO: \
             `MINIO_DOMAIN`).",
        );
    }
}
