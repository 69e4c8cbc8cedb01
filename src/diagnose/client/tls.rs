//! The client does not trust the certificate, or the server does not speak TLS.

use alloc::format;

use super::words::has_any;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::endpoint::partition::Partition;

/// The certificate is one of another host: OpenSSL and curl, rustls, Secure Transport, Schannel, Node, Go, Java,
/// Python, Chromium and Firefox.
const OTHER_HOST: [&str; 19] = [
    "no alternative certificate subject name matches",
    "no subject alternative",
    "subject alternative name",
    "certificate subject name",
    "does not match target host name",
    "err_tls_cert_altname_invalid",
    "altnames",
    "hostname mismatch",
    "hostname/ip does not match",
    "doesn't match either of",
    "doesn't match '",
    "certificate is valid for",
    "cannot validate certificate for",
    "notvalidforname",
    "not valid for name",
    "sec_e_wrong_principal",
    "target principal name is incorrect",
    "err_cert_common_name_invalid",
    "ssl_error_bad_cert_domain",
];

/// The server answered in plain HTTP.
const PLAIN: [&str; 8] = [
    "wrong version number",
    "wrong_version_number",
    "packet length too long",
    "record layer failure",
    "http response to https client",
    "err_ssl_protocol_error",
    "invalidcontenttype",
    "unrecognized ssl message",
];

/// The certificate is not trusted.
const UNTRUSTED: [&str; 19] = [
    "self-signed certificate",
    "self signed certificate",
    "unable to get local issuer certificate",
    "certificate verify failed",
    "certificate_verify_failed",
    "unknown authority",
    "unknownissuer",
    "unknown issuer",
    "pkix path building failed",
    "depth_zero_self_signed_cert",
    "unable_to_verify_leaf_signature",
    "unable to verify the first certificate",
    "certificate has expired",
    "cert_has_expired",
    "cert_e_untrustedroot",
    "err_cert_",
    "sec_error_unknown_issuer",
    "invalid peer certificate",
    "certificate is not trusted",
];

/// Anything else about TLS.
const OTHER: [&str; 8] = [
    "ssl connect error",
    "tls handshake",
    "ssl handshake",
    "handshake failure",
    "sslerror",
    "schannel",
    "ssl_error",
    "ssl: ",
];

pub(super) fn find(facts: &Facts<'_>, error: &str, findings: &mut Findings) -> bool {
    let host = facts.url.host();
    let shown = facts.quote(&host);
    let is_other_host = has_any(error, &OTHER_HOST) || error.starts_with("curl: (51)");
    if let Some((bucket, _)) =
        host.split_once('.').filter(|(first, rest)| is_other_host && begins_with_label(rest, first))
    {
        findings.add(
            Cause::BucketTwice,
            Certainty::Certain,
            format!("The host names the bucket {} twice, and no certificate covers that.", facts.quote(bucket)),
            "Give the endpoint without the bucket.",
        );
        return true;
    }
    let (what, fix) = if is_other_host {
        match has_dotted_bucket(&host) {
            true => (
                format!(
                    "The certificate is not one for {shown}. A wildcard stands for one label, and the bucket has a \
                     dot in its name."
                ),
                "Sign with the bucket in the path: `Addressing::Path`.",
            ),
            false => (
                format!("The certificate is not one for {shown}."),
                "If the bucket is in the host, sign with it in the path (`Addressing::Path`), or get a certificate \
                 with a wildcard for buckets. Otherwise check the host.",
            ),
        }
    } else if has_any(error, &PLAIN) {
        (
            format!("The URL is one for HTTPS, and {shown} answered in plain HTTP on this port."),
            "Sign for an endpoint with `http`, or for the port where the server speaks TLS.",
        )
    } else if has_any(error, &UNTRUSTED) || error.starts_with("curl: (60)") {
        (
            format!("The client does not trust the certificate of {shown}."),
            "Give the client the certificate of the authority that issued it (curl: `--cacert`). Check that it has \
             not expired.",
        )
    } else if has_any(error, &OTHER) || error.starts_with("curl: (35)") {
        (
            format!("The client and {shown} did not agree on TLS."),
            "Check the port, that no proxy is in between, and the versions of TLS on both sides.",
        )
    } else {
        return false;
    };
    findings.add(Cause::TlsFailure, Certainty::Certain, what, fix);
    true
}

fn begins_with_label(host: &str, label: &str) -> bool {
    host.strip_prefix(label).is_some_and(|rest| rest.starts_with('.'))
}

/// Returns whether a host on AWS, or one with a label `s3`, has more than one label before that of the service.
fn has_dotted_bucket(host: &str) -> bool {
    let service = Partition::without_suffix(host).unwrap_or(host);
    let is_service = |label: &str| label == "s3" || label.starts_with("s3-") || label == "minio";
    // A bucket may have a label `s3` itself.
    service
        .split('.')
        .collect::<alloc::vec::Vec<_>>()
        .iter()
        .rposition(|label| is_service(label))
        .is_some_and(|at| at > 1)
}
